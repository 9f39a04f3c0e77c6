"""Adding reports: what is new is stored, a repeat is not, a correction is stored as a revision.

A row is known by its source and identity. The same row again changes nothing; the same row with
other content is stored beside the earlier one and supersedes it, so a feed that corrects a figure
and takes the correction back leaves three rows, of which the last counts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import chain
from typing import NamedTuple

from sqlalchemy import BigInteger, case, func, literal, select, type_coerce, update

from app.domain.report import Report
from app.store import retraction
from app.store.columns import Moment
from app.store.database import ReadSession, WriteSession
from app.store.fault import UnknownSource
from app.store.row import SAID, SAID_COLUMNS, WRITTEN, Values, values_of
from app.store.series import series_key, series_numbers, strand_key, strand_numbers
from app.store.tables import reports as table
from app.store.tables import sources

BATCH = 4096
"""How many rows are looked up together."""

STATEMENT = 512
"""How many rows one INSERT holds at most: every SQLite takes 32,766 values.

One statement for many rows, because other threads of Python run on while SQLite is inside it; a
power of two, so that any number of rows is put together from ten statements that stay prepared.
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
    await _check_sources(session, {report.source for report in reports})
    firsts = [report if report.revision == 0 else replace(report, revision=0) for report in reports]
    added = Added()
    for batch in _batches(firsts):
        added += await _add(session, batch)
    return added


def _batches(reports: Sequence[Report]) -> Iterator[Sequence[Report]]:
    # What is retracted may stand in the same file, so retractions go last.
    retractions = [report for report in reports if report.retracts is not None]
    said = [report for report in reports if report.retracts is None] if retractions else reports
    for group in (said, retractions):
        for start in range(0, len(group), BATCH):
            yield group[start : start + BATCH]


async def _check_sources(session: ReadSession, ids: Collection[str]) -> None:
    there = await session.scalars(select(sources.c.id).where(sources.c.id.in_(ids)))
    if unknown := set(ids) - set(there):
        raise UnknownSource(f"never registered: {', '.join(sorted(unknown))}")


async def _add(session: WriteSession, reports: Sequence[Report]) -> Added:
    pairs = await _paired(session, reports)
    firsts: dict[int, _Pair] = {}
    for pair in pairs:
        firsts.setdefault(pair.values[PUBLIC], pair)
    newest = await session.scalar(select(func.max(table.c.id))) or 0
    stored = await _insert(session, [pair.values for pair in firsts.values()])
    if stored == len(pairs):
        return await _account(session, new=pairs)
    there = await _stored_by(session, newest, firsts)
    new = [pair for public, pair in firsts.items() if public not in there]
    known = [
        pair
        for pair in pairs
        if pair.values[PUBLIC] in there or firsts[pair.values[PUBLIC]] is not pair
    ]
    revised = await _revise(session, known)
    return await _account(session, new=new, revised=revised, repeated=len(known) - len(revised))


async def _paired(session: WriteSession, reports: Sequence[Report]) -> list[_Pair]:
    """Give each report its row, with series and strands never heard of before made first."""
    keys = [series_key(report) for report in reports]
    series = await series_numbers(session, keys)
    spoken = [strand_key(report, series[key]) for report, key in zip(reports, keys, strict=True)]
    strands = await strand_numbers(session, {strand for strand in spoken if strand is not None})
    targets = await retraction.targets(session, reports)
    return [
        _Pair(
            report,
            values_of(
                report,
                series[key],
                None if strand is None else strands[strand],
                retracts=targets.get((report.source, report.retracts or "")) if targets else None,
            ),
        )
        for report, key, strand in zip(reports, keys, spoken, strict=True)
    ]


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
    session: WriteSession,
    *,
    new: Sequence[_Pair],
    revised: Sequence[_Pair] = (),
    repeated: int = 0,
) -> Added:
    """Count along in the table of sources, and tell what was added."""
    kept = [*new, *revised]
    await _count(session, (pair.report for pair in kept))
    retracted = {pair.values[RETRACTS] for pair in kept} - {None}
    places = {pair.report.place for pair in kept} | await retraction.places(session, retracted)
    return Added(new=len(new), repeated=repeated, revised=len(revised), places=frozenset(places))


async def _count(session: WriteSession, kept: Iterable[Report]) -> None:
    by_source: dict[str, list[datetime]] = defaultdict(list)
    for report in kept:
        by_source[report.source].append(report.recorded_at)
    last = sources.c.last_recorded_at
    for source, moments in by_source.items():
        newest = max(moments)
        await session.execute(
            update(sources)
            .where(sources.c.id == source)
            .values(
                reports=sources.c.reports + len(moments),
                last_recorded_at=case((last > newest, last), else_=literal(newest, Moment)),
            )
        )
