"""Listening: what was said of one queue, weighed once and kept until somebody says something else.

How much each voice weighs, how the quantities go together and how the queue goes through the day
depend on what was said, not on when it is asked. Only what time does to a belief since its newest
report is worked out for each moment anew.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from app.domain.belief import grid_of
from app.domain.cycle import STEADY, Cycle, learned
from app.domain.derivation import Line
from app.domain.estimate import Held, settled
from app.domain.independence import voices
from app.domain.place import Place
from app.domain.relation import RELATED, Heard
from app.domain.report import Report
from app.domain.trust import trusted
from app.domain.vocabulary import Quantity

KEPT = 64
"""How many queues are kept at most, those asked last."""

_Each = TypeVar("_Each")


@dataclass(frozen=True, slots=True)
class Said:
    """All that is known to be said of one queue: the reports of each quantity.

    `line` is the queue and what gets through it; nothing of `withheld` lets expect anything. No
    moment is part of it: while nobody says anything new, it is the same.
    """

    place: Place
    line: Line
    figures: Mapping[Quantity, tuple[Report, ...]]
    withheld: frozenset[Quantity]

    def __hash__(self) -> int:
        """Give the hash of who said what of which queue: it tells most queues and moments apart."""
        said = (report.identity for reports in self.figures.values() for report in reports)
        return hash((self.line.queue, *said))


@dataclass(frozen=True, slots=True, eq=False)
class Listened:
    """What was said of one queue, weighed: the voices of each quantity and its cycle.

    `wrong` holds the shares (0..1) of nameless figures that are thought wrong, where some could be
    held against named ones.
    """

    heard: Mapping[Quantity, Heard]
    cycles: Mapping[Quantity, Cycle]
    wrong: Mapping[Quantity, float]
    _settled: dict[Quantity, Held | None] = field(default_factory=dict)

    def cycle(self, quantity: Quantity) -> Cycle:
        """Give how a quantity goes through the day."""
        return self.cycles.get(quantity, STEADY)

    def settled(self, quantity: Quantity) -> Held | None:
        """Give what is held of a quantity when its newest report speaks (None: nothing is said)."""
        if quantity not in self._settled:
            own = self.heard[quantity]
            self._settled[quantity] = settled(own.voices, own.grid, self.cycle(quantity))
        return self._settled[quantity]


@lru_cache(maxsize=KEPT)
def listened(said: Said) -> Listened:
    """Weigh all that is said of one queue."""
    speaking = {
        quantity: voices(reports, said.place, grid_of(quantity))
        for quantity, reports in said.figures.items()
    }
    trust = trusted(_related(speaking, said.withheld), said.line.relation)
    heard = {
        quantity: Heard(trust.voices.get(quantity, own), grid_of(quantity))
        for quantity, own in speaking.items()
    }
    return Listened(heard, learned(_related(heard, said.withheld)), trust.wrong)


def _related(
    of_each: Mapping[Quantity, _Each], withheld: Collection[Quantity]
) -> dict[Quantity, _Each]:
    """Give those of the quantities that go together of which what is said may be used."""
    return {each: of_each[each] for each in RELATED if each not in withheld}
