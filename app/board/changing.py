"""Changing: what a version tells otherwise than the one before, for those who follow along.

A queue is told of whenever its row changes; an event once, when it is first listed at a place with
its claim, until it fades. Corrections are told of by the act itself, in its own transaction.
"""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from app.domain.change import Change, ChangeKind
from app.domain.place import BOTH
from app.domain.report import Queue
from app.domain.status import Status
from app.store import changes
from app.store.database import ReadSession

EventKey = tuple[str, str, str]
"""Place, whom it concerns, and the word with its claim."""

MOST_LOGGED = 4096
"""How many changes are remembered, so that who was cut off for a while can go on."""

AT_ONCE = 1000
"""How many changes are read in one statement."""


class Changing:
    """The changes told so far: the last of them, which events are among them, and each queue's."""

    def __init__(self) -> None:
        """Begin with nothing: the first `read` takes up what the store has.

        `versions` are those that told of each queue last, `at` is when a board told of anything.
        """
        self.log: deque[Change] = deque(maxlen=MOST_LOGGED)
        self.at: datetime | None = None
        self.versions: dict[Queue, int] = {}
        self._untold: list[Change] = []
        self._events: dict[EventKey, str] = {}
        self._number = -1

    async def read(self, session: ReadSession) -> list[Change]:
        """Take up what anybody has told since the last time, and give it.

        At first, all that was told before is taken up, and none of it given.
        """
        if self._number < 0:
            await self._begin(session)
        told = found = await changes.since(session, self._number, AT_ONCE)
        while len(found) == AT_ONCE:
            found = await changes.since(session, found[-1].number, AT_ONCE)
            told = told + found
        self.take(told)
        return told

    async def _begin(self, session: ReadSession) -> None:
        events = await changes.events(session)
        last = await changes.last(session, MOST_LOGGED)
        self.versions = await changes.versions(session)
        self._note([*events, *last])
        self.log.extend(last)
        self._number = last[-1].number if last else 0

    def take(self, told: Sequence[Change]) -> None:
        """Take up what was told; what we told ourselves only once its transaction stands."""
        self._note(told)
        self.log.extend(told)
        self._untold.extend(told)
        self._number = max(self._number, *(each.number for each in told), 0)

    @property
    def told(self) -> int:
        """Give the number of the last change that listeners were told of; 0 where there is none."""
        untold = len(self._untold)
        return self.log[-1 - untold].number if len(self.log) > untold else 0

    def last_id(self) -> str:
        """Give the id of the last change that listeners were told of; empty where there is none."""
        untold = len(self._untold)
        return self.log[-1 - untold].id if len(self.log) > untold else ""

    def after(self, change_id: str) -> list[Change] | None:
        """Give what was told after the change of this id; None where that is not remembered.

        What listeners are to be told of yet is not among it: they will be.
        """
        number = int(change_id.partition("-")[0])
        place = bisect_left(self.log, number, key=lambda each: each.number)
        end = len(self.log) - len(self._untold)
        if place >= end or self.log[place].id != change_id:
            return None
        return list(islice(self.log, place + 1, end))

    def untold(self) -> list[Change]:
        """Give what listeners have not been told yet."""
        return list(self._untold)

    def heard(self, told: Sequence[Change]) -> None:
        """Note that listeners were told of this, which was untold."""
        del self._untold[: len(told)]

    def queues(self) -> set[Queue]:
        """Give the queues that somebody has told of and our listeners have not heard of yet."""
        return {each.queue for each in self._untold if each.kind is ChangeKind.STATUS}

    def events(self, held: Mapping[str, Iterable[Status]]) -> dict[EventKey, str]:
        """Give the events of these places that are listed and were not told of: their direction.

        An event that is listed no more may be told of again when somebody speaks of it.
        """
        listed: dict[EventKey, set[str]] = defaultdict(set)
        for status in (status for each in held.values() for status in each):
            for key in _events_of(status):
                listed[key].add(status.queue.direction)
        gone = [key for key in self._events if key[0] in held and key not in listed]
        for key in gone:
            del self._events[key]
        return {key: _joined(ways) for key, ways in listed.items() if key not in self._events}

    def _note(self, found: Iterable[Change]) -> None:
        for each in found:
            if each.kind is ChangeKind.EVENT:
                self._events[each.places[0], each.mode or "", each.key] = each.direction or ""
            elif each.kind is ChangeKind.STATUS:
                self.versions[each.queue] = each.version
            # An act says when somebody acted, by the clock of who did; a board, what it holds.
            if each.kind is not ChangeKind.CORRECTION:
                self.at = each.at


def of_version(
    version: int, now: datetime, queues: Collection[Queue], events: Mapping[EventKey, str]
) -> list[Change]:
    """Give the changes that a version tells: events first, then each queue."""
    heard = [
        Change(
            version=version,
            at=now,
            kind=ChangeKind.EVENT,
            places=(place,),
            direction=direction,
            mode=mode,
            key=key,
        )
        for (place, mode, key), direction in sorted(events.items())
    ]
    return heard + [
        Change(
            version=version,
            at=now,
            kind=ChangeKind.STATUS,
            places=(queue.place,),
            direction=queue.direction,
            mode=queue.mode,
        )
        for queue in sorted(queues)
    ]


def event_key(word: str, claim: str | None) -> str:
    """Give the key of an event among those of a place and mode: its word and its claim."""
    return f"{word} {claim}" if claim else word


def _events_of(status: Status) -> Iterator[EventKey]:
    for event in status.events:
        yield status.queue.place, event.mode, event_key(event.word, event.claim)


def _joined(directions: Collection[str]) -> str:
    """Join the directions in which an event is listed: one, or `both`.

    The row of both directions lists what is said of either, so it does not count beside another.
    """
    single = [each for each in directions if each != BOTH]
    return single[0] if len(single) == 1 else BOTH
