"""History by steps: what is held of each series at the end of each step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.board.course import Course, courses_of
from app.board.place_history import PlaceHistory, place_histories
from app.board.selection import Filters
from app.catalog import Catalogue
from app.domain.errors import Fault, InvalidQuery
from app.domain.history import Step, ends_of_steps
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge
from app.store.database import ReadSession

MOST_STATUSES = 6000
"""How many times a queue is assessed for one answer, at most."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked: which series, over which time at each place (by its id), in which steps."""

    filters: Filters
    spans: Mapping[str, Span]
    step: Step

    @property
    def whole(self) -> Span:
        """Give the time that holds every place's; raises ValueError where there is no place."""
        starts, ends = zip(*self.spans.values(), strict=True)
        return min(starts), max(ends)

    def wants(self, queue: Queue) -> bool:
        """Tell whether a queue is asked for."""
        filters = self.filters
        return (not filters.direction or queue.direction in filters.direction) and (
            not filters.mode or queue.mode in filters.mode
        )

    def chosen(self, courses: Iterable[Course]) -> list[Course]:
        """Give the courses asked for; those that tell nothing only where their place is named."""
        filters = self.filters
        return [
            course
            for course in courses
            if (not filters.quantity or course.key["quantity"] in filters.quantity)
            and (not filters.subject or course.key["subject"] in filters.subject)
            and (course.tells or filters.names_places)
        ]


async def read(
    session: ReadSession, catalogue: Catalogue, asking: Asking, knowledge: Knowledge
) -> list[PlaceHistory]:
    """Read what is kept of each place, and what assessing the other steps needs.

    Raises InvalidQuery for too many steps.
    """
    moments = {
        place_id: ends_of_steps(*span, asking.step, catalogue.place(place_id).zone)
        for place_id, span in asking.spans.items()
    }
    refuse_above(MOST_STATUSES, sum(map(len, moments.values())))
    return await place_histories(session, catalogue, moments, knowledge)


async def assessed(histories: Iterable[PlaceHistory], asking: Asking) -> list[Course]:
    """Give the courses asked for; what is not kept is assessed in a thread, a queue at a time.

    Raises InvalidQuery for too many steps.
    """
    wanted = [(each, queue) for each in histories for queue in each.queues() if asking.wants(queue)]
    refuse_above(MOST_STATUSES, sum(len(each.moments) for each, _ in wanted))
    found: list[Course] = []
    for each, queue in wanted:
        stands = await each.stands(queue)
        found += asking.chosen(courses_of(queue, each.place, each.moments, stands, asking.step))
    return found


def refuse_above(most: int, count: int) -> None:
    """Refuse an answer of too many points, naming the ways to ask for fewer."""
    if count <= most:
        return
    detail = (
        f"step: this asks for more than {most} points; take a larger step, a shorter time between"
        " from and to, or name place, direction and mode"
    )
    raise InvalidQuery(detail, (Fault(parameter="query/step", detail=detail),))
