"""Explain: the answer why each number of one queue is what it is, now or at a past moment.

What is published now is explained from what the board holds, so that it is the very number that is
published, and goes on while the database is away.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.board.asof import Moment
from app.board.board import Board
from app.board.document import Document
from app.board.evidence import load
from app.board.holding import Holding
from app.board.notation import encode, instant
from app.board.precision import rounded
from app.board.publishing import read
from app.board.reason import describe
from app.board.reason_lines import COLUMNS, lines
from app.board.row import Row, row
from app.board.threads import in_thread
from app.board.tidy import table
from app.board.view import Form, View
from app.catalog import Catalogue
from app.domain.assessment import Evidence, assess
from app.domain.disclosure import disclose
from app.domain.explanation import Explanation, explain
from app.domain.place import BOTH
from app.domain.report import Queue
from app.domain.status import Status
from app.domain.vocabulary import QUEUE_QUANTITIES, Knowledge, Quantity
from app.store import sources
from app.store.database import ReadSession

EXPLAINED = (*QUEUE_QUANTITIES, Quantity.ACCESS)
"""The quantities that may be asked about; access is always explained."""


@dataclass(frozen=True, slots=True)
class Question:
    """The queue that is asked about, and which of its quantities (none: all it tells of)."""

    queue: Queue
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A queue as published or as it was, and why; `at` is the past moment asked for (None: now)."""

    view: View
    row: Row
    explanation: Explanation
    at: datetime | None

    def document(self, form: Form = Form.JSON) -> Document:
        """Write it, as JSON or as CSV."""
        version = self.row.version or None
        described = describe(self.row, self.explanation, self.at)
        if form is Form.CSV:
            return self.view.finish(table(COLUMNS, lines(described)), form, version)
        data = encode(described)
        body = self.view.envelope(data, self.explanation.sources, version=version)
        return self.view.finish(body, Form.JSON, version)


async def explained(board: Board, question: Question, form: Form = Form.JSON) -> Document:
    """Explain what the board publishes now; raises Unavailable where it holds nothing."""
    view, holding = board.held(), board.holding(question.queue.place)
    published = next((row for row in view.rows if row.status.queue == question.queue), None)
    version = 0 if published is None else published.version
    asked = ("explain", form, question, holding.at, version, view.away)

    async def compute() -> Document:
        return await in_thread(_now, view, holding, published, question, form)

    return await board.past.answer(asked, compute)


def _now(
    view: View, holding: Holding, published: Row | None, question: Question, form: Form
) -> Document:
    evidence, at = holding.evidence, holding.at
    shown = published or _row(_status(question, evidence, at, Knowledge.THEN), evidence)
    told = _explanation(shown, question, evidence, at, Knowledge.THEN)
    return Answer(view=view, row=shown, explanation=told, at=None).document(form)


async def explained_at(
    session: ReadSession,
    catalogue: Catalogue,
    question: Question,
    moment: Moment,
    *,
    contact: str | None,
) -> Answer:
    """Explain what was known, or is known now, of a past moment; nothing of it was published."""
    place = catalogue.place(question.queue.place)
    at, knowledge = moment.at[place.id], moment.knowledge
    evidence = (await load(session, catalogue, [place.id], at, knowledge))[place.id]
    asked = moment.asked
    view = View(
        catalogue=catalogue,
        sources=await sources.every(session),
        contact=contact,
        published=False,
        further={
            "as_of": instant(asked) if isinstance(asked, datetime) else asked.isoformat(),
            "timezone": place.zone.key,
            "knowledge": knowledge,
        },
    )
    return await in_thread(_computed, view, evidence, question, at, knowledge)


def _computed(
    view: View, evidence: Evidence, question: Question, at: datetime, knowledge: Knowledge
) -> Answer:
    shown = _row(_status(question, evidence, at, knowledge), evidence)
    told = _explanation(shown, question, evidence, at, knowledge)
    return Answer(view=view, row=shown, explanation=told, at=at)


async def explained_afresh(
    session: ReadSession,
    catalogue: Catalogue,
    question: Question,
    now: datetime,
    *,
    contact: str | None,
) -> Answer:
    """Explain what a board that looks now would publish, with the ids of what is published."""
    place_id = question.queue.place
    evidence = (await load(session, catalogue, [place_id], now, Knowledge.NOW))[place_id]
    ledger = await read(session)
    view = View(
        catalogue=catalogue,
        sources=await sources.every(session),
        contact=contact,
        published=False,
    )

    def compute() -> Answer:
        status = _status(question, evidence, now, Knowledge.THEN)
        shown = row(status, evidence.place, ledger.ids_of(status), 0)
        told = _explanation(shown, question, evidence, now, Knowledge.THEN)
        return Answer(view=view, row=shown, explanation=told, at=None)

    return await in_thread(compute)


def _status(question: Question, evidence: Evidence, at: datetime, knowledge: Knowledge) -> Status:
    heard = _of_queue(question.queue, evidence)
    found = assess(question.queue, heard, at, knowledge)
    return rounded(disclose(found, evidence.place.kind))


def _row(status: Status, evidence: Evidence) -> Row:
    return row(status, evidence.place, {}, 0)


def _explanation(
    shown: Row, question: Question, evidence: Evidence, at: datetime, knowledge: Knowledge
) -> Explanation:
    heard = _of_queue(question.queue, evidence)
    return explain(shown.status, heard, at, knowledge, question.quantities)


def _of_queue(queue: Queue, evidence: Evidence) -> Evidence:
    """Give the evidence on a queue: none where no way of the place leads in its direction."""
    place = evidence.place
    if queue.direction in {*place.directions, BOTH}:
        return evidence
    return replace(evidence, place=replace(place, hours=()), reports=(), notices=(), orders=())
