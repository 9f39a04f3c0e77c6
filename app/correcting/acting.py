"""Acting: an act is one transaction. It is kept, or rehearsed: done, looked at, and dropped whole.

A rehearsal runs the very code of the act, so what it shows is what the act will do. Nobody else
sees anything of it, and nothing of it stays.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from app.board.evidence import load
from app.board.holding import concerned
from app.catalog import Catalogue
from app.domain.act import Act
from app.domain.assessment import Evidence
from app.domain.vocabulary import Knowledge
from app.store.database import Database, ReadSession, WriteSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act did: to the answers of which places, and with which reports.

    `report` is the id of the one report it stored or is about, `count` how many it is about, `left`
    says what was left as it is, and why. `begins_at` is when it first changes anything, where that
    is later than the act.
    """

    act: Act
    places: frozenset[str] = frozenset()
    report: str | None = None
    count: int = 0
    left: tuple[str, ...] = ()
    begins_at: datetime | None = None


Deed = Callable[[WriteSession, datetime], Awaitable[Done]]
"""Does an act at a moment within a transaction; raises Refused, with nothing done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidences:
    """The evidence on each place that an act touches, before it and after, for one moment."""

    before: dict[str, Evidence]
    after: dict[str, Evidence]
    at: datetime


class _Dropped(Exception):
    """Ends the transaction of a rehearsal."""


async def act(
    database: Database,
    catalogue: Catalogue,
    deed: Deed,
    now: Callable[[], datetime],
    *,
    keep: bool,
) -> tuple[Done, Evidences]:
    """Do an act, or (without `keep`) rehearse it; gives what it does, and the evidence around it.

    `now` is asked once the transaction has begun; a server's clock counts where ours is ahead of
    it. Raises Refused or StoreError: nothing is done
    then.
    """
    with suppress(_Dropped):
        async with database.writing() as session:
            done = await deed(session, await database.moment(session, now()))
            async with database.reading() as before:
                found = await _around(before, session, catalogue, done)
            if not keep:
                raise _Dropped
    return done, found


async def _around(
    before: ReadSession, after: ReadSession, catalogue: Catalogue, done: Done
) -> Evidences:
    """Read what stood before the transaction, which nobody else can change meanwhile, and now."""
    places, at = concerned(done.places, catalogue), done.act.at
    return Evidences(
        before=await load(before, catalogue, places, at, Knowledge.NOW),
        after=await load(after, catalogue, places, at, Knowledge.NOW),
        at=max(at, done.begins_at or at),
    )
