"""Figures in words: numbers as they are written, checks as sentences, notes that belong beside a figure."""

from collections.abc import Iterable, Mapping

from cluster_map.domain import Language, MeasureId
from cluster_map.strength.figures import Figure, Statistics, Subject, is_number
from cluster_map.strength.labels import Check, quantile
from cluster_map.strength.measures import MEASURES, Measured
from cluster_map.text import say, say_code

Note = dict[Language, str]

TWO_DECIMALS = {m for m in MEASURES if MEASURES[m].of_parts}


def number(measure: MeasureId, value: float) -> str:
    """A value as it is written, without its unit."""
    if measure in TWO_DECIMALS:
        return f"{value:,.2f}"
    if measure is MeasureId.GROWTH:
        return f"{value:+,.1f}"
    return f"{value:,.1f}" if measure is MeasureId.PRODUCTIVITY else f"{value:,.0f}"


def with_unit(measure: MeasureId, figure: Figure, language: Language) -> str:
    """A figure with its unit, or why it is missing."""
    if not is_number(figure):
        return say_code("missing", str(figure), language)
    written = number(measure, figure)
    if measure in TWO_DECIMALS:
        return written
    unit = say_code("measure_unit", measure, language)
    joint = "" if language is Language.JAPANESE or measure is MeasureId.GROWTH else " "
    return f"{written}{joint}{unit}"


def check(made: Check, language: Language) -> str:
    """One check of a label as a sentence."""
    measure = made.bar.measure
    name = say_code("measure", measure, language)
    value = with_unit(measure, made.figure, language)
    bar = with_unit(measure, made.bar.at_least, language)
    if made.bar.above:
        return say("check_above", language, measure=name, value=value, bar=bar)
    return say("check_at_least", language, measure=name, value=value, bar=bar)


def industry_name(statistics: Statistics, classification: str, code: str, language: Language) -> str:
    """Code and name of an industry."""
    return f"{code} {statistics.industries[classification][code][f'name_{language}']}"


def notes(statistics: Statistics, measure: MeasureId, subject: Subject, year: int) -> list[Note]:
    """What has to be said beside a figure: who is counted, what the classes hold, what disturbs."""
    classification = statistics.classifications[subject.classification]
    found: list[Note] = [{language: classification[f"universe_{language}"] for language in Language}]
    rows = statistics.concordance(subject.sector, subject.classification) if subject.sector else ()
    told = [row for row in rows if row["notes"] and row["role"] != "secondary"]
    found += [{Language.ENGLISH: row["notes"], Language.JAPANESE: row["notes_ja"]} for row in told]
    keys = []
    if MEASURES[measure].is_quotient:
        keys.append("note_small_base")
    if measure is MeasureId.GROWTH and subject.classification == "economic-census":
        keys.append("note_census_of_2021")
    if subject.classification == "prefectural-accounts" and year in (2020, 2021, 2022):
        keys.append("note_pandemic")
    if subject.classification == "prefectural-accounts" and "11" in subject.industries:
        keys.append("note_imputed_rent")
    if subject.classification.startswith("economic-census") and "E" in subject.industries:
        keys.append("note_manufacturing_offices")
    found += [{language: say(key, language) for language in Language} for key in keys]
    if measure is MeasureId.LQ_VALUE_ADDED:
        hidden = statistics.hidden_cells(subject.classification, year, "value-added")
        if hidden:
            found.append({lang: say("note_hidden_cells", lang, count=hidden) for lang in Language})
    return [note for position, note in enumerate(found) if note not in found[:position]]


def places(names: Mapping[str, str], measured: Measured, codes: Iterable[str], language: Language) -> str:
    """Prefectures with their values, in a row."""
    gap, joint = ("", "、") if language is Language.JAPANESE else (" ", ", ")
    figures = {code: with_unit(measured.measure, measured.figures[code], language) for code in codes}
    return joint.join(f"{names[code]}{gap}({figure})" for code, figure in figures.items())


def reading(names: Mapping[str, str], measured: Measured, language: Language) -> list[str]:
    """What a map of a measure says, in sentences made from the same numbers.

    ``names`` are those of the prefectures.
    """
    ranking = measured.ranking
    if not ranking:
        return [say("reading_none", language)]
    top = [code for code, _ in ranking[:3]]
    sentences = [say("reading_highest", language, places=places(names, measured, top, language))]
    values = [value for _, value in ranking]
    if MEASURES[measured.measure].is_quotient:
        above = sum(value > 1 for value in values)
        sentences.append(say("reading_above_one", language, count=above, all=len(values)))
    else:
        middle = with_unit(measured.measure, quantile(values, 0.5), language)
        sentences.append(say("reading_median", language, value=middle))
    last, lowest = ranking[-1]
    written = with_unit(measured.measure, lowest, language)
    sentences.append(say("reading_lowest", language, place=names[last], value=written))
    reasons = [figure for figure in measured.figures.values() if not is_number(figure)]
    if reasons:
        told = dict.fromkeys(say_code("missing", str(reason), language) for reason in reasons)
        joint = "、" if language is Language.JAPANESE else ", "
        sentences.append(say("reading_missing", language, count=len(reasons), reasons=joint.join(told)))
    if measured.subject.proxy:
        sentences.append(say("reading_proxy", language))
    return sentences


def reading_of_place(names: Mapping[str, str], measured: Measured, code: str, language: Language) -> str:
    """The figure of one prefecture and its rank; equal figures share a rank."""
    figure = measured.figures[code]
    written = with_unit(measured.measure, figure, language)
    if not is_number(figure):
        return say("reading_place_missing", language, place=names[code], reason=written)
    return say(
        "reading_place",
        language,
        place=names[code],
        value=written,
        rank=measured.rank(code),
        all=len(measured.ranking),
    )
