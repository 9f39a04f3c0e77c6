"""Explaining what the board publishes: the very number, with everybody behind it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.board.board import Board
from app.board.explain import Question, explained, explained_afresh
from app.board.shelf import Shelf
from app.catalog import load
from app.domain.errors import Unavailable
from app.domain.report import Queue, Report
from app.domain.vocabulary import Bound, Mode, Precision, Quantity
from app.store import reports, sources
from app.store.database import Database
from tests.archived import NOW, copied
from tests.databases import url_of
from tests.domain.made import PAPER, figure, report, word
from tests.others import take_away
from tests.serving import live
from tests.withheld import REASON, withhold

HOUR = timedelta(hours=1)
SAID = {"observed_from": NOW - HOUR, "observed_to": NOW + HOUR, "recorded_at": NOW}
WHOLE = load()
CATALOGUE = replace(WHOLE, places={"verkhny-lars": WHOLE.place("verkhny-lars")}, notices=())
LARS = Queue("verkhny-lars", "RU-GE", Mode.CAR)
Json = dict[str, Any]


@pytest.fixture
async def database(empty: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a database with nothing in it."""
    opened = Database(copied(empty, tmp_path))
    yield opened
    await opened.close()


@pytest.fixture
async def board(database: Database) -> Board:
    """Give a board that has looked once."""
    found = Board(database, CATALOGUE, Shelf())
    await found.look(NOW)
    return found


