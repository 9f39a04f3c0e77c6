"""Imports: a file of reports, taken in whole or not at all, however large it is.

One file is one transaction, read and stored batch by batch: memory stays the same, and readers go
on with what was there before.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.catalog import Catalogue
from app.catalog.archive import SOURCE as ARCHIVE
from app.catalog.archive import Refused, Row, open_archive, read_rows
from app.domain.report import Report
from app.domain.source_kind import SourceKind
from app.store import board, imports, sources
from app.store.database import Database, WriteSession
from app.store.imports import Import
from app.store.reports import Added, Adding
from app.store.sources import Source

BATCH = 1600
"""How many rows are read, and then stored, together."""

BREATH = 20
"""How many rows are read before other work gets its turn: the storing of those before, first."""

MOST_REFUSED = 1000
"""How many refused rows are told one by one; further ones are counted."""


MEBIBYTE = 1024 * 1024


class Progress(NamedTuple):
    """How far an import has come: rows read, and bytes read of how many."""

    rows: int
    read: int
    size: int


Tell = Callable[[Progress], None]
"""Is told how far an import has come, after each batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of a file: each of the rows `read` is new, repeated, revised or refused.

    `refused` holds the first thousand of `refused_count`. `places` are those of which more is known
    now, and `version` is the board's new one (None where nothing is). An archive that was there
    already is `skipped`.
    """

    read: int = 0
    new: int = 0
    repeated: int = 0
    revised: int = 0
    refused: tuple[Refused, ...] = ()
    refused_count: int = 0
    places: frozenset[str] = frozenset()
    version: int | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One file to take in."""

    file: BinaryIO
    sha256: str
    source: Source
    now: datetime
    tell: Tell | None


@dataclass(slots=True)
class _Tally:
    """What has become of the rows so far."""

    read: int = 0
    refused_count: int = 0
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, rows: Iterable[Refused]) -> None:
        for row in rows:
            self.refused_count += 1
            if len(self.refused) < MOST_REFUSED:
                self.refused.append(row)


async def import_file(  # noqa: PLR0913 - each is needed, and most are named at the call
    database: Database,
    catalogue: Catalogue,
    file: Path,
    *,
    now: datetime,
    source: str = "import",
    progress: Tell | None = None,
) -> ImportResult:
    """Take in a file in the archive's format: all its good rows, in one transaction.

    `source` is whose reports they are where the file names none. Taking a file in again changes
    nothing. Raises UnusableFile, OSError and StoreError with nothing kept.
    """
    with file.open("rb") as opened:
        job = _Job(
            file=opened,
            sha256=_digest(opened),
            source=_imported(source, now),
            now=now,
            tell=progress,
        )
        return await _take_in(database, catalogue, job)


async def import_archive(
    database: Database,
    catalogue: Catalogue,
    *,
    now: datetime,
    progress: Tell | None = None,
) -> ImportResult:
    """Take in the archive that is shipped with us, unless this very one is there already."""
    with open_archive() as opened:
        digest = _digest(opened)
        async with database.reading() as session:
            done = await imports.newest(session, ARCHIVE, digest)
        if done is not None and done.refused == 0:
            return ImportResult(skipped=True)
        job = _Job(file=opened, sha256=digest, source=_archive(now), now=now, tell=progress)
        return await _take_in(database, catalogue, job)


def _digest(file: BinaryIO) -> str:
    digest = sha256()
    while some := file.read(MEBIBYTE):
        digest.update(some)
    file.seek(0)
    return digest.hexdigest()


async def _take_in(database: Database, catalogue: Catalogue, job: _Job) -> ImportResult:
    rows = read_rows(job.file, catalogue, source=job.source.id, now=job.now)
    began, tally = time.monotonic(), _Tally()
    async with database.writing(much=True) as session:
        await _register(session, job.source)
        added = await _store(session, job, rows, tally)
        version = await board.raise_version(session) if added.places else None
        await imports.add(session, _done(job, tally, time.monotonic() - began))
    return ImportResult(
        read=tally.read,
        new=added.new,
        repeated=added.repeated,
        revised=added.revised,
        refused=tuple(tally.refused),
        refused_count=tally.refused_count,
        places=added.places,
        version=version,
    )


async def _store(session: WriteSession, job: _Job, rows: Iterator[Row], tally: _Tally) -> Added:
    """Store every row; while the database takes one batch, the next is read."""
    storing, added = _Storing(session, job.now), Added()
    under_way: asyncio.Task[Added] | None = None
    try:
        async for batch in _batches(rows, tally, job):
            if under_way is not None:
                added += await under_way
            under_way = asyncio.create_task(storing.store(batch))
        return added if under_way is None else added + await under_way
    finally:
        # Whatever ended the reading: nobody else asks the connection before this is done with it.
        if under_way is not None:
            await asyncio.wait([under_way])


async def _batches(rows: Iterator[Row], tally: _Tally, job: _Job) -> AsyncIterator[list[Report]]:
    size = os.fstat(job.file.fileno()).st_size
    while some := await _read(rows):
        tally.read += len(some)
        batch = [row for row in some if isinstance(row, Report)]
        if len(batch) < len(some):
            tally.refuse(row for row in some if isinstance(row, Refused))
        yield batch
        if job.tell is not None:
            job.tell(Progress(tally.read, job.file.tell(), size))


async def _read(rows: Iterator[Row]) -> list[Row]:
    batch: list[Row] = []
    while len(batch) < BATCH and (some := list(islice(rows, BREATH))):
        batch += some
        await asyncio.sleep(0)
    return batch


class _Storing:
    """Stores batch after batch in one transaction, whose sources it makes known."""

    def __init__(self, session: WriteSession, now: datetime) -> None:
        """Begin with no source known."""
        self._session = session
        self._adding = Adding(session)
        self._now = now
        self._known: set[str] = set()

    async def store(self, batch: Sequence[Report]) -> Added:
        for source in sorted({report.source for report in batch} - self._known):
            await _register(self._session, _imported(source, self._now))
            self._known.add(source)
        return await self._adding.add(batch)


async def _register(session: WriteSession, source: Source) -> None:
    # A name on an import tells nothing new of a source that we know better.
    if source.kind is SourceKind.ARCHIVE or await sources.one(session, source.id) is None:
        await sources.register(session, source)


def _done(job: _Job, tally: _Tally, seconds: float) -> Import:
    return Import(
        source=job.source.id,
        name=Path(job.file.name).name,
        sha256=job.sha256,
        rows=tally.read,
        refused=tally.refused_count,
        started_at=job.now,
        finished_at=job.now + timedelta(seconds=seconds),
    )


def _archive(now: datetime) -> Source:
    return Source(
        id=ARCHIVE,
        name="Darial archive of border reports, 2022 to 2026",
        kind=SourceKind.ARCHIVE,
        licence="CC-BY-4.0",
        attribution="Darial archive of border reports, CC BY 4.0;"
        " each figure as published by the origin named with it",
        url="",
        redistribute=True,
        added_at=now,
    )


def _imported(source: str, now: datetime) -> Source:
    """Describe a source that we know by name only: whether it may be passed on, nobody has said."""
    return Source(
        id=source,
        name=source,
        kind=SourceKind.IMPORT,
        licence="",
        attribution=source,
        url="",
        redistribute=False,
        added_at=now,
    )
