"""The 47 prefectures out of Natural Earth's subdivisions of Japan."""

import geopandas as gpd
import pandas as pd
import shapely

from data_build import coverage
from data_build.natural_earth import NaturalEarth, SourceError


def build_prefectures(source: NaturalEarth, codes: pd.DataFrame, moves: pd.DataFrame) -> gpd.GeoSeries:
    """All prefectures as a clean coverage, index ``prefecture``, EPSG:4326, as fine as the source.

    Joined by ``code_hasc``. The source counts some islands to the wrong prefecture and leaves others
    without one: ``moves`` says where they belong. Disputed islands are still in it.
    """
    found = source.subdivisions("jpn").merge(codes[["prefecture", "code_hasc"]], how="left", on="code_hasc")
    missing = sorted(set(codes["prefecture"]) - set(found["prefecture"]))
    if missing:
        msg = f"The source has no prefecture {missing}; see data_build/prefecture_codes.csv."
        raise SourceError(msg)
    polygons = found[["prefecture", "name", "geometry"]].fillna({"prefecture": "", "name": ""}).explode()
    polygons = polygons.reset_index(drop=True)
    for move in moves.itertuples():
        box = shapely.box(move.west, move.south, move.east, move.north)
        moved = (polygons["name"] == move.source) & polygons.within(box)
        if not moved.any():
            msg = f"island_moves.csv: the source has no islands within {box.bounds} ({move.islands})."
            raise SourceError(msg)
        polygons.loc[moved, "prefecture"] = move.prefecture
    named = polygons[polygons["prefecture"] != ""].dissolve("prefecture", method="unary")["geometry"]
    return coverage.clean(named.sort_index())
