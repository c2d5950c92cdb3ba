"""Whether fetched figures are fit to be written: all prefectures, and sums that are those of the country."""

from collections.abc import Mapping, Sequence

from cluster_map.domain import Missing
from cluster_map.refresh.axes import TOTAL, Plan
from cluster_map.refresh.reading import Column, Key, is_whole, told
from cluster_map.strength.figures import is_number

MAY_BE_NEGATIVE = ("value-added",)
HIDDEN = (Missing.SUPPRESSED, Missing.NOT_PUBLISHED)


def problems_of(plan: Plan, columns: Mapping[Key, Column], prefectures: Sequence[str]) -> list[str]:
    """Everything that speaks against these figures; empty when they may be written."""
    if not columns:
        return ["no figure that was asked for"]
    return [
        *_lacking_columns(plan, columns),
        *_lacking_prefectures(plan, columns, prefectures),
        *(
            problem
            for key, column in columns.items()
            for problem in _against_country(plan, columns, key, column)
        ),
        *_against_totals(plan, columns),
    ]


def _lacking_columns(plan: Plan, columns: Mapping[Key, Column]) -> list[str]:
    years = sorted({key.year for key in columns})
    wanted = [
        Key(item, industry, year)
        for item in plan.table.items
        for industry in (plan.industries.values() if plan.industry_axis else (None,))
        for year in years
    ]
    return [f"{told(plan, key)}: no figures at all" for key in wanted if key not in columns]


def _lacking_prefectures(plan: Plan, columns: Mapping[Key, Column], prefectures: Sequence[str]) -> list[str]:
    """Prefectures without any figure of an item and year: an indicator needs each of them."""
    problems = []
    for item in plan.table.items:
        for year in sorted({key.year for key in columns}):
            own = [c for key, c in columns.items() if (key.item, key.year) == (item, year)]
            without = [
                code for code in prefectures if not any(is_number(column.figures[code]) for column in own)
            ]
            if own and without:
                problems.append(
                    f"{plan.table.items[item].target}, {year}: {len(prefectures) - len(without)} of "
                    f"{len(prefectures)} prefectures have figures, missing: {', '.join(without)}"
                )
    return problems


def _against_country(plan: Plan, columns: Mapping[Key, Column], key: Key, column: Column) -> list[str]:
    """What the prefectures lack of the country has to be what is hidden, and no more than that can be."""
    item = plan.table.items[key.item]
    where = told(plan, key)
    if column.country is None or not is_number(column.country):
        return [f"{where}: no figure of the country to check against"]
    gap = column.country - sum(figure for figure in column.figures.values() if is_number(figure))
    # Rounded cells, and a rounded country, may each be half a unit off.
    tolerance = 0.0 if item.rounding == 1.0 else item.rounding * (len(column.figures) + 1) / 2
    hidden = [code for code, figure in column.figures.items() if figure in HIDDEN]
    written = f"the prefectures sum to {column.country - gap:,.0f}, the country has {column.country:,.0f}"
    if not hidden:
        return [f"{where}: {written}"] if abs(gap) > tolerance else []
    if item.target in MAY_BE_NEGATIVE:
        return []
    room = _hidden_in(columns, key, hidden)
    if gap < -tolerance or (room is not None and gap > room + tolerance):
        most = "" if room is None else f", at most {room:,.0f} can be hidden"
        return [f"{where}: {written}; {len(hidden)} cells are hidden{most}"]
    return []


def _hidden_in(columns: Mapping[Key, Column], key: Key, hidden: Sequence[str]) -> float | None:
    """What is hidden in prefectures altogether: their totals without what they publish by industry."""
    total = columns.get(Key(key.item, TOTAL, key.year))
    if total is None or not is_whole(total):
        return None
    room = 0.0
    for code in hidden:
        whole = total.figures[code]
        parts = [
            figure
            for other, column in columns.items()
            if (other.item, other.year) == (key.item, key.year) and other.industry != TOTAL
            if is_number(figure := column.figures[code])
        ]
        room += (whole if is_number(whole) else 0.0) - sum(parts)
    return room


def _against_totals(plan: Plan, columns: Mapping[Key, Column]) -> list[str]:
    """Where the table has a sum of all industries: each place without a hidden cell has to add up to it."""
    problems = []
    for key, total in columns.items():
        if key.industry != TOTAL:
            continue
        parts = [c for k, c in columns.items() if (k.item, k.year) == (key.item, key.year) and k != key]
        places = {code: [column.figures[code] for column in parts] for code in total.figures}
        wholes = dict(total.figures)
        if total.country is not None:
            places["country"] = [column.country or 0.0 for column in parts]
            wholes["country"] = total.country
        for place, figures in places.items():
            whole = wholes[place]
            summed = sum(figure for figure in figures if is_number(figure))
            if is_number(whole) and not any(f in HIDDEN for f in figures) and summed != whole:
                where = f"{told(plan, key)}: the industries of {place}"
                problems.append(f"{where} sum to {summed:,.0f}, its total is {whole:,.0f}")
    return problems