def cars(value: float, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make a count of the cars waiting at Upper Lars in the hour before now."""
    fields: Json = {
        "place": LARS.place,
        "observed_from": NOW - HOUR,
        "observed_to": NOW,
        "precision": Precision.HOUR,
        "recorded_at": NOW,
    }
    return figure(value, **(fields | parts))


async def store(database: Database, *said: Report) -> None:
    """Store reports as another process does."""
    async with database.writing() as session:
        for source in sorted({each.source for each in said}):
            await sources.register(session, live(source, NOW))
        await reports.add(session, said)


async def answer(board: Board, queue: Queue = LARS, *quantities: Quantity) -> Json:
    """Give what the board answers."""
    document = await explained(board, Question(queue, quantities))
    found: Json = json.loads(document.body)
    return found


def number(found: Json, quantity: str = "queue_vehicles") -> Json:
    """Give one number of an answer."""
    (told,) = (each for each in found["data"]["numbers"] if each["quantity"] == quantity)
    assert isinstance(told, dict)
    return told


def row(board: Board, queue: Queue = LARS) -> Json:
    """Give the row of a queue as it is published."""
    (found,) = (each for each in board.held().rows if each.status.queue == queue)
    return found.fields


async def test_the_published_number_is_explained(database: Database, board: Board) -> None:
    """Access and numbers are the published ones, ids included, and its version is the row's."""
    await store(database, cars(400), cars(380, **PAPER), cars(420, origin="customs"))
    await board.look(NOW + HOUR)

    found = await answer(board)

    published = row(board)
    assert number(found).items() >= published["queue_vehicles"].items()
    assert number(found)["published_id"]
    assert found["data"]["access"].items() >= published["access"].items()
    assert found["meta"]["version"] == board.version
    assert [each["source"] for each in found["meta"]["attribution"]] == ["made"]
    assert {voice["origin"] for voice in number(found)["voices"] if voice["stands"]} == {
        "border guard",
        "customs",
        "The Paper",
    }


async def test_a_report_that_changes_nothing_is_there(database: Database, board: Board) -> None:
    """A repeat that leaves every published number as it was is told all the same."""
    first = cars(400, recorded_at=NOW - timedelta(minutes=1))
    await store(database, first)
    await board.look(NOW)
    before = row(board)["queue_vehicles"]
    assert len(number(await answer(board))["voices"]) == 1
    again = cars(400, publisher="Another")
    await store(database, again)
    await board.look(NOW)

    voices = number(await answer(board))["voices"]

    assert row(board)["queue_vehicles"] == before
    assert [(each["report"], each["repeat_of"]) for each in voices] == [
        (first.id, None),
        (again.id, first.id),
    ]


async def test_a_retracted_report_is_gone(database: Database, board: Board) -> None:
    """What was taken back does nothing any more."""
    wrong, right = cars(4000, **PAPER), cars(400)
    await store(database, wrong, right)
    await board.look(NOW)
    await store(database, replace(wrong, identity="taken back", retracts=wrong.id))
    await board.look(NOW)

    voices = number(await answer(board))["voices"]

    assert [each["report"] for each in voices] == [right.id]


async def test_it_goes_on_while_the_database_is_away(
    database: Database, board: Board, tmp_path: Path
) -> None:
    """With the database gone the held numbers are explained, and the answer is marked."""
    await store(database, cars(400))
    await board.look(NOW)
    before = await answer(board)
    take_away(url_of(tmp_path / "darial.db"))
    await board.look(NOW + HOUR)

    document = await explained(board, Question(LARS))

    assert document.marked
    voices = number(json.loads(document.body))["voices"]
    assert [each["report"] for each in voices] == [
        each["report"] for each in number(before)["voices"]
    ]


async def test_before_the_first_look(database: Database) -> None:
    """Where nothing is held yet, it says so."""
    with pytest.raises(Unavailable):
        await explained(Board(database, CATALOGUE, Shelf()), Question(LARS))


async def test_no_way_leads_there(database: Database, board: Board) -> None:
    """In a direction that is none of the place's nothing was heard, and that is the answer."""
    await store(database, cars(400), word("open", place=LARS.place, **SAID))
    await board.look(NOW)

    found = await answer(board, LARS._replace(direction="RU-FI"))

    access = found["data"]["access"]
    assert (access["state"], access["rule"], access["words"]) == ("unknown", "nobody_said", [])
    assert number(found, "wait_minutes")["no_number"] == "unknown"
    assert [each["voices"] for each in found["data"]["numbers"]] == [[]]
    assert (found["meta"]["version"], found["meta"]["attribution"]) == (None, [])


async def test_a_mode_without_a_row(database: Database, board: Board) -> None:
    """Of a mode that nobody spoke of there is no number; what holds for any mode holds for it."""
    await store(database, cars(400), word("open", place=LARS.place, **SAID))
    await board.look(NOW)

    found = await answer(board, LARS._replace(mode=Mode.RAIL))

    assert (found["data"]["access"]["state"], found["meta"]["version"]) == ("open", None)
    assert number(found, "wait_minutes")["no_number"] == "unknown"
    assert [each["voices"] for each in found["data"]["numbers"]] == [[]]


async def test_quantities_are_chosen(database: Database, board: Board) -> None:
    """Only the numbers asked for are told, also one that nobody ever spoke of; access always is."""
    await store(database, cars(400), word("open", place=LARS.place, **SAID))
    await board.look(NOW)

    asked = await answer(board, LARS, Quantity.QUEUE_PEOPLE, Quantity.QUEUE_KM)
    only_access = await answer(board, LARS, Quantity.ACCESS)

    assert [each["quantity"] for each in asked["data"]["numbers"]] == ["queue_people", "queue_km"]
    assert number(asked, "queue_people")["no_number"] == "unknown"
    assert only_access["data"]["numbers"] == []
    assert only_access["data"]["access"]["words"]


@pytest.mark.parametrize("quantity", [Quantity.QUEUE_VEHICLES, None])
async def test_nothing_withheld_can_be_read(
    database: Database, board: Board, quantity: Quantity | None
) -> None:
    """Nothing in the answer tells a withheld figure or who said it, not even what follows of it."""
    said = cars(487, origin="a very own origin", note="487 cars")
    wait = report(
        Quantity.WAIT_MINUTES, place=LARS.place, bound=Bound.ABOUT, value=654.0,
        observed_from=NOW - HOUR, observed_to=NOW, recorded_at=NOW,
    )  # fmt: skip
    await store(database, said, wait)
    await withhold(database, LARS, quantity, at=NOW, until=NOW + 6 * HOUR)
    await board.look(NOW + HOUR)

    document = await explained(board, Question(LARS))

    told = json.loads(document.body)
    assert number(told)["no_number"] == "withheld"
    assert (number(told)["voices"], number(told)["moment"]) == ([], None)
    assert "queue_vehicles" not in told["data"]["method"]["quantities"]
    assert [each["reason"] for each in told["data"]["withheld"]] == [REASON]
    for trace in ("487", "a very own origin", said.id, "derived from queue_vehicles"):
        assert trace not in document.body.decode()
    shown = number(told, "wait_minutes")
    assert [each["report"] for each in shown["voices"]] == ([wait.id] if quantity else [])


async def test_withheld_access_tells_no_word(database: Database, board: Board) -> None:
    """Where everything is withheld, the rule says so, and no word is told."""
    await withhold(database, LARS, at=NOW, until=NOW + 6 * HOUR)
    await board.look(NOW + HOUR)

    access = (await answer(board))["data"]["access"]

    assert (access["rule"], access["state"], access["words"]) == ("withheld", "unknown", [])


async def test_afresh_as_the_board_would(database: Database, board: Board) -> None:
    """A command that looks by itself explains what the board publishes, with its ids."""
    await store(database, cars(400), cars(380, **PAPER))
    await board.look(NOW)
    held = await answer(board)
    async with database.reading() as session:
        afresh = await explained_afresh(session, CATALOGUE, Question(LARS), NOW, contact=None)

    assert json.loads(afresh.document().body)["data"] == held["data"]
