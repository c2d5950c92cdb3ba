"""The one store and atlas of this process, opened when first asked for.

Pages, API and assets share them: a second process opens its own from the same folder.
"""

from functools import cache

from cluster_map.atlas import Atlas
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
