"""Fill ``data/tables/readings.csv``: how the Japanese names and keywords are read.

``python -m data_build.readings`` adds a row for each text that has none and drops those that no table has any
more. Rows that are there stay as they are, so that a reading mended by hand is never overwritten.
"""

import csv
import re
from collections.abc import Iterator

import jaconv
from sudachipy import Dictionary, SplitMode

from cluster_map.readings import read_texts
from cluster_map.store import open_store
from data_build.tables import TABLES

FILE = TABLES / "readings.csv"
COLUMNS = ("text_ja", "reading")
SIGNS = {"補助記号", "記号", "空白"}
KANA = re.compile("[ぁ-ゖー]+")


def main() -> None:
    store = open_store()
    known = dict(_rows())
    wanted = sorted(read_texts(store))
    new = [text for text in wanted if text not in known]
    rows = known | dict(zip(new, _readings(new), strict=True))
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((text, rows[text]) for text in wanted)
    print(f"{len(wanted)} readings, {len(new)} of them new, {len(set(known) - set(wanted))} dropped.")


def _rows() -> Iterator[tuple[str, str]]:
    if FILE.exists():
        with FILE.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["text_ja"], row["reading"]


def _readings(texts: list[str]) -> Iterator[str]:
    """Hiragana, with a blank between words; what is no kana is left out."""
    tokenizer = Dictionary(dict="core").tokenizer(mode=SplitMode.B)
    for text in texts:
        words = (w for w in tokenizer.tokenize(text) if w.part_of_speech()[0] not in SIGNS)
        kana = (jaconv.kata2hira(word.reading_form()) for word in words)
        yield " ".join(word for word in kana if KANA.fullmatch(word))


if __name__ == "__main__":
    main()
