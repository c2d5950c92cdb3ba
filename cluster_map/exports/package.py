"""The whole data package as one file, and single tables of it."""

import io
from functools import cache
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cluster_map.exports.cells import csv_bytes
from cluster_map.store import Store

NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format can say: the same content gives the same bytes."""

DOWNLOADS = "downloads"
"""Where the files are served, below the root of the server."""


def download_names(store: Store) -> dict[str, str]:
    """File name -> the table or layer that it holds. Files for the map alone are left out."""
    names = (*store.table_names(), *(f"layers/{name}" for name in store.layer_names()))
    return {PurePosixPath(store.resource(name)["path"]).name: name for name in names}


def package_name(store: Store) -> str:
    """File name of the whole package."""
    return f"{store.package['name']}-data-{store.data_version}.zip"


@cache
def package_zip(store: Store) -> bytes:
    """Every file of the package as it is, so that the checksums of its description hold.

    Raises
    ------
    DataError
        If a file of it is damaged.
    """
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for path, content in store.package_files():
            member = ZipInfo(f"{store.package['name']}-data/{path}", NO_DATE)
            member.compress_type = ZIP_DEFLATED
            package.writestr(member, content)
    return file.getvalue()


def table_csv(store: Store, name: str) -> bytes:
    """A table for a spreadsheet: byte order mark, lists joined by semicolons, formulas defused.

    Raises
    ------
    DataError
        If the table is damaged.
    UnknownCodeError
        If the package has no such CSV table.
    """
    columns = [field.name for field in store.fields(name)]
    return csv_bytes(columns, ([record[column] for column in columns] for record in store.records(name)))
