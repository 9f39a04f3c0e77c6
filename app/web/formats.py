"""Formats other than JSON, as the documentation names them."""

from starlette.responses import Response

from app.board.document import CSV, TEXT
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
