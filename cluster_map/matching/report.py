"""The proof of the partner finder in print: ``python -m cluster_map evaluate-matching``."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.matching.evaluation import (
    Half,
    Outcome,
    Trial,
    same_country,
    summed,
    trials_of,
)

HEAD = (
    f"{'':<34}{'tried':>6}{'found':>7}{'share':>7}  {'95 % interval':<16}"
    f"{'chance':>7}{'most':>7}{'overlap':>9}"
)


def report(atlas: Atlas, held_out: Sequence[Trial]) -> Iterator[str]:
    """The lines of the report. ``held_out`` are the trials whose figure is quoted."""
    tuned = trials_of(atlas, Half.TUNING)
    yield "Each known tie-up is hidden with all others of its pair, the partner's names are blotted out, and"
    yield "the finder is asked with partner region, sectors and theme: is one of its prefectures among the"
    yield "first five? 'most' = most clusters of the sectors first; 'overlap' = most shared words first."
    yield ""
    yield HEAD
    yield line("Held out: THE FIGURE TO QUOTE", summed(held_out))
    yield line("  theme in Japanese", summed(trials_of(atlas, Half.HELD_OUT, Language.JAPANESE)))
    strict = trials_of(atlas, Half.HELD_OUT, hide=same_country)
    yield line("  hidden with the whole country", summed(strict))
    yield line("Weights were set on these", summed(tuned))
    yield line("All", summed([*held_out, *tuned]))
    yield ""
    yield "By country, held out"
    by_country: defaultdict[str, list[Trial]] = defaultdict(list)
    for trial in held_out:
        by_country[trial.country].append(trial)
    for country in sorted(by_country, key=lambda code: (-len(by_country[code]), code)):
        yield line(f"  {atlas.countries[country]['name_en']}", summed(by_country[country]))


def line(name: str, outcome: Outcome) -> str:
    """One row of the report: counts, and shares in per cent."""
    interval = f"{outcome.low:.0%} to {outcome.high:.0%}"
    most, overlap = (n / outcome.tried for n in (outcome.by_most_clusters, outcome.by_word_overlap))
    return (
        f"{name:<34}{outcome.tried:>6}{outcome.found:>7}{outcome.share:>7.0%}  {interval:<16}"
        f"{outcome.by_chance:>7.0%}{most:>7.0%}{overlap:>9.0%}"
    )
