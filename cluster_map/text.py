"""Every sentence a reader sees, by key and language.

The sentences stand in ``texts/*.toml``, both languages of a key side by side, so that a change of
one shows whether the other followed. A key stands in one file only.
"""

import tomllib
from functools import cache
from pathlib import Path

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


def say(key: str, language: Language, **values: object) -> str:
    """The sentence of a key, with its ``{placeholders}`` filled from ``values``."""
    sentence = catalogue()[key][language]
    return sentence.format(**values) if values else sentence


def say_code(kind: str, code: str, language: Language) -> str:
    """The name of a code of the field: ``say_code("evidence", "page", language)``."""
    return catalogue()[f"{kind}.{code}"][language]
