"""Revising: a row that is known and says something else now is stored beside its first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select

from app.domain.report import Report
from app.store.columns import number_of
from app.store.database import ReadSession, WriteSession
from app.store.inserting import PUBLIC, insert, one_of, public_number
from app.store.row import SAID, SAID_COLUMNS, WRITTEN, Values, values_of
from app.store.tables import reports as table

SERIES, STRAND = WRITTEN.index("series_id"), WRITTEN.index("strand_id")
RETRACTS = WRITTEN.index("retracts")
"""Where a row on its way in has these numbers."""


class Pair(NamedTuple):
    """A report and its row."""

    report: Report
    values: Values


class _Head(NamedTuple):
    """The first revision of a row that is stored already, and what its newest one says."""

    id: int
    revision: int
    said: Values


def parted(pairs: Iterable[Pair], there: Collection[int]) -> tuple[list[Pair], list[Pair]]:
    """Part the rows that are new from those known before, or from earlier in the same batch."""
    seen = set(there)
    new: list[Pair] = []
    known: list[Pair] = []
    for pair in pairs:
        (known if pair.values[PUBLIC] in seen else new).append(pair)
        seen.add(pair.values[PUBLIC])
    return new, known


async def revise(session: WriteSession, known: Sequence[Pair]) -> list[Pair]:
    """Store those of the known rows that say something new; give them as stored."""
    heads = await _heads(session, {pair.values[PUBLIC] for pair in known})
    revised = []
    for pair in known:
        head = heads[pair.values[PUBLIC]]
        if pair.values[SAID] != head.said:
            now = _Head(head.id, head.revision + 1, pair.values[SAID])
            heads[pair.values[PUBLIC]] = now
            revised.append(_revision(pair, now))
    await insert(session, [pair.values for pair in revised])
    return revised


async def told_later(session: ReadSession, reports: Iterable[Report]) -> frozenset[str]:
    """Give the identities of those rows of which a revision is stored that was recorded later."""
    told = {number_of(replace(each, revision=0).id): each for each in reports}
    heads = await session.execute(
        select(table.c.id, public_number, table.c.recorded_at).where(
            one_of(session, public_number, list(told))
        )
    )
    last = {number: (told[public], recorded) for number, public, recorded in heads}
    revisions = await session.execute(
        select(table.c.first_id, table.c.recorded_at)
        .where(one_of(session, table.c.first_id, list(last)))
        .order_by(table.c.revision)
    )
    for number, recorded in revisions:
        last[number] = (last[number][0], recorded)
    return frozenset(
        report.identity for report, recorded in last.values() if recorded > report.recorded_at
    )


def _revision(pair: Pair, head: _Head) -> Pair:
    report, values = pair
    known = report.known if report.archived else max(report.known, report.recorded_at)
    revision = replace(report, revision=head.revision, known_at=known)
    row = values_of(
        revision, values[SERIES], values[STRAND], first_id=head.id, retracts=values[RETRACTS]
    )
    return Pair(revision, row)


async def _heads(session: ReadSession, publics: Collection[int]) -> dict[int, _Head]:
    firsts = await session.execute(
        select(table.c.id, public_number, *SAID_COLUMNS).where(
            one_of(session, public_number, publics)
        )
    )
    heads = {number: (public, _Head(number, 0, tuple(said))) for number, public, *said in firsts}
    later = await session.execute(
        select(table.c.first_id, table.c.revision, *SAID_COLUMNS)
        .where(one_of(session, table.c.first_id, list(heads)))
        .order_by(table.c.revision)
    )
    for number, revision, *said in later:
        heads[number] = (heads[number][0], _Head(number, revision, tuple(said)))
    return dict(heads.values())
