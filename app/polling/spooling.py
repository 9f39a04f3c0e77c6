"""Spooling: polls that were made while the database was away wait on disk, and are stored in order.

Whoever serves stores what waits in its own folder as soon as its database answers, whether it leads
or not: these are things that were seen at their time, and storing them late sets nothing back
(app/polling/keeping.py). To wait for a lead of our own could mean to wait for ever.
"""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from app.polling.keeping import keep_late
from app.polling.made import Made
from app.store.columns import micros
from app.store.database import Database
from app.store.fault import (
    DatabaseBusy,
    DatabaseFull,
    DatabaseGone,
    SpoolDamaged,
    StoreError,
)
from app.store.spool import Size, Spool

log = structlog.get_logger(__name__)

AWAY = (DatabaseGone, DatabaseBusy, DatabaseFull)
"""What lets a poll wait: the database will be back. Any other fault would be the same then."""

LOOK_S = 1.0
"""How often we look whether what waits can be stored."""

LARGEST = 512 * 1024 * 1024
"""Bytes that a poll is unpacked to at most."""

Wait = Callable[[float], Awaitable[object]]


class Waiting(NamedTuple):
    """A poll on disk: the poll without the bodies of its payloads, and how long each of them is."""

    made: Made
    bodies: tuple[int, ...]


FORM = TypeAdapter(Waiting)


@dataclass(slots=True, kw_only=True)
class Spooling:
    """Keeps polls on disk while the database is away, and stores them when it is back.

    `lost` is told of each source of which something was damaged: it should be asked for all again.
    """

    database: Database
    spool: Spool
    lost: Callable[[str], object] = lambda _source: None
    _some: bool = field(default=True, init=False)
    _stuck: set[str] = field(default_factory=set, init=False)
    _told: bool = field(default=False, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def put(self, made: Made, reason: StoreError) -> None:
        """Have a poll wait, since it cannot be stored for a reason; raises SpoolFull."""
        content = await asyncio.to_thread(packed, made)
        async with self._turn:
            await asyncio.to_thread(self.spool.put, _name(made), content)
            self._some = True
        if not self._told:
            log.warning("what sources bring waits on disk", reason=str(reason))
        self._told = True

    def check_room(self) -> None:
        """Raise SpoolFull where no further poll could wait."""
        self.spool.check_room()

    def size(self) -> Size:
        """Give how much waits."""
        return self.spool.size()

    async def store(self) -> None:
        """Store what waits, the earliest first; raises StoreError where the database is away."""
        if not self._some:
            return
        async with self._turn:
            stored = 0
            for name in await asyncio.to_thread(self.spool.names):
                if name not in self._stuck:
                    stored += await self._store(name)
            self._some = False
        if stored:
            log.info("what waited on disk is stored", polls=stored)
        self._told = False

    async def run(self, wait: Wait = asyncio.sleep) -> None:
        """Store what waits as soon as it can be, until cancelled; also what others left here."""
        while True:
            self._some = True
            try:
                await self.store()
            except AWAY:
                pass  # it goes on waiting
            except Exception:
                if not self._told:
                    log.exception("what waits on disk cannot be stored")
                self._told = True
            await wait(LOOK_S)

    async def _store(self, name: str) -> bool:
        """Store one; gives whether it was not stored before."""
        try:
            content = await asyncio.to_thread(self.spool.read, name)
            if content is None:
                return False
            made = await asyncio.to_thread(unpacked, content)
            kept = await keep_late(self.database, made)
        except AWAY:
            raise
        except (SQLAlchemyError, StoreError) as error:
            await self._set_aside(name, error)
            return False
        # Ended here, it is found again: the database knows that it has it already.
        await self._out_of_the_way(name, self.spool.drop)
        return kept is not None

    async def _set_aside(self, name: str, error: Exception) -> None:
        log.error("a poll that waited on disk cannot be stored", poll=name, reason=str(error))
        await self._out_of_the_way(name, self.spool.set_aside)
        self.lost(_source_of(name))

    async def _out_of_the_way(self, name: str, put: Callable[[str], object]) -> None:
        try:
            await asyncio.to_thread(put, name)
        except OSError as error:
            self._stuck.add(name)
            log.warning("the spool cannot be tidied", poll=name, reason=error.strerror)


def packed(made: Made) -> bytes:
    """Write a poll as bytes."""
    bodies = [payload.body for payload in made.payloads]
    bare = replace(made, payloads=tuple(replace(each, body=b"") for each in made.payloads))
    told = FORM.dump_json(Waiting(bare, tuple(map(len, bodies))))
    return zlib.compress(b"\n".join((told, b"".join(bodies))))


def unpacked(content: bytes) -> Made:
    """Read a poll; raises SpoolDamaged for bytes that are none."""
    try:
        told, _, bodies = zlib.decompressobj().decompress(content, LARGEST).partition(b"\n")
        made, lengths = FORM.validate_json(told)
    except (zlib.error, ValidationError) as error:
        raise SpoolDamaged(f"it is no poll of this version: {str(error)[:200]}") from error
    payloads = []
    for payload, length in zip(made.payloads, lengths, strict=True):
        payloads.append(replace(payload, body=bodies[:length]))
        bodies = bodies[length:]
    return replace(made, payloads=tuple(payloads))


def _name(made: Made) -> str:
    """Give the name that a poll waits under: by when it began, then by its source."""
    return f"{micros(made.started_at):020d}.{made.source.id}.{made.id}"


def _source_of(name: str) -> str:
    return name.split(".")[1] if name.count(".") > 1 else name
