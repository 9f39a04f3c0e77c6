"""Evidence: everything an assessment may use, in a number of statements that never grows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.board.evidence import load
from app.catalog import load as load_catalogue
from app.domain.health import Health
from app.domain.report import Queue
from app.domain.vocabulary import Claim, Knowledge, Mode, Quantity
from app.store import reports, sources, turns
from app.store.database import Database
from app.store.turns import Turn
from tests.domain.made import TRAVELLER, at, figure, word
from tests.serving import live
from tests.withheld import withhold

CATALOGUE = load_catalogue()
MOMENT = datetime(2022, 9, 28, 12, tzinfo=UTC)


@contextmanager
def counting() -> Iterator[list[str]]:
    """Note every question that is sent to any database."""
    sent: list[str] = []

    def note(*args: object) -> None:
        if str(args[2]).startswith("SELECT"):
            sent.append(str(args[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_statements_do_not_grow_with_places(url: str) -> None:
    """One place takes as many statements as all of them, and few at that."""
    database = Database(url)
    async with database.reading() as session:
        with counting() as for_one:
            await load(session, CATALOGUE, ["verkhny-lars"], MOMENT)
        with counting() as for_all:
            await load(session, CATALOGUE, list(CATALOGUE.places), MOMENT)
    await database.close()

    assert len(for_one) == len(for_all) <= 13


async def test_areas_speak_for_their_places(url: str) -> None:
    """A place's evidence holds what was said of its areas, notices included, and no more."""
    database = Database(url)
    async with database.reading() as session:
        found = await load(session, CATALOGUE, ["vaalimaa"], MOMENT, Knowledge.NOW)
    await database.close()

    evidence = found["vaalimaa"]
    assert evidence.areas == ("fi-southeast", "fi")
    assert {report.place for report in evidence.reports} == {"vaalimaa", *evidence.areas}
    assert {notice.place for notice in evidence.notices} <= {"vaalimaa", *evidence.areas}
    assert evidence.notices


async def test_then_knows_nothing_of_later(url: str) -> None:
    """As known at the moment, no report is among the evidence that became known later."""
    database = Database(url)
    async with database.reading() as session:
        then = await load(session, CATALOGUE, ["verkhny-lars"], MOMENT, Knowledge.THEN)
        now = await load(session, CATALOGUE, ["verkhny-lars"], MOMENT, Knowledge.NOW)
    await database.close()

    assert all(report.known <= MOMENT for report in then["verkhny-lars"].reports)
    assert any(report.known > MOMENT for report in now["verkhny-lars"].reports)


async def test_who_was_down_is_known_of_each_moment(url: str) -> None:
    """Which sources could not be heard is told of the very moment asked about."""
    database, hour = Database(url), timedelta(hours=1)
    async with database.writing() as session:
        await sources.register(session, live("loops", MOMENT))
        for at, health in ((MOMENT, Health.DOWN), (MOMENT + hour, Health.UP)):
            await turns.add(session, Turn(source="loops", at=at, health=health))
    async with database.reading() as session:
        down = [
            (await load(session, CATALOGUE, ["vaalimaa"], at))["vaalimaa"].down
            for at in (MOMENT - hour, MOMENT, MOMENT + hour)
        ]
    await database.close()

    assert down == [frozenset(), {"loops"}, frozenset()]


async def test_old_figures_are_among_the_last(url: str) -> None:
    """Years later, the last figure of each series is still there to be shown as such."""
    database = Database(url)
    later = datetime(2026, 11, 24, tzinfo=UTC)
    async with database.reading() as session:
        found = await load(session, CATALOGUE, ["verkhny-lars"], later)
    await database.close()

    quantities = {report.quantity for report in found["verkhny-lars"].reports}
    assert {Quantity.QUEUE_VEHICLES, Quantity.WAIT_MINUTES, Quantity.ACCESS} <= quantities


