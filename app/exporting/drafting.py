"""Drafting: the files of an archive, written from one consistent state of the database."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import aclosing, closing
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from app import __version__
from app.catalog import Catalogue
from app.domain.status import METHOD_VERSION
from app.exporting import lines
from app.exporting.columns import (
    ACT_REPORTS,
    ACTS,
    MONTHLY,
    NOTICE_ENDS,
    NOTICES,
    PUBLISHED,
    REPORTS,
    SOURCES,
    WITHHOLDINGS,
    Kind,
)
from app.exporting.csv_file import CsvFile
from app.exporting.lines import Line
from app.exporting.months import Month, Remembered, Span
from app.store import export as store
from app.store.archive_folder import FORMAT, Filed, LeftOut, digest_of
from app.store.carried import Carried
from app.store.database import ReadSession

AT_ONCE = 48
"""How many months are written in one pass: each open file takes a third of a megabyte."""

MARKS = {REPORTS.name: store.report_mark, PUBLISHED.name: store.published_mark}
"""What tells a table's row of a number from that of any other database."""

UNTOLD = "too few to be told of, or at a place that the catalogue does not know"
NOT_OURS = "its terms do not let its rows be passed on"

Tell = Callable[[int, float], None]
"""Is told how much is done, and what share of the whole that is: of a pass, of rows written."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """What is written of a state: `files` are new or, as before, `kept`; and what is left out.

    `sources` are the rows of those whose terms apply.
    """

    files: list[Filed] = field(default_factory=list)
    kept: list[Filed] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    sources: list[Row[Any]] = field(default_factory=list)
    tables: Mapping[str, Remembered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a draft may rest on: what is remembered (None: nothing), and the whole files there."""

    tables: Mapping[str, Remembered] | None = None
    files: Mapping[str, Filed] = field(default_factory=dict)


@dataclass(slots=True)
class _Told:
    """The lines of some rows by their month, and how many of them may not be told."""

    lines: dict[Month, list[Line]] = field(default_factory=lambda: defaultdict(list))
    untold: dict[Month, int] = field(default_factory=lambda: defaultdict(int))
    last: int = 0


def policy_of(catalogue: Catalogue, sources: Sequence[Row[Any]]) -> str:
    """Name what decides which rows are told and how: where it changes, all is written anew."""
    allowed = ",".join(sorted(row.id for row in sources if row.redistribute))
    parts = (FORMAT, __version__, METHOD_VERSION, catalogue.version, allowed)
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


class Drafting:
    """Writes one draft into a folder, or nowhere, to know its digest only."""

    def __init__(
        self,
        session: ReadSession,
        catalogue: Catalogue,
        place: Path | None,
        tell: Tell | None = None,
    ) -> None:
        """Begin with nothing written."""
        self._session = session
        self._catalogue = catalogue
        self._place = place
        self._tell = tell
        self._rows = 0

    async def draft(self, sources: Sequence[Row[Any]], basis: Basis) -> Draft:
        """Write all that may have changed; what came out as it was is kept. Raises OSError."""
        tables = await self._known(basis)
        draft = Draft(tables=tables)
        allowed = {row.id for row in sources if row.redistribute}
        named = allowed | await store.retracting(self._session, allowed)
        draft.sources = [row for row in sources if row.id in named]
        draft.left_out = list(_left_out(sources, await store.retractions(self._session)))
        await self._singles(draft)
        await self._reports(draft, basis, allowed)
        await self._published(draft, basis)
        untold = sum(span.untold for span in tables[REPORTS.name].spans.values())
        if untold:
            draft.left_out.append(LeftOut(source=None, reports=untold, because=UNTOLD))
        made = sorted(draft.files, key=lambda each: each.name)
        draft.files = [each for each in made if basis.files.get(each.name) != each]
        draft.kept += [each for each in made if basis.files.get(each.name) == each]
        return draft

    async def _known(self, basis: Basis) -> dict[str, Remembered]:
        """Give what is remembered, where it is about this very database."""
        tables = basis.tables
        if tables is not None and all([await self._is_ours(*each) for each in tables.items()]):
            return dict(tables)
        return {kind.name: Remembered() for kind in MONTHLY}

    async def _is_ours(self, name: str, remembered: Remembered) -> bool:
        return remembered.mark == await MARKS[name](self._session, remembered.last)

    async def _singles(self, draft: Draft) -> None:
        session = self._session
        pages: Iterable[tuple[Kind, AsyncGenerator[Sequence[Any], None], Callable[[Any], Line]]] = (
            (SOURCES, _once(draft.sources), lines.of_source),
            (ACTS, store.act_pages(session), lines.of_act),
            (ACT_REPORTS, store.act_report_pages(session), lines.of_act_report),
            (WITHHOLDINGS, store.withholding_pages(session), lines.of_withholding),
            (NOTICES, store.notice_pages(session), lines.of_notice),
            (NOTICE_ENDS, store.notice_end_pages(session), lines.of_notice_end),
        )
        for kind, every, line in pages:
            with closing(CsvFile(self._place, kind.file(), kind.names)) as file:
                async with aclosing(every):
                    async for rows in every:
                        await asyncio.to_thread(file.write, [line(row) for row in rows])
                draft.files.append(await asyncio.to_thread(file.finish))

    async def _reports(self, draft: Draft, basis: Basis, allowed: Collection[str]) -> None:
        table = draft.tables[REPORTS.name]
        touched = table.note(await store.report_days(self._session, table.last))
        table.mark = await store.report_mark(self._session, table.last)
        for some in self._passes(REPORTS, table, touched, draft, basis):
            pages = store.report_pages(self._session, table.window(some), allowed)
            told = partial(_told_reports, self._catalogue, some, allowed)
            draft.files += await self._pass(REPORTS, table, some, pages, told)

    async def _published(self, draft: Draft, basis: Basis) -> None:
        table = draft.tables[PUBLISHED.name]
        touched = table.note(await store.published_days(self._session, table.last))
        table.mark = await store.published_mark(self._session, table.last)
        for some in self._passes(PUBLISHED, table, touched, draft, basis):
            pages = store.published_pages(self._session, table.window(some))
            told = partial(_told_published, self._catalogue, some)
            draft.files += await self._pass(PUBLISHED, table, some, pages, told)

    def _passes(
        self,
        kind: Kind,
        table: Remembered,
        touched: set[Month],
        draft: Draft,
        basis: Basis,
    ) -> Iterable[Collection[Month]]:
        """Give the months to be written, pass by pass; the others are kept as they are."""
        for month, span in sorted(table.spans.items()):
            there = basis.files.get(kind.file(month))
            if month in touched:
                continue
            if there is not None and span.rows:
                draft.kept.append(there)
            elif span.rows:
                touched.add(month)
        ordered = sorted(touched)
        for start in range(0, len(ordered), AT_ONCE):
            yield ordered[start : start + AT_ONCE]

    async def _pass(
        self,
        kind: Kind,
        table: Remembered,
        some: Collection[Month],
        pages: AsyncGenerator[Sequence[Any], None],
        told_of: Callable[[Sequence[Any]], _Told],
    ) -> list[Filed]:
        """Write some months together, of rows that come in the order of their numbers."""
        spans = {month: table.spans[month] for month in some}
        first = min(span.first for span in spans.values())
        width = max(span.last for span in spans.values()) - first + 1
        with closing(_Months(self._place, kind, spans)) as writing:
            async with aclosing(pages):
                async for rows in pages:
                    told = await asyncio.to_thread(told_of, rows)
                    self._rows += await asyncio.to_thread(writing.write, told)
                    if self._tell is not None:
                        self._tell(self._rows, (told.last - first) / width)
            return await asyncio.to_thread(writing.finish)


