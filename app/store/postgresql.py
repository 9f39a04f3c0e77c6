"""A PostgreSQL database: pools of connections, one writer at a time, and a server that may go away.

Readers see one state (REPEATABLE READ, and the server refuses writes). Writers take turns, as on
SQLite, by an advisory lock that ends with the transaction: so the numbers of rows follow the order
of commits, which pages, boards and streams go by. A server that restarts, fails over or is cut off
is a pause: what waits for it is told DatabaseGone soon, and further attempts are spaced.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import URL, Text, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from app.store.address import server_url
from app.store.hearing import Told, Wait, hear
from app.store.patient import CONNECT_S, Patient
from app.store.server_clock import ServerClock
from app.store.spacing import Spacing
from app.store.tables import board

READERS = 8
"""How many reading connections a process may hold."""

CONNECTIONS = READERS + 4
"""The most that a serving process holds: besides readers one writer, one that looks after commits,
one that listens and one that keeps the leader's lock."""

ANSWER_S = 30.0
"""How long one statement may take, whoever waits for it; exports and imports ask for little at a
time, so none comes near it."""

LOOK_ANSWER_S = 2.0
"""How long the look after new commits waits: the board is to age in memory soon after a cut."""

IDLE_S = 15
WRITER_IDLE_S = 5
"""How long a transaction may stand still before the server ends it. A frozen writer holds up all
others, and who would lead in its place: so it is given less."""

WRITER_LOCK = 0x6461726961_01
"""The advisory lock of the writer's turn: `daria` in ASCII, and a number."""

CHANNEL = "darial_board"
"""On which channel a commit is told, with the board's version."""

TURN = select(func.pg_advisory_xact_lock(WRITER_LOCK))
UNHURRIED = text(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_S}s'")
TELL = select(func.pg_notify(CHANNEL, cast(board.c.version, Text)))
# Who only reads has no number among transactions, so this stays as long as nobody writes. A server
# put in the place of another began at another moment.
SNAPSHOT = text(
    "SELECT pg_current_snapshot()::text, pg_postmaster_start_time()::text, clock_timestamp()"
)
CLOCK = text("SELECT clock_timestamp()")


class Postgresql:
    """One database on a server, as one process sees it."""

    def __init__(self, url: str, *, busy_s: float) -> None:
        """Name the database; raises ValueError for an address of none."""
        self._address = address = server_url(url)
        self._spacing = Spacing()
        self._readers = _engine(address, READERS, busy_s, ANSWER_S, reading=True)
        self._writer = _engine(address, 1, busy_s, max(ANSWER_S, busy_s))
        self._watcher = _engine(address, 1, busy_s, LOOK_ANSWER_S, reading=True)
        self._turn = asyncio.Lock()
        self._clock = ServerClock()

    def present(self) -> bool:
        """Tell whether the server answered when it was asked last."""
        return not self._spacing.failing

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection that reads one state."""
        async with self._spacing.attempt(), self._readers.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, *, much: bool) -> AsyncIterator[AsyncConnection]:
        """Open a transaction, and have everybody told of its commit.

        Who writes much reads and reckons in between, and is given the time of a reader for that.
        """
        async with (
            self._turn,
            self._spacing.attempt(),
            self._writer.connect() as connection,
            connection.begin(),
        ):
            await connection.execute(TURN)
            if much:
                await connection.execute(UNHURRIED)
            yield connection
            await connection.execute(TELL)

    async def data_version(self) -> tuple[str, str]:
        """Give the server's snapshot, and when the server began; its clock is heard with it."""
        async with self._spacing.attempt(), self._watcher.connect() as connection:
            asked = self._clock.ticks()
            snapshot, began, said = (await connection.execute(SNAPSHOT)).one()
            self._clock.hear(said, asked)
            return snapshot, began

    def time(self) -> datetime | None:
        """Give the moment by the server's clock; None before it was heard."""
        return self._clock.now()

    async def moment(self, connection: AsyncConnection, own: datetime) -> datetime:
        """Give our moment, or the server's where ours is ahead of it."""
        said: datetime = (await connection.execute(CLOCK)).scalar_one()
        return min(own, said)

    async def hear(self, told: Told, wait: Wait) -> None:
        """Hear of every commit of anybody, by a connection of its own."""
        await hear(self._address, CHANNEL, told, wait)

    async def close(self) -> None:
        """Close every connection."""
        for engine in (self._watcher, self._readers, self._writer):
            await engine.dispose()


def _engine(
    address: URL,
    most: int,
    busy_s: float,
    answer_s: float,
    *,
    reading: bool = False,
) -> AsyncEngine:
    return create_async_engine(
        address,
        pool_size=most,
        max_overflow=0,
        pool_timeout=busy_s,
        # Asked before each use, so that a server that was restarted costs no reader an answer.
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ" if reading else "READ COMMITTED",
        connect_args={
            # The server ends a statement itself; where it tells us so, that is the better error.
            "async_creator_fn": Patient.within(answer_s + 1),
            "connect_timeout": CONNECT_S,
            "application_name": "darial",
            "options": _options(busy_s, answer_s, reading=reading),
        },
    )


def _options(busy_s: float, answer_s: float, *, reading: bool) -> str:
    told = {
        "timezone": "UTC",
        "lock_timeout": f"{max(1, round(busy_s * 1000))}",
        "statement_timeout": f"{round(answer_s * 1000)}",
        "idle_in_transaction_session_timeout": f"{(IDLE_S if reading else WRITER_IDLE_S) * 1000}",
        "jit": "off",  # it takes longer to compile our statements than to run them
    }
    if reading:
        told["default_transaction_read_only"] = "on"
    return " ".join(f"-c {name}={value}" for name, value in told.items())
