"""Acts: the log of what operators did, with publishers' own corrections among it.

An act is added after the reports that it is about, so that the places of these are found.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, insert, literal, select, union

from app.domain.act import CORRECTING, SOURCE_ROLE, Act, Verb
from app.domain.change import Change, ChangeKind
from app.store import board, changes
from app.store.act_tables import act_places, act_reports
from app.store.act_tables import acts as table
from app.store.database import ReadSession, WriteSession
from app.store.fault import StoreError
from app.store.tables import reports as told_reports
from app.store.tables import series

UNDOING = table.alias("undoing")
NOTED = act_places.alias("noted")
BATCH = 4000
"""How many reports of an act are noted in one statement."""


class AlreadyUndone(StoreError):
    """An act is to be undone that was undone already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Some acts, newest first; `cursor` is where to go on, `more` whether there is more."""

    rows: tuple[Act, ...]
    cursor: int | None
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which acts are sought: an empty filter leaves all.

    `since` is when they were done at the earliest. Of a place are acts about its reports, what
    withholds its figures or adds or ends its notices, and whatever undoes one of those; an area's
    are of the area alone.
    """

    verbs: tuple[Verb, ...] = ()
    places: tuple[str, ...] = ()
    since: datetime | None = None


async def add(session: WriteSession, act: Act, reports: Sequence[str] = ()) -> int:
    """Note an act and the public ids of the reports it is about; gives its number.

    An act that corrects is told of among the changes. Who acts has raised the board's version to
    `act.version` in this transaction before, and stored those reports. Raises AlreadyUndone, with
    nothing noted, for an act that undoes what another undid.
    """
    if act.undoes is not None:
        await _check_not_undone(session, act.undoes)
    added = insert(table).values(**values_of(act)).returning(table.c.id)
    number = (await session.scalars(added)).one()
    await _note_reports(session, number, reports)
    await _find_places(session, number, act.undoes)
    await _tell(session, act)
    return int(number)


def values_of(act: Act) -> dict[str, Any]:
    """Give the row of an act; its number is the database's to give."""
    return {
        "public": act.id,
        "at": act.at,
        "verb": str(act.verb),
        "role": act.role,
        "reason": act.reason,
        "version": act.version,
        "undoes": act.undoes,
        "told": dict(act.told),
    }


async def add_to(session: WriteSession, act: Act, reports: Sequence[str]) -> None:
    """Note further reports of an act; the act itself too, unless it is there already.

    So one act may be told of in parts, as an import brings them.
    """
    number = await session.scalar(select(table.c.id).where(table.c.public == act.id))
    if number is None:
        await add(session, act, reports)
        return
    noted = select(act_reports.c.report).where(act_reports.c.act_id == number)
    known = set(await session.scalars(noted))
    await _note_reports(session, number, [each for each in reports if each not in known])
    await _find_places(session, number, None)


async def _tell(session: WriteSession, act: Act) -> None:
    if act.verb in CORRECTING:
        correction = Change(version=act.version, at=act.at, kind=ChangeKind.CORRECTION, key=act.id)
        await changes.add(session, [correction])


async def _note_reports(session: WriteSession, number: int, reports: Sequence[str]) -> None:
    for start in range(0, len(reports), BATCH):
        some = reports[start : start + BATCH]
        rows = [{"act_id": number, "report": public} for public in some]
        await session.execute(insert(act_reports), rows)


async def apply_to(session: WriteSession, act: int, place: str) -> None:
    """Note that the act of this number, which is about no report, is about a place."""
    await session.execute(insert(act_places).values(act_id=act, place=place))


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


async def report_count(session: ReadSession, public: str) -> int:
    """Give how many reports an act is about."""
    counted = (
        select(func.count())
        .select_from(act_reports.join(table, table.c.id == act_reports.c.act_id))
        .where(table.c.public == public)
    )
    return await session.scalar(counted) or 0


async def places_of(session: ReadSession, public: str) -> tuple[str, ...]:
    """Give the ids of the places that an act is about."""
    rows = await session.scalars(
        select(act_places.c.place)
        .join(table, table.c.id == act_places.c.act_id)
        .where(table.c.public == public)
        .order_by(act_places.c.place)
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
        there = select(act_places.c.act_id).where(act_places.c.place.in_(sought.places))
        yield table.c.id.in_(there)


async def _check_not_undone(session: ReadSession, public: str) -> None:
    undoing = await session.scalar(select(table.c.public).where(table.c.undoes == public))
    if undoing is not None:
        raise AlreadyUndone(
            f"act {public} was undone already, by act {undoing}; do it anew instead"
        )


async def _find_places(session: WriteSession, number: int, undoes: str | None) -> None:
    """Note the places of an act's reports, and those of the act that it undoes, each once."""
    noted = select(NOTED.c.place).where(NOTED.c.act_id == number)
    of_reports = (
        select(literal(number), series.c.place)
        .select_from(act_reports)
        .join(told_reports, told_reports.c.public == act_reports.c.report)
        .join(series, series.c.id == told_reports.c.series_id)
        .where(act_reports.c.act_id == number, series.c.place.not_in(noted))
    )
    of_undone = (
        select(literal(number), act_places.c.place)
        .join(table, table.c.id == act_places.c.act_id)
        .where(table.c.public == undoes)
    )
    found = union(of_reports, of_undone)
    await session.execute(insert(act_places).from_select(["act_id", "place"], found))


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
