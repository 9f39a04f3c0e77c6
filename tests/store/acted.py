"""Acts for tests, done as an operator does them: the rows first, then the act about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.act import Act, Verb
from app.domain.report import Report
from app.store import acts, reports, sources
from app.store.database import WriteSession
from app.store.sources import OPERATOR
from tests.store.made import NOON, retraction, source


async def act(
    session: WriteSession,
    verb: Verb = Verb.BACKUP,
    at: datetime = NOON,
    about: Sequence[str] = (),
    **parts: Any,  # noqa: ANN401 - any part of an act
) -> tuple[Act, int]:
    """Do an act; gives it and its number."""
    said: dict[str, Any] = {"role": "operator", "reason": "misread", **parts}
    done = await acts.begin(session, verb, at=at, **said)
    return done, await acts.add(session, done, about)


async def undo(session: WriteSession, undone: Act, at: datetime) -> Act:
    """Undo an act."""
    done, _ = await act(session, Verb.UNDO, at, undoes=undone.id)
    return done


async def retract(session: WriteSession, *said: Report, at: datetime = NOON) -> Act:
    """Store some reports, and take them back."""
    await sources.register(session, source(OPERATOR))
    await reports.add(session, said)
    told: dict[str, Any] = {"recorded_at": at, "source": OPERATOR}
    await reports.add(
        session, [retraction(f"{at:%d%H}:{each.id}", each.id, **told) for each in said]
    )
    done, _ = await act(session, Verb.RETRACT, at, [each.id for each in said])
    return done
