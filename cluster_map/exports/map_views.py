"""The picture of a page's map: what its link says of place and zoom, with title, credits and version."""

from cluster_map.atlas import Atlas
from cluster_map.exports import origin
from cluster_map.exports.map_frame import Bounds, around, at
from cluster_map.exports.map_picture import Caption, MapPicture, map_picture
from cluster_map.maps.changes import Change
from cluster_map.text import say
from cluster_map.url_state import ViewState

WIDTH, HEIGHT = 1120, 700


def picture_of_view(atlas: Atlas, change: Change, bounds: Bounds, view: ViewState) -> MapPicture:
    """The map under a view. ``bounds`` are shown where nobody has moved the map."""
    language = view.language
    frame = at(view.place, WIDTH, HEIGHT) if view.place else around(bounds, WIDTH, HEIGHT)
    statistics = (origin.credit(atlas, language),) if view.measure else ()
    version = (
        f"{say('brand', language)} · {say('footer_version', language, version=atlas.store.data_version)}"
    )
    caption = Caption(change["summary"], (say("map_credit", language), *statistics, version))
    return map_picture(atlas, change, frame, language, caption)
