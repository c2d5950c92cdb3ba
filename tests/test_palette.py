"""Colours are told apart by every reader, and nothing is written too faint to read (WCAG 2.2 AA)."""

import re
import tomllib
from collections.abc import Mapping
from itertools import combinations, pairwise

import pytest
from coloraide.everything import ColorAll as Color
from project import ROOT

from cluster_map.domain import SectorId
from cluster_map.maps.classes import COUNT_CLASSES
from cluster_map.maps.palette import SECTOR_COLOURS, SECTOR_COLOURS_ON_DARK, SECTOR_ICONS

ASSETS = ROOT / "cluster_map/assets"
THEMES = ("light", "dark")
SIGHTS = ("normal", "protan", "deutan", "tritan")

APART = 10
"""Least distance of two sectors in CAM16-UCS, where about 1 is the least that is seen side by side.
Symbols lie apart on a map and are small, so they get ten times that, for dichromats too, who have
one dimension less to tell eleven colours apart; beyond it, icons do."""

NEIGHBOURS_APART = 6
"""Least distance of two neighbouring shades: they touch on the map, and their order helps."""

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0


def variables(style: str, selector: str) -> dict[str, str]:
    """Colours that a rule of a style sheet sets; several rules of one selector add up."""
    rules = re.findall(re.escape(selector) + r" *{([^}]*)}", style)
    return {name: colour for rule in rules for name, colour in re.findall(r"--([\w-]+): *(#\w+);", rule)}


def map_colours(theme: str) -> dict[str, str]:
    style = (ASSETS / "map.css").read_text(encoding="utf-8")
    light = variables(style, ":root")
    return light if theme == "light" else light | variables(style, ":root.dark")


def page_colours(theme: str) -> dict[str, str]:
    """Colours of the page's own style sheet and, under their names there, those of Streamlit's theme."""
    style = (ASSETS / "page.css").read_text(encoding="utf-8")
    light, *dark = re.split(r"@media \(prefers-color-scheme: dark\)", style)
    own = variables(light, ":root")
    if theme == "dark":
        own |= variables("".join(dark), ":root")
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    return own | settings["theme"][theme]


def contrast(colour: str, ground: str) -> float:
    return Color(colour).contrast(ground, method="wcag21")


def seen(colour: str, sight: str) -> Color:
    """A colour as it looks to a reader (Brettel, Vienot and Mollon 1997)."""
    if sight == "normal":
        return Color(colour)
    return Color(colour).filter(sight, method="brettel").clip("srgb")


def distance(one: str, other: str, sight: str = "normal") -> float:
    """How different two colours look: euclidean in CAM16-UCS."""
    return seen(one, sight).delta_e(seen(other, sight), method="cam16")


def faint(colours: Mapping[str, str], grounds: Mapping[str, str], least: float) -> dict[str, float]:
    """Colours whose contrast to a ground is too low."""
    measured = {
        f"{name} on {ground_name}": contrast(colour, ground)
        for name, colour in colours.items()
        for ground_name, ground in grounds.items()
    }
    return {pair: round(value, 2) for pair, value in measured.items() if value < least}


SECTORS_OF_THEME = {"light": SECTOR_COLOURS, "dark": SECTOR_COLOURS_ON_DARK}
SHADES = [f"shade-{n}" for n in range(len(COUNT_CLASSES.upper_bounds) + 1)]
each_theme = pytest.mark.parametrize("theme", THEMES)
each_sight = pytest.mark.parametrize("sight", SIGHTS)


def test_black_on_white_has_the_contrast_and_distance_that_their_definitions_give():
    # WCAG defines 21:1; black and white are 100 apart in lightness.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert distance("#000000", "#ffffff") == pytest.approx(100, abs=1)


def test_red_and_green_of_one_lightness_are_alike_to_who_lacks_a_cone_for_them():
    red, green = "#b05000", "#6a7d00"
    assert distance(red, green, "deutan") < distance(red, green) / 2


