"""The documentation: OpenAPI, and Swagger UI from our own copies; no other host is asked."""

import gzip
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.errors import NotFound
from app.web.answering import answered

router = APIRouter(include_in_schema=False)

ASSETS = {
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "start.js": "text/javascript; charset=utf-8",
    "LICENSE": "text/plain; charset=utf-8",
    "NOTICE": "text/plain; charset=utf-8",
    "swagger-ui-bundle.js.LICENSE.txt": "text/plain; charset=utf-8",
}
"""What is served beside the page, by name."""

HEADERS = {
    # Swagger UI sets styles on its elements; nothing else is let in, and nothing out.
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "cache-control": "public, max-age=3600",
}


@router.get("/openapi.json")
async def description(request: Request) -> Response:
    """Give the OpenAPI document."""
    return answered(request, request.app.state.openapi)


@router.get("/docs")
async def page() -> Response:
    """Give the page."""
    return Response(_read("docs.html"), headers=HEADERS, media_type="text/html; charset=utf-8")


@router.get("/docs/{name}")
async def asset(request: Request, name: str) -> Response:
    """Give one file of the page, compressed where the reader takes it so."""
    if name not in ASSETS:
        raise NotFound(f"no file {name[:60]!r} belongs to the documentation")
    headers = HEADERS | {"vary": "accept-encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(_read(name), headers=headers, media_type=ASSETS[name])
    headers |= {"content-encoding": "gzip"}
    return Response(_compressed(name), headers=headers, media_type=ASSETS[name])


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress(_read(name), mtime=0)


def _read(name: str) -> bytes:
    folder = files("app.web") / "assets" / "swagger-ui"
    return (folder / name).read_bytes()
