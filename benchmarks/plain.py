"""The plain way to serve a status: a FastAPI route, one query a request, a response model.

Run as `python -m benchmarks.plain FILE`, with a database that `save` made of our own answer. It
answers the same fields; rows are cached nowhere, nested parts are JSON columns, and a small layer
hashes each answer for its ETag.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query
from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.schema import CreateTable
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.schemas.status import StatusAnswer, StatusRow
from benchmarks.process import url_of
from benchmarks.serving import serve

TEXTS = ("place", "kind", "direction", "mode", "coverage", "heard_at", "evidence")
PARTS = tuple(name for name in StatusRow.model_fields if name not in TEXTS)

metadata = MetaData()
status = Table(
    "status",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, String, index=name == "place") for name in TEXTS),
    *(Column(name, JSON) for name in PARTS),
)
meta = Table("meta", metadata, Column("told", JSON))


def save(answer: bytes, file: Path) -> None:
    """Make a database of what `/v1/status` answered."""
    told = json.loads(answer)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for table in metadata.sorted_tables:
            connection.execute(str(CreateTable(table)))
        connection.execute("CREATE INDEX ix_status_place ON status (place)")
        connection.execute("INSERT INTO meta VALUES (?)", (json.dumps(told["meta"]),))
        marks = ", ".join("?" * len((*TEXTS, *PARTS)))
        connection.executemany(
            f"INSERT INTO status ({', '.join((*TEXTS, *PARTS))}) VALUES ({marks})",  # noqa: S608 - our own column names
            map(_cells, told["data"]),
        )


def _cells(row: dict[str, Any]) -> list[Any]:
    return [*(row[name] for name in TEXTS), *(json.dumps(row.get(name)) for name in PARTS)]


def create(file: Path) -> ASGIApp:
    """Make the application."""
    engine = create_async_engine(url_of(file))
    told: dict[str, Any] = {}

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with engine.connect() as connection:
            told.update(await connection.scalar(select(meta.c.told)) or {})
        yield
        await engine.dispose()

    async def connected() -> AsyncIterator[AsyncConnection]:
        async with engine.connect() as connection:
            yield connection

    app = FastAPI(lifespan=lifespan)

    @app.get("/v1/status")
    async def current(
        connection: Annotated[AsyncConnection, Depends(connected)],
        place: Annotated[list[str] | None, Query()] = None,
        direction: Annotated[list[str] | None, Query()] = None,
        mode: Annotated[list[str] | None, Query()] = None,
    ) -> StatusAnswer:
        filters = (("place", place), ("direction", direction), ("mode", mode))
        wanted = [status.c[name].in_(values) for name, values in filters if values]
        rows = await connection.execute(select(status).where(*wanted).order_by(status.c.id))
        return StatusAnswer.model_validate({"data": rows.mappings().all(), "meta": told})

    app.add_middleware(Tagged)
    return app


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
