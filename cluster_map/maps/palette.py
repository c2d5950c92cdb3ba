"""Colours and icons. Sectors are told apart by colour and by icon, never by colour alone."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from cluster_map.domain import SectorId

SECTOR_COLOURS: Mapping[SectorId, str] = MappingProxyType(
    {
        SectorId.AUTOMOTIVE: "#204d95",
        SectorId.AIRCRAFT: "#068cb9",
        SectorId.FOOD: "#a74400",
        SectorId.ICT: "#833bcb",
        SectorId.ELECTRONICS: "#958306",
        SectorId.LIFE_SCIENCES: "#d4324d",
        SectorId.ENVIRONMENT_ENERGY: "#067a3b",
        SectorId.MACHINERY: "#717a71",
        SectorId.MATERIALS_CHEMICALS: "#713b20",
        SectorId.SERVICES: "#20293b",
        SectorId.TOURISM: "#a7568c",
    }
)
"""Dark enough for a white icon on them and for lines on the light map: a contrast of 3:1 (WCAG 2.2,
1.4.11). Every pair is told apart with normal sight and with each kind of colour blindness
(``tests/test_palette.py`` measures it), so a change of one colour may need a change of others."""

SECTOR_COLOURS_ON_DARK: Mapping[SectorId, str] = MappingProxyType(
    {
        SectorId.AUTOMOTIVE: "#4e6fc7",
        SectorId.AIRCRAFT: "#64bce8",
        SectorId.FOOD: "#d26f38",
        SectorId.ICT: "#b17afe",
        SectorId.ELECTRONICS: "#c7b143",
        SectorId.LIFE_SCIENCES: "#fe859b",
        SectorId.ENVIRONMENT_ENERGY: "#59a66f",
        SectorId.MACHINERY: "#d2d2c7",
        SectorId.MATERIALS_CHEMICALS: "#9b644e",
        SectorId.SERVICES: "#6f7a85",
        SectorId.TOURISM: "#bc7ab1",
    }
)
"""The same hues for lines and areas on the dark map, held to the same rules. Symbols keep theirs."""

ICONS = Path(__file__).parents[1] / "assets/icons"

SECTOR_ICONS: Mapping[SectorId, str] = MappingProxyType(
    {sector: (ICONS / f"{sector}.svg").read_text(encoding="utf-8").strip() for sector in SectorId}
)
"""One drawing a sector, white on the sector's colour: our own shapes, so that they work in every export."""
