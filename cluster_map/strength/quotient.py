"""Location quotients: a place's share of an industry against the share elsewhere."""

from collections.abc import Collection, Mapping

from cluster_map.domain import Missing
from cluster_map.strength.figures import Figure, Figures, is_number

JAPAN = "japan"
REST = "rest"

Benchmark = str | tuple[str, ...]
"""Against what a share is held: all of Japan, the rest of Japan, or these prefectures together."""


def location_quotients(
    figures: Figures,
    totals: Mapping[str, float],
    published: Mapping[str, float],
    benchmark: Benchmark = JAPAN,
) -> dict[str, Figure]:
    """Compare an industry's share of each prefecture with its share of a benchmark.

    Parameters
    ----------
    figures
        The industry in each prefecture.
    totals
        All industries in each prefecture.
    published
        What is published of the industry in each prefecture, for the benchmark's sum.

    Returns
    -------
    quotients
        Ratio without unit: 1 is the benchmark's share, 2 is twice it. A missing figure stays missing,
        with its reason.
    """
    return {
        code: _quotient(figure, totals[code], *_base(code, figure, totals, published, benchmark))
        if is_number(figure)
        else figure
        for code, figure in figures.items()
    }


def _base(
    code: str,
    figure: float,
    totals: Mapping[str, float],
    published: Mapping[str, float],
    benchmark: Benchmark,
) -> tuple[float, float]:
    """The industry and all industries in the benchmark."""
    if benchmark == REST:
        return sum(published.values()) - figure, sum(totals.values()) - totals[code]
    places: Collection[str] = totals if isinstance(benchmark, str) else benchmark
    return sum(published[place] for place in places), sum(totals[place] for place in places)


def _quotient(figure: float, total: float, base_figure: float, base_total: float) -> Figure:
    if total <= 0 or base_total <= 0 or base_figure <= 0:
        return Missing.NO_BASE
    return (figure / total) / (base_figure / base_total)


def shares(figures: Figures, totals: Mapping[str, float]) -> dict[str, Figure]:
    """Each figure as a part of its total, 0 to 1."""
    return {
        code: (figure / totals[code] if totals[code] > 0 else Missing.NO_BASE)
        if is_number(figure)
        else figure
        for code, figure in figures.items()
    }
