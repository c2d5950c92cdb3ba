"""The legend of a picture of a map, from the same rows as that of the live map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cluster_map.domain import Language, SectorId
from cluster_map.exports.map_layers import Sheet, sector_of
from cluster_map.exports.map_look import FAMILY, colours, point_colours, sector_colour, text_width, wrapped
from cluster_map.exports.map_marks import buyer_square, draw_symbol, groups_of, pixels

if TYPE_CHECKING:
    from matplotlib.artist import Artist

LEGEND = 20
SIZE, LINE, PAD, GAP = 11.0, 17.0, 10.0, 8.0
WIDEST_TEXT = 190.0
SWATCH_WIDTH, SWATCH_HEIGHT = 16.0, 12.0
SYMBOL_SIZE = 15.0


def draw_legend(sheet: Sheet, language: Language) -> None:
    """A box in the corner where the live map has it: over the sea."""
    legend = sheet.change["legend"]
    title = wrapped(legend["title"], WIDEST_TEXT + SWATCH_WIDTH + GAP, SIZE)
    rows = [
        (classes, wrapped(label, WIDEST_TEXT, SIZE))
        for classes, label in [*legend["rows"], *_sector_rows(sheet, language)]
    ]
    texts = [line for _, label in rows for line in label]
    inner = max(
        [text_width(line, SIZE) * 1.06 for line in title]
        + [SWATCH_WIDTH + GAP + text_width(line, SIZE) for line in texts]
    )
    width = inner + 2 * PAD
    height = 2 * PAD + LINE * (len(title) + len(texts)) - 2
    left, top = PAD, PAD
    if "arcs" in sheet.change:
        left, top = sheet.frame.width - width - PAD, sheet.frame.height - height - PAD
    _box(sheet, left, top, width, height)
    y = top + PAD + LINE / 2 - 1
    for line in title:
        _write(sheet, left + PAD, y, line, weight="bold")
        y += LINE
    for classes, label in rows:
        if classes.startswith("symbol "):
            at = (left + PAD + SWATCH_WIDTH / 2, y)
            draw_symbol(sheet, at, classes.removeprefix("symbol "), SYMBOL_SIZE, above=LEGEND)
        else:
            for artist in _swatch(classes, left + PAD, y):
                artist.set(transform=pixels(sheet), zorder=LEGEND)
                sheet.axes.add_artist(artist)
        for line in label:
            _write(sheet, left + PAD + SWATCH_WIDTH + GAP, y, line)
            y += LINE


def _sector_rows(sheet: Sheet, language: Language) -> list[tuple[str, str]]:
    """The symbols that stand alone: beside the live map its filters say what they mean."""
    groups = groups_of(sheet)
    used = {sector_of(group.members[0], sheet.change) for group in groups if len(group.members) == 1}
    names = sheet.atlas.sectors
    return [(f"symbol {sector}", names[sector][f"short_{language}"]) for sector in SectorId if sector in used]


def _box(sheet: Sheet, left: float, top: float, width: float, height: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    look = colours()
    sheet.axes.add_patch(
        FancyBboxPatch(
            (left + 6, top + 6),
            width - 12,
            height - 12,
            boxstyle="round,pad=6,rounding_size=8",
            facecolor=look["card"] + "fa",
            edgecolor=look["card-line"],
            linewidth=1,
            transform=pixels(sheet),
            zorder=LEGEND,
        )
    )


def _write(sheet: Sheet, x: float, y: float, text: str, weight: str = "normal") -> None:
    sheet.axes.text(
        x,
        y,
        text,
        size=SIZE,
        weight=weight,
        color=colours()["ink"],
        family=FAMILY,
        va="center_baseline",
        transform=pixels(sheet),
        zorder=LEGEND,
        parse_math=False,
    )


def _swatch(classes: str, x: float, y: float) -> list[Artist]:
    """The drawing before a row; ``classes`` are those of the live map's style sheet."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, Rectangle

    look, words = colours(), classes.split()
    middle = (x + SWATCH_WIDTH / 2, y)
    sector = next((word.removeprefix("sector-") for word in words if word.startswith("sector-")), None)
    line_colour = sector_colour(sector) if sector else look["several"]
    match words:
        case ["line", *more]:
            ended = "ended" in more
            dash: Any = (0, (3, 2)) if ended else "solid"
            return [
                Line2D(
                    [x, x + SWATCH_WIDTH],
                    [y, y],
                    color=line_colour,
                    linewidth=2 if ended else 3,
                    linestyle=dash,
                )
            ]
        case ["ring"]:
            return [Circle(middle, 5, facecolor=look["card"], edgecolor=look["several"], linewidth=2.2)]
        case ["buyer", status]:
            return list(buyer_square(status.removeprefix("status-"), middle, 10))
        case ["bubble"]:
            return [Circle(middle, 6.5, facecolor=look["card"], edgecolor=look["quiet"], linewidth=2)]
        case ["point", *more]:
            colour = next(point_colours()[word] for word in more if word in point_colours())
            vague = "vague" in more
            dash = (0, (2.5, 1.5)) if vague else "solid"
            fill = "#ffffff" if vague else colour
            drawn: Any = {"facecolor": fill, "edgecolor": colour, "linewidth": 1.8, "linestyle": dash}
            if "office" in more:
                return [Rectangle((middle[0] - 5, y - 5), 10, 10, **drawn)]
            return [Circle(middle, 5, **drawn)]
        case _:
            corner = (x, y - SWATCH_HEIGHT / 2)
            missing = "shade-none" in words
            return [
                Rectangle(
                    corner,
                    SWATCH_WIDTH,
                    SWATCH_HEIGHT,
                    facecolor=look["none" if missing else words[-1]],
                    edgecolor="#ffffff" if missing else look["card-line"],
                    hatch="////" if missing else None,
                    linewidth=0.8,
                )
            ]
