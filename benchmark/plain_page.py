"""Industrial clusters of Japan on a map, as one would write it in an afternoon."""

import json

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

COLOURS = ["navy", "teal", "orange", "purple", "olive", "crimson", "green", "gray", "brown", "black", "plum"]
SHADES = ["#f7fbff", "#deebf7", "#c6dbef", "#9ecae1", "#6baed6", "#3182bd"]


@st.cache_resource
def read():
    names = ["clusters", "prefectures", "sectors", "memberships", "organisations"]
    tables = [pd.read_csv(f"data/tables/{name}.csv", dtype=str, keep_default_na=False) for name in names]
    clusters, prefectures, sectors, memberships, organisations = tables
    prefectures = prefectures.set_index("prefecture")
    members = memberships.merge(organisations, on="organisation_id").groupby("cluster_id")
    members = members[["kind", "name_en", "name_ja"]].agg(";".join).add_prefix("member_")
    clusters = clusters.join(members, on="cluster_id")
    clusters["words"] = clusters.filter(regex="name|city|keywords").agg(" ".join, axis=1).str.lower()
    for column in ["sectors", "prefectures", "member_kind", "evidence"]:
        clusters[column] = clusters[column].str.split(";")
    clusters["region"] = [list(prefectures["japan_region"][codes]) for codes in clusters["prefectures"]]
    outlines = gpd.read_file("data/layers/prefectures_detail.fgb").join(prefectures, on="prefecture")
    names = prefectures["name_en"], sectors.set_index("sector")["short_en"]
    return clusters, *names, json.loads(outlines[["prefecture", "name_en", "geometry"]].to_json())


def keep(clusters, column, chosen):
    return clusters[[not chosen or not set(chosen).isdisjoint(codes) for codes in clusters[column]]]


def shade(area):
    number = counts.get(area["properties"]["prefecture"], 0)
    return {"fillColor": SHADES[min(number, 5)], "fillOpacity": 0.8, "color": "gray", "weight": 1}


st.set_page_config(layout="wide")
everything, prefectures, sectors, outlines = read()
st.title("Industrial clusters of Japan")
search, *places = st.columns(5)
found = everything[everything["words"].str.contains(search.text_input("Search").lower(), regex=False)]
for place, column in zip(places, ["prefectures", "region", "member_kind", "evidence"], strict=True):
    codes = sorted(set(everything[column].explode()))
    found = keep(found, column, place.multiselect(column, codes, format_func=lambda c: prefectures.get(c, c)))
totals = found["sectors"].explode().value_counts()
labels = sectors + " " + totals.reindex(sectors.index, fill_value=0).astype(str)
chosen = st.pills("Sector", labels.index, selection_mode="multi", format_func=labels.get, key="sectors")
found = keep(found, "sectors", chosen)

counts = found["prefectures"].explode().value_counts()
plan = folium.Map([37.5, 137], zoom_start=5, tiles=None)
folium.GeoJson(outlines, style_function=shade, tooltip=folium.GeoJsonTooltip(["name_en"])).add_to(plan)
for one in found.itertuples():
    colour = COLOURS[sectors.index.get_loc(one.sectors[0])]
    popup = folium.Popup(f"<b>{one.name_en}</b><br>{one.summary_en}", max_width=300)
    folium.CircleMarker([one.lat, one.lon], 6, popup, one.name_en, color=colour, fill=True).add_to(plan)
left, right = st.columns([5, 3])
with left:
    asked = ["last_object_clicked_tooltip"]
    clicked = st_folium(plan, None, 640, returned_objects=asked, use_container_width=True, render=False)
table = found[["name_en", "sectors", "prefectures", "core_city_en", "start_year", "evidence"]]
rows = st.dataframe(table, hide_index=True, on_select="rerun", selection_mode="single-row").selection.rows
name = found["name_en"].iloc[rows[0]] if rows else clicked["last_object_clicked_tooltip"]
with right:
    for one in found[found["name_en"] == name].itertuples():
        st.subheader(one.name_en)
        st.write(one.summary_en, f"{one.core_city_en}, {', '.join(sectors[one.sectors])}, {one.start_year}")
        st.write("Members:", one.member_name_en.replace(";", ", "))
        st.write("Source:", one.source_title, one.source)
    if name not in set(found["name_en"]):
        st.write(f"{len(found)} clusters:", ", ".join(found["name_en"].head(12)))
