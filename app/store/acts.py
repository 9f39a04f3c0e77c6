"""Acts: the log of what an operator did, and the corrections among them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, insert, select

from app.domain.act import SOURCE_ROLE, Act, Verb
from app.store import board
from app.store.act_tables import act_reports, withholdings
from app.store.act_tables import acts as table
from app.store.database import ReadSession, WriteSession
from app.store.tables import reports, series

UNDOING = table.alias("undoing")
UNDONE = table.alias("undone")
BATCH = 4000
"""How many reports of an act are noted in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Some acts, newest first; `cursor` is where to go on, `more` whether there is more."""

    rows: tuple[Act, ...]
    cursor: int | None
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which acts are sought: an empty filter leaves all.

    `since` is when they were done at the earliest. Of `places` are those whose reports or
    withholdings are, and whoever undid one of those.
    """

    verbs: tuple[Verb, ...] = ()
    places: tuple[str, ...] = ()
    since: datetime | None = None


async def add(session: WriteSession, act: Act, reports: Sequence[str] = ()) -> int:
    """Note an act and the public ids of the reports it is about; gives its number.

    Who acts has raised the board's version to `act.version` in this transaction before.
    """
    values = {
        "public": act.id,
        "at": act.at,
        "verb": str(act.verb),
        "role": act.role,
        "reason": act.reason,
        "version": act.version,
        "undoes": act.undoes,
        "told": dict(act.told),
    }
    number = (await session.scalars(insert(table).values(**values).returning(table.c.id))).one()
    for start in range(0, len(reports), BATCH):
        some = reports[start : start + BATCH]
        rows = [{"act_id": number, "report": public} for public in some]
        await session.execute(insert(act_reports), rows)
    return int(number)


async def begin(  # noqa: PLR0913 - what an act says, each part named
    session: WriteSession,
    verb: Verb,
    *,
    at: datetime,
    role: str,
    reason: str,
    undoes: str | None = None,
    told: Mapping[str, Any] | None = None,
) -> Act:
    """Raise the board's version, and give the act that does it; it is still to be added."""
    return Act(
        at=at,
        verb=verb,
        role=role,
        reason=reason,
        version=await board.raise_version(session),
        undoes=undoes,
        told=told or {},
    )


async def one(session: ReadSession, public: str) -> Act | None:
    """Give the act of this public id (16 hex digits); None when there is none."""
    found = await _found(session, _acts().where(table.c.public == public))
    return found[0][1] if found else None


async def newest(session: ReadSession, verbs: Collection[Verb]) -> Act | None:
    """Give an operator's newest act of these kinds that was not undone; None: there is none."""
    query = _acts().where(
        table.c.verb.in_(list(map(str, verbs))),
        table.c.role != SOURCE_ROLE,
        UNDOING.c.id.is_(None),
    )
    found = await _found(session, query.order_by(table.c.id.desc()).limit(1))
    return found[0][1] if found else None


async def page(
    session: ReadSession,
    sought: Sought,
    *,
    cursor: int | None = None,
    limit: int = 100,
) -> Acts:
    """Give the newest acts that are sought; a cursor goes on from there."""
    query = _acts().where(*_conditions(sought))
    if cursor is not None:
        query = query.where(table.c.id < cursor)
    found = await _found(session, query.order_by(table.c.id.desc()).limit(limit + 1))
    shown = found[:limit]
    return Acts(
        rows=tuple(act for _, act in shown),
        cursor=shown[-1][0] if shown else cursor,
        more=len(found) > limit,
    )


async def reports_of(session: ReadSession, public: str, limit: int) -> tuple[str, ...]:
    """Give the public ids of the reports that an act is about, at most `limit` of them."""
    rows = await session.scalars(
        select(act_reports.c.report)
        .join(table, table.c.id == act_reports.c.act_id)
        .where(table.c.public == public)
        .order_by(act_reports.c.report)
        .limit(limit)
    )
    return tuple(rows)


async def about(session: ReadSession, report: str) -> tuple[Act, ...]:
    """Give the acts that are about a report (its public id), the oldest first."""
    named = select(act_reports.c.act_id).where(act_reports.c.report == report)
    found = await _found(session, _acts().where(table.c.id.in_(named)).order_by(table.c.id))
    return tuple(act for _, act in found)


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.verbs:
        yield table.c.verb.in_(list(map(str, sought.verbs)))
    if sought.since is not None:
        yield table.c.at >= sought.since
    if sought.places:
        yield _of_places(table, sought.places) | table.c.undoes.in_(
            select(UNDONE.c.public).where(_of_places(UNDONE, sought.places))
        )


def _of_places(act: FromClause, places: Sequence[str]) -> ColumnElement[bool]:
    told = (
        select(act_reports.c.act_id)
        .join(reports, reports.c.public == act_reports.c.report)
        .join(series, series.c.id == reports.c.series_id)
        .where(series.c.place.in_(places))
    )
    held = select(withholdings.c.act_id).where(withholdings.c.place.in_(places))
    return act.c.id.in_(told) | act.c.id.in_(held)


def _acts() -> Select[Any]:
    """Give the query for acts, each with the one that undid it."""
    return select(
        table, UNDOING.c.public.label("undone_by"), UNDOING.c.at.label("undone_at")
    ).select_from(table.outerjoin(UNDOING, UNDOING.c.undoes == table.c.public))


async def _found(session: ReadSession, query: Select[Any]) -> list[tuple[int, Act]]:
    return [(row.id, _act(row)) for row in await session.execute(query)]


def _act(row: Row[Any]) -> Act:
    return Act(
        at=row.at,
        verb=Verb(row.verb),
        role=row.role,
        reason=row.reason,
        version=row.version,
        undoes=row.undoes,
        told=row.told,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )
