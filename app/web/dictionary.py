"""The data dictionary: every field and column, as a page and as CSV, made of the code itself."""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from app.board.document import CSS, CSV, HTML, Document, document, guarded, pack
from app.board.tidy import table
from app.web.answering import answered
from app.web.describing.answers import resources
from app.web.describing.columns import COLUMNS, tables
from app.web.describing.field import Resource
from app.web.describing.page import page
from app.web.formats import CsvResponse

router = APIRouter(tags=["catalogue"])

POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
"""The page has a stylesheet of ours, and nothing else is let in or out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """The dictionary in both forms."""

    page: Document
    csv: Document


@router.get("/docs/dictionary", include_in_schema=False)
async def dictionary_page(request: Request) -> Response:
    """Give the page."""
    return answered(request, (await _made(request.app)).page)


@router.get("/docs/dictionary.css", include_in_schema=False)
async def style(request: Request) -> Response:
    """Give the stylesheet of the page."""
    return answered(request, _style())


@router.get(
    "/v1/dictionary.csv", response_class=CsvResponse, summary="The data dictionary, as tidy CSV"
)
async def dictionary_csv(request: Request) -> Response:
    """Give one line for each field of each answer in JSON, and for each column of each CSV.

    It tells type, unit, whether it may be null, the lists of codes and the meaning;
    /docs/dictionary is the same for people.
    """
    return answered(request, (await _made(request.app)).csv)


def described(openapi: dict[str, Any]) -> list[Resource]:
    """Give every resource of a completed OpenAPI document with its fields, then every CSV."""
    answers = list(resources(openapi))
    titles = {path: item["get"]["summary"] for path, item in openapi["paths"].items()}
    return [*answers, *tables(titles, answers)]


async def _made(app: FastAPI) -> Dictionary:
    """Give the dictionary, made when it is asked for first."""
    made: Dictionary | None = getattr(app.state, "dictionary", None)
    if made is None:
        app.state.dictionary = made = await asyncio.to_thread(_written, app.openapi())
    return made


def _written(openapi: dict[str, Any]) -> Dictionary:
    found = described(openapi)
    return Dictionary(
        page=pack(guarded(document(page(found), HTML), POLICY)),
        csv=pack(document(_lines(found), CSV)),
    )


def _lines(found: Iterable[Resource]) -> bytes:
    return table(
        COLUMNS,
        (
            {
                **asdict(field),
                "field": field.name,
                "codes": list(field.codes),
                "resource": each.path,
            }
            for each in found
            for field in each.fields
        ),
    )


@cache
def _style() -> Document:
    folder = files("app.web") / "assets" / "dictionary"
    return pack(document((folder / "dictionary.css").read_bytes(), CSS))
