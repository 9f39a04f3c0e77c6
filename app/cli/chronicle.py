"""Asking for a history: the same question as the interface takes, put to the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.board.chronicle import Chronicler
from app.board.document import Document
from app.board.history import Asking
from app.board.selection import Filters
from app.board.view import Form
from app.catalog import Catalogue
from app.cli.database import require, work
from app.cli.fault import UNUSABLE, Fault
from app.domain.errors import InvalidQuery
from app.domain.history import LENGTHS, KnownBy, Step, floored
from app.domain.place import Place
from app.settings import Settings
from app.store.database import Database
from app.web.spans import RangeAsked, spans, written

WEEK = timedelta(days=7)
"""How far back a history goes without a beginning."""

MINUTE = timedelta(minutes=1)

LONGEST = timedelta(days=400)
LONGEST_PUBLISHED = timedelta(days=31)
"""The longest history by what was published: each change is a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of history: of which queues, over which time, in which steps and form."""

    places: Sequence[Place]
    filters: Filters
    over: RangeAsked
    step: Step
    knowledge: KnownBy
    form: Form


def answer(chosen: Settings, catalogue: Catalogue, question: Question, now: datetime) -> str:
    """Answer as GET /v1/history does; raises Fault for what cannot be asked."""
    with _refused_plainly():
        asking = _asking(question, now)
        since, until = asking.whole
        further = {
            "from": written(question.over.from_, since),
            "to": written(question.over.to, until),
            "step": question.step,
            "knowledge": question.knowledge,
        }

        async def ask(database: Database) -> Document:
            chronicler = Chronicler(
                database=database, catalogue=catalogue, rows=(), contact=chosen.contact
            )
            return await chronicler.answer(question.form, asking, question.knowledge, further)

        require(chosen.database_url, simulated=True)
        return work(chosen.database_url, ask).body.decode().rstrip()


def _asking(question: Question, now: datetime) -> Asking:
    published = question.knowledge is KnownBy.PUBLISHED
    return Asking(
        filters=question.filters,
        spans=spans(
            question.over,
            question.places,
            now=floored(now, LENGTHS.get(question.step, MINUTE)),
            usual=WEEK,
            most=LONGEST_PUBLISHED if published else LONGEST,
        ),
        step=question.step,
    )


@contextmanager
def _refused_plainly() -> Iterator[None]:
    """Tell what the interface refuses as the option it is here: `--step: ...`."""
    try:
        yield
    except InvalidQuery as error:
        raise Fault(f"--{error.detail}.", UNUSABLE) from error
