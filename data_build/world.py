"""The world as one coverage of pieces, from which countries, disputed areas and partner regions are joined.

Because all three are made of the same pieces, smoothed once, a region's border lies exactly on its
country's border and a disputed area fits between its neighbours.
"""

from collections.abc import Iterable, Mapping

import geopandas as gpd
import pandas as pd
import shapely

from data_build import coverage
from data_build.natural_earth import NaturalEarth, SourceError
from data_build.shifted_world import shift

_RIM = 0.2
"""How far, in degrees, a subdivision is stretched to meet its country's outline."""
_PIECE = ["country", "disputed_area", "part"]


def build_pieces(
    source: NaturalEarth,
    prefectures: gpd.GeoSeries,
    codes: pd.DataFrame,
    cuts: pd.DataFrame,
    disputed_parts: pd.DataFrame,
    region_parts: pd.DataFrame,
    files: pd.DataFrame,
) -> gpd.GeoDataFrame:
    """Every bit of land once: ``country`` or ``disputed_area``, ``part`` (subdivision or blank), geometry.

    EPSG:4326 in the shifted world, a clean coverage as fine as the source. Japan is the union of its
    prefectures. Subdivisions are stretched or clipped to their country's outline in the atlas.
    """
    pieces = _atlas(source.countries(), codes)
    pieces.loc[pieces["country"] == "JP", "geometry"] = shapely.coverage_union_all(prefectures.to_numpy())
    alpha3 = dict(zip(files["country"], files["alpha3"], strict=True))
    fine = {
        country: shift(source.subdivisions(alpha3[country])["geometry"])
        for country in set(cuts.loc[cuts["takes"] == "fine-islands", "country"])
    }
    pieces = _cut_out(pieces, cuts, fine)
    parts = pd.concat([region_parts[region_parts["part_key"] != "country"], disputed_parts])
    parts = parts[["country", "part", "part_key", "disputed_area"]].fillna("").drop_duplicates()
    for country, wanted in parts.groupby("country"):
        found = source.subdivisions(alpha3[str(country)])
        pieces = _split(pieces, str(country), found, wanted)
    pieces = pieces.sort_values(_PIECE, ignore_index=True)
    pieces["geometry"] = coverage.clean(pieces["geometry"])
    return pieces


def _atlas(atlas: gpd.GeoDataFrame, codes: pd.DataFrame) -> gpd.GeoDataFrame:
    known = atlas.merge(codes, how="outer", on=["atlas_name", "iso_numeric"], indicator=True)
    strange = known.loc[known["_merge"] != "both", "atlas_name"].tolist()
    if strange:
        msg = f"country_codes.csv and the atlas do not have the same countries: {strange}"
        raise SourceError(msg)
    drawn = known[(known["country"] != "") | (known["disputed_area"] != "")].reset_index(drop=True)
    drawn["geometry"] = shift(drawn["geometry"])
    pieces = drawn.dissolve(["country", "disputed_area"], method="unary", as_index=False)
    return pieces.assign(part="")[[*_PIECE, "geometry"]]


def _cut_out(
    pieces: gpd.GeoDataFrame, cuts: pd.DataFrame, fine: Mapping[str, gpd.GeoSeries]
) -> gpd.GeoDataFrame:
    """Move islands, or all land, within a box from a country to another owner.

    Where a cut takes ``fine-islands``, the country's subdivisions (``fine``) replace the atlas' islands:
    they have islets that the atlas leaves out.
    """
    taken = []
    for cut in cuts.itertuples():
        box = shapely.box(cut.west, cut.south, cut.east, cut.north)
        row = pieces.index[(pieces["country"] == cut.country) & (pieces["part"] == "")][0]
        polygons = gpd.GeoSeries([pieces.at[row, "geometry"]], crs=pieces.crs).explode(ignore_index=True)
        if cut.takes == "land":
            land = polygons.union_all()
            out = coverage.polygonal(land.intersection(box))
            stays = coverage.polygonal(land.difference(box))
        else:
            islands = fine[str(cut.country)].explode() if cut.takes == "fine-islands" else polygons
            out = islands[islands.within(box)].union_all()
            stays = polygons[~polygons.within(box)].union_all()
        if out.is_empty:
            msg = f"country_cuts.csv: {cut.country} has no {cut.takes} within {box.bounds} ({cut.what})."
            raise SourceError(msg)
        pieces.loc[[row], "geometry"] = gpd.GeoSeries([stays], [row], crs=pieces.crs)
        taken.append({"country": cut.to_country, "disputed_area": cut.to_disputed_area, "geometry": out})
    new = gpd.GeoDataFrame(taken, crs=pieces.crs).assign(part="")
    return gpd.GeoDataFrame(pd.concat([pieces, new[[*_PIECE, "geometry"]]], ignore_index=True))


def _split(
    pieces: gpd.GeoDataFrame, country: str, subdivisions: gpd.GeoDataFrame, wanted: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Take the wanted subdivisions out of a country; the rest stays one piece."""
    row = pieces.index[(pieces["country"] == country) & (pieces["part"] == "")][0]
    land = pieces.at[row, "geometry"]
    chosen = [
        _row_of(subdivisions, key, part, country)
        for key, part in zip(wanted["part_key"], wanted["part"], strict=True)
    ]
    fitted = _fit(subdivisions["geometry"], land, chosen)
    new = gpd.GeoDataFrame(
        {
            "country": [country if area == "" else "" for area in wanted["disputed_area"]],
            "disputed_area": wanted["disputed_area"].tolist(),
            "part": wanted["part"].tolist(),
        },
        geometry=fitted[chosen].tolist(),
        crs=pieces.crs,
    )
    rest = coverage.polygonal(land.difference(new.union_all()))
    pieces.loc[[row], "geometry"] = gpd.GeoSeries([rest], [row], crs=pieces.crs)
    return gpd.GeoDataFrame(pd.concat([pieces, new], ignore_index=True))


def _row_of(subdivisions: gpd.GeoDataFrame, key: str, part: str, country: str) -> int:
    rows = subdivisions.index[subdivisions[key] == part].tolist()
    if len(rows) != 1:
        msg = f"{country} has {len(rows)} subdivisions whose {key} is {part!r}; there must be one."
        raise SourceError(msg)
    return int(rows[0])


def _fit(subdivisions: gpd.GeoSeries, land: shapely.Geometry, chosen: Iterable[int]) -> gpd.GeoSeries:
    """Clip the chosen subdivisions to the land and give them what lies nearest to them and belongs to none.

    The two sources smooth the same coast a little differently; without this a region would be rimmed by
    slivers of its own country. A sliver is given only as far as it is near: some run along half a country.
    """
    shifted = shift(subdivisions)
    left = coverage.polygonal(land.difference(shifted.union_all()))
    unclaimed = gpd.GeoSeries([left], crs=shifted.crs).explode(ignore_index=True)
    nearest, which = shifted.sindex.nearest(unclaimed.representative_point(), return_all=False)
    owner = pd.Series(shifted.index[which], unclaimed.index[nearest])
    fitted = shifted.copy()
    for row in chosen:
        given = unclaimed[owner[owner == row].index]
        near = shapely.buffer(shifted[row], _RIM)
        claimed = [shifted[row].intersection(land), *given.intersection(near)]
        fitted[row] = shapely.union_all([coverage.polygonal(shape) for shape in claimed])
    return fitted
