"""The layers that the map draws, written as FlatGeobuf: codes and notes only, EPSG:4326, sorted by code.

Two levels of detail each. All longitudes are plain (-180 to 180); polygons are cut at the antimeridian.
"""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from data_build import coverage
from data_build.coverage import Level
from data_build.natural_earth import NaturalEarth
from data_build.prefectures import build_prefectures
from data_build.shifted_world import PLAIN_WEST, cut
from data_build.tables import BUILD, TABLES, read
from data_build.world import build_pieces

NATIONAL = Level("", tolerance=0.01, decimals=3, smallest_island=0)
NATIONAL_DETAIL = Level("_detail", tolerance=0, decimals=4, smallest_island=0)
WORLD = Level("", tolerance=0.15, decimals=3, smallest_island=0.03)
WORLD_DETAIL = Level("_detail", tolerance=0.05, decimals=3, smallest_island=0.01)
# A region is small in its country: its overview is as fine as the country's detail, and lies exactly on it.
REGIONS = Level("", tolerance=0.05, decimals=3, smallest_island=0.01)
REGIONS_DETAIL = Level("_detail", tolerance=0.01, decimals=4, smallest_island=0.001)


_NOTES = ["notes", "notes_ja"]


@dataclass(frozen=True, slots=True)
class Layer:
    name: str
    features: gpd.GeoDataFrame
    """The code in its first column, geometry in the shifted world."""

    @property
    def code(self) -> str:
        return str(self.features.columns[0])


def build_layers(source: NaturalEarth) -> list[Layer]:
    """Every layer, in the order in which it is reported."""
    finest = build_prefectures(
        source, codes=read(BUILD / "prefecture_codes.csv"), moves=read(BUILD / "island_moves.csv")
    )
    regions = read(TABLES / "region_parts.csv")
    pieces = build_pieces(
        source,
        finest,
        codes=read(BUILD / "country_codes.csv"),
        cuts=read(BUILD / "country_cuts.csv"),
        disputed_parts=read(BUILD / "disputed_parts.csv"),
        region_parts=regions,
        files=read(BUILD / "subdivision_files.csv"),
    )
    disputed = pieces.loc[pieces["disputed_area"] != "", "geometry"].union_all()
    prefectures = _undisputed(finest, disputed)
    return [
        *(_prefecture_layer(prefectures, level) for level in (NATIONAL, NATIONAL_DETAIL)),
        *(layer for level in (WORLD, WORLD_DETAIL) for layer in _world_layers(pieces, level)),
        *(_region_layer(pieces, regions, level) for level in (REGIONS, REGIONS_DETAIL)),
    ]


def write_layer(layer: Layer, folder: Path) -> Path:
    """Write one FlatGeobuf file. The same features give the same bytes."""
    file = folder / f"{layer.name}.fgb"
    plain = layer.features.assign(geometry=cut(layer.features["geometry"], PLAIN_WEST))
    # Without the spatial index the features keep their order; the layers are small.
    plain.to_file(file, driver="FlatGeobuf", layer=layer.name, SPATIAL_INDEX="NO")
    return file


def _undisputed(prefectures: gpd.GeoSeries, disputed: shapely.Geometry) -> gpd.GeoSeries:
    """Prefectures without their disputed islands."""
    polygons = prefectures.explode()
    return coverage.gather(polygons[~polygons.intersects(disputed)])


def _prefecture_layer(prefectures: gpd.GeoSeries, level: Level) -> Layer:
    geometry = coverage.simplify(prefectures, level)
    return Layer(f"prefectures{level.suffix}", _features("prefecture", geometry))


def _world_layers(pieces: gpd.GeoDataFrame, level: Level) -> list[Layer]:
    geometry = _simplified(pieces, level)
    layers = []
    for name, code, notes in (
        ("countries", "country", "country_notes.csv"),
        ("disputed", "disputed_area", "disputed_areas.csv"),
    ):
        shapes = coverage.dissolve(geometry, pieces[code])
        if code == "disputed_area":
            shapes = _with_fine_islands(shapes, pieces, NATIONAL_DETAIL if level.suffix else NATIONAL)
        features = _features(code, shapes)
        layers.append(Layer(f"{name}{level.suffix}", _with_notes(features, read(BUILD / notes))))
    return layers


def _with_fine_islands(disputed: gpd.GeoSeries, pieces: gpd.GeoDataFrame, level: Level) -> gpd.GeoSeries:
    """Disputed islands as fine as the prefectures, beside which they are seen; land borders as they are."""
    touching, _ = pieces.sindex.query(pieces.geometry.to_numpy(), predicate="touches")
    alone = pieces.drop(index=pieces.index[touching])
    islands = alone[~alone["disputed_area"].isin(["", *pieces["disputed_area"].iloc[touching]])]
    fine = coverage.simplify(islands.set_index("disputed_area")["geometry"], level)
    return gpd.GeoSeries({**disputed, **fine}, crs=disputed.crs)


def _region_layer(pieces: gpd.GeoDataFrame, region_parts: pd.DataFrame, level: Level) -> Layer:
    geometry = _simplified(pieces, level)
    joined, notes = {}, []
    for region, parts in region_parts.groupby("region"):
        joined[region] = shapely.coverage_union_all(geometry[_made_of(pieces, parts)].to_numpy())
        texts = {"notes": " ".join(filter(None, parts["note"])), "notes_ja": "".join(parts["note_ja"])}
        notes.append({"region": region, **texts})
    features = _features("region", gpd.GeoSeries(joined, crs=pieces.crs))
    return Layer(f"partner_regions{level.suffix}", _with_notes(features, pd.DataFrame(notes)))


def _made_of(pieces: gpd.GeoDataFrame, parts: pd.DataFrame) -> "pd.Series[bool]":
    """Which pieces make up a region: all of its country, or its parts."""
    chosen: pd.Series[bool] = pieces["country"].isin(parts["country"])
    if "country" not in set(parts["part_key"]):
        chosen &= pieces["part"].isin(parts["part"])
    return chosen


def _simplified(pieces: gpd.GeoDataFrame, level: Level) -> gpd.GeoSeries:
    # What was taken out of a country on purpose is kept to its last island.
    keep = (pieces["part"] != "") | (pieces["disputed_area"] != "")
    larger = coverage.without_small_islands(pieces["geometry"], level.smallest_island, keep)
    return coverage.simplify(larger, level)


def _features(code: str, geometry: gpd.GeoSeries) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({code: geometry.index.tolist()}, geometry=geometry.tolist(), crs=geometry.crs)


def _with_notes(features: gpd.GeoDataFrame, notes: pd.DataFrame) -> gpd.GeoDataFrame:
    """The features with columns ``notes`` and ``notes_ja``, missing where there is nothing to say."""
    code = str(features.columns[0])
    noted = features.merge(notes[[code, *_NOTES]], how="left", on=code, validate="one_to_one")
    noted[_NOTES] = noted[_NOTES].replace("", None)
    return noted[[code, *_NOTES, "geometry"]]
