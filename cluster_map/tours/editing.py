"""A reader's own tour: each edit makes a new tour, the old ones stay to be undone."""

from dataclasses import dataclass, field, replace

from cluster_map.tours.tour import MOST_STEPS, Step, Tour

MOST_UNDONE = 50


@dataclass(frozen=True, slots=True)
class Edited:
    """A tour and what it was before, the latest last."""

    tour: Tour = field(default_factory=Tour)
    before: tuple[Tour, ...] = ()

    def to(self, tour: Tour) -> "Edited":
        """The tour after an edit; the same where nothing changed."""
        return self if tour == self.tour else Edited(tour, (*self.before, self.tour)[-MOST_UNDONE:])

    def undone(self) -> "Edited":
        """As before the last edit; the same where there was none."""
        return Edited(self.before[-1], self.before[:-1]) if self.before else self


def is_full(tour: Tour) -> bool:
    return len(tour.steps) >= MOST_STEPS


def with_step(tour: Tour, step: Step) -> Tour:
    """One more step at the end; the same tour where it is full."""
    return tour if is_full(tour) else replace(tour, steps=(*tour.steps, step))


def without_step(tour: Tour, number: int) -> Tour:
    """A tour without its n-th step, counted from 1."""
    return replace(tour, steps=tour.steps[: number - 1] + tour.steps[number:])


def with_changed_step(tour: Tour, number: int, step: Step) -> Tour:
    return replace(tour, steps=(*tour.steps[: number - 1], step, *tour.steps[number:]))


def with_moved_step(tour: Tour, number: int, by: int) -> Tour:
    """The n-th step so many places later (or earlier); never beyond the ends."""
    steps = list(tour.steps)
    step = steps.pop(number - 1)
    steps.insert(max(0, min(len(steps), number - 1 + by)), step)
    return replace(tour, steps=tuple(steps))
