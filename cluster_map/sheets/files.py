"""The kinds of file that a sheet can be handed on as."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cluster_map.sheets.docx_file import as_docx
from cluster_map.sheets.model import Sheet
from cluster_map.sheets.pdf_file import as_pdf


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """A kind of file."""

    name: str
    extension: str
    media_type: str
    write: Callable[[Sheet], bytes]

    def file_name(self, sheet_name: str) -> str:
        return f"cluster-map-japan-{sheet_name}.{self.extension}"


SHEET_FORMATS: Mapping[str, SheetFormat] = {
    made.extension: made
    for made in (
        SheetFormat(
            "Word (DOCX)",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            as_docx,
        ),
        SheetFormat("PDF", "pdf", "application/pdf", as_pdf),
    )
}
"""By extension, in the order in which they are offered."""
