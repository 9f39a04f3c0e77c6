"""Rereading: kept payloads go through today's reader again, and what is new is stored.

For readers that have learned something since, and for reports that were ahead of our time when they
came.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.catalog import Catalogue
from app.domain.report import Report
from app.polling.judging import Sifted, sift
from app.polling.texts import KEY, Texts, base_of
from app.sources.kit import Parsed, Payload, Source, SourceError
from app.store import held, payloads, posts
from app.store.database import Database, WriteSession
from app.store.payloads import KeptPayload
from app.store.reports import Added, add
from app.store.withdrawal import Span, handed_over

Standing = dict[str, list[Report]]
"""What stands of what was read of texts, by the post that said it."""

MOST_STANDING = 200_000
"""How many reports that were read of a source's texts are looked through, at most."""

NOT_SAID = "a later reading of the same text does not say it"

GIVEN_UP = timedelta(days=2)
"""How long reports that lie ahead of our time are tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What rereading did: payloads read, those the reader refused whole, and what was added.

    `taken_back` counts what texts said by an earlier reading and do not say by today's.
    """

    payloads: int = 0
    unreadable: int = 0
    added: Added = field(default_factory=Added)
    taken_back: int = 0

    def __add__(self, other: "Reread") -> "Reread":
        """Sum up."""
        return Reread(
            payloads=self.payloads + other.payloads,
            unreadable=self.unreadable + other.unreadable,
            added=self.added + other.added,
            taken_back=self.taken_back + other.taken_back,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads a source's kept payloads as of now: the catalogue, and what reads them."""

    catalogue: Catalogue
    texts: Texts
    now: datetime

    def sifted(self, source: Source, kept: KeptPayload) -> Sifted:
        """Read one payload; raises SourceError."""
        return sift(self.parsed(source, kept).reports, self.catalogue, self.now)

    def parsed(self, source: Source, kept: KeptPayload) -> Parsed:
        """Read one payload, its posts too; raises SourceError."""
        return self.texts.parsed(source, payload_of(kept))


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
    standing = await _standing(database, source, since)
    total = Reread()
    for done, digest in enumerate(digests, start=1):
        total += await _one(database, source, reader, digest, standing)
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


async def _one(
    database: Database, source: Source, reader: Reader, digest: str, standing: Standing
) -> Reread:
    async with database.reading() as session:
        kept = await payloads.one(session, digest)
    if kept is None:
        return Reread()
    try:
        parsed = reader.parsed(source, kept)
    except SourceError:
        return Reread(payloads=1, unreadable=1)
    good = sift(parsed.reports, reader.catalogue, reader.now).good
    gone = list(_gone(parsed, standing, reader.now))
    async with database.writing() as session:
        await posts.drop(session, source.id, [post.identity for post in parsed.read])
        added = await add(session, good)
        await add(session, gone)
    return Reread(payloads=1, added=added, taken_back=len(gone))


async def _standing(database: Database, source: Source, since: datetime) -> Standing:
    """Give what was read of texts of a source since then and stands, by what its posts are."""
    async with database.reading() as session:
        span = Span(source=source.id, since=since, read=True)
        kept = await handed_over(session, span, MOST_STANDING)
    found: Standing = defaultdict(list)
    for each in kept:
        if each.superseded_by is None and each.retracted_by is None:
            found[each.report.identity.rsplit(KEY, 1)[0]].append(each.report)
    return found


def _gone(parsed: Parsed, standing: Standing, now: datetime) -> Iterator[Report]:
    """Take back what today's reading of the same posts does not say any more."""
    said = {report.identity for report in parsed.reports}
    for post in (*parsed.read, *parsed.posts):
        for report in standing.pop(base_of(post), ()):
            if report.identity not in said:
                yield _taken_back(report, now)


def _taken_back(report: Report, now: datetime) -> Report:
    return replace(
        report,
        identity=f"{report.identity}{KEY}taken back {now:%Y-%m-%dT%H:%M:%SZ}",
        retracts=report.identity,
        note=NOT_SAID,
        recorded_at=now,
        published_at=None,
        known_at=now,
        url="",
        permalink="",
        span=None,
        fired="",
        revision=0,
    )


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
