"""Plans: no question reads all reports, whatever it asks."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.assessment import LOOKBACK
from app.domain.report import Queue, Series
from app.domain.vocabulary import Claim, Mode, Quantity, Subject
from app.store import access_changes, bearing, news, published, reports, series, sources, stood
from app.store.database import Database, ReadSession
from app.store.reports import Wanted
from app.store.tables import LATE
from tests.store.made import DAY, HOUR, NOON, figure
from tests.store.plans import Statement, plan, walks

Ask = Callable[[ReadSession], Awaitable[object]]

PLACES = ("lars", "vaalimaa")
WINDOW: dict[str, Any] = {"since": NOON - DAY, "until": NOON + DAY}
QUEUE = Series(Queue("lars", "RU-GE", Mode.CAR), Quantity.QUEUE_VEHICLES, Subject.VEHICLES)


def page(*, cursor: str | None = None, **filters: Any) -> Ask:  # noqa: ANN401 - any filter
    """Ask for a page."""
    return lambda session: reports.page(session, Wanted(**filters), cursor=cursor)


# The first page of everything is not here: it walks from the last row back, as far as its limit.
QUESTIONS: dict[str, Ask] = {
    "around": lambda session: reports.around(session, PLACES, **WINDOW),
    "around, then": lambda session: reports.around(session, PLACES, known_by=NOON, **WINDOW),
    "crossings": lambda session: reports.crossings(session, PLACES, **WINDOW),
    "latest": lambda session: reports.latest(session, PLACES, before=NOON + HOUR),
    "latest, then": lambda session: reports.latest(
        session, PLACES, before=NOON + HOUR, known_by=NOON + HOUR
    ),
    "timeline": lambda session: reports.timeline(session, PLACES, **WINDOW),
    "one": lambda session: reports.one(session, figure().id),
    "page, further": page(cursor="7"),
    "page of places": page(places=PLACES),
    "page of places, further": page(places=PLACES, cursor="7"),
    "page of a place and source": page(places=PLACES, sources=("guard",)),
    "page of a place and origin": page(places=PLACES, origins=("Border Guard",)),
    "page of words": page(quantities=(Quantity.EVENT,), claims=(Claim.RUMOUR,)),
    "page of a source and origin": page(sources=("guard",), origins=("Border Guard",)),
    "page of sources": page(sources=("guard", "hotline")),
    "page of origins": page(origins=("Border Guard", "eyewitness")),
    "page of new rows": page(recorded_from=NOON),
    "page of new rows of places": page(recorded_from=NOON, places=PLACES),
    "page of a window": page(**WINDOW),
    "page of a window, further": page(cursor="7.7", **WINDOW),
    "page of a window and place": page(places=PLACES, **WINDOW),
    "page of a window and source": page(sources=("guard",), **WINDOW),
    "series heard": series.heard,
    "sources": sources.every,
    "counts": sources.counts,
    "newest": news.newest,
    "what came": lambda session: bearing.stored_since(session, 7),
    "what bears": lambda session: bearing.read(
        session, PLACES, quantities=tuple(Quantity), **WINDOW
    ),
    "places with news": lambda session: news.places_since(session, 7),
    "known since": lambda session: news.known_since(session, 7, 7),
    "late turns": lambda session: reports.late_turns(
        session, PLACES, ended_before=NOON - 40 * DAY, after=NOON, until=NOON + HOUR
    ),
    "reports by their ids": lambda session: reports.by_public(session, [figure().id]),
    "how much was heard": lambda session: news.heard(session, PLACES, **WINDOW),
    "series that spoke": lambda session: stood.active(session, tuple(Quantity), **WINDOW),
    "what stood": lambda session: stood.said(session, 1, most=10, **WINDOW),
    "published last": published.latest,
    "changes of access": lambda session: access_changes.newest(session, None, 100),
    "published": lambda session: published.history(session, [QUEUE], **WINDOW),
}

TABLES = {
    "reports", "listed", "earlier", "later", "retraction", "undoing", "said", "target", "published",
}  # fmt: skip
"""What a plan calls the two tables that only grow."""


@pytest.fixture
async def asked(database: Database, statements: list[Statement], ask: Ask) -> list[Statement]:
    """Ask one question of a database with some reports, and give what was sent."""
    async with database.writing() as session:
        await reports.add(session, [figure(), figure("b", place="vaalimaa")])
    statements.clear()
    async with database.reading() as reader:
        await ask(reader)
    return [sent for sent in statements if sent.sql != "BEGIN"]


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_no_question_reads_everything(path: Path, asked: list[Statement]) -> None:
    """Every step into reports and published beliefs goes by an index, or by the row's number."""
    steps = [(step, sent) for sent in asked for step in plan(path, sent)]

    assert steps
    assert [step.does for step, sent in steps if walks(step, sent, TABLES)] == []


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_nothing_is_sorted_to_find_its_first_rows(path: Path, asked: list[Statement]) -> None:
    """Where only the newest or the first rows are wanted, the index has them in order."""
    for sent in asked:
        steps = plan(path, sent)
        firsts = {step.part_of for step in steps if {"listed", "earlier"} & set(step.does.split())}
        sorts = {step.part_of for step in steps if step.does.startswith("USE TEMP B-TREE")}

        assert firsts & sorts == set(), sent.sql


@pytest.mark.parametrize("ask", [QUESTIONS["late turns"]], ids=["late turns"])
def test_what_was_told_late_is_entered_by_that(path: Path, asked: list[Statement]) -> None:
    """What was told long after, or taken back, is found among its like, however much is stored."""
    steps = " ".join(step.does for sent in asked for step in plan(path, sent))

    assert "ix_reports_late" in steps
    assert "ix_reports_taken_back" in steps


def test_what_is_looked_for_among_the_late_is_late() -> None:
    """An assessment reads back at least as far as a report must be late to stand there."""
    assert LATE <= LOOKBACK


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (QUESTIONS["page of a place and source"], "ix_reports_series"),
        (QUESTIONS["page of a place and origin"], "ix_reports_series"),
        (QUESTIONS["page of new rows of places"], "ix_reports_series"),
        (QUESTIONS["page of a source and origin"], "ix_reports_source"),
        (QUESTIONS["page of a window and source"], "ix_reports_window"),
    ],
)
def test_lists_are_entered_by_what_they_are_lists_of(
    path: Path, asked: list[Statement], index: str
) -> None:
    """Not by another filter, under which far more rows may stand."""
    steps = [step.does for sent in asked if "every" in sent.sql for step in plan(path, sent)]

    entered = [step for step in steps if step.startswith("SEARCH listed")]
    assert entered
    assert [step for step in entered if index not in step] == []
