"""Both sides of a match: the place in Japan and the home abroad, and whom to call between them."""

from dataclasses import dataclass

from cluster_map.atlas import Atlas
from cluster_map.geography import Point
from cluster_map.matching.question import Question, home_country, home_region
from cluster_map.matching.ranking import Match


@dataclass(frozen=True, slots=True)
class Sides:
    """``country`` and ``region`` are ``None`` where the firm has not said where it is."""

    prefecture: str
    place: Point
    country: str | None
    region: str | None


def sides_of(atlas: Atlas, question: Question, place: Match) -> Sides | None:
    """The sides of a match; ``None`` where an association has not said its prefecture."""
    record = place.record
    if place.is_cluster:
        point = (record["lon"], record["lat"])
        home = home_region(atlas, question)
        return Sides(record["prefectures"][0], point, home_country(atlas, question), home)
    if question.prefecture is None:
        return None
    own = atlas.prefectures[question.prefecture]
    return Sides(question.prefecture, (own["lon"], own["lat"]), record["country"], place.id)
