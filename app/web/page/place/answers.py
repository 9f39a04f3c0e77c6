"""Answers: what the interface itself says of one queue, why it is so and how it was before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.board.asof import Moment
from app.board.chronicle import Chronicler
from app.board.document import Document
from app.board.explain import Question, explained, explained_at
from app.board.history import Asking
from app.board.selection import Filters
from app.board.view import Form
from app.domain.history import LENGTHS, KnownBy, Step
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge, Quantity
from app.store.fault import StoreError
from app.web.page.place.asked import RANGES, Range
from app.web.page.place.said import Fields
from app.web.page.writing import Seen
from app.web.parts import Parts
from app.web.spans import floored


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Why the numbers of a queue are so, and one of them over time from `since` to `until`.

    `points` are by steps, rising, `reports` are what was said; both are None where the database is
    away.
    """

    why: Fields
    since: datetime
    until: datetime
    step: Step
    points: Sequence[Fields] | None
    reports: Sequence[Fields] | None


async def why(here: Parts, seen: Seen, queue: Queue) -> Fields:
    """Give the explanation of a queue, as published now or of the past moment seen."""
    question = Question(queue)
    if seen.past is None:
        return _data(await explained(here.board, question))
    moment = Moment(at={queue.place: seen.now}, asked=seen.past, knowledge=Knowledge.THEN)
    async with here.database.reading() as session:
        answer = await explained_at(
            session, here.catalogue, question, moment, contact=here.board.contact
        )
    return _data(answer.document())


async def over_time(
    here: Parts, seen: Seen, queue: Queue, quantity: Quantity, asked: Range
) -> tuple[Asking, Sequence[Fields] | None, Sequence[Fields] | None]:
    """Give what was asked of the time before what is seen, its points, and what was reported.

    None for both where the database cannot be read: the page goes on without.
    """
    length, step = RANGES[asked]
    until = floored(seen.now, LENGTHS[Step.HOUR])
    filters = Filters(
        place=(queue.place,), direction=(queue.direction,), mode=(queue.mode,), quantity=(quantity,)
    )
    asking = Asking(filters=filters, spans={queue.place: (until - length, until)}, step=step)
    raw = Asking(filters=filters, spans=asking.spans, step=Step.RAW)
    chronicler = Chronicler(
        database=here.database, catalogue=here.catalogue, rows=(), contact=here.board.contact
    )
    try:
        told = [
            _points(await chronicler.answer(Form.JSON, each, KnownBy.THEN, {}))
            for each in (asking, raw)
        ]
    except StoreError:
        return asking, None, None
    return asking, told[0], told[1]


async def answers(
    here: Parts, seen: Seen, queue: Queue, quantity: Quantity, asked: Range
) -> Answers:
    """Give all of it, the explanation first."""
    explanation = await why(here, seen, queue)
    asking, points, reports = await over_time(here, seen, queue, quantity, asked)
    since, until = asking.whole
    return Answers(
        why=explanation, since=since, until=until, step=asking.step, points=points, reports=reports
    )


def _data(answer: Document) -> Fields:
    found: Fields = json.loads(answer.body)["data"]
    return found


def _points(answer: Document) -> Sequence[Fields]:
    """Give the points of the one series asked for; none where it was never spoken of."""
    courses: Sequence[Fields] = json.loads(answer.body)["data"]
    return courses[0]["points"] if courses else ()
