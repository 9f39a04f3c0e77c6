"""Effect: what an act changes in what is published, told in domain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app.board.assessing import assessed
from app.correcting.acting import Evidences
from app.domain.assessment import Evidence
from app.domain.report import Queue
from app.domain.status import (
    Access,
    Condition,
    Estimate,
    Event,
    Measurement,
    Rule,
    Status,
    Withheld,
)
from app.domain.vocabulary import Quantity

Said = Access | Estimate | Measurement | Rule | Event | Condition | Withheld
"""What a status says in one respect."""


class Part(NamedTuple):
    """In which respect a status says something: a quantity, and whose or which of its words."""

    quantity: Quantity
    of: tuple[StrEnum | str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a queue's status says in one respect, before and after; None: nothing."""

    queue: Queue
    part: Part
    before: Said | None
    after: Said | None


async def changes(evidences: Evidences) -> list[Change]:
    """Give what differs in the statuses of all places that an act touches, in their order."""
    found: list[Change] = []
    for place_id, after in evidences.after.items():
        before = await _statuses(evidences.before[place_id], evidences)
        found += _between(before, await _statuses(after, evidences))
    return found


async def _statuses(evidence: Evidence, evidences: Evidences) -> dict[Queue, Status]:
    return {status.queue: status for status in await assessed(evidence, evidences.at)}


def _between(before: Mapping[Queue, Status], after: Mapping[Queue, Status]) -> Iterator[Change]:
    for queue in dict.fromkeys([*after, *before]):
        said, says = _parts(before.get(queue)), _parts(after.get(queue))
        for part in dict.fromkeys([*said, *says]):
            if said.get(part) != says.get(part):
                yield Change(queue=queue, part=part, before=said.get(part), after=says.get(part))


def _parts(status: Status | None) -> dict[Part, Said]:
    """Give all that a status says, each respect by itself."""
    if status is None:
        return {}
    said: dict[Part, Said] = {Part(Quantity.ACCESS): status.access}
    said |= {Part(key, (each.subject,)): each for key, each in status.estimates.items()}
    said |= {Part(each.quantity, (each.subject,)): each for each in status.traffic}
    said |= {Part(Quantity.RULE, (each.mode, each.subject)): each for each in status.rules}
    said |= {
        Part(Quantity.EVENT, (each.word, each.mode, each.claim or "")): each
        for each in status.events
    }
    said |= {Part(each.quantity, (each.word or "",)): each for each in status.weather}
    said |= {Part(each.quantity or Quantity.ACCESS, (each.id,)): each for each in status.withheld}
    return said
