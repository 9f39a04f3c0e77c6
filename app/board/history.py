"""History by steps: what is held of each series at the end of each, assessed anew."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.board.course import Course, courses_of
from app.board.evidence import assembled, cadences, standing_orders, with_areas
from app.board.precision import rounded
from app.board.selection import Filters
from app.board.threads import in_thread, while_wanted
from app.catalog import Catalogue
from app.domain.assessment import LOOKAHEAD, LOOKBACK, Evidence, queues
from app.domain.disclosure import disclose
from app.domain.errors import Fault, InvalidQuery
from app.domain.history import TOLD, Step, ends_of_steps, history
from app.domain.report import Queue
from app.domain.status import Status
from app.domain.vocabulary import Knowledge
from app.store import reports, sources
from app.store.database import ReadSession
from app.store.kept import Kept

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was read for a history by steps: evidence and moments by place, what was withdrawn."""

    evidence: Mapping[str, Evidence]
    moments: Mapping[str, Sequence[datetime]]
    withdrawn: Mapping[str, datetime]


async def read(
    session: ReadSession, catalogue: Catalogue, asking: Asking, knowledge: Knowledge
) -> Held:
    """Read what the assessment of every step needs; raises InvalidQuery for too many of them."""
    moments = {
        place_id: ends_of_steps(*span, asking.step, catalogue.place(place_id).zone)
        for place_id, span in asking.spans.items()
    }
    every = [moment for each in moments.values() for moment in each]
    refuse_above(MOST_STATUSES, len(every))
    if not every:
        return Held(evidence={}, moments=moments, withdrawn={})
    since, until = min(every) - LOOKBACK, max(every) + LOOKAHEAD
    concerned = with_areas(catalogue, moments)
    near = await reports.timeline(session, concerned, since=since, until=until, quantities=TOLD)
    known_by = min(every) if knowledge is Knowledge.THEN else None
    last = await reports.latest(session, concerned, before=since, known_by=known_by)
    said = [
        kept.report for kept in near if knowledge is Knowledge.THEN or kept.withdrawn_at is None
    ]
    spoken = cadences(await sources.every(session))
    orders = await standing_orders(session, catalogue, moments, min(every))
    return Held(
        evidence=assembled(catalogue, moments, [*last, *said], spoken, orders),
        moments=moments,
        withdrawn=_withdrawn(near) if knowledge is Knowledge.THEN else {},
    )


async def assessed(held: Held, asking: Asking, knowledge: Knowledge) -> list[Course]:
    """Assess every step, in a thread, a queue at a time; raises InvalidQuery for too many steps."""
    wanted = [
        (evidence, queue)
        for evidence in held.evidence.values()
        for queue in queues(evidence)
        if asking.wants(queue)
    ]
    refuse_above(MOST_STATUSES, sum(len(held.moments[queue.place]) for _, queue in wanted))
    found: list[Course] = []
    for evidence, queue in wanted:
        moments = held.moments[queue.place]
        statuses = await in_thread(
            _statuses, queue, evidence, while_wanted(moments), knowledge, held.withdrawn
        )
        found += asking.chosen(courses_of(queue, evidence.place, moments, statuses, asking.step))
    return found


def _statuses(
    queue: Queue,
    evidence: Evidence,
    moments: Iterable[datetime],
    knowledge: Knowledge,
    withdrawn: Mapping[str, datetime],
) -> list[Status]:
    """Give the statuses as they may leave; one that stands on is disclosed and rounded once."""
    found = history(queue, evidence, moments, knowledge, withdrawn)
    once = {id(status): status for status in found}
    kind = evidence.place.kind
    ready = {each: rounded(disclose(status, kind)) for each, status in once.items()}
    return [ready[id(status)] for status in found]


def refuse_above(most: int, count: int) -> None:
    """Refuse an answer of too many points, naming the ways to ask for fewer."""
    if count <= most:
        return
    detail = (
        f"step: this asks for more than {most} points; take a larger step, a shorter time between"
        " from and to, or name place, direction and mode"
    )
    raise InvalidQuery(detail, (Fault(parameter="query/step", detail=detail),))


def _withdrawn(near: Collection[Kept]) -> dict[str, datetime]:
    return {kept.report.id: kept.withdrawn_at for kept in near if kept.withdrawn_at is not None}
