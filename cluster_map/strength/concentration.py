"""How concentrated: Herfindahl-Hirschman index, and the cluster index of Litzenberger and Sternberg."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cluster_map.domain import Missing
from cluster_map.strength.figures import Figure, Figures, is_number


@dataclass(frozen=True, slots=True)
class Concentration:
    """``hhi`` is the sum of squared shares, ``normalised`` 0 (all equal) to 1 (all in one)."""

    hhi: float
    normalised: float
    effective_number: float


def concentration(values: Iterable[float]) -> Concentration | None:
    """How unequally a whole is split; ``None`` where there is nothing to split.

    Used for the sectors of a place (how diverse), the places of a sector, the countries of a place's
    tie-ups. Values are not negative.
    """
    amounts = list(values)
    whole = sum(amounts)
    if whole <= 0:
        return None
    hhi = sum((amount / whole) ** 2 for amount in amounts)
    count = len(amounts)
    normalised = (hhi - 1 / count) / (1 - 1 / count) if count > 1 else 1.0
    return Concentration(hhi, normalised, 1 / hhi)


def litzenberger_sternberg(
    employees: Figures,
    establishments: Figures,
    area_km2: Mapping[str, float],
    population: Mapping[str, float],
) -> dict[str, Figure]:
    """Employees per area and per inhabitant against the country, over the relative size of establishments.

    1 is the national average. Many small establishments raise it, few large ones lower it. Area and
    population cover all prefectures; the country is the sum of what is published.
    """
    both = [code for code in employees if is_number(employees[code]) and is_number(establishments[code])]
    all_employees = sum(e for code in both if is_number(e := employees[code]))
    all_establishments = sum(b for code in both if is_number(b := establishments[code]))
    per_area = all_employees / sum(area_km2.values())
    per_head = all_employees / sum(population.values())
    index: dict[str, Figure] = {}
    for code, staff in employees.items():
        plants = establishments[code]
        if not is_number(staff):
            index[code] = staff
        elif not is_number(plants):
            index[code] = plants
        elif plants <= 0 or staff <= 0:
            index[code] = Missing.NO_BASE
        else:
            density = (staff / area_km2[code]) / per_area
            presence = (staff / population[code]) / per_head
            size = (staff / plants) / (all_employees / all_establishments)
            index[code] = density * presence / size
    return index
