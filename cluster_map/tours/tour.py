"""What a tour is: steps, each a view with a title, a few words and notes in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from cluster_map.atlas import Atlas, Record
from cluster_map.domain import Language
from cluster_map.url_state import Known, Refused, ViewState, parse_view

MOST_STEPS = 100

PLACE = ("lat", "lon", "zoom")
"""Parameters that say where a map looks. In a step they are meant for a map of 1000 by 640 pixels."""

NO_PART_OF_A_STEP = ("lang", "tour", "step", "room")
"""Parameters of a link that a step leaves to whoever plays it."""

COLLECTED = "compare"
"""What a reader collects goes along to every page; it is part of a step of the page of that name alone."""

Texts = Mapping[Language, str]


def texts(english: str = "", japanese: str = "") -> Texts:
    """A text in both languages; empty where nobody wrote it."""
    return {Language.ENGLISH: english, Language.JAPANESE: japanese}


NO_TEXT = texts()


def in_language(both: Texts, language: Language) -> str:
    """A text in a language, else in the other: a tour written in one language can still be shown."""
    return both[language] or next(filter(None, both.values()), "")


@dataclass(frozen=True, slots=True)
class Step:
    """One view of a tour.

    ``view`` is a page with link parameters, without server and language: ``/tie-ups?sector=food``.
    ``source`` and ``evidence`` say who backs the words; ``records`` (``table/key``) of which records
    they speak. A reader's own step has none of the three.
    """

    view: str
    title: Texts = field(default_factory=texts)
    words: Texts = field(default_factory=texts)
    notes: Texts = field(default_factory=texts)
    records: tuple[str, ...] = ()
    source: str = ""
    evidence: str = ""

    @property
    def page(self) -> str:
        """The page's address with its slash."""
        return self.view.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.view.partition("?")[2]))

    @property
    def place(self) -> dict[str, str]:
        """The parameters that say where to look; empty for the page's own place."""
        return {name: text for name, text in self.query.items() if name in PLACE}

    @property
    def layer(self) -> tuple[str, dict[str, str]]:
        """Everything that is no place: the page, its filters and what is selected."""
        return self.page, {name: text for name, text in self.query.items() if name not in PLACE}

    def read(self, known: Known, language: Language) -> tuple[ViewState, list[Refused]]:
        """The view, and what of it these tables do not know."""
        view, refused = parse_view(self.query, known, language)
        return replace(view, language=language), refused


@dataclass(frozen=True, slots=True)
class Tour:
    """Steps in their order. ``id`` is that of a built-in tour; empty for a reader's own."""

    id: str = ""
    title: Texts = field(default_factory=texts)
    about: Texts = field(default_factory=texts)
    steps: tuple[Step, ...] = ()


def view_text(page: str, query: Mapping[str, str]) -> str:
    """A step's ``view``: an address without what belongs to the reader."""
    path = "/" + page.strip("/")
    left_out = NO_PART_OF_A_STEP if path == f"/{COLLECTED}" else (*NO_PART_OF_A_STEP, COLLECTED)
    kept = {name: text for name, text in query.items() if text and name not in left_out}
    return f"{path}?{urlencode(kept, safe=',')}" if kept else path


def _of_record(record: Record, name: str) -> Texts:
    return texts(record[f"{name}_en"], record[f"{name}_ja"])


def built_in_tours(atlas: Atlas) -> dict[str, Tour]:
    """The tours of the tables, by id, in their order.

    Raises
    ------
    DataError
        If one of the two tables is refused.
    """
    steps: dict[str, list[Step]] = {}
    for record in sorted(atlas.store.records("tour_steps"), key=lambda r: r["step"]):
        step = Step(
            view=record["view"],
            title=_of_record(record, "title"),
            words=_of_record(record, "words"),
            notes=_of_record(record, "speaker_notes"),
            records=record["records"],
            source=record["source"] or "",
            evidence=record["evidence"],
        )
        steps.setdefault(record["tour_id"], []).append(step)
    return {
        tour_id: Tour(
            tour_id, _of_record(record, "title"), _of_record(record, "about"), tuple(steps[tour_id])
        )
        for tour_id, record in atlas.store.by_key("tours").items()
    }
