"""Serves the page that polls, with a route by which its presenter moves."""

from pathlib import Path

import streamlit as st
from polling_place import PLACE
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def move(request: Request) -> Response:
    PLACE.update(await request.json())
    return Response()


app = st.App(Path(__file__).with_name("polling_page.py"), routes=[Route("/move", move, methods=["POST"])])
