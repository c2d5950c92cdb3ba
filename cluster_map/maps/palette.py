"""Colours and icons. Sectors are told apart by colour and by icon, never by colour alone."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from cluster_map.domain import SectorId

SECTOR_COLOURS: Mapping[SectorId, str] = MappingProxyType(
    {
        SectorId.AUTOMOTIVE: "#1d4f9c",
        SectorId.AIRCRAFT: "#1689b4",
        SectorId.FOOD: "#c2560c",
        SectorId.ICT: "#7a3fc0",
        SectorId.ELECTRONICS: "#9a7400",
        SectorId.LIFE_SCIENCES: "#d0215f",
        SectorId.ENVIRONMENT_ENERGY: "#1f7a3d",
        SectorId.MACHINERY: "#5c6a74",
        SectorId.MATERIALS_CHEMICALS: "#6e3a1e",
        SectorId.SERVICES: "#262b3f",
        SectorId.TOURISM: "#a8578f",
    }
)
"""Dark enough that a white icon on them has a contrast of at least 3:1 (WCAG 2.2, 1.4.11)."""

ICONS = Path(__file__).parents[1] / "assets/icons"

SECTOR_ICONS: Mapping[SectorId, str] = MappingProxyType(
    {sector: (ICONS / f"{sector}.svg").read_text(encoding="utf-8").strip() for sector in SectorId}
)
"""One drawing a sector, white on the sector's colour: our own shapes, so that they work in every export."""
