"""A firm gets its route, an association learns what is missing, and both take a sheet to hand on."""

import io
import zipfile
from urllib.parse import urlencode

import pypdf
from browser.reader import Reader
from playwright.sync_api import Locator, expect
from route_cases import of_kind
from shipped_rows import row_of

from cluster_map.domain import Language
from cluster_map.text import say_code

SAAS = of_kind("route")["RA-01"]
BY_HAND = ("offer", "tier", "ticket_jpy")
"""Answers that the firm gives at the page; the others come with its link."""


def open_form(reader: Reader, page: str, **link: str) -> None:
    """Open a page whose questions come first: nobody who answers them waits for its map."""
    asked = urlencode({"lang": str(reader.language)} | link, safe=",")
    reader.page.goto(f"{reader.address}/{page}?{asked}")


def question(reader: Reader, name: str) -> Locator:
    return reader.page.locator(f".st-key-ask-{name}")


def press_option(reader: Reader, name: str, kind: str, code: str) -> None:
    """Choose an answer that stands as a button."""
    reader.press(question(reader, name).get_by_text(say_code(kind, code, reader.language), exact=True))


def choose_option(reader: Reader, name: str, kind: str, code: str) -> None:
    """Choose an answer from a list that opens."""
    reader.press(question(reader, name).get_by_role("combobox"))
    reader.press(reader.page.get_by_role("option", name=say_code(kind, code, reader.language), exact=True))


def write_number(reader: Reader, name: str, number: int) -> None:
    box = question(reader, name).locator("input")
    box.fill(str(number))
    box.press("Enter")
    reader.see_in_link(**{name: str(number)})


def taken(reader: Reader, extension: str) -> bytes:
    """The sheet of the page, as the reader's browser saves it."""
    button = reader.page.locator(f".st-key-sheet-{extension} button")
    with reader.page.expect_download() as download:
        reader.press(button)
    assert download.value.suggested_filename.endswith(f".{extension}")
    return download.value.path().read_bytes()


def test_a_saas_firm_with_a_small_municipal_job_gets_its_route_and_hands_it_on(open_reader) -> None:
    reader = open_reader(Language.ENGLISH)
    inputs = SAAS["inputs"]
    known = {name: str(value) for name, value in inputs.items() if name not in BY_HAND}
    open_form(reader, "public-projects", **known, date=SAAS["date"])
    press_option(reader, "offer", "offer", "software")
    reader.see_in_link(offer="software")
    choose_option(reader, "tier", "tier", inputs["tier"])
    reader.see_in_link(tier=inputs["tier"])
    write_number(reader, "ticket_jpy", inputs["ticket_jpy"])

    def name_of(model: str) -> str:
        return row_of("partnering_models", "model", model)[f"name_{reader.language}"]

    first, *others = (name_of(route["model"]) for route in SAAS["expect"]["ranking"])
    expect(reader.page.locator(".panel h3").first).to_have_text(f"1. {first}")
    expect(reader.page.locator(".routes > details .place + span")).to_have_text(others)
    expect(reader.page.locator(".flip")).to_have_count(len(SAAS["flips"]))
    reader.press(reader.page.locator(".st-key-sheet button").first)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(taken(reader, "pdf"))).pages)
    for language in ("en", "ja"):
        title = row_of("partnering_models", "model", SAAS["expect"]["ranking"][0]["model"])[
            f"name_{language}"
        ]
        assert title[:12] in text


def test_an_association_with_three_smes_learns_what_is_missing_and_takes_the_draft(open_reader) -> None:
    reader = open_reader(Language.JAPANESE, screen="phone")
    open_form(reader, "readiness")
    choose_option(reader, "applicant_type", "applicant_type", "association")
    reader.see_in_link(applicant_type="association")
    write_number(reader, "n_companies", 3)
    write_number(reader, "n_sme", 3)
    failed = reader.page.locator(".rules li", has=reader.page.locator(".result-fail"))
    expect(failed).to_have_count(2)
    for position, rule in enumerate(("RIT-02", "RIT-17")):
        row = row_of("rit_rules", "rule_id", rule)
        expect(failed.nth(position)).to_contain_text(row[f"fail_fix_{reader.language}"])
    reader.press(reader.page.locator(".st-key-sheet button").first)
    with zipfile.ZipFile(io.BytesIO(taken(reader, "docx"))) as package:
        draft = package.read("word/document.xml").decode()
    for language in ("en", "ja"):
        assert row_of("rit_rules", "rule_id", "RIT-02")[f"fail_fix_{language}"] in draft
