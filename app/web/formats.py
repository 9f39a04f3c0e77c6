"""Formats other than JSON, as the documentation names them."""

from starlette.responses import JSONResponse, Response

from app.board.document import CSV, GEOJSON, TEXT
from app.board.feed.atom import ATOM


class CsvResponse(Response):
    """An answer in CSV."""

    media_type = CSV


class TextResponse(Response):
    """An answer in plain text."""

    media_type = TEXT


class AtomResponse(Response):
    """An answer in Atom."""

    media_type = ATOM


class GeoJsonResponse(JSONResponse):
    """An answer in GeoJSON; what is JSON has its shape in the documentation."""

    media_type = GEOJSON
