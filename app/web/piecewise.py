"""Piecewise: a file sent from the disk, some of it at a time, whole or the part asked for."""

import asyncio
import os
import re
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.board.document import (
    COMMON,
    JSON,
    TEXT,
    Header,
    cache_control,
)
from app.board.reply import accepts, matches
from app.domain.errors import NotAcceptable
from app.store.archive_folder import UnfitArchive
from app.web.edge import WITHOUT_BODY

PIECE = 64 * 1024
"""Bytes that are in memory for one reader."""

MEDIA_TYPES = {".gz": "application/gzip", ".json": JSON, ".md": "text/markdown; charset=utf-8"}

RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


class Piecewise(Response):
    """A part of an open file as a response; it is closed once it is sent, or cannot be."""

    def __init__(self, file: BinaryIO, part: range, status: int, headers: list[Header]) -> None:
        """Carry the file from `part` on; nothing is read yet."""
        self._file = file
        self._part = part
        self.status_code = status
        self.background = None
        self.body = b""
        self.raw_headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, a piece at a time; reading never keeps others waiting."""
        del receive
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            if not scope.get(WITHOUT_BODY):
                await self._send_pieces(send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._file.close()

    async def _send_pieces(self, send: Send) -> None:
        await asyncio.to_thread(self._file.seek, self._part.start)
        left = len(self._part)
        while left:
            piece = await asyncio.to_thread(self._file.read, min(PIECE, left))
            if not piece:
                raise OSError("the file has become shorter while it was sent")
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})


async def piecewise(request: Request, folder: Path, name: str, size: int, sha256: str) -> Response:
    """Answer with a file of a folder, of which size (bytes) and SHA-256 are known.

    Raises NotAcceptable where the reader takes no such form, OSError and UnfitArchive where the
    file is not there as it is known.
    """
    media_type = MEDIA_TYPES.get(Path(name).suffix, TEXT)
    accept = ",".join(request.headers.getlist("accept")).encode()
    if not accepts(accept, media_type.partition(";")[0].encode()):
        raise NotAcceptable(f"this file is {media_type}; accept that, or */*")
    etag = f'"{sha256}"'
    lasting = [
        (b"etag", etag.encode()),
        (b"cache-control", cache_control()),
        (b"accept-ranges", b"bytes"),
        *COMMON,
    ]
    known = ",".join(request.headers.getlist("if-none-match")).encode()
    if known and matches(known, etag.encode()):
        return _unchanged(lasting)
    part = _part(request, etag, size)
    file = await asyncio.to_thread(_opened, folder / name, size)
    described = [
        (b"content-type", media_type.encode()),
        (b"content-length", b"%d" % len(part)),
        *lasting,
    ]
    if len(part) == size:
        return Piecewise(file, part, 200, described)
    span = (b"content-range", b"bytes %d-%d/%d" % (part.start, part.stop - 1, size))
    return Piecewise(file, part, 206, [*described, span])


def _unchanged(headers: list[Header]) -> Response:
    response = Response(status_code=304)
    response.raw_headers = headers
    return response


def _part(request: Request, etag: str, size: int) -> range:
    """Give the part that is asked for; all of it where none is, or one that we cannot give."""
    whole = range(size)
    asked = RANGE.fullmatch(request.headers.get("range", ""))
    if asked is None or request.headers.get("if-range", etag) != etag:
        return whole
    first, last = asked.groups()
    if first:
        part = whole[int(first) : int(last) + 1 if last else size]
    else:
        part = whole[-int(last) :] if last and int(last) else whole
    return part or whole


def _opened(path: Path, size: int) -> BinaryIO:
    file = path.open("rb")
    if os.fstat(file.fileno()).st_size != size:
        file.close()
        raise UnfitArchive(f"{path.name}: is not as long as its index says")
    return file
