"""Cells of exports: what a spreadsheet would run is text, numbers stay numbers."""

import csv
import io

import pytest

from cluster_map.exports.cells import cell, csv_bytes, defused


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.com")',
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "  =1+1",
        "\u3000=1+1",
        "\u00a0=1+1",
        "\ufeff=1+1",
        "\u200b\u202e=1+1",
        "\x00=1+1",
        "\t=1+1",
        "\ttext",
        "\rtext",
        "\ntext",
        "＝1+1",
        "＋1+1",
        "－1+1",
        "＠SUM(A1)",
        "﹦1+1",
        "-12 °C",
        "+81 3 1234 5678",
        "--5",
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "06", "-12.5", "+3", "-1e-7", "plain", "a=b", "5-3", "'=1", "日本酒", "ー", "−5 °C"],
)
def test_harmless_text_stays_as_it_is(text):
    assert defused(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (-12.5, "-12.5"), (-3, "-3"), (0, "0"), (True, "true"), (False, "false"), ((), "")],
)
def test_numbers_truth_and_blanks_are_not_text(value, text):
    assert cell(value) == text


def test_lists_are_joined_and_every_item_is_defused():
    assert cell(("ict", "=1+1", "food")) == "ict;'=1+1;food"
    assert cell((10, 11)) == "10;11"


def test_a_file_reads_back_with_its_commas_quotes_and_line_breaks():
    rows = [["日本, 東京", 'a "quoted" word', "two\nlines"], ["=1", None, -1.5]]
    content = csv_bytes(["a", "b", "c"], rows)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["a", "b", "c"], rows[0], ["'=1", "", "-1.5"]]
