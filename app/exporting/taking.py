"""Taking in: an archive read back into a database, whole or not at all."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from app.catalog import Catalogue
from app.domain.report import Report
from app.exporting import lines, reading
from app.exporting.columns import (
    ACT_REPORTS,
    ACTS,
    NOTICE_ENDS,
    NOTICES,
    PUBLISHED,
    REPORTS,
    SINGLE,
    SOURCES,
    WITHHOLDINGS,
    Kind,
    kind_of,
)
from app.exporting.drafting import Tell, digest
from app.exporting.reading import refused
from app.exporting.rows import Maker, act_report, made, source
from app.store import archive_folder, board
from app.store.archive_folder import INDEX, Filed, Index, UnfitArchive
from app.store.carried import Carried, Contradiction
from app.store.database import Database, WriteSession
from app.store.take_in import TakingIn

BATCH = 1600
"""How many rows are read, and then stored, together."""

MOST_MONTHS = 600
"""How many files of a kind are open at once, to be read in the order of storing."""

Each = TypeVar("Each")
Stream = Generator[tuple[Filed, reading.Row], None, None]
"""The rows of one file, which is open until it is closed."""

BY_ITSELF = frozenset({"number", "recorded_at", "known_at"})
"""What may differ between two servers that were told the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an archive: how many rows were `new` and `known` already, by kind.

    `digest` is that of the database now; it is the archive's where the database was empty before,
    and nothing is told less than it was there. `version` is the board's; None: nothing was new.
    """

    index: Index
    new: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)
    was_empty: bool
    digest: str
    version: int | None


async def take_in(
    database: Database,
    catalogue: Catalogue,
    folder: Path,
    *,
    now: datetime,
    tell: Tell | None = None,
) -> Taken:
    """Take in the archive in a folder: everything is checked first, then stored in one transaction.

    `tell` is told how many bytes are checked and, after that, how many rows are taken in. Raises
    UnfitArchive with file, line and reason, StoreError and OSError, with nothing kept.
    """
    index = await asyncio.to_thread(_checked, folder, tell)
    async with database.writing(much=True) as session:
        job = _Job(session, catalogue, folder, index, now, tell)
        try:
            await job.run()
        except (Contradiction, IntegrityError) as error:
            raise UnfitArchive(job.told(error)) from error
        version = None
        if job.into.new.total():
            version = await board.raise_above(session, job.into.highest)
        return Taken(
            index=index,
            new=job.into.new,
            known=job.into.known,
            was_empty=job.was_empty,
            digest=await digest(session, catalogue),
            version=version,
        )


def _checked(folder: Path, tell: Tell | None) -> Index:
    try:
        index = archive_folder.read(folder)
    except OSError as error:
        raise UnfitArchive(f"{INDEX}: cannot be read ({error.strerror})") from error
    there = {each.name for each in index.files}
    for name in (kind.file() for kind in SINGLE):
        if name not in there:
            raise UnfitArchive(f"{INDEX}: does not name {name}")
    reading.check(folder, index, tell)
    return index


class _Job:
    """One archive on its way into one transaction."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is taken where, each needed
        self,
        session: WriteSession,
        catalogue: Catalogue,
        folder: Path,
        index: Index,
        now: datetime,
        tell: Tell | None,
    ) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._index = index
        self._tell = tell
        self._make = Maker(catalogue, now)
        self._at = ("", 0)
        self._rows = 0
        self.into = TakingIn(session, self._alike)
        self.was_empty = False

    async def run(self) -> None:
        """Take in every kind: what others refer to comes first."""
        into, make = self.into, self._make
        self.was_empty = await into.was_empty()
        await self._each(SOURCES, source, into.sources)
        await self._each(REPORTS, make.report, into.reports)
        await self._each(PUBLISHED, make.published, into.published)
        await into.require_no_history_of_its_own()
        await self._each(ACTS, make.act, into.acts)
        await self._each(ACT_REPORTS, act_report, into.act_reports)
        await self._each(WITHHOLDINGS, make.withheld, into.withholdings)
        await self._each(NOTICES, make.notice, into.notices)
        await self._each(NOTICE_ENDS, make.notice_end, into.notice_ends)
        await into.end()

    async def _each(
        self,
        kind: Kind,
        make: Callable[[Any], Each],
        take: Callable[[Sequence[Each]], Awaitable[None]],
    ) -> None:
        with ExitStack() as opened:
            every = self._made(kind, make, opened)
            while some := await asyncio.to_thread(lambda: list(islice(every, BATCH))):
                self._at = some[0][:2]
                await take([value for _, _, value in some])
                self._rows += len(some)
                if self._tell is not None:
                    whole = sum(each.rows for each in self._index.files)
                    self._tell(self._rows, self._rows / max(whole, 1))

    def _made(
        self, kind: Kind, make: Callable[[Any], Each], opened: ExitStack
    ) -> Iterator[tuple[str, int, Each]]:
        """Give the values of all rows of a kind, in the order of storing, with where they stand."""
        files = [each for each in self._index.files if kind_of(each.name) is kind]
        if len(files) > MOST_MONTHS:
            raise UnfitArchive(f"{INDEX}: names more than {MOST_MONTHS} months of {kind.name}")
        for filed, row in self._merged(kind, files, opened):
            yield filed.name, row.line, made(filed, row, make)

    def _merged(
        self, kind: Kind, files: Sequence[Filed], opened: ExitStack
    ) -> Iterable[tuple[Filed, reading.Row]]:
        streams = []
        for filed in files:
            stream = _numbered(self._folder, filed) if kind.monthly else _plain(self._folder, filed)
            streams.append(opened.enter_context(closing(stream)))
        if not kind.monthly:
            return streams[0]
        return heapq.merge(*streams, key=lambda each: int(str(each[1].values["number"])))

    def _alike(self, held: Report, brought: Report) -> bool:
        return any(
            self._told(held, silent=silent) == self._told(brought, silent=silent)
            for silent in (False, True)
        )

    def _told(self, report: Report, *, silent: bool) -> dict[str, str] | None:
        line = lines.of_report(Carried(0, None, report), self._catalogue, silent=silent)
        if line is None:
            return None
        named = zip(REPORTS.names, line, strict=True)
        return {name: cell for name, cell in named if name not in BY_ITSELF}

    def told(self, error: Contradiction | IntegrityError) -> str:
        """Say what is wrong with the rows that were to be stored last."""
        name, line = self._at
        if isinstance(error, Contradiction):
            return f"{name}: from line {line:,} on: {error}"
        return f"{name}: from line {line:,} on: a row is there twice, or names one that is not"


def _plain(folder: Path, filed: Filed) -> Stream:
    for row in reading.rows(folder, filed):
        yield filed, row


def _numbered(folder: Path, filed: Filed) -> Stream:
    """Give the rows of a file; raises UnfitArchive where their numbers do not rise."""
    last = 0
    for row in reading.rows(folder, filed):
        number = int(str(row.values["number"]))
        if number <= last:
            raise refused(filed.name, row.line, f"number: {number} does not follow {last}")
        last = number
        yield filed, row
