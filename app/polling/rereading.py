"""Rereading: kept payloads go through today's reader again, and what is new is stored.

For readers that have learned something since, and for reports that were ahead of our time when they
came.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.catalog import Catalogue
from app.polling.judging import Sifted, sift
from app.sources.kit import Payload, Scope, Source, SourceError
from app.store import held, payloads
from app.store.database import Database, WriteSession
from app.store.payloads import KeptPayload
from app.store.reports import Added, add

GIVEN_UP = timedelta(days=2)
"""How long reports that lie ahead of our time are tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What rereading did: payloads read, those the reader refused whole, and what was added."""

    payloads: int = 0
    unreadable: int = 0
    added: Added = field(default_factory=Added)

    def __add__(self, other: "Reread") -> "Reread":
        """Sum up."""
        return Reread(
            payloads=self.payloads + other.payloads,
            unreadable=self.unreadable + other.unreadable,
            added=self.added + other.added,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads a source's kept payloads as of now: the catalogue, and what sources are asked about."""

    catalogue: Catalogue
    scope: Scope
    now: datetime

    def sifted(self, source: Source, kept: KeptPayload) -> Sifted:
        """Read one payload; raises SourceError."""
        parsed = source.parse(payload_of(kept), self.scope)
        return sift(parsed.reports, self.catalogue, self.now)


async def reread(  # noqa: PLR0913 - whose answers, read how, of which time, told to whom
    database: Database,
    source: Source,
    reader: Reader,
    since: datetime,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
    *,
    until: datetime | None = None,
) -> Reread:
    """Read what a source has brought since a moment (up to another) once more; adds what is new.

    Each payload is a transaction of its own, so that an interrupted run is only to be repeated.
    `tell` is told how many of how many are done. Raises StoreError.
    """
    async with database.reading() as session:
        digests = await payloads.digests(session, source.id, since, until)
    total = Reread()
    for done, digest in enumerate(digests, start=1):
        total += await _one(database, source, reader, digest)
        tell(done, len(digests))
    return total


async def reread_held(database: Database, source: Source, reader: Reader) -> bool:
    """Try again what was held because it lay ahead of our time; tells whether some still does.

    What is still ahead after two days is no matter of clocks, and is given up.
    """
    async with database.reading() as session:
        waiting = await held.of(session, source.id)
        kept = [(one.at, await payloads.one(session, one.digest)) for one in waiting]
    ahead = False
    for at, payload in kept:
        if payload is None:
            continue
        sifted = _sifted(source, payload, reader)
        if sifted.future and at > reader.now - GIVEN_UP:
            ahead = True
            continue
        async with database.writing() as session:
            await _add(session, sifted)
            await held.drop(session, source.id, payload.digest)
    return ahead


def _sifted(source: Source, payload: KeptPayload, reader: Reader) -> Sifted:
    try:
        return reader.sifted(source, payload)
    except SourceError:
        return Sifted()  # the reader has changed, and makes nothing of it any more


async def _one(database: Database, source: Source, reader: Reader, digest: str) -> Reread:
    async with database.reading() as session:
        kept = await payloads.one(session, digest)
    if kept is None:
        return Reread()
    try:
        sifted = reader.sifted(source, kept)
    except SourceError:
        return Reread(payloads=1, unreadable=1)
    async with database.writing() as session:
        return Reread(payloads=1, added=await _add(session, sifted))


async def _add(session: WriteSession, sifted: Sifted) -> Added:
    return await add(session, sifted.good) if sifted.good else Added()


def payload_of(kept: KeptPayload) -> Payload:
    """Give a kept payload as the reader gets it."""
    return Payload(
        body=kept.body,
        fetched_at=kept.fetched_at,
        url=kept.url,
        about=kept.about,
        charset=kept.charset,
    )
