"""Leading: which term it is, and the fence that keeps who led before from storing any more.

Who begins to lead raises the term, in a transaction. Each transaction of a leader's work begins by
seeing that the term is still its own; transactions take turns, so none of an earlier leader comes
after the term was raised, however long that one stood still in between.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update

from app.store.database import Fence, ReadSession, WriteSession
from app.store.fault import LeadLost
from app.store.tables import leaders as table


class Lead(NamedTuple):
    """A time of leading: its term, which only rises, and when it began.

    A database that was put back to an earlier state counts terms again, so only both together name
    one.
    """

    term: int
    since: datetime


async def standing(session: ReadSession) -> Lead | None:
    """Give the lead that was begun last; None before anybody led."""
    row = (await session.execute(select(table.c.term, table.c.since))).one_or_none()
    return None if row is None else Lead(*row)


async def begin(session: WriteSession, now: datetime) -> Lead:
    """Raise the term: whoever led before stores nothing from now on. Gives the new lead."""
    raised = update(table).values(term=table.c.term + 1, since=now).returning(table.c.term)
    term = (await session.scalars(raised)).one_or_none()
    if term is None:
        await session.execute(insert(table), {"id": 1, "term": 1, "since": now})
    return Lead(term or 1, now)


def fence_of(lead: Lead) -> Fence:
    """Give the fence of a lead; it raises LeadLost once another has begun."""

    async def still_ours(session: ReadSession) -> None:
        found = await standing(session)
        if found != lead:
            raise LeadLost("another process has begun to lead; nothing was stored")

    return still_ours