async def test_words_of_any_age_are_among_the_last(url: str) -> None:
    """The newest of what was claimed of an event is there, however long ago it was."""
    decade = MOMENT - timedelta(days=3653)
    told = [
        word(
            "road_blocked",
            quantity=Quantity.EVENT,
            place="vaalimaa",
            claim=claim,
            **at(decade - timedelta(days=days)),
        )
        for claim, days in ((Claim.CONFIRMED, 0), (Claim.CONFIRMED, 1), (Claim.DENIED, 2))
    ]
    database = Database(url)
    async with database.writing() as session:
        await sources.register(session, live("made", MOMENT))
        await reports.add(session, told)
    async with database.reading() as session:
        found = await load(session, CATALOGUE, ["vaalimaa"], MOMENT)
    await database.close()

    read = {each.id for each in found["vaalimaa"].reports if each.source == "made"}
    assert read == {told[0].id, told[2].id}


async def test_orders_about_its_areas_are_a_places_too(url: str) -> None:
    """What is withheld of the border as a whole is known at its crossings, until its end."""
    database, hour = Database(url), timedelta(hours=1)
    acts = {
        place: await withhold(database, Queue(place, "both", Mode.ANY), at=MOMENT, until=until)
        for place, until in (
            ("vaalimaa", MOMENT + 2 * hour),
            ("fi", MOMENT + 2 * hour),
            ("fi-southeast", MOMENT + hour),
            ("ge", MOMENT + 2 * hour),
        )
    }
    async with database.reading() as session:
        found = await load(session, CATALOGUE, ["vaalimaa"], MOMENT + hour)
    await database.close()

    assert {order.id for order in found["vaalimaa"].orders} == {acts["vaalimaa"], acts["fi"]}


async def test_evidence_is_disclosed(url: str) -> None:
    """No link or minute of a traveller and no hour of few is among what statuses are made from."""
    odd = MOMENT - timedelta(minutes=43)
    traveller = word(
        "open", **TRAVELLER | at(odd), place="vaalimaa", url="https://t.example/1", recorded_at=odd
    )
    few, many = (
        figure(
            value,
            quantity=Quantity.CROSSINGS_VEHICLES,
            place="vaalimaa",
            direction="RU-FI",
            observed_from=MOMENT - timedelta(hours=hours),
            observed_to=MOMENT - timedelta(hours=hours - 1),
        )
        for value, hours in ((3, 1), (30, 2))
    )
    database = Database(url)
    async with database.writing() as session:
        await sources.register(session, live("made", MOMENT))
        await reports.add(session, (traveller, few, many))
    async with database.reading() as session:
        found = await load(session, CATALOGUE, ["vaalimaa"], MOMENT)
    await database.close()

    made = {each.id: each for each in found["vaalimaa"].reports if each.source == "made"}
    assert made.keys() == {traveller.id, many.id}
    said = made[traveller.id]
    assert (said.url, said.observed_from) == ("", MOMENT - timedelta(hours=1))


async def test_what_is_of_the_moment_is_not_read_for_weeks(url: str) -> None:
    """Of what sensors tell every few minutes the last day is read, and before it the last."""
    ratios = [
        figure(
            0.5,
            quantity=Quantity.APPROACH_FLOW_RATIO,
            place="vaalimaa",
            direction="RU-FI",
            **at(MOMENT - timedelta(hours=hours)),
        )
        for hours in (1, 23, 30, 50, 300)
    ]
    database = Database(url)
    async with database.writing() as session:
        await sources.register(session, live("made", MOMENT))
        await reports.add(session, ratios)
    async with database.reading() as session:
        found = await load(session, CATALOGUE, ["vaalimaa"], MOMENT)
    await database.close()

    read = {each.id for each in found["vaalimaa"].reports if each.source == "made"}
    assert read == {each.id for each in ratios[:3]}


async def test_no_place_asks_nothing(url: str) -> None:
    """Of no place, nothing is asked and nothing known."""
    database = Database(url)
    async with database.reading() as session:
        found = await load(session, CATALOGUE, [], MOMENT)
    await database.close()

    assert found == {}