async def digest(session: ReadSession, catalogue: Catalogue) -> str:
    """Give the digest of all that an export of the database would hold (64 hex digits)."""
    sources = await store.source_rows(session)
    draft = await Drafting(session, catalogue, None).draft(sources, Basis())
    return digest_of(draft.files)


class _Months:
    """The files of some months, written together."""

    def __init__(self, place: Path | None, kind: Kind, spans: Mapping[Month, Span]) -> None:
        self._place = place
        self._kind = kind
        self._spans = spans
        self._files: dict[Month, CsvFile] = {}
        for span in spans.values():
            span.rows = span.untold = 0

    def write(self, told: _Told) -> int:
        for month, some in told.lines.items():
            if month not in self._files:
                name = self._kind.file(month)
                self._files[month] = CsvFile(self._place, name, self._kind.names)
            self._files[month].write(some)
            self._spans[month].rows += len(some)
        for month, count in told.untold.items():
            self._spans[month].untold += count
        return sum(map(len, told.lines.values()))

    def finish(self) -> list[Filed]:
        return [file.finish() for file in self._files.values()]

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def _told_reports(
    catalogue: Catalogue,
    months: Collection[Month],
    allowed: Collection[str],
    rows: Sequence[Carried],
) -> _Told:
    told = _Told(last=rows[-1].number)
    for row in rows:
        month = Month.of(row.report.observed_from)
        if month not in months:
            continue
        line = lines.of_report(row, catalogue, silent=row.report.source not in allowed)
        if line is None:
            told.untold[month] += 1
        else:
            told.lines[month].append(line)
    return told


def _told_published(
    catalogue: Catalogue, months: Collection[Month], rows: Sequence[store.Stated]
) -> _Told:
    told = _Told(last=rows[-1].row.id)
    for each in rows:
        month = Month.of(each.row.published_at)
        if month in months and each.series.queue.place in catalogue.places:
            told.lines[month].append(lines.of_published(each))
    return told


def _left_out(sources: Sequence[Row[Any]], retractions: Mapping[str, int]) -> Iterable[LeftOut]:
    """Give of which sources reports are left out, and how many, retractions not counted."""
    for row in sources:
        count = row.reports - retractions.get(row.id, 0)
        if not row.redistribute and count:
            yield LeftOut(source=row.id, reports=count, because=NOT_OURS)


async def _once(rows: Sequence[Row[Any]]) -> AsyncGenerator[Sequence[Row[Any]], None]:
    if rows:
        yield rows
