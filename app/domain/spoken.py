"""Spoken: the words about one place at an instant, made ready once for all its queues."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from app.domain.event import Heard, heard
from app.domain.evidence import Evidence, words_known
from app.domain.notice import Notice
from app.domain.report import Report
from app.domain.rule import Ruling, in_force
from app.domain.vocabulary import Knowledge, Quantity


class Spoken:
    """What queues of one place share: its words, and what follows from them for a direction."""

    def __init__(self, evidence: Evidence, at: datetime, knowledge: Knowledge) -> None:
        """Take the words of a place and its areas that were known at an instant."""
        self.words = words_known(evidence, at, knowledge)
        self._evidence = evidence
        self._at = at
        self._knowledge = knowledge
        self._rulings: dict[str, Ruling] = {}
        self._events: dict[str, Heard] = {}

    @cached_property
    def of_access(self) -> list[Report]:
        """Give those that say whether one may pass."""
        return [word for word in self.words if word.quantity is Quantity.ACCESS]

    @cached_property
    def news_at(self) -> datetime | None:
        """Give when something held already becomes known, or a known report's interval begins."""
        evidence, at = self._evidence, self._at
        turns = [report.known for report in evidence.reports if report.known > at]
        turns += [each.observed_from for each in evidence.reports if each.observed_from > at]
        turns += [turn for notice in evidence.notices for turn in _turns(notice) if turn > at]
        return min(turns, default=None)

    def ruling(self, direction: str) -> Ruling:
        """Give the rules in force for a direction."""
        if direction not in self._rulings:
            found = in_force(direction, self.words, self._at, self._knowledge)
            self._rulings[direction] = found
        return self._rulings[direction]

    def events(self, direction: str) -> Heard:
        """Give the events heard of for a direction; an area's own are told of the area alone."""
        if direction not in self._events:
            own = [word for word in self.words if word.place == self._evidence.place.id]
            self._events[direction] = heard(direction, own, self._at, self._knowledge)
        return self._events[direction]


def _turns(notice: Notice) -> Iterator[datetime]:
    """Give when a version of a notice becomes known, and when another takes its place."""
    yield notice.published_at
    if notice.recorded_at is not None:
        yield notice.recorded_at
    if notice.withdrawn_at is not None:
        yield notice.withdrawn_at
