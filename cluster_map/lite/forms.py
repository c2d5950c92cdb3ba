"""The filters of a plain page: a form that asks for the same page with other parameters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import (
    Cooperation,
    Evidence,
    JapanRegion,
    Language,
    MeasureId,
    Month,
    OrganisationKind,
    Programme,
    SectorId,
)
from cluster_map.fragments.records import name_of
from cluster_map.text import say, say_code
from cluster_map.url_state import LISTS, LONGEST_SEARCH, UNKNOWN_YEARS, YEARS, ViewState


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a parameter."""

    value: str
    label: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter: ``kind`` is checks, select, words, year or check."""

    kind: str
    name: str
    label: str
    choices: tuple[Choice, ...] = ()
    value: str = ""
    limits: tuple[int, int] = (0, 0)


def explore_fields(atlas: Atlas, view: ViewState, counts: Mapping[str, int]) -> list[Field]:
    return [
        _sectors(atlas, view, counts),
        _words(view, say("search_clusters", view.language)),
        _prefectures(atlas, view),
        _japan_regions(atlas, view),
        _codes("kind", say("organisation_kind", view.language), OrganisationKind, "kinds", view),
        _evidence(view),
        _measure(view),
    ]


def tie_up_fields(atlas: Atlas, view: ViewState, counts: Mapping[str, int]) -> list[Field]:
    language = view.language
    countries = dict.fromkeys((*atlas.partner_countries, *view.countries))
    return [
        _sectors(atlas, view, counts),
        _words(view, say("search_tie_ups", language)),
        _select("country", say("country", language), countries, _names(atlas.countries, language), view),
        _prefectures(atlas, view),
        _codes("programme", say("programme", language), Programme, "programme", view),
        _codes("cooperation", say("kinds_of_cooperation", language), Cooperation, "cooperation", view),
        _year("from", say("lite_from_year", language), view.from_year),
        _year("to", say("lite_to_year", language), view.to_year),
        Field(
            "check",
            "from",
            say("years_unknown_choice", language),
            (Choice(UNKNOWN_YEARS, say("years_unknown_help", language), view.unknown_years),),
        ),
        _evidence(view),
    ]


def fair_fields(atlas: Atlas, view: ViewState, counts: Mapping[str, int]) -> list[Field]:
    language = view.language
    return [
        _sectors(atlas, view, counts),
        _words(view, say("search_fairs", language)),
        _codes("month", say("month", language), Month, "month_name", view),
        _prefectures(atlas, view),
        _japan_regions(atlas, view),
        _evidence(view),
    ]


def home_field(atlas: Atlas, view: ViewState) -> Field:
    """The reader's home country, for whom to call."""
    names = _names({code: c for code, c in atlas.countries.items() if code != "JP"}, view.language)
    ordered = sorted((code for code in atlas.countries if code != "JP"), key=names)
    return _select("country", say("your_home", view.language), ordered, names, view, "not_said")


def _sectors(atlas: Atlas, view: ViewState, counts: Mapping[str, int]) -> Field:
    choices = (
        Choice(
            sector,
            atlas.sectors[sector][f"short_{view.language}"],
            sector in view.sectors,
            counts.get(sector, 0),
        )
        for sector in SectorId
    )
    return Field("checks", "sector", say("sectors", view.language), tuple(choices))


def _words(view: ViewState, hint: str) -> Field:
    label = say("search", view.language)
    return Field("words", "q", label, (Choice("", hint, False),), view.words, (0, LONGEST_SEARCH))


def _prefectures(atlas: Atlas, view: ViewState) -> Field:
    label = say("prefecture", view.language)
    return _select("prefecture", label, atlas.prefectures, _names(atlas.prefectures, view.language), view)


def _japan_regions(atlas: Atlas, view: ViewState) -> Field:
    names = _names(atlas.store.by_key("japan_regions"), view.language)
    return _select("japan_region", say("japan_region", view.language), JapanRegion, names, view)


def _evidence(view: ViewState) -> Field:
    return _codes("evidence", say("evidence", view.language), Evidence, "evidence", view)


def _measure(view: ViewState) -> Field:
    """What shades the prefectures: their clusters, or of one sector any measure."""
    language = view.language
    choices = [Choice("", say("clusters_shade", language), view.measure is None)]
    choices += [Choice(one, say_code("measure", one, language), one is view.measure) for one in MeasureId]
    return Field("select", "measure", say("lite_shading", language), tuple(choices))


def _year(name: str, label: str, year: int | None) -> Field:
    return Field("year", name, label, value=str(year or ""), limits=(YEARS.start, YEARS.stop - 1))


def _codes(name: str, label: str, codes: type[StrEnum], kind: str, view: ViewState) -> Field:
    return _select(name, label, codes, lambda code: say_code(kind, code, view.language), view)


def _names(records: Mapping[str, Record], language: Language) -> Callable[[str], str]:
    return lambda code: name_of(records[code], language)


def _select(
    name: str,
    label: str,
    codes: Iterable[str],
    names: Callable[[str], str],
    view: ViewState,
    nothing: str = "all",
) -> Field:
    """One of the codes or none; several that a link has chosen are one choice more."""
    chosen: Sequence[str] = getattr(view, LISTS[name][0])
    choices = [Choice("", say(nothing, view.language), not chosen)]
    if len(chosen) > 1:
        separator = "、" if view.language is Language.JAPANESE else ", "
        choices.append(Choice(",".join(chosen), separator.join(map(names, chosen)), True))
    choices += [Choice(str(code), names(code), [code] == list(chosen)) for code in codes]
    return Field("select", name, label, tuple(choices))