def test_every_sector_has_colours_and_an_icon_of_its_own():
    for drawings in (SECTOR_COLOURS, SECTOR_COLOURS_ON_DARK, SECTOR_ICONS):
        assert list(drawings) == list(SectorId)
        assert len(set(drawings.values())) == len(SectorId)


def test_a_white_icon_stands_out_from_its_sector():
    assert faint({"icon": "#ffffff"}, SECTOR_COLOURS, SHAPE_CONTRAST) == {}


@each_theme
def test_the_line_of_a_sector_stands_out_from_sea_and_land(theme):
    grounds = {name: map_colours(theme)[name] for name in ("sea", "land", "card")}
    lines = {**SECTORS_OF_THEME[theme], "several": map_colours(theme)["several"]}
    assert faint(lines, grounds, SHAPE_CONTRAST) == {}


@each_sight
@each_theme
def test_every_pair_of_sectors_is_told_apart(theme, sight):
    colours = {**SECTORS_OF_THEME[theme], "several": map_colours(theme)["several"]}
    close = {
        (one, other): round(distance(colours[one], colours[other], sight), 1)
        for one, other in combinations(colours, 2)
        if distance(colours[one], colours[other], sight) < APART
    }
    assert close == {}


@each_theme
def test_the_style_sheet_has_a_shade_for_each_class_and_no_more(theme):
    assert [name for name in map_colours(theme) if name.startswith("shade-")] == SHADES


@each_theme
def test_shades_run_one_way_in_lightness(theme):
    """Away from the ground, so that more is always stronger."""
    colours = map_colours(theme)
    lightness = [Color(colours[name]).convert("oklch")["lightness"] for name in SHADES]
    assert lightness == sorted(lightness, reverse=theme == "light")


@each_sight
@each_theme
def test_neighbouring_shades_are_told_apart(theme, sight):
    colours = map_colours(theme)
    close = {
        pair: round(distance(colours[pair[0]], colours[pair[1]], sight), 1)
        for pair in pairwise(SHADES)
        if distance(colours[pair[0]], colours[pair[1]], sight) < NEIGHBOURS_APART
    }
    assert close == {}


@each_sight
@each_theme
def test_what_is_not_published_looks_like_no_class(theme, sight):
    colours = map_colours(theme)
    close = {
        name: round(distance(colours["none"], colours[name], sight), 1)
        for name in SHADES
        if distance(colours["none"], colours[name], sight) < NEIGHBOURS_APART
    }
    assert close == {}


@each_theme
def test_the_highest_classes_stand_out_from_the_sea(theme):
    colours = map_colours(theme)
    assert faint({SHADES[-1]: colours[SHADES[-1]]}, {"sea": colours["sea"]}, SHAPE_CONTRAST) == {}


@each_theme
def test_text_on_the_map_is_readable(theme):
    colours = map_colours(theme)
    texts = {name: colours[name] for name in ("ink", "quiet")}
    grounds = {name: colours[name] for name in ("card", "sea")}
    assert faint(texts, grounds, TEXT_CONTRAST) == {}


@each_theme
def test_the_mark_of_a_selection_stands_out_from_what_it_may_lie_on(theme):
    colours = map_colours(theme)
    grounds = {name: colours[name] for name in ("sea", "land", SHADES[0])}
    assert faint({"accent": colours["accent"]}, grounds, SHAPE_CONTRAST) == {}


@each_theme
def test_text_on_a_page_is_readable(theme):
    colours = page_colours(theme)
    texts = {name: colours[name] for name in ("textColor", "linkColor", "quiet", "brand", "accent")}
    grounds = {name: colours[name] for name in ("backgroundColor", "secondaryBackgroundColor")}
    assert faint(texts, grounds, TEXT_CONTRAST) == {}


@each_theme
def test_page_and_map_share_their_quiet_text_and_their_accent(theme):
    on_page, on_map = page_colours(theme), map_colours(theme)
    for name in ("quiet", "accent"):
        assert on_page[name] == on_map[name], name
