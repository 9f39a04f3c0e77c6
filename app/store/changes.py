"""Changes: the log of what was told, written with what it tells, and kept for a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select

from app.domain.change import Change, ChangeKind
from app.domain.report import Queue
from app.domain.vocabulary import Mode
from app.store.act_tables import act_places, acts
from app.store.change_tables import changes as table
from app.store.database import ReadSession, WriteSession

BATCH = 10_000
"""How many are dropped in one transaction."""

QUEUE = (table.c.place, table.c.direction, table.c.mode)
"""The columns that name a queue."""


async def add(session: WriteSession, told: Sequence[Change]) -> list[Change]:
    """Keep changes in their order, and give them with the numbers they got."""
    if not told:
        return []
    await session.execute(insert(table), [_values(each) for each in told])
    # Asked for afterwards: told row by row, a board's first version would be hundreds of questions.
    newest_first = select(table.c.id).order_by(table.c.id.desc()).limit(len(told))
    numbers = reversed((await session.scalars(newest_first)).all())
    return [replace(each, number=number) for each, number in zip(told, numbers, strict=True)]


async def since(session: ReadSession, number: int, limit: int) -> list[Change]:
    """Give the first changes after the one of this number, in their order."""
    return await _found(
        session, select(table).where(table.c.id > number).order_by(table.c.id).limit(limit)
    )


async def last(session: ReadSession, limit: int) -> list[Change]:
    """Give the changes told last, in their order."""
    # Joined by its rows' numbers a server would look through all of the table for them.
    newest_first = select(table).order_by(table.c.id.desc()).limit(limit).subquery()
    return await _found(session, select(newest_first).order_by(newest_first.c.id))


async def newest(session: ReadSession) -> int:
    """Give the number of the change told last; 0 where none is kept."""
    return await session.scalar(select(func.max(table.c.id))) or 0


async def events(session: ReadSession) -> list[Change]:
    """Give every event that was told of, as far as it is kept."""
    return await _found(
        session, select(table).where(table.c.kind == str(ChangeKind.EVENT)).order_by(table.c.id)
    )


async def versions(session: ReadSession) -> dict[Queue, int]:
    """Give the version that told of each queue last."""
    query = (
        select(*QUEUE, func.max(table.c.version))
        .where(table.c.kind == str(ChangeKind.STATUS))
        .group_by(*QUEUE)
    )
    rows = (await session.execute(query)).all()
    return {Queue(place, direction, Mode(mode)): said for place, direction, mode, said in rows}


async def prune(session: WriteSession, before: datetime) -> int:
    """Drop what was told before a moment, a part at a time; gives how many were dropped.

    What was told last of each queue stays: the versions of its row are counted by that. So does
    what was told last of each event: one that is listed for longer would be told of again.
    """
    last = select(func.max(table.c.id)).where(table.c.kind != str(ChangeKind.CORRECTION))
    old = (
        select(table.c.id)
        .where(table.c.at < before, table.c.id.not_in(last.group_by(*QUEUE, table.c.key)))
        .order_by(table.c.id)
        .limit(BATCH)
    )
    return (await session.execute(delete(table).where(table.c.id.in_(old)))).rowcount


def _values(change: Change) -> dict[str, Any]:
    corrects = change.kind is ChangeKind.CORRECTION
    return {
        "version": change.version,
        "at": change.at,
        "kind": str(change.kind),
        "place": None if corrects else change.places[0],
        "direction": change.direction,
        "mode": change.mode,
        "key": "" if corrects else change.key,
        "act": change.key if corrects else None,
    }


async def _found(session: ReadSession, query: Select[Any]) -> list[Change]:
    rows = (await session.execute(query)).all()
    touched = await _places(session, [row.act for row in rows if row.act is not None])
    return [_change(row, touched) for row in rows]


async def _places(session: ReadSession, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Give the places that acts touched, by the ids of the acts."""
    if not ids:
        return {}
    query = (
        select(acts.c.public, act_places.c.place)
        .join(act_places, act_places.c.act_id == acts.c.id)
        .where(acts.c.public.in_(ids))
        .order_by(act_places.c.place)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for public, place in await session.execute(query):
        found[public].append(place)
    return {public: tuple(places) for public, places in found.items()}


def _change(row: Row[Any], touched: Mapping[str, Iterable[str]]) -> Change:
    return Change(
        number=row.id,
        version=row.version,
        at=row.at,
        kind=ChangeKind(row.kind),
        places=tuple(touched.get(row.act, ())) if row.place is None else (row.place,),
        direction=row.direction,
        mode=row.mode,
        key=row.key if row.act is None else row.act,
    )
