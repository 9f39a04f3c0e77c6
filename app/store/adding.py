"""Adding reports: what is new is stored, a repeat is not, a correction is stored as a revision.

A row is known by its source and identity. The same row again changes nothing; the same row with
other content is stored beside the earlier one and supersedes it, so a feed that corrects a figure
and takes the correction back leaves three rows, of which the last counts.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import NamedTuple

from sqlalchemy import BigInteger, func, select, type_coerce

from app.domain.report import Report
from app.store import retraction, sources
from app.store.database import ReadSession, WriteSession
from app.store.fault import UnknownSource
from app.store.row import SAID, SAID_COLUMNS, WRITTEN, Values, values_of
from app.store.series import series_key, series_numbers, strand_key, strand_numbers
from app.store.tables import reports as table

BATCH = 4000
"""How many rows are stored together."""

STATEMENT = 800
"""How many rows one INSERT holds at most: every SQLite takes 32,766 values.

One statement for many rows, because other threads of Python run on while SQLite is inside it. Other
numbers are put together from halves of this, so that there are ten statements, and all stay
prepared.
"""

PUBLIC = WRITTEN.index("public")
SERIES, STRAND = WRITTEN.index("series_id"), WRITTEN.index("strand_id")
RETRACTS = WRITTEN.index("retracts")

_public = type_coerce(table.c.public, BigInteger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many reports were new, repeated or revised, and of which places more is known now."""

    new: int = 0
    repeated: int = 0
    revised: int = 0
    places: frozenset[str] = frozenset()

    def __add__(self, other: "Added") -> "Added":
        """Sum up what two additions did."""
        return Added(
            new=self.new + other.new,
            repeated=self.repeated + other.repeated,
            revised=self.revised + other.revised,
            places=self.places | other.places,
        )


class _Pair(NamedTuple):
    """A report and its row."""

    report: Report
    values: Values


class _Head(NamedTuple):
    """The first revision of a row that is stored already, and what its newest one says."""

    id: int
    revision: int
    said: Values


async def add(session: WriteSession, reports: Sequence[Report]) -> Added:
    """Store reports; their revisions are numbered here, whatever number they bring.

    A retraction names the public id of a report, or the identity of a row of its own source. A
    revision of a live row becomes known when it is recorded, whatever it says of its publication.
    Raises UnknownSource, with nothing stored, for a source that was never registered.
    """
    return await Adding(session).add(reports)


class Adding:
    """Adds batch after batch in one transaction, and remembers the numbers it has looked up."""

    def __init__(self, session: WriteSession) -> None:
        """Begin with nothing remembered."""
        self._session = session
        self._series = series_numbers(session)
        self._strands = strand_numbers(session)
        self._sources: set[str] = set()

    async def add(self, reports: Sequence[Report]) -> Added:
        """Store any number of reports, as `add` does."""
        await self._check_sources({report.source for report in reports})
        added = Added()
        for batch in _batches(reports):
            added += await self._add(batch)
        return added

    async def _check_sources(self, named: set[str]) -> None:
        if named <= self._sources:
            return
        self._sources |= (await sources.counts(self._session)).keys()
        if unknown := named - self._sources:
            raise UnknownSource(f"never registered: {', '.join(sorted(unknown))}")

    async def _add(self, reports: Sequence[Report]) -> Added:
        rows = await self._rows(reports)
        newest = await self._session.scalar(select(func.max(table.c.id))) or 0
        if await _insert(self._session, _firsts(rows)) == len(rows):
            return await _account(self._session, reports, {row[RETRACTS] for row in rows})
        there = await _stored_by(self._session, newest, {row[PUBLIC] for row in rows})
        new, known = _parted(map(_Pair, reports, rows), there)
        revised = await _revise(self._session, known)
        kept = [*new, *revised]
        retracted = {pair.values[RETRACTS] for pair in kept}
        added = await _account(self._session, [pair.report for pair in kept], retracted)
        repeated = len(known) - len(revised)
        return replace(added, new=len(new), revised=len(revised), repeated=repeated)

    async def _rows(self, reports: Sequence[Report]) -> list[Values]:
        """Give each report's row, with series and strands never heard of before made first."""
        series = await self._series.of([series_key(report) for report in reports])
        spoken = list(map(strand_key, reports, series))
        strands = iter(await self._strands.of([key for key in spoken if key is not None]))
        targets = await retraction.targets(self._session, reports)
        return [
            values_of(
                report,
                series_id,
                None if strand is None else next(strands),
                retracts=targets.get((report.source, report.retracts or "")) if targets else None,
            )
            for report, series_id, strand in zip(reports, series, spoken, strict=True)
        ]


