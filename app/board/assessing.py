"""Assessing: from evidence to statuses as they may leave: disclosed, then rounded.

The work is done in a thread, a place at a time, so that answers go on meanwhile.
"""

from datetime import datetime

from app.board.precision import rounded
from app.board.threads import in_thread
from app.domain.assessment import Evidence, assess_place
from app.domain.disclosure import disclose
from app.domain.status import Status
from app.domain.vocabulary import Knowledge


async def assessed(
    evidence: Evidence, at: datetime, knowledge: Knowledge = Knowledge.THEN
) -> tuple[Status, ...]:
    """Give every queue's status of one place at a moment, ready to be published."""
    return await in_thread(_assessed, evidence, at, knowledge)


def _assessed(evidence: Evidence, at: datetime, knowledge: Knowledge) -> tuple[Status, ...]:
    kind = evidence.place.kind
    found = assess_place(evidence, at, knowledge)
    return tuple(rounded(disclose(status, kind)) for status in found)
