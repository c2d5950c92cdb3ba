"""Every sentence a reader sees, by key and language.

The sentences stand in ``texts/*.toml``, both languages of a key side by side, so that a change of
one shows whether the other followed. A key stands in one file only.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter

from cluster_map.domain import Language

TEXTS = Path(__file__).parent / "texts"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Read all texts once: key -> language -> sentence.

    Raises
    ------
    ValueError
        If a key stands in two files.
    """
    texts: dict[str, dict[str, str]] = {}
    for file in sorted(TEXTS.glob("*.toml")):
        for key, sentences in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key in texts:
                raise ValueError(f"{file.name}: the key '{key}' stands in another file too.")
            texts[key] = sentences
    return texts


class _Sentences(Formatter):
    """What ``str.format`` does, and ``{count:tie-up|tie-ups}``: words for one thing and for any other number.

    Gaps may stand in the words. A figure may be a link: its markup does not count.
    """

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, others = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if re.sub("<[^>]*>", "", str(value)) == "1" else others


_SENTENCES = _Sentences()


def say(key: str, language: Language, **values: object) -> str:
    """The sentence of a key, with its ``{placeholders}`` filled from ``values``."""
    return _filled(catalogue()[key][language], values)


def say_code(kind: str, code: str, language: Language, **values: object) -> str:
    """The name of a code of the field: ``say_code("evidence", "page", language)``."""
    return _filled(catalogue()[f"{kind}.{code}"][language], values)


def _filled(sentence: str, values: dict[str, object]) -> str:
    if not values:
        return sentence
    if "|" in sentence:
        return _SENTENCES.format(sentence, **values)
    return sentence.format(**values)  # several times as fast, and most sentences choose nothing
