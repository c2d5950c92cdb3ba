"""Changed figures into the data folder: all files or none, and none that would not pass the check."""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cluster_map.checksums import package_bytes, with_checksums
from cluster_map.domain import Missing
from cluster_map.errors import DataError, RefreshError
from cluster_map.refresh.difference import INDICATORS, INDUSTRIES, Change
from cluster_map.refresh.tables import Publication
from cluster_map.store import PACKAGE_FILE, DataFolder, check_files, read_package
from cluster_map.strength.figures import is_number

if TYPE_CHECKING:
    import pandas as pd

Rows = list[dict[str, str]]

REASONS: Mapping[Missing, tuple[str, str]] = {
    Missing.SUPPRESSED: ("Suppressed in source (X)", "出典で秘匿(X)"),
    Missing.NO_ESTABLISHMENT: ("No establishment reported in source", "出典に該当する事業所の記載なし"),
    Missing.NOT_PUBLISHED: ("Not published in source", "出典に公表値なし"),
}


class _Changed(DataFolder):
    """A data folder as it will be."""

    def __init__(self, folder: Path, package: Mapping[str, Any], contents: Mapping[str, bytes]) -> None:
        super().__init__(folder, package)
        self.contents = contents

    def read(self, name: str) -> bytes:
        return self.contents[name] if name in self.contents else super().read(name)


def write(folder: Path, changes: Sequence[Change]) -> list[str]:
    """Write what differs, renew the checksums, and return the paths that were written.

    Raises
    ------
    DataError
        If the folder would not pass the whole check with the new figures; nothing is written then.
    """
    before = DataFolder(folder, read_package(folder))
    real = [change for change in changes if not change.is_none]
    if not real:
        return []
    contents = _contents(before, real)
    after = _Changed(folder, before.package, contents)
    report = check_files(after)
    if report.problems:
        raise DataError(folder, list(report.problems))
    package, _ = with_checksums(after)
    paths = {str(before.resources[name]["path"]): content for name, content in contents.items()}
    # The description comes last: until then the old one says that the files differ, and they get checked.
    _replace_all(folder, paths | {PACKAGE_FILE: package_bytes(package)})
    return [*paths, PACKAGE_FILE]


def _contents(files: DataFolder, changes: Sequence[Change]) -> dict[str, bytes]:
    """The new bytes of every file that the changes touch."""
    found: dict[str, bytes] = {}
    for table in (INDUSTRIES, INDICATORS):
        own = [change for change in changes if change.group.table == table]
        if own:
            found[table] = _figures(files.read(table), own)
    publications = {
        publication.publication: publication
        for change in changes
        for publication in [change.plan.table.publication_of(change.item)]
    }
    found["publications"] = _edited(
        files, "publications", lambda rows: _published(rows, publications.values())
    )
    industries = [change for change in changes if change.group.table == INDUSTRIES]
    if industries:
        found["statistics_gaps"] = _edited(files, "statistics_gaps", lambda rows: _gaps(rows, industries))
        found["classifications"] = _edited(files, "classifications", lambda rows: _years(rows, industries))
    return {name: content for name, content in found.items() if content != files.read(name)}


def _figures(content: bytes, changes: Sequence[Change]) -> bytes:
    """The Parquet table with each group of the changes replaced as a whole."""
    import pandas as pd

    frame = pd.read_parquet(io.BytesIO(content))
    types = frame.dtypes
    for change in changes:
        frame = pd.concat([frame[~_rows_of(frame, change)], _frame(change, list(frame.columns))])
    for column, dtype in types.items():
        # New codes are new categories.
        frame[column] = frame[column].astype("category" if dtype == "category" else dtype)
    into = io.BytesIO()
    frame.reset_index(drop=True).to_parquet(into, index=False, compression="zstd")
    return into.getvalue()


def _rows_of(frame: "pd.DataFrame", change: Change) -> "pd.Series[bool]":
    group = change.group
    if group.table == INDICATORS:
        return (frame["indicator"] == group.measure) & (frame["year"] == group.year)
    return (
        (frame["classification"] == group.classification)
        & (frame["measure"] == group.measure)
        & (frame["year"] == group.year)
    )


def _frame(change: Change, columns: Sequence[str]) -> "pd.DataFrame":
    import pandas as pd

    group = change.group
    publication = change.plan.table.publication_of(change.item).publication
    rows = [
        {
            "prefecture": prefecture,
            "year": group.year,
            "classification": group.classification,
            "industry": industry,
            "measure": group.measure,
            "indicator": group.measure,
            "value": figure,
            "publication": publication,
            "note": None,
        }
        for (industry, prefecture), figure in sorted(change.cells.items())
        if is_number(figure)
    ]
    return pd.DataFrame(rows)[list(columns)]


def _edited(files: DataFolder, name: str, edit: Any) -> bytes:
    """A CSV table with its rows edited."""
    text = files.read(name).decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = list(reader.fieldnames or ())
    into = io.StringIO(newline="")
    writer = csv.DictWriter(into, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(edit(list(reader)))
    return into.getvalue().encode()


def _published(rows: Rows, publications: Iterable[Publication]) -> Rows:
    known = {row["publication"] for row in rows}
    return rows + [
        {
            "publication": found.publication,
            "title_en": found.title_en,
            "title_ja": found.title_ja,
            "source": found.source,
            "evidence": "official",
        }
        for found in publications
        if found.publication not in known
    ]


def _gaps(rows: Rows, changes: Sequence[Change]) -> Rows:
    """The missing cells of the changed groups in place of those that were listed."""
    groups = {(c.group.classification, str(c.group.year), c.group.measure) for c in changes}
    kept = [r for r in rows if (r["classification"], r["year"], r["measure"]) not in groups]
    return kept + [
        {
            "prefecture": prefecture,
            "year": str(change.group.year),
            "classification": change.group.classification,
            "industry": industry,
            "measure": change.group.measure,
            "reason": str(figure),
            **dict(zip(("reason_en", "reason_ja"), REASONS[figure], strict=True)),
        }
        for change in changes
        for (industry, prefecture), figure in sorted(change.cells.items())
        if isinstance(figure, Missing)
    ]


def _years(rows: Rows, changes: Sequence[Change]) -> Rows:
    """Classifications with the years that came in."""
    for row in rows:
        new = {str(c.group.year) for c in changes if c.group.classification == row["classification"]}
        row["years"] = ";".join(sorted(new | set(row["years"].split(";"))))
    return rows


def _replace_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Replace files one by one, each in one step; where one fails, those before it come back.

    Raises
    ------
    RefreshError
        If a file cannot be written; the folder is as before then.
    """
    old = {path: (folder / path).read_bytes() for path in contents}
    done: list[str] = []
    try:
        prepared = {path: _prepared(folder / path, content) for path, content in contents.items()}
        for path, new in prepared.items():
            new.replace(folder / path)
            done.append(path)
    except OSError as error:
        for path in done:
            _prepared(folder / path, old[path]).replace(folder / path)
        for path in contents:
            _beside(folder / path).unlink(missing_ok=True)
        raise RefreshError(f"Nothing is written, {folder} refuses: {error}.") from error


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ".new")


def _prepared(file: Path, content: bytes) -> Path:
    """The new content on the disk beside its file."""
    new = _beside(file)
    with new.open("wb") as into:
        into.write(content)
        into.flush()
        os.fsync(into.fileno())
    return new
