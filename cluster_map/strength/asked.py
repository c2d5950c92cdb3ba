"""What a view asks of the statistics, with the figures that answer it: in words, and on a map."""

from dataclasses import dataclass

from cluster_map.atlas import Atlas
from cluster_map.domain import Language
from cluster_map.maps.changes import Change, figures_change
from cluster_map.strength import words
from cluster_map.strength.figures import Statistics, Subject, statistics_of
from cluster_map.strength.gaps import Standing
from cluster_map.strength.measures import Measured
from cluster_map.strength.question import Question, answer, question_of
from cluster_map.strength.shading import shading
from cluster_map.text import say, say_code
from cluster_map.url_state import ViewState


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and the figures."""

    statistics: Statistics
    atlas: Atlas
    view: ViewState
    question: Question
    measured: Measured

    @property
    def language(self) -> Language:
        return self.view.language

    @property
    def _name(self) -> str:
        """The field of a name in the reader's language."""
        return f"name_{self.language}"

    @property
    def names(self) -> dict[str, str]:
        """Prefecture -> name."""
        return {code: p[self._name] for code, p in self.atlas.prefectures.items()}

    @property
    def place(self) -> str | None:
        """The prefecture that is chosen, where it is one."""
        return self.view.prefectures[0] if len(self.view.prefectures) == 1 else None

    @property
    def subject_name(self) -> str:
        """The sector or industry by name, with a word where it is a proxy."""
        return self.name_of_subject(self.question.subject)

    def name_of_subject(self, subject: Subject) -> str:
        """A sector or industry by name, with a word where it is a proxy."""
        if subject.sector is None:
            industry, classification = subject.industries[0], subject.classification
            return words.industry_name(self.statistics, classification, industry, self.language)
        name = self.atlas.sectors[subject.sector][self._name]
        return say("proxy_name", self.language, name=name) if subject.proxy else str(name)

    def name_of_sector(self, standing: Standing) -> str:
        """The sector of a standing by name, with a word where it is a proxy."""
        name = self.atlas.sectors[standing.sector][self._name]
        return say("proxy_name", self.language, name=name) if standing.proxy else str(name)

    def name_of_source(self, code: str) -> str:
        """A classification or an indicator by name."""
        known = self.statistics.classifications.get(code) or self.statistics.store.by_key("indicators")[code]
        return str(known[self._name])

    @property
    def title(self) -> str:
        """What the figures are, in one line."""
        measure = say_code("measure", self.question.measure, self.language)
        if self.question.from_year is not None:
            return say(
                "figure_title_growth",
                self.language,
                measure=measure,
                subject=self.subject_name,
                from_year=self.question.from_year,
                year=self.question.year,
            )
        return say(
            "figure_title",
            self.language,
            measure=measure,
            subject=self.subject_name,
            year=self.question.year,
        )

    @property
    def summary(self) -> str:
        """What its map says, in a sentence or two."""
        return " ".join(words.reading(self.names, self.measured, self.language)[:2])


def ask(atlas: Atlas, view: ViewState) -> Asked:
    """Compute what a view asks for."""
    statistics = statistics_of(atlas.store)
    question = question_of(statistics, view)
    return Asked(statistics, atlas, view, question, answer(statistics, question))


def measure_change(asked: Asked) -> Change:
    """The map of the figures alone."""
    shaded = shading(asked.measured, asked.title, asked.language)
    return figures_change(asked.view, shaded, asked.summary)


def measure_shading(atlas: Atlas, view: ViewState) -> Change | None:
    """Shading and legend of a map of clusters by the measure that a view asks for, of its one sector."""
    if view.measure is None or len(view.sectors) != 1:
        return None
    asked = ask(atlas, view)
    return shading(asked.measured, asked.title, asked.language)
