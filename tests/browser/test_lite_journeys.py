"""The plain lane in a browser: scripts off, and from a page whose socket is blocked."""

import pytest
from conftest import DESKTOP, LOCALES, PHONE, OpenReader
from playwright.sync_api import Browser, expect
from shipped_rows import row_of, rows_with

from cluster_map.domain import Language
from cluster_map.text import say


@pytest.mark.parametrize(("language", "screen"), [(Language.ENGLISH, DESKTOP), (Language.JAPANESE, PHONE)])
def test_without_scripts_a_reader_filters_opens_a_profile_and_finds_whom_to_call(
    chromium: Browser, server: str, language: Language, screen: dict[str, object]
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale=LOCALES[language], **screen)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/?lang={language}")
    page.get_by_role("link", name=say("lite_link", language)).click()
    page.wait_for_url("**/lite?**")

    page.get_by_role("checkbox", name=row_of("sectors", "sector", "aircraft")[f"short_{language}"]).check()
    page.get_by_role("button", name=say("lite_apply", language)).click()
    clusters = rows_with("clusters", "sectors", "aircraft")
    expect(page.locator("tbody tr")).to_have_count(len(clusters))

    prefecture = row_of("prefectures", "prefecture", "01")[f"name_{language}"]
    page.locator("svg.map a", has=page.locator("title", has_text=prefecture)).first.click(force=True)
    page.wait_for_url("**prefecture=01**")

    page.goto(f"{server}/lite?lang={language}&sector=aircraft")
    page.get_by_role("rowheader").get_by_role("link", name=clusters[0][f"name_{language}"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(clusters[0][f"name_{language}"])
    page.get_by_label(say("your_home", language)).select_option("DE")
    page.get_by_role("button", name=say("lite_apply", language)).click()
    expect(
        page.get_by_text(row_of("offices", "office_id", "jetro-de-munich")[f"name_{language}"])
    ).to_be_visible()

    assert all(url.startswith(server) or url.startswith("data:") for url in asked)
    context.close()


def test_a_reader_whose_socket_is_blocked_is_shown_the_plain_page(
    open_reader: OpenReader,
) -> None:
    language = Language.JAPANESE
    reader = open_reader(language)
    reader.page.route_web_socket("**", lambda socket: socket.close())
    reader.page.goto(f"{reader.address}/tie-ups?lang={language}&sector=food")
    notice = reader.page.locator("#plain-lane")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text(reader.say("lite_no_socket"))
    notice.get_by_role("link").click()
    reader.page.wait_for_url("**/lite/tie-ups?lang=*&sector=food")
    expect(reader.page.locator("tbody tr")).to_have_count(len(rows_with("tie_ups", "sectors", "food")))


def test_a_reader_with_a_connection_is_left_alone(open_reader: OpenReader) -> None:
    reader = open_reader()
    reader.open()
    expect(reader.page.locator("#plain-lane")).to_be_hidden()
    footer = reader.page.locator("footer")
    expect(footer.get_by_role("link", name=reader.say("lite_link"))).to_have_attribute("href", "lite?lang=en")
