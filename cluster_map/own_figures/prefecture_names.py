"""Which prefecture a text means: names in Japanese, kana and romaji, codes, addresses. Pure.

A text that could mean two is not decided by a guess.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cluster_map.atlas import Record
from cluster_map.readings import without_suffix
from cluster_map.search_words import folded, romaji, short_vowels

SUFFIXES = ("ken", "fu", "to", "do", "prefecture", "pref", "pref.", "metropolis", "metropolitan")
TOTALS = frozenset(
    [
        "全国",
        "全国計",
        "合計",
        "総計",
        "総数",
        "計",
        "日本",
        "japan",
        "total",
        "grandtotal",
        "alljapan",
        "sum",
        "national",
    ]
)
"""Rows for the whole country, folded and without blanks: they are left out and said."""

CODE = re.compile(r"(?:jp[-_ ]?)?0*([1-9]\d?)(?:\.0+)?")
AREA_CODE = re.compile(r"(\d{2})000(\d?)")
"""Codes of local governments: a prefecture has 000, and perhaps a check digit."""

DIGITS_BESIDE = re.compile(
    r"^[(\[]?(?:jp-)?\d{1,2}[)\]]?[\s_.:-]*(?=\D)|(?<=\D)[\s_.:-]*[(\[]?(?:jp-)?\d{1,2}[)\]]?$"
)
NEAR_ENOUGH = 0.7
OTHER_ROMAJI = {"gunma": "gumma"}
MACRONS = str.maketrans({"ā": "a", "ī": "i", "ū": "u", "ē": "e", "ō": "o"})
LATIN_WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*")


class TwoPrefecturesError(ValueError):
    """A text names two prefectures."""


@dataclass(frozen=True)
class PrefectureNames:
    """Reads prefectures out of texts.

    ``prefectures`` are the records by code; ``readings`` the kana of Japanese texts.
    """

    prefectures: Mapping[str, Record]
    readings: Mapping[str, str]

    @cached_property
    def _names(self) -> dict[str, str]:
        """Every form of a name, folded and without blanks -> code."""
        forms: dict[str, str] = {}
        for code, record in self.prefectures.items():
            name, bare = str(record["name_ja"]), self._bare(record)
            kana = self.readings.get(name, "")
            bare_kana = kana if bare == name else re.sub("(けん|ふ|と)$", "", kana)
            latin = _latin(str(record["name_en"]))
            japanese = {name, bare, kana, bare_kana, bare_kana + name[-1:]}
            english = {latin, romaji(bare_kana), OTHER_ROMAJI.get(latin, latin)}
            english |= {f"{word}{suffix}" for word in english for suffix in SUFFIXES}
            forms |= {folded(form): code for form in japanese if form} | {
                _latin(form): code for form in english if form
            }
        return forms

    @staticmethod
    def _bare(record: Record) -> str:
        name = str(record["name_ja"])
        # 京都府 ends in two of the letters that suffixes are made of.
        return name if name == "北海道" else without_suffix(name) if name != "京都府" else name[:-1]

    @cached_property
    def _in_japanese_address(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(str(record["name_ja"])) for record in self.prefectures.values()))

    @cached_property
    def _codes_of_japanese(self) -> dict[str, str]:
        return {str(record["name_ja"]): code for code, record in self.prefectures.items()}

    @cached_property
    def _latin_names(self) -> dict[str, str]:
        return {_latin(str(record["name_en"])): code for code, record in self.prefectures.items()}

    def name(self, text: str) -> str | None:
        """The code of a text that is a name and nothing else, perhaps with its code beside it."""
        plain = _plain(text)
        if found := self._names.get(plain) or self._names.get(_latin(plain)):
            return found
        without_digits = DIGITS_BESIDE.sub("", plain)
        if without_digits == plain:
            return None
        found = self._names.get(without_digits) or self._names.get(_latin(without_digits))
        codes = re.findall(r"\d+", plain)
        return found if found and [f"{int(code):02}" for code in codes] == [found] else None

    def code(self, text: str) -> str | None:
        """The code that a text is: ``6``, ``06``, ``JP-06``, ``06000``, in any width of digits."""
        plain = _plain(text)
        if match := CODE.fullmatch(plain):
            code = f"{int(match[1]):02}"
            return code if code in self.prefectures else None
        match = AREA_CODE.fullmatch(plain)
        if match and match[1] in self.prefectures and match[2] in ("", _check_digit(match[1])):
            return match[1]
        return None

    def in_address(self, text: str) -> str | None:
        """The code of the one prefecture that an address names.

        Raises
        ------
        TwoPrefecturesError
            If it names two, and neither is marked as the prefecture.
        """
        address = unicodedata.normalize("NFKC", text).strip()
        found = {self._codes_of_japanese[name] for name in self._in_japanese_address.findall(address)}
        if not found:
            found = self._in_latin_address(address.casefold())
        if len(found) > 1:
            raise TwoPrefecturesError(text)
        return next(iter(found), None)

    def _in_latin_address(self, address: str) -> set[str]:
        words = LATIN_WORDS.findall(unicodedata.normalize("NFC", address).translate(MACRONS))
        marked, plain = set(), set()
        for position, word in enumerate(words):
            head, _, suffix = word.partition("-")
            following = words[position + 1] if position + 1 < len(words) else ""
            code = self._latin_names.get(_latin(head))
            if code is None:
                continue
            if suffix in ("ken", "fu", "to", "do") or (not suffix and following.startswith("pref")):
                marked.add(code)
            elif not suffix:
                plain.add(code)
        return marked or plain

    def any_form(self, text: str) -> str | None:
        """The code of a name, a code or an address.

        Raises
        ------
        TwoPrefecturesError
            If it is an address that names two.
        """
        return self.name(text) or self.code(text) or self.in_address(text)

    def is_total(self, text: str) -> bool:
        """Whether a text means the whole country."""
        return re.sub(r"\W", "", _plain(text)) in TOTALS or _plain(text) in ("0", "00", "00000", "jp")

    def nearest(self, text: str) -> str | None:
        """The prefecture whose name a misspelt text is nearest to; ``None`` where none is near."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        plain = _latin(_plain(text))
        found = process.extractOne(
            plain, list(self._names), scorer=OSA.normalized_similarity, score_cutoff=0.7
        )
        return self._names[found[0]] if found else None


def _plain(text: str) -> str:
    """Folded, without blanks inside: ``兵 庫 県`` is a way to fill a column."""
    return re.sub(r"\s", "", folded(text).strip())


def _latin(text: str) -> str:
    """Latin letters as they are compared: long vowels short, no hyphens, accents or apostrophes."""
    plain = re.sub(r"[\s'’.-]", "", folded(text))
    return short_vowels(plain.replace("oh", "o")) if plain.isascii() else plain


def _check_digit(prefecture: str) -> str:
    """The last digit of a six-digit code of a prefecture (JIS X 0401 and 0402)."""
    weighted = int(prefecture[0]) * 6 + int(prefecture[1]) * 5
    return str((11 - weighted % 11) % 10)
