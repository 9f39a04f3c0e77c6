"""Spoken: the words about one place at an instant, made ready once for all its queues."""

from datetime import datetime
from functools import cached_property

from app.domain.event import Heard, heard
from app.domain.evidence import Evidence, words_known
from app.domain.report import Report
from app.domain.rule import Ruling, in_force
from app.domain.vocabulary import Knowledge, Quantity


class Spoken:
    """What queues of one place share: its words, and what follows from them for a direction."""

    def __init__(self, evidence: Evidence, at: datetime, knowledge: Knowledge) -> None:
        """Take the words of a place and its areas that were known at an instant."""
        self.words = words_known(evidence, at, knowledge)
        self._place = evidence.place.id
        self._at = at
        self._knowledge = knowledge
        self._rulings: dict[str, Ruling] = {}
        self._events: dict[str, Heard] = {}

    @cached_property
    def of_access(self) -> list[Report]:
        """Give those that say whether one may pass."""
        return [word for word in self.words if word.quantity is Quantity.ACCESS]

    def ruling(self, direction: str) -> Ruling:
        """Give the rules in force for a direction."""
        if direction not in self._rulings:
            found = in_force(direction, self.words, self._at, self._knowledge)
            self._rulings[direction] = found
        return self._rulings[direction]

    def events(self, direction: str) -> Heard:
        """Give the events heard of for a direction; an area's own are told of the area alone."""
        if direction not in self._events:
            own = [word for word in self.words if word.place == self._place]
            self._events[direction] = heard(direction, own, self._at, self._knowledge)
        return self._events[direction]
