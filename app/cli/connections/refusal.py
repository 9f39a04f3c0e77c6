"""Refusals: what a connection is told before any request of it was understood, as it is sent."""

from collections.abc import Iterable
from http import HTTPStatus

from app.board.document import Header
from app.domain.errors import DarialError
from app.web.problems import answer


def refusal(error: DarialError, further: Iterable[Header]) -> bytes:
    """Give a whole answer in HTTP/1.1: the problem, `further` headers, and that we hang up."""
    response = answer(error)
    status = HTTPStatus(response.status_code)
    headers = [*further, *response.raw_headers, (b"connection", b"close")]
    return b"".join(
        (
            b"HTTP/1.1 %d %s\r\n" % (status, status.phrase.encode()),
            *(b"%s: %s\r\n" % header for header in headers),
            b"\r\n",
            bytes(response.body),
        )
    )
