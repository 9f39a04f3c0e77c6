"""The history of a place by steps: kept from when an hour ended, or assessed anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.board.hourly.reading import Hours, kept_hours
from app.board.stand import Stand
from app.board.threads import in_thread, while_wanted
from app.board.timeline import Timeline, timelines
from app.catalog import Catalogue
from app.domain.assessment import queues
from app.domain.evidence import in_order
from app.domain.place import Place
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge
from app.store.database import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHistory:
    """How the queues of a place stood at some moments (rising).

    Some may be `kept`; the timeline tells of the others, and is None where there are no others.
    """

    place: Place
    moments: Sequence[datetime]
    kept: Hours
    timeline: Timeline | None

    def queues(self) -> Sequence[Queue]:
        """Give the queues that there were at any of the moments, in the order they are told."""
        heard = {queue for hour in self.kept.values() for queue in hour.heard}
        last = max(self._others(), default=None)
        if self.timeline is not None and last is not None:
            every = queues(self.timeline.evidence)
            heard |= {queue for queue in every if self.timeline.heard(queue, last)}
        return in_order(heard, self.place)

    async def stands(self, queue: Queue) -> list[Stand]:
        """Give how a queue stood at each moment; what is not kept is assessed in a thread."""
        assessed: Mapping[datetime, Stand] = {}
        if self.timeline is not None:
            others = self._others()
            found = await in_thread(self.timeline.stands, queue, while_wanted(others))
            assessed = dict(zip(others, found, strict=True))
        return [assessed.get(at) or self.kept[at].stands[queue] for at in self.moments]

    def _others(self) -> list[datetime]:
        return [moment for moment in self.moments if moment not in self.kept]


async def place_histories(
    session: ReadSession,
    catalogue: Catalogue,
    moments: Mapping[str, Sequence[datetime]],
    knowledge: Knowledge,
) -> list[PlaceHistory]:
    """Read what is kept of each place, and what the assessment of the other moments needs.

    What is kept is as was known then. Where a queue was heard of that the kept hours do not tell
    of, they are not used.
    """
    then = knowledge is Knowledge.THEN
    kept = await kept_hours(session, catalogue, moments) if then else {}
    found = await timelines(session, catalogue, _lacking(moments, kept), knowledge)
    outgrown = {place for place in found if _outgrown(found[place], kept.get(place, {}))}
    if outgrown:
        kept = {place: hours for place, hours in kept.items() if place not in outgrown}
        again = {place: moments[place] for place in outgrown}
        found |= await timelines(session, catalogue, again, knowledge)
    return [
        PlaceHistory(
            place=catalogue.place(place),
            moments=each,
            kept=kept.get(place, {}),
            timeline=found.get(place),
        )
        for place, each in moments.items()
    ]


def _lacking(
    moments: Mapping[str, Sequence[datetime]], kept: Mapping[str, Hours]
) -> dict[str, list[datetime]]:
    return {
        place: [moment for moment in each if moment not in kept.get(place, {})]
        for place, each in moments.items()
    }


def _outgrown(timeline: Timeline, kept: Hours) -> bool:
    """Tell whether there is a queue that the hours kept, if there are any, do not tell of."""
    told = next((hour.stands for hour in kept.values()), None)
    return told is not None and not set(queues(timeline.evidence)) <= set(told)
