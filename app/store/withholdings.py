"""Withholdings: what an operator withholds, as orders that the assessment obeys."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from app.domain.report import Queue
from app.domain.vocabulary import Mode, Quantity
from app.domain.withholding import Withholding
from app.store.act_tables import acts
from app.store.act_tables import withholdings as table
from app.store.acts import UNDOING, apply_to
from app.store.database import ReadSession, WriteSession


async def add(
    session: WriteSession, act: int, queue: Queue, quantity: Quantity | None, until: datetime
) -> None:
    """Note what the act of this number withholds, from its time on."""
    await apply_to(session, act, queue.place)
    await session.execute(
        insert(table).values(
            act_id=act,
            place=queue.place,
            direction=queue.direction,
            mode=str(queue.mode),
            quantity=None if quantity is None else str(quantity),
            until=until,
        )
    )


async def bearing_on(
    session: ReadSession, places: Collection[str], *, since: datetime
) -> tuple[Withholding, ...]:
    """Give the orders about some places that hold at `since` or later, undone ones among them."""
    return await _found(session, table.c.place.in_(places), table.c.until > since)


async def of_acts(session: ReadSession, publics: Collection[str]) -> dict[str, Withholding]:
    """Give what these acts withhold, by the act's public id."""
    found = await _found(session, acts.c.public.in_(publics))
    return {each.id: each for each in found}


async def _found(session: ReadSession, *conditions: Any) -> tuple[Withholding, ...]:  # noqa: ANN401 - SQL
    joined = table.join(acts, acts.c.id == table.c.act_id).outerjoin(
        UNDOING, UNDOING.c.undoes == acts.c.public
    )
    rows = await session.execute(
        select(
            table,
            acts.c.public,
            acts.c.at,
            acts.c.reason,
            UNDOING.c.at.label("undone_at"),
        )
        .select_from(joined)
        .where(*conditions)
        .order_by(table.c.act_id)
    )
    return tuple(_withholding(row) for row in rows)


def _withholding(row: Row[Any]) -> Withholding:
    return Withholding(
        id=row.public,
        place=row.place,
        direction=row.direction,
        mode=Mode(row.mode),
        quantity=None if row.quantity is None else Quantity(row.quantity),
        since=row.at,
        until=row.until,
        reason=row.reason,
        undone_at=row.undone_at,
    )
