"""The archive: everything that may be passed on, as files, written once a day."""

import asyncio
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.board.document import JSON, document
from app.board.notation import encode, instant
from app.domain.errors import NotFound, Unavailable
from app.store.archive_folder import UnfitArchive
from app.store.handed_out import Listed, next_night
from app.web.answering import answered
from app.web.paging import view_of
from app.web.parts import Here, Parts
from app.web.piecewise import piecewise
from app.web.schemas.archive import ArchiveAnswer

router = APIRouter(tags=["evidence"])

FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    },
    206: {"description": "The part of the file that a Range header asks for."},
}


@router.get("/v1/archive", include_in_schema=False)
@router.get("/v1/archive/", response_model=ArchiveAnswer, summary="Everything, to be kept")
async def archive(request: Request, here: Here) -> Response:
    """List the files of the archive: reports and published figures by month, with their terms.

    Only what may be passed on is in it, told as everywhere else; `left_out` says how much is not.
    `datapackage.json` (Frictionless) describes every file and column. The files of past months stay
    the same until something of them is put right.
    """
    listed = await asyncio.to_thread(here.archive.listed)
    sources = listed.index.sources if listed else ()
    body = view_of(here).envelope(encode(_described(listed, here)), sources)
    return answered(request, document(body, JSON))


@router.get(
    "/v1/archive/{file}",
    response_class=Response,
    responses=FILES,
    summary="One file of the archive",
)
async def archive_file(
    request: Request,
    file: Annotated[
        str,
        Path(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
            description="The name of a file, as /v1/archive/ lists it.",
            examples=["SHA256SUMS"],
        ),
    ],
    here: Here,
) -> Response:
    """Give a file of the archive; its ETag is its SHA-256, and a part of it can be asked for."""
    listed = await asyncio.to_thread(here.archive.listed)
    told = listed.told(file) if listed else None
    if told is None:
        raise NotFound(_nothing(file, listed, here))
    try:
        return await piecewise(request, here.archive.folder, file, *told)
    except (OSError, UnfitArchive) as error:
        raise Unavailable(f"{file} is being written anew; ask again in a moment") from error


def _described(listed: Listed | None, here: Parts) -> dict[str, Any]:
    index = listed.index if listed else None
    return {
        "written_at": instant(index.written_at) if index else None,
        "next_at": _next_at(here),
        "digest": index.digest if index else None,
        "files": list(_files(listed)) if listed else [],
        "left_out": [
            {"source": each.source, "reports": each.reports, "because": each.because}
            for each in (index.left_out if index else ())
        ],
    }


def _files(listed: Listed) -> Iterator[dict[str, Any]]:
    for name, (size, sha256) in sorted(listed.texts.items()):
        yield _file(name, size, sha256, None)
    for each in listed.index.files:
        yield _file(each.name, each.bytes, each.sha256, each.rows)


def _file(name: str, size: int, sha256: str, rows: int | None) -> dict[str, Any]:
    url = f"/v1/archive/{name}"
    return {"name": name, "url": url, "bytes": size, "sha256": sha256, "rows": rows}


def _next_at(here: Parts) -> str | None:
    return instant(next_night(here.now())) if here.archive.renewed else None


def _nothing(file: str, listed: Listed | None, here: Parts) -> str:
    if listed:
        return f"no file {file!r} is in the archive; /v1/archive/ lists them"
    due = _next_at(here)
    when = f"it is written by {due}" if due else "the process that polls writes it each night"
    return f"there is no archive yet; {when}"
