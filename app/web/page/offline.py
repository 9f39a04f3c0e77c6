"""Offline: the worker that keeps what was seen, and what makes the page one of a phone's apps."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.document import Document, document, guarded, pack
from app.domain.errors import NotFound
from app.web.answering import answered
from app.web.page.files import FILES, PNG, SCRIPT
from app.web.page.messages import LANGUAGES, translations
from app.web.refusing import PAGE

router = APIRouter(include_in_schema=False, tags=[PAGE])

MANIFEST = "application/manifest+json"
POLICY = "default-src 'none'; connect-src 'self'"
"""What a worker may do: ask this host."""

SHOWN = ("static", "templates", "messages")
"""The folders that make up what a browser keeps of a release."""


@router.get("/sw.js")
async def worker(request: Request) -> Response:
    """Give the worker, at the root since it may keep only what lies below itself."""
    return answered(request, _worker())


@router.get("/page/{language}.webmanifest")
async def manifest(request: Request, language: str) -> Response:
    """Give the manifest in a language; raises NotFound for one that the page does not speak."""
    if language not in LANGUAGES:
        raise NotFound(f"the page does not speak {language[:60]!r}")
    return answered(request, _manifest(language))


@cache
def build() -> str:
    """Name what is shown: another name for any other file, template or message."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in SHOWN:
        for file in _files(files("app.web.page") / folder):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_file():
            yield each


@cache
def _worker() -> Document:
    text = (files("app.web.page") / "static" / "sw.js").read_text(encoding="utf-8")
    named = text.replace("%BUILD%", build()).encode()
    return pack(guarded(document(named, SCRIPT), POLICY))


@cache
def _manifest(language: str) -> Document:
    told = {
        "name": "Darial",
        "short_name": "Darial",
        "description": translations(language).gettext("What it is like at the border"),
        "lang": language,
        "start_url": f"/{language}/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbfaf7",
        "theme_color": "#0b5cad",
        "icons": [
            {"src": "/page/icon.svg", "type": FILES["icon.svg"], "sizes": "any"},
            {"src": "/page/icon-192.png", "type": PNG, "sizes": "192x192"},
            {"src": "/page/icon-512.png", "type": PNG, "sizes": "512x512"},
            {"src": "/page/mask-512.png", "type": PNG, "sizes": "512x512", "purpose": "maskable"},
        ],
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    return pack(document(body, MANIFEST))
