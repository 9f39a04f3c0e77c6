"""Answers: what the interface itself says of one queue: why it is so, and how it was before."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.board.asof import Moment
from app.board.chronicle import Chronicler
from app.board.document import Document
from app.board.explain import Question, explained, explained_at
from app.board.history import Asking
from app.board.selection import Filters
from app.board.view import Form
from app.domain.history import LENGTHS, KnownBy, Step, floored
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge, Quantity
from app.store.fault import StoreError
from app.web.page.figures import Fields
from app.web.page.place.asked import RANGES, Range
from app.web.page.writing import Seen
from app.web.parts import Basis

PATIENCE_S = 5.0
"""For how long hours are assessed anew, where none are kept, before days have to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One number of a queue over time, from `since` to `until`.

    `points` are by steps, rising, `reports` are what was said; both are None where the database is
    away.
    """

    since: datetime
    until: datetime
    step: Step
    points: Sequence[Fields] | None
    reports: Sequence[Fields] | None


async def why(here: Basis, seen: Seen, queue: Queue) -> Fields:
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


async def over_time(  # noqa: PLR0913, PLR0917 - of what, how far back, and for how long at most
    here: Basis,
    seen: Seen,
    queue: Queue,
    quantity: Quantity,
    asked: Range,
    patience_s: float = PATIENCE_S,
) -> Past:
    """Give how a number of a queue was in the time before what is seen, and what was reported.

    Where hours take longer than `patience_s` it is told by days, and not at all where the database
    cannot be read: the page goes on without.
    """
    length, step = RANGES[asked]
    until = floored(seen.now, LENGTHS[Step.HOUR])
    filters = Filters(
        place=(queue.place,), direction=(queue.direction,), mode=(queue.mode,), quantity=(quantity,)
    )
    asking = Asking(filters=filters, spans={queue.place: (until - length, until)}, step=step)
    try:
        asking, points = await _by_steps(here, asking, patience_s)
        reports = await _told(here, replace(asking, step=Step.RAW))
    except StoreError:
        points = reports = None
    return Past(since=until - length, until=until, step=asking.step, points=points, reports=reports)


async def _by_steps(
    here: Basis, asking: Asking, patience_s: float
) -> tuple[Asking, Sequence[Fields] | None]:
    """Give the points by the steps asked for, or by days where those take too long."""
    try:
        async with asyncio.timeout(patience_s):
            return asking, await _told(here, asking)
    except TimeoutError:
        by_days = replace(asking, step=Step.DAY)
        return by_days, await _told(here, by_days)


async def _told(here: Basis, asking: Asking) -> Sequence[Fields]:
    """Give the points of the one series asked for; none where it was never spoken of."""
    chronicler = Chronicler(
        database=here.database, catalogue=here.catalogue, rows=(), contact=here.board.contact
    )
    answer = await chronicler.answer(Form.JSON, asking, KnownBy.THEN, {})
    courses: Sequence[Fields] = json.loads(answer.body)["data"]
    return courses[0]["points"] if courses else ()


def _data(answer: Document) -> Fields:
    found: Fields = json.loads(answer.body)["data"]
    return found
