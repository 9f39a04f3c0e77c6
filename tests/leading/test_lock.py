"""The lock: who is silent, ends or is cut off loses it; on a server and beside a file."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import psycopg
import pytest

from app.clock import now
from app.store import leading
from app.store.database import Database
from app.store.fault import DatabaseGone, LeadLost
from app.store.leader_lock import FileLock, Lock, Patience, ServerLock
from app.store.leading import fence_of
from app.store.sqlite import file_of
from tests.archived import copied, url_of
from tests.databases import server
from tests.leading.teams import PATIENCE_S, QUICK


@asynccontextmanager
async def locks(*made: Lock) -> AsyncIterator[None]:
    """Let go of locks at the end of the block."""
    try:
        yield
    finally:
        for each in made:
            await each.let_go()


async def taken_over(lock: Lock) -> None:
    """Try for a lock until it is ours."""
    async with asyncio.timeout(PATIENCE_S):
        while not await lock.hold():  # noqa: ASYNC110 - the server does not tell
            await asyncio.sleep(0.02)


@asynccontextmanager
async def kept(lock: Lock) -> AsyncIterator[None]:
    """Keep a lock that is ours for the length of the block."""

    async def keep() -> None:
        while True:
            assert await lock.hold()
            await asyncio.sleep(0.02)

    async with asyncio.TaskGroup() as group:
        keeping = group.create_task(keep())
        yield
        keeping.cancel()


async def test_who_is_silent_loses_it(on_server: str) -> None:
    """A process that stands still loses the lock to another, and stores nothing once it goes on."""
    database = Database(on_server)
    still, other = ServerLock(on_server, QUICK), ServerLock(on_server, Patience(silent_s=60))
    async with locks(still, other):
        assert await still.hold()
        async with database.writing() as session:
            lead = await leading.begin(session, now())

        await taken_over(other)
        async with database.writing() as session:
            await leading.begin(session, now())

        with pytest.raises(LeadLost):
            async with database.fenced(fence_of(lead)).writing():
                pass
        with pytest.raises(DatabaseGone, match="idle-session"):
            await still.hold()
        async with kept(other):
            assert not await still.hold()
    await database.close()


async def test_who_beats_keeps_it(on_server: str) -> None:
    """For longer than anybody may be silent."""
    patience = Patience(silent_s=1)
    beating, other = ServerLock(on_server, patience), ServerLock(on_server, patience)
    loop = asyncio.get_running_loop()
    async with locks(beating, other):
        end = loop.time() + 1.2 * patience.silent_s
        while loop.time() < end:
            assert await beating.hold()
            assert not await other.hold()
            await asyncio.sleep(0.05)


async def test_a_session_that_was_ended_is_opened_anew(on_server: str) -> None:
    """A server that drops the session is said to be away, and the lock is taken anew."""
    lock = ServerLock(on_server, Patience())
    async with locks(lock):
        assert await lock.hold()
        with psycopg.connect(server().url("postgres"), autocommit=True) as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'darial leader'"
            ).fetchall()
        assert ended == [(True,)]
        with pytest.raises(DatabaseGone):
            await lock.hold()

        assert await lock.hold()


async def test_a_server_that_restarts(on_server: str) -> None:
    """While it is gone nobody can tell who leads; then the first to ask does."""
    lock, other = ServerLock(on_server, Patience()), ServerLock(on_server, Patience())
    async with locks(lock, other):
        assert await lock.hold()
        server().stop()
        try:
            for _ in range(2):
                with pytest.raises(DatabaseGone, match="does not answer"):
                    await lock.hold()
        finally:
            server().start()

        assert await other.hold()
        assert not await lock.hold()


@dataclass
class Cable:
    """A way to the server that can be cut: what is sent goes nowhere, and nobody is told."""

    whole: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        """Lay it."""
        self.whole.set()
        self._listening = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", server().port)
        self._writers += [writer, back]
        self._tasks += [
            asyncio.create_task(self._pass_on(reader, back)),
            asyncio.create_task(self._pass_on(there, writer)),
        ]

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while some := await reader.read(65_536):
            await self.whole.wait()
            writer.write(some)
        writer.close()

    async def __aexit__(self, *_error: object) -> None:
        """Take it up."""
        self._listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()


async def test_a_cut_network(on_server: str) -> None:
    """Who is cut off hears nothing, and says so in time; the server gives the lock to another."""
    async with Cable() as cable:
        away = ServerLock(on_server.replace(f":{server().port}/", f":{cable.port}/"), QUICK)
        near = ServerLock(on_server, Patience())
        async with locks(away, near):
            assert await away.hold()
            cable.whole.clear()
            with pytest.raises(DatabaseGone):
                await away.hold()
            await taken_over(near)
            cable.whole.set()

            async with kept(near):
                assert not await away.hold()


async def test_beside_a_file_one_holds_it(empty: Path, tmp_path: Path) -> None:
    """Two on one file: one holds it, until it lets go."""
    url = copied(empty, tmp_path)
    database = Database(url)
    one, other = (FileLock(tmp_path / "darial.db", database) for _ in range(2))
    async with locks(one, other):
        assert [await one.hold(), await other.hold(), await one.hold()] == [True, False, True]

        await one.let_go()

        assert [await other.hold(), await one.hold()] == [True, False]
    await database.close()


async def test_a_lock_file_that_was_removed(empty: Path, tmp_path: Path) -> None:
    """Who holds a file that is not there any more holds nobody off, so it asks for the new one."""
    database = Database(copied(empty, tmp_path))
    one, other = (FileLock(tmp_path / "darial.db", database) for _ in range(2))
    async with locks(one, other):
        assert await one.hold()
        (tmp_path / "darial.db-leader").unlink()

        assert [await other.hold(), await one.hold()] == [True, False]
    await database.close()


async def test_no_file(tmp_path: Path) -> None:
    """Where there is no database, nobody leads, and nothing is made."""
    url = url_of(tmp_path / "darial.db")
    database = Database(url)
    with pytest.raises(DatabaseGone):
        await FileLock(file_of(url).path, database).hold()

    await database.close()
    assert not any(os.scandir(tmp_path))
