"""Agreeing: boards of several processes on one database hold the same, whatever happened to it."""

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from app.board.board import Board
from app.correcting import noticing, retracting, undoing, withholding
from app.correcting.mandate import Mandate
from app.correcting.refusal import Refused
from app.domain.health import Health
from app.domain.place import BOTH
from app.domain.report import Queue, Report
from app.domain.vocabulary import Claim, Mode, OriginKind, Precision, Quantity
from app.store import changes, reports, sources, turns
from app.store.database import Database, WriteSession
from app.store.turns import Turn
from tests.archived import NOW
from tests.board.boards import CATALOGUE, HOUR, board_on, cars
from tests.correcting.desk import CLOSED
from tests.databases import copied
from tests.domain.made import report
from tests.long import examples
from tests.serving import live

MANDATE = Mandate(reason="misread")
LARS = Queue("verkhny-lars", "RU-GE", Mode.CAR)
FEW = ("verkhny-lars", "ge", "vaalimaa", "fi")
SMALL = replace(CATALOGUE, places={each: CATALOGUE.places[each] for each in FEW})
"""A catalogue of two crossings and the areas they lie in, so that a history is lived in no time."""

NOTICE = next(each for each in SMALL.notices if each.valid_to is None and each.place in FEW)
"""A notice of the catalogue that stands until further notice."""

SOONEST, LATEST = timedelta(milliseconds=1), timedelta(days=2)
CADENCES = (None, timedelta(minutes=5), timedelta(hours=6))
PLACES = ("verkhny-lars", "vaalimaa", "ge")
ACTS = ("retract", "withhold", "close", "open", "undo")

STEPS = st.one_of(
    st.tuples(st.just("wait"), st.timedeltas(SOONEST, LATEST)),
    st.tuples(st.just("look"), st.integers(0, 1)),
    st.tuples(st.just("count"), st.tuples(st.sampled_from(PLACES), st.integers(0, 3000))),
    st.tuples(st.just("hear"), st.sampled_from(PLACES)),
    st.tuples(st.just("act"), st.sampled_from(ACTS)),
    st.tuples(st.just("turn"), st.sampled_from((Health.UP, Health.DOWN))),
    st.tuples(st.just("cadence"), st.sampled_from(CADENCES)),
    st.tuples(st.just("prune"), st.just(None)),
)
AHEAD = st.sampled_from((timedelta(0), timedelta(milliseconds=3), timedelta(minutes=10)))


@dataclass
class World:
    """A database that others write to, by a clock that a step moves on."""

    database: Database
    now: datetime = NOW
    said: list[Report] = field(default_factory=list)

    async def do(self, what: str, how: Any) -> None:  # noqa: ANN401 - whatever the step needs
        """Do one step, as another process would; what cannot be done then is not."""
        if what == "wait":
            self.now += how
            return
        with suppress(Refused):
            async with self.database.writing() as session:
                await getattr(self, f"_{what}")(session, how)

    async def _count(self, session: WriteSession, how: tuple[str, int]) -> None:
        place, value = how
        direction = "FI-RU" if place == "vaalimaa" else "RU-GE"
        counted = replace(cars(value, self.now), place=place, direction=direction)
        await self._say(session, counted)

    async def _hear(self, session: WriteSession, place: str) -> None:
        told = {
            "word": "draft_summons",
            "claim": Claim.STATED,
            "origin": "The Paper",
            "origin_kind": OriginKind.MEDIA,
            "direction": BOTH,
            "observed_from": self.now - HOUR,
            "observed_to": self.now,
            "precision": Precision.HOUR,
            "recorded_at": self.now,
        }
        await self._say(session, report(Quantity.EVENT, place=place, **told))

    async def _say(self, session: WriteSession, *said: Report) -> None:
        if await sources.one(session, "made") is None:
            await sources.register(session, live("made", self.now))
        await reports.add(session, said)
        self.said += said

    async def _act(self, session: WriteSession, verb: str) -> None:
        await getattr(self, f"_{verb}")(session)

    async def _retract(self, session: WriteSession) -> None:
        named = [each.id for each in self.said[-1:]]
        await retracting.retract(session, self.now, named=named, mandate=MANDATE)

    async def _withhold(self, session: WriteSession) -> None:
        order = withholding.Order(queue=LARS, quantity=None, until=self.now + 3 * HOUR)
        await withholding.withhold(session, self.now, catalogue=SMALL, order=order, mandate=MANDATE)

    async def _close(self, session: WriteSession) -> None:
        await noticing.add(session, self.now, catalogue=SMALL, decision=CLOSED, mandate=MANDATE)

    async def _open(self, session: WriteSession) -> None:
        ends_at = self.now + HOUR
        await noticing.end(
            session,
            self.now,
            catalogue=SMALL,
            notice=NOTICE.id,
            ends_at=ends_at,
            mandate=MANDATE,
        )

    async def _undo(self, session: WriteSession) -> None:
        act = await undoing.sought(session, None)
        await undoing.undo(session, self.now, public=act.id, mandate=MANDATE)

    async def _turn(self, session: WriteSession, health: Health) -> None:
        if await sources.one(session, "made") is not None:
            await turns.add(session, Turn(source="made", at=self.now, health=health))

    async def _cadence(self, session: WriteSession, cadence: timedelta | None) -> None:
        await sources.register(session, live("made", self.now, cadence))

    async def _prune(self, session: WriteSession, _: None) -> None:
        await changes.prune(session, self.now)


def documents(board: Board) -> dict[Any, tuple[Any, ...]]:
    """Give all that is answered without a filter: headers, with ETag and version, and bytes."""
    found = board.shelf.standing.items()
    return {key: (each.start["headers"], each.body) for key, each in found}


def versions(board: Board) -> dict[Queue, int]:
    """Give the version of each row."""
    return {row.status.queue: row.version for row in board.held().rows}


async def lived(url: str, steps: list[tuple[str, Any]], ahead: timedelta) -> None:
    """Live through a history with two boards, the second's clock ahead, and hold a third to it."""
    async with AsyncExitStack() as opened:
        one, other, last = [
            await opened.enter_async_context(board_on(url, catalogue=SMALL)) for _ in range(3)
        ]
        for board in (one, other, last):
            # What tells of the catalogue is always the same, and takes longer than a history.
            board._shown._of_catalogue[False] = {}  # noqa: SLF001
        world = World(Database(url))
        opened.push_async_callback(world.database.close)
        boards = ((one, timedelta(0)), (other, ahead))
        for what, how in (("look", 0), ("look", 1), *steps, *3 * (("look", 0), ("look", 1))):
            if what == "look":
                board, skew = boards[how]
                await board.look(world.now + skew)
            else:
                await world.do(what, how)
        published = one.version
        await last.look(world.now)

        assert one.version == other.version == last.version == published
        assert documents(one) == documents(other) == documents(last)
        assert versions(one) == versions(other) == versions(last)


# A step takes a tenth of a second, so a history that fails is told as it was found.
@settings(max_examples=examples(24), phases=(Phase.explicit, Phase.generate))
@given(st.lists(STEPS, min_size=3, max_size=14), AHEAD)
# What was told of an event was forgotten while the event was listed, so the third told it again.
@example([("hear", "ge"), ("look", 1), ("look", 0), ("wait", HOUR), ("prune", None)], timedelta(0))
def test_boards_agree(
    empty: Path,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, Any]],
    ahead: timedelta,
) -> None:
    """Two that follow each other, and one that starts at the end, hold the same to the byte."""
    url = copied(empty, tmp_path_factory.mktemp("agreeing"))
    asyncio.run(lived(url, steps, ahead))
