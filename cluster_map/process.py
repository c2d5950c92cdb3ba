"""The one store and atlas of this process, opened when first asked for.

Pages, API and assets share them: a second process opens its own from the same folder.
"""

from functools import cache

from cluster_map.atlas import Atlas
from cluster_map.own_figures.limits import limits
from cluster_map.own_figures.shelf import Shelf
from cluster_map.store import open_store


@cache
def shared_atlas() -> Atlas:
    """The atlas over the data folder of this process.

    Raises
    ------
    DataError
        If the folder has no readable package. It is tried again at the next call.
    """
    return Atlas(open_store())


@cache
def shared_shelf() -> Shelf:
    """Where the map finds the files that open sessions hold."""
    return Shelf(limits())
