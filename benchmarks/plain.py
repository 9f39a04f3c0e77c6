"""The plain way to serve a status: FastAPI routes, one query a request, a response model.

Run as `python -m benchmarks.plain FILE`, with a database that `save` made of our own answer. It
answers the same fields; rows are cached nowhere, nested parts are JSON columns, and a small layer
hashes each answer for its ETag.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel
from sqlalchemy import JSON, Column, CursorResult, Integer, MetaData, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.schema import CreateIndex, CreateTable
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.schemas.snapshot import SnapshotAnswer, SnapshotPlace
from app.web.schemas.status import StatusAnswer, StatusRow
from benchmarks.process import url_of
from benchmarks.serving import serve

metadata = MetaData()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One path, its tables, and which fields of a row are mere text."""

    path: str
    texts: tuple[str, ...]
    parts: tuple[str, ...]
    rows: Table
    meta: Table


def _resource(path: str, row: type[BaseModel], *texts: str) -> Resource:
    name = path.rpartition("/")[2]
    parts = tuple(each for each in row.model_fields if each not in texts)
    return Resource(
        path=path,
        texts=texts,
        parts=parts,
        rows=Table(
            name,
            metadata,
            Column("id", Integer, primary_key=True),
            *(Column(each, String, index=each == "place") for each in texts),
            *(Column(each, JSON) for each in parts),
        ),
        meta=Table(f"{name}_meta", metadata, Column("told", JSON)),
    )


STATUS = _resource(
    "/v1/status", StatusRow,
    "place", "kind", "direction", "mode", "coverage", "heard_at", "evidence",
)  # fmt: skip
SNAPSHOT = _resource("/v1/snapshot", SnapshotPlace, "place", "heard_at")


def save(answers: Mapping[str, bytes], file: Path) -> None:
    """Make a database of what each path answered."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for table in metadata.sorted_tables:
            connection.execute(str(CreateTable(table)))
            for index in table.indexes:
                connection.execute(str(CreateIndex(index)))
        for each in (STATUS, SNAPSHOT):
            if each.path in answers:
                _fill(connection, each, json.loads(answers[each.path]))


def _fill(connection: sqlite3.Connection, into: Resource, told: Mapping[str, Any]) -> None:
    names = (*into.texts, *into.parts)
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    connection.execute(f"INSERT INTO {into.meta.name} VALUES (?)", (json.dumps(told["meta"]),))  # noqa: S608 - our own names
    connection.executemany(
        f"INSERT INTO {into.rows.name} ({columns}) VALUES ({marks})",  # noqa: S608 - our own names
        (_cells(into, row) for row in told["data"]),
    )


def _cells(into: Resource, row: Mapping[str, Any]) -> list[Any]:
    return [
        *(row[name] for name in into.texts),
        *(json.dumps(row.get(name)) for name in into.parts),
    ]


def create(file: Path) -> ASGIApp:
    """Make the application."""
    engine = create_async_engine(url_of(file))
    told: dict[str, Any] = {}

    async def connected() -> AsyncIterator[AsyncConnection]:
        async with engine.connect() as connection:
            yield connection

    def answered(what: Resource, rows: CursorResult[Any]) -> dict[str, Any]:
        return {"data": rows.mappings().all(), "meta": told[what.path]}

    app = FastAPI(lifespan=lambda _: _opened(engine, told))

    @app.get("/v1/status")
    async def current(
        connection: Annotated[AsyncConnection, Depends(connected)],
        place: Annotated[list[str] | None, Query()] = None,
        direction: Annotated[list[str] | None, Query()] = None,
        mode: Annotated[list[str] | None, Query()] = None,
    ) -> StatusAnswer:
        columns, filters = STATUS.rows.c, {"place": place, "direction": direction, "mode": mode}
        wanted = [columns[name].in_(values) for name, values in filters.items() if values]
        rows = await connection.execute(select(STATUS.rows).where(*wanted).order_by(columns.id))
        return StatusAnswer.model_validate(answered(STATUS, rows))

    @app.get("/v1/snapshot")
    async def snapshot(
        connection: Annotated[AsyncConnection, Depends(connected)],
    ) -> SnapshotAnswer:
        rows = await connection.execute(select(SNAPSHOT.rows).order_by(SNAPSHOT.rows.c.id))
        return SnapshotAnswer.model_validate(answered(SNAPSHOT, rows))

    app.add_middleware(Tagged)
    return app


@asynccontextmanager
async def _opened(engine: AsyncEngine, told: dict[str, Any]) -> AsyncIterator[None]:
    """Read once what every answer says of itself."""
    async with engine.connect() as connection:
        for each in (STATUS, SNAPSHOT):
            told[each.path] = await connection.scalar(select(each.meta.c.told))
    yield
    await engine.dispose()


class Tagged:
    """Adds an ETag to every answer, and says so when it is the one the client has."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the head of the answer back until its body is there."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        messages: list[Message] = []

        async def held(message: Message) -> None:
            messages.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                for each in _tagged(messages, Headers(scope=scope).get("if-none-match")):
                    await send(each)

        await self.app(scope, receive, held)


def _tagged(messages: list[Message], known: str | None) -> Iterable[Message]:
    start, body = messages[0], b"".join(each.get("body", b"") for each in messages[1:])
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    if known == tag:
        start, body = {**start, "status": 304, "headers": []}, b""
    MutableHeaders(raw=start["headers"])["etag"] = tag
    return start, {"type": "http.response.body", "body": body}


if __name__ == "__main__":
    serve(create(Path(sys.argv[1])))
