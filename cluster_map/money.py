"""Amounts of yen as people say them."""

from cluster_map.domain import Language

ENGLISH = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
JAPANESE = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
"""Large numbers are counted in steps of ten thousand: cho, oku, man."""


def yen(value: float, language: Language) -> str:
    """``JPY 3.02 billion``, or 30 oku 2,000 man yen: exact to the yen in both languages."""
    return _in_japanese(value) if language is Language.JAPANESE else _in_english(value)


def _in_english(value: float) -> str:
    for unit, name in ENGLISH:
        if value >= unit and value * 1000 % unit == 0:
            return f"JPY {value / unit:,.3f}".rstrip("0").rstrip(".") + f" {name}"
    return f"JPY {value:,.0f}" if value == int(value) else f"JPY {value:,}"


def _in_japanese(value: float) -> str:
    parts = []
    rest = value
    for unit, name in JAPANESE:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{int(count):,}{name}")
    if rest or not parts:
        parts.append(f"{rest:,.0f}" if rest == int(rest) else f"{rest:,}")
    return "".join(parts) + "円"
