"""Assessing: from evidence to statuses as they may leave: disclosed, then rounded.

The work is done in a thread, a place at a time, so that answers go on meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from app.board.precision import rounded
from app.board.threads import in_thread
from app.domain.assessment import Evidence, assess_queues, queues
from app.domain.disclosure import disclose
from app.domain.report import Queue
from app.domain.status import Status
from app.domain.vocabulary import Knowledge

NONE: Mapping[Queue, Status] = MappingProxyType({})


async def assessed(
    evidence: Evidence,
    at: datetime,
    knowledge: Knowledge = Knowledge.THEN,
    standing: Mapping[Queue, Status] = NONE,
) -> tuple[Status, ...]:
    """Give every queue's status of one place at a moment, ready to be published.

    `standing` are those that were made ready before and are the same at this moment.
    """
    return await in_thread(_assessed, evidence, at, knowledge, standing)


def _assessed(
    evidence: Evidence, at: datetime, knowledge: Knowledge, standing: Mapping[Queue, Status]
) -> tuple[Status, ...]:
    kind, asked = evidence.place.kind, queues(evidence)
    missing = [queue for queue in asked if queue not in standing]
    found = assess_queues(missing, evidence, at, knowledge)
    ready = {status.queue: rounded(disclose(status, kind)) for status in found}
    return tuple(standing.get(queue) or ready[queue] for queue in asked)
