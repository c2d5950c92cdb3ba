"""A tour as a file and as a word in a link: written, read, refused with every reason in plain words."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

from cluster_map.domain import Language
from cluster_map.errors import ClusterMapError
from cluster_map.text import say
from cluster_map.tours.tour import MOST_STEPS, Step, Texts, Tour
from cluster_map.url_state import PACKED_TOUR, shown

FORMAT = "cluster-map-japan-tour"
VERSION = 1
MEDIA_TYPE = "application/json"
EXTENSION = "tour.json"

LARGEST_FILE = 1_000_000
"""Bytes."""
LARGEST_UNPACKED = 200_000
"""Bytes of a tour in a link once unpacked: a link is small, what it unpacks to might not be."""
LONGEST_VIEW = 2_000
LONGEST_TITLE = 160
LONGEST_WORDS = 1_200
LONGEST_NOTES = 6_000


def _text(longest: int) -> dict[str, Any]:
    """A text in one or both languages."""
    one = {"type": "string", "maxLength": longest}
    return {
        "type": "object",
        "properties": {str(language): one for language in Language},
        "additionalProperties": False,
    }


SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A tour of Cluster Map Japan",
    "type": "object",
    "required": ["format", "version", "steps"],
    "additionalProperties": False,
    "properties": {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "title": _text(LONGEST_TITLE),
        "about": _text(LONGEST_WORDS),
        "steps": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_STEPS,
            "items": {
                "type": "object",
                "required": ["view"],
                "additionalProperties": False,
                "properties": {
                    "view": {"type": "string", "pattern": r"^/[a-z-]*(\?\S*)?$", "maxLength": LONGEST_VIEW},
                    "title": _text(LONGEST_TITLE),
                    "words": _text(LONGEST_WORDS),
                    "notes": _text(LONGEST_NOTES),
                },
            },
        },
    },
}
"""Version 1 of the format (JSON Schema, draft 2020-12). A file cannot vouch for its words: sources are
those of the records that a view shows, never the file's own words."""


class TourFileError(ClusterMapError):
    """A file or link that is no tour. ``key`` and ``values`` make the sentence that a reader is told."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(self.told(Language.ENGLISH))

    def told(self, language: Language) -> str:
        return say(self.key, language, **self.values)


def as_json(tour: Tour) -> dict[str, Any]:
    """A tour by the schema; empty texts are left out."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "title": _written(tour.title),
        "about": _written(tour.about),
        "steps": [_step_as_json(step) for step in tour.steps],
    }
    return {name: value for name, value in document.items() if value}


def _written(both: Texts) -> dict[str, str]:
    return {str(language): text for language, text in both.items() if text}


def _step_as_json(step: Step) -> dict[str, Any]:
    document = {
        "view": step.view,
        "title": _written(step.title),
        "words": _written(step.words),
        "notes": _written(step.notes),
    }
    return {name: value for name, value in document.items() if value}


def write_file(tour: Tour) -> bytes:
    """A tour as a file that people can read and edit, too."""
    return json.dumps(as_json(tour), ensure_ascii=False, indent=2).encode() + b"\n"


def read_file(content: bytes) -> Tour:
    """Read a tour's file.

    Raises
    ------
    TourFileError
        If it is too large, no JSON, no tour, of a newer version or against the schema; nothing of it
        is taken then.
    """
    if len(content) > LARGEST_FILE:
        raise TourFileError("tour_file_large", size=f"{len(content):,}", most=f"{LARGEST_FILE:,}")
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TourFileError("tour_file_no_text", position=error.start) from error
    except json.JSONDecodeError as error:
        raise TourFileError("tour_file_no_json", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise TourFileError("tour_file_no_tour", format=FORMAT) from error
    return _checked(document)


def _checked(document: object) -> Tour:
    from jsonschema import Draft202012Validator  # only where a tour comes from outside

    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise TourFileError("tour_file_no_tour", format=FORMAT)
    version, steps = document.get("version"), document.get("steps")
    if isinstance(version, int) and version > VERSION:
        raise TourFileError("tour_file_newer", version=version, known=VERSION)
    if isinstance(steps, list) and len(steps) > MOST_STEPS:
        raise TourFileError("tour_file_long", count=f"{len(steps):,}", most=MOST_STEPS)
    problems = list(Draft202012Validator(SCHEMA).iter_errors(document))
    if problems:
        first = min(problems, key=lambda problem: list(map(str, problem.absolute_path)))
        raise TourFileError(
            "tour_file_problem",
            place=_place_of(first.absolute_path),
            found=shown(json.dumps(first.instance, ensure_ascii=False)),
            allowed=_allowed(first.validator, first.validator_value),
            more=len(problems) - 1,
        )
    return Tour(
        title=_read(document.get("title")),
        about=_read(document.get("about")),
        steps=tuple(_read_step(step) for step in document["steps"]),
    )


def _place_of(path: Any) -> str:
    """Where in a file, as a person counts: ``steps[3].title.en``; the fourth is ``steps[4]``."""
    place = ""
    for part in path:
        place += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return place.lstrip(".") or "{}"


def _allowed(rule: Any, value: Any) -> str:
    """What a rule of the schema wants, short: ``maxLength 160``."""
    if rule == "additionalProperties":
        return "no other names"
    return f"{rule} {json.dumps(value, ensure_ascii=False)}"


def _read(both: Mapping[str, str] | None) -> Texts:
    return {language: (both or {}).get(language, "") for language in Language}


def _read_step(document: Mapping[str, Any]) -> Step:
    return Step(
        view=document["view"],
        title=_read(document.get("title")),
        words=_read(document.get("words")),
        notes=_read(document.get("notes")),
    )


def packed(tour: Tour) -> str | None:
    """A tour as the word of ``tour=``; ``None`` where it is too large to travel in a link."""
    document = as_json(tour)
    text = json.dumps([document.get(name) for name in ("title", "about", "steps")], ensure_ascii=False)
    if len(text.encode()) > LARGEST_UNPACKED:
        return None
    word = "z." + base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return word if PACKED_TOUR.fullmatch(word) else None


def unpacked(word: str) -> Tour:
    """The tour of a link.

    Raises
    ------
    TourFileError
        If the word was cut or changed, unpacks to too much, or holds no tour.
    """
    code = word.removeprefix("z.")
    try:
        unpacker = zlib.decompressobj()
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
        content = unpacker.decompress(raw, LARGEST_UNPACKED)
        parts = json.loads(content) if unpacker.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise TourFileError("tour_link_broken") from error
    if not isinstance(parts, list) or len(parts) != 3:
        raise TourFileError("tour_link_broken")
    document = dict(zip(("title", "about", "steps"), parts, strict=True))
    return _checked(
        {"format": FORMAT, "version": VERSION} | {name: part for name, part in document.items() if part}
    )