def _batches(reports: Sequence[Report]) -> Iterator[Sequence[Report]]:
    for group in _groups(reports):
        for start in range(0, len(group), BATCH):
            yield group[start : start + BATCH]


def _groups(reports: Sequence[Report]) -> Iterator[Sequence[Report]]:
    """Put retractions last: what they name may stand in the same file."""
    if not any(report.revision or report.retracts for report in reports):
        yield reports
        return
    firsts = [replace(report, revision=0) for report in reports]
    yield [report for report in firsts if report.retracts is None]
    yield [report for report in firsts if report.retracts is not None]


def _firsts(rows: Sequence[Values]) -> Sequence[Values]:
    """Leave out each row whose identity came before in the same batch."""
    if len({row[PUBLIC] for row in rows}) == len(rows):
        return rows
    firsts: dict[int, Values] = {}
    for row in rows:
        firsts.setdefault(row[PUBLIC], row)
    return list(firsts.values())


def _parted(pairs: Iterable[_Pair], there: Collection[int]) -> tuple[list[_Pair], list[_Pair]]:
    """Part the rows that are new from those known before, or from earlier in the same batch."""
    seen = set(there)
    new: list[_Pair] = []
    known: list[_Pair] = []
    for pair in pairs:
        (known if pair.values[PUBLIC] in seen else new).append(pair)
        seen.add(pair.values[PUBLIC])
    return new, known


async def _insert(session: WriteSession, rows: Sequence[Values]) -> int:
    """Hand rows to the driver as they are, and give how many were not there yet."""
    stored, start = 0, 0
    for size in _sizes(len(rows)):
        values = tuple(chain.from_iterable(rows[start : start + size]))
        stored += (await session.exec_driver_sql(_insertion(size), values)).rowcount
        start += size
    return stored


def _sizes(rows: int) -> Iterator[int]:
    size = STATEMENT
    while rows:
        while size > rows:
            size //= 2
        yield size
        rows -= size


@cache
def _insertion(rows: int) -> str:
    row = f"({', '.join('?' * len(WRITTEN))})"
    return (
        f"INSERT INTO reports ({', '.join(WRITTEN)}) VALUES {', '.join([row] * rows)} "  # noqa: S608 - our own column names
        "ON CONFLICT (public) DO NOTHING"
    )


async def _stored_by(session: ReadSession, newest: int, publics: Collection[int]) -> frozenset[int]:
    rows = await session.scalars(select(_public).where(_public.in_(publics), table.c.id <= newest))
    return frozenset(rows)


async def _revise(session: WriteSession, known: Sequence[_Pair]) -> list[_Pair]:
    """Store those of the known rows that say something new; give them as stored."""
    heads = await _heads(session, {pair.values[PUBLIC] for pair in known})
    revised = []
    for pair in known:
        head = heads[pair.values[PUBLIC]]
        if pair.values[SAID] != head.said:
            now = _Head(head.id, head.revision + 1, pair.values[SAID])
            heads[pair.values[PUBLIC]] = now
            revised.append(_revision(pair, now))
    await _insert(session, [pair.values for pair in revised])
    return revised


def _revision(pair: _Pair, head: _Head) -> _Pair:
    report, values = pair
    known = report.known if report.archived else max(report.known, report.recorded_at)
    revision = replace(report, revision=head.revision, known_at=known)
    row = values_of(
        revision, values[SERIES], values[STRAND], first_id=head.id, retracts=values[RETRACTS]
    )
    return _Pair(revision, row)


async def _heads(session: ReadSession, publics: Collection[int]) -> dict[int, _Head]:
    firsts = await session.execute(
        select(table.c.id, _public, *SAID_COLUMNS).where(_public.in_(publics))
    )
    heads = {number: (public, _Head(number, 0, tuple(said))) for number, public, *said in firsts}
    later = await session.execute(
        select(table.c.first_id, table.c.revision, *SAID_COLUMNS)
        .where(table.c.first_id.in_(heads))
        .order_by(table.c.revision)
    )
    for number, revision, *said in later:
        heads[number] = (heads[number][0], _Head(number, revision, tuple(said)))
    return dict(heads.values())


async def _account(
    session: WriteSession, kept: Sequence[Report], retracted: set[int | None]
) -> Added:
    """Count along what was stored, and tell it, as if all of it were new."""
    for source, brought in Counter(report.source for report in kept).items():
        last = max(report.recorded_at for report in kept if report.source == source)
        await sources.count(session, source, brought, last)
    places = {report.place for report in kept}
    places |= await retraction.places(session, {each for each in retracted if each is not None})
    return Added(new=len(kept), places=frozenset(places))
