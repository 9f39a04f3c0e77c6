"""The page's own files: small, named one by one, and kept by browsers until the next release."""

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.document import Document, document, pack
from app.domain.errors import NotFound
from app.web.answering import answered
from app.web.refusing import PAGE

router = APIRouter(include_in_schema=False, tags=[PAGE])

SCRIPT = "text/javascript; charset=utf-8"
PNG = "image/png"
FILES = {
    "icon.svg": "image/svg+xml",
    "icon-192.png": PNG,
    "icon-512.png": PNG,
    "mask-512.png": PNG,
    "ages.js": SCRIPT,
    "chart.js": SCRIPT,
    "live.js": SCRIPT,
    "machine.js": SCRIPT,
    "offline.js": SCRIPT,
    "swap.js": SCRIPT,
}
"""What is served below /page/, with its media type."""


@router.get("/page/{name}")
async def file(request: Request, name: str) -> Response:
    """Give one file; raises NotFound for any other name."""
    if name not in FILES:
        raise NotFound(f"no file {name[:60]!r} belongs to the page")
    return answered(request, _document(name))


@cache
def _document(name: str) -> Document:
    folder = files("app.web.page") / "static"
    kept = document((folder / name).read_bytes(), FILES[name])
    return kept if FILES[name] == PNG else pack(kept)  # a picture is compressed already
