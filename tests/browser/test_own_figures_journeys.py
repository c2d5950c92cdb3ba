"""A reader's own file: on the map, reported by row, taken away again; points counted as the map zooms."""

from pathlib import Path

from browser.conftest import OpenReader
from browser.reader import Reader
from playwright.sync_api import expect

from cluster_map.domain import Language
from cluster_map.text import say_code

TABLE = '都道府県,企業数\n兵庫県,"1,200"\n大阪府,３４５\nHyogp,7\n愛知,900\n'
POINTS = "name,経度,緯度\n" + "".join(f"{n},{139.7 + n / 500:.4f},35.69\n" for n in range(300))


def upload(reader: Reader, file: Path) -> None:
    reader.page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    expect(reader.page.locator(".own-file")).to_contain_text(file.name)
    reader.see_answer()


def test_a_shift_jis_table_is_shown_reported_by_row_and_removed(
    open_reader: OpenReader, tmp_path: Path
) -> None:
    file = tmp_path / "企業数.csv"
    file.write_bytes(TABLE.encode("cp932"))
    reader = open_reader(Language.JAPANESE)
    reader.open("/strength", sector="food", part="own-figures")
    official = reader.panel_title.inner_text()
    reader.mark_map()
    upload(reader, file)

    legend = reader.map.locator(".legend summary")
    expect(legend).to_have_text("企業数")
    expect(reader.panel_title).to_have_text("企業数")
    note = say_code("own_note", "encoding", reader.language).format(encoding="Shift_JIS")
    expect(reader.panel).to_contain_text(note)
    assert reader.panel.locator(".bars .bar-label").all_inner_texts() == ["兵庫県", "愛知県", "大阪府"]
    assert reader.has_marked_map()

    title = reader.say("own_report_title", count=1)
    expect(reader.page.locator(".section-title", has_text=title)).to_be_visible()
    with reader.page.expect_download() as waiting:
        reader.press(reader.page.locator(".st-key-download-report button"))
    report = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert report.splitlines()[1].startswith("4,都道府県,unknown-prefecture,Hyogp,")

    reader.press(reader.page.locator(".st-key-own-remove button"))
    expect(reader.panel_title).to_have_text(official)
    expect(reader.page.get_by_test_id("stFileUploaderDropzone")).to_be_visible()


def test_points_are_counted_anew_as_the_map_zooms(open_reader: OpenReader, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text(POINTS, encoding="utf-8")
    reader = open_reader()
    reader.open("/strength", sector="food", part="own-figures")
    upload(reader, file)
    drawn = reader.map.locator(".leaflet-cells-pane path.cell")
    expect(drawn.first).to_be_visible()
    before = drawn.count()
    reader.map_frame.evaluate("() => window.map.setView([35.69, 140], 9, { animate: false })")
    reader.map_frame.wait_for_function(
        "(before) => document.querySelectorAll('.leaflet-cells-pane path.cell').length > before", arg=before
    )
