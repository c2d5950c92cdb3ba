"""Outlines for pictures of maps, from the same files as the live map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cluster_map.atlas import Atlas
from cluster_map.exports.map_frame import FURTHEST_NORTH, Frame
from cluster_map.maps.extents import DETAIL_FROM_ZOOM

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.path import Path
    from numpy.typing import NDArray

    Ring = NDArray[np.float64]


@dataclass(frozen=True)
class Outline:
    """The rings of one thing: longitudes shifted, heights mercator; each with its extent."""

    rings: tuple[Ring, ...]
    extents: tuple[tuple[float, float, float, float], ...]

    def within(self, frame: Frame) -> Path | None:
        """What a picture shows of it; ``None`` for nothing. Rings outside the frame are left out."""
        import numpy as np
        from matplotlib.path import Path

        west, east, south, north = frame.sides
        seen = [
            ring
            for ring, (left, right, low, high) in zip(self.rings, self.extents, strict=True)
            if right >= west and left <= east and high >= south and low <= north
        ]
        if not seen:
            return None
        codes = [
            np.array([Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY], dtype=Path.code_type)
            for ring in seen
        ]
        return Path(np.concatenate(seen), np.concatenate(codes))


def outlines(atlas: Atlas, name: str, frame: Frame) -> Mapping[str, Outline]:
    """A layer by id, as fine as the frame's zoom wants it."""
    fine = f"{name}_detail"
    wanted = frame.zoom >= DETAIL_FROM_ZOOM and fine in atlas.store.browser_file_names()
    return _outlines(atlas, fine if wanted else name)


@lru_cache(maxsize=16)
def _outlines(atlas: Atlas, name: str) -> Mapping[str, Outline]:
    """Read once: about 2 MB for the fine world.

    Raises
    ------
    DataError
        If the file is refused.
    """
    content = json.loads(atlas.store.browser_file(name).read_bytes())
    return {
        feature["properties"]["id"]: _outline(list(_rings(feature["geometry"])))
        for feature in content["features"]
    }


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    import numpy as np

    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            made = np.asarray(ring, dtype=float)
            lat = np.radians(np.clip(made[:, 1], -FURTHEST_NORTH, FURTHEST_NORTH))
            made[:, 1] = np.degrees(np.arcsinh(np.tan(lat)))
            yield made


def _outline(rings: Sequence[Ring]) -> Outline:
    extents = [(r[:, 0].min(), r[:, 0].max(), r[:, 1].min(), r[:, 1].max()) for r in rings]
    return Outline(tuple(rings), tuple(extents))
