"""Formats other than JSON, as the documentation names them."""

from starlette.responses import Response

from app.board.document import CSV, TEXT


class CsvResponse(Response):
    """An answer in CSV."""

    media_type = CSV


class TextResponse(Response):
    """An answer in plain text."""

    media_type = TEXT
