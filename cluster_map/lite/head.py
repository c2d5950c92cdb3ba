"""What a page says of itself to search engines and to those who preview its link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.fragments.records import field, name_of
from cluster_map.text import say
from cluster_map.url_state import ViewState, in_language, link

Data = Mapping[str, Any]
SCHEMA = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Head:
    """``path`` is the address without filters that matter to nobody else, ``data`` the structured data."""

    title: str
    description: str
    path: str
    view: ViewState
    data: Data | None = None

    def told(self, language: Language) -> "Head":
        """The same in the language in which it is told."""
        return replace(self, view=in_language(self.view, language))

    def address(self, root: str, language: Language) -> str:
        """The page's one address in a language."""
        return root + link(self.path, in_language(self.view, language))


def dataset(atlas: Atlas, head: Head, root: str, collection: str) -> Data:
    """A list of records as a data set, with the file that the API gives out."""
    package = atlas.store.package
    api = f"{root}/api/v1/{collection}"
    return {
        "@context": SCHEMA,
        "@type": "Dataset",
        "name": f"{say('brand', head.view.language)}: {head.title}",
        "description": head.description,
        "url": head.address(root, head.view.language),
        "inLanguage": [str(language) for language in Language],
        "version": atlas.store.data_version,
        "license": [licence["path"] for licence in package["licenses"]],
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Country", "name": "Japan", "identifier": "JP"},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": f"{api}?format={name}&limit=10000",
            }
            for name, kind in (("csv", "text/csv"), ("geojson", "application/geo+json"))
        ],
    }


def place(record: Record, head: Head, root: str, kind: str, inside: str | None, **more: object) -> Data:
    """A record as a place on the globe. What is not known is left out."""
    found = {
        "@context": SCHEMA,
        "@type": kind,
        "name": name_of(record, head.view.language),
        "description": head.description,
        "url": head.address(root, head.view.language),
        "geo": {"@type": "GeoCoordinates", "latitude": record["lat"], "longitude": record["lon"]},
        "containedInPlace": {"@type": "AdministrativeArea", "name": inside} if inside else None,
        "sameAs": record.get("website"),
        **more,
    }
    return {name: value for name, value in found.items() if value is not None}


def described(record: Record, name: str, language: Language) -> str:
    """A field of a record as a description; nothing where none is on file."""
    return field(record, name, language) or ""
