"""``/downloads``: the whole data package, single tables and layers as files, made when asked for."""

from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cluster_map.api import answers
from cluster_map.atlas import Atlas
from cluster_map.errors import DataError
from cluster_map.exports.package import DOWNLOADS, download_names, package_name, package_zip, table_csv
from cluster_map.store import Store
from cluster_map.url_state import listed, shown

ZIP = "application/zip"


def download_routes(atlas: Callable[[], Atlas]) -> list[BaseRoute]:
    """The routes, below the root of the server."""

    def serve(request: Request) -> Response:
        asked = request.path_params["name"]
        try:
            store = atlas().store
            whole, parts = package_name(store), download_names(store)
            if asked == whole:
                return _file(request, asked, package_zip(store), ZIP)
            if asked in parts:
                return _part(request, store, asked, parts[asked])
        except DataError as error:
            return answers.unavailable(error)
        found, allowed = shown(asked), listed((whole, *parts), at_most=3)
        return answers.problem(
            HTTPStatus.NOT_FOUND,
            f"name: found '{found}'; allowed: {allowed}.",
            members={"parameter": "name", "found": found, "allowed": allowed},
        )

    return [Route(f"/{DOWNLOADS}/{{name:path}}", serve)]


def _part(request: Request, store: Store, file_name: str, name: str) -> Response:
    resource = store.resource(name)
    if resource["format"] == "csv":
        return _file(request, file_name, table_csv(store, name), answers.CSV)
    return _file(request, file_name, store.content(name), resource["mediatype"])


def _file(request: Request, name: str, body: bytes, media_type: str) -> Response:
    return answers.answer(
        request, body, media_type, {"Content-Disposition": f'attachment; filename="{name}"'}
    )
