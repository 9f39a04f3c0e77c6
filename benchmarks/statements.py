"""Statements: what a request asks of the database, captured, and run again by the driver alone."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

import httpx
import psycopg
from fastapi import FastAPI
from sqlalchemy import Engine, event

from app.main import create_app
from app.settings import Settings
from app.store.sqlite import READING
from benchmarks.process import url_of


class Statement(NamedTuple):
    """One statement as the driver gets it, with its values."""

    text: str
    values: Any


def captured(database: Path | str, path: str) -> list[Statement]:
    """Give every statement that the service runs for a request, in order.

    It is asked in our own process, with nothing remembered and the watch over the board at rest.
    """
    return asyncio.run(_captured(Settings(database_url=url_of(database), polling=False), path))


async def _captured(settings: Settings, path: str) -> list[Statement]:
    told: list[Statement] = []

    def note(_connection: object, _cursor: object, text: str, values: object, *_: object) -> None:
        told.append(Statement(text, values))

    door = create_app(settings, wait=_resting)
    api = door.app
    assert isinstance(api, FastAPI)  # noqa: S101 - the door stands before our own application
    async with api.router.lifespan_context(api):
        event.listen(Engine, "before_cursor_execute", note)
        try:
            client = httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url="http://here")
            async with client:
                answer = await client.get(path)
                # What takes too long is told so after all was read, which is what we are after.
                if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                    answer.raise_for_status()
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    return told


async def _resting(_seconds: float) -> None:
    await asyncio.Event().wait()


class Took(NamedTuple):
    """How long statements took, by the clock and on a core, and how many rows they gave."""

    ms: float
    cpu_ms: float
    rows: int


def run(file: Path, statements: Sequence[Statement]) -> Took:
    """Run statements in one transaction, and fetch each row as a tuple, as sqlite3 gives it."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        connection.isolation_level = None
        connection.executescript(";".join(READING))
        began, busy, rows = perf_counter(), process_time(), 0
        for text, values in statements:
            rows += len(connection.execute(text, values).fetchall())
        took, busy = perf_counter() - began, process_time() - busy
    return Took(ms=took * 1000, cpu_ms=busy * 1000, rows=rows)


def run_on_server(connection: psycopg.Connection, statements: Sequence[Statement]) -> Took:
    """Run statements in one transaction, and fetch each row as a tuple, as psycopg gives it."""
    began, busy, rows = perf_counter(), process_time(), 0
    with connection.transaction():
        for text, values in statements:
            rows += len(connection.execute(text, values).fetchall())
    took, busy = perf_counter() - began, process_time() - busy
    return Took(ms=took * 1000, cpu_ms=busy * 1000, rows=rows)
