"""Hourly: what was held of a place at the end of each hour, kept so that no hour is assessed twice.

A row stands until the next one. Nothing here knows what a row says.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Row, delete, func, insert, literal, select

from app.store.act_tables import acts
from app.store.columns import Moment
from app.store.database import ReadSession, WriteSession
from app.store.hourly_tables import hourly as table
from app.store.hourly_tables import hourly_spans
from app.store.news import newest

LONGEST = timedelta(days=400)
"""Over how long hours are kept of a place: as long as a history may be asked for."""


class Mark(NamedTuple):
    """How far the store had come: the numbers of the last report and of the last act."""

    report: int
    act: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The hours that are kept of a place, `since` and `until` included.

    `basis` names all that they were assessed by beside reports and acts, `mark` is the last of
    these that they were assessed after.
    """

    since: datetime
    until: datetime
    basis: str
    mark: Mark


class Told(NamedTuple):
    """What was held from the end of an hour on, as bytes."""

    at: datetime
    told: bytes


class Stretch(NamedTuple):
    """Hours from the `first` on, by those at whose end something was held otherwise than before."""

    first: datetime
    changes: Sequence[Told]


async def mark(session: ReadSession) -> Mark:
    """Give how far the store has come."""
    last = await session.scalar(select(func.max(acts.c.id)))
    return Mark(report=await newest(session), act=last or 0)


async def spans(session: ReadSession, places: Collection[str]) -> dict[str, Span]:
    """Give the hours that are kept of some places, by their ids; of the others there are none."""
    rows = await session.execute(select(hourly_spans).where(hourly_spans.c.place.in_(places)))
    return {row.place: _span(row) for row in rows}


async def within(
    session: ReadSession, place: str, since: datetime, until: datetime
) -> Sequence[Told]:
    """Give what was held of a place between two moments, in order; the first held at `since`."""
    standing = select(func.max(table.c.at)).where(table.c.place == place, table.c.at <= since)
    rows = await session.execute(
        select(table.c.at, table.c.told)
        .where(
            table.c.place == place,
            table.c.at >= func.coalesce(standing.scalar_subquery(), literal(since, Moment)),
            table.c.at <= until,
        )
        .order_by(table.c.at)
    )
    return [Told(*row) for row in rows]


async def keep(
    session: WriteSession, place: str, found: Span | None, span: Span, told: Stretch
) -> bool:
    """Keep a stretch of hours, the last of which is `span.until`; later ones that were kept go.

    `found` is what was kept when the assessment began: where another process has kept something
    since, or an older store was restored, nothing is changed. Gives whether it was kept.
    """
    present = await mark(session)
    older = present.report < span.mark.report or present.act < span.mark.act
    if older or (await spans(session, [place])).get(place) != found:
        return False
    since = max(span.since, span.until - LONGEST)
    of_place = table.c.place == place
    await session.execute(delete(table).where(of_place, table.c.at >= told.first))
    if told.changes:
        rows = [{"place": place} | row._asdict() for row in told.changes]
        await session.execute(insert(table), rows)
    standing = select(func.max(table.c.at)).where(of_place, table.c.at <= since)
    await session.execute(delete(table).where(of_place, table.c.at < standing.scalar_subquery()))
    await session.execute(delete(hourly_spans).where(hourly_spans.c.place == place))
    await session.execute(
        insert(hourly_spans).values(
            place=place,
            since=since,
            until=span.until,
            basis=span.basis,
            report=span.mark.report,
            act=span.mark.act,
        )
    )
    return True


def _span(row: Row[tuple[object, ...]]) -> Span:
    return Span(
        since=row.since,
        until=row.until,
        basis=row.basis,
        mark=Mark(report=row.report, act=row.act),
    )
