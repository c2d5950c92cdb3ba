"""What each page is called."""

from collections.abc import Mapping
from types import MappingProxyType

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "": "explore_title",
        "cluster": "cluster",
        "prefecture": "prefecture",
        "tie-ups": "tie_ups_title",
        "compare": "compare_title",
        "fairs": "fairs_title",
        "strength": "strength_title",
        "partners": "partners_title",
        "public-projects": "public_projects_title",
        "readiness": "readiness_title",
        "present": "present_title",
        "data": "data_title",
        "record": "record_title",
    }
)
"""Address of each page, without the slash -> the key of its title."""
