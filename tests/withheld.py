"""Orders to withhold, given and undone by functions of the store as an operator's command does."""

from datetime import datetime

from app.domain.act import Verb
from app.domain.report import Queue
from app.domain.vocabulary import Quantity
from app.store import acts, withholdings
from app.store.database import Database

REASON = "the count is of another crossing"


async def withhold(
    database: Database,
    queue: Queue,
    quantity: Quantity | None = None,
    *,
    at: datetime,
    until: datetime,
) -> str:
    """Withhold something of a queue from a moment on; gives the id of the act."""
    async with database.writing() as session:
        act = await acts.begin(session, Verb.WITHHOLD, at=at, role="operator", reason=REASON)
        number = await acts.add(session, act)
        await withholdings.add(session, number, queue, quantity, until)
    return act.id


async def undo(database: Database, act: str, *, at: datetime) -> None:
    """Undo the act of this id."""
    async with database.writing() as session:
        undoing = await acts.begin(
            session, Verb.UNDO, at=at, role="operator", reason="it was right", undoes=act
        )
        await acts.add(session, undoing)
