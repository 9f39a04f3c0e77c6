"""A place whose hours are kept as they end, asked with them and without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.board.assessing import assessed
from app.board.chronicle import Chronicler
from app.board.evidence import load
from app.board.history import Asking
from app.board.hourly import keeping
from app.board.hourly.round import keep_next
from app.board.place_history import place_histories
from app.board.selection import Filters
from app.board.stand import Stand, stand_of
from app.board.view import Form
from app.domain.history import KnownBy, Step, floored
from app.domain.vocabulary import Knowledge
from app.store import hourly
from app.store.database import Database
from app.store.hourly import Span
from tests.correcting.desk import CARS, LARS, Desk, catalogue
from tests.others import run

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHORT = 2 * DAY
"""How far back hours are kept in these tests, so that they are few."""


@dataclass
class Hours:
    """Upper Lars, told of at a desk; `path` is the desk's database."""

    desk: Desk
    path: Path

    async def keep(self, place: str = LARS) -> int:
        """Keep every hour that has ended; gives in how many parts."""
        parts = 0
        database, now = self.desk.database, self.desk.clock.now()
        while await keep_next(database, catalogue(), place, now, SHORT):
            parts += 1
        return parts

    async def answer(self, step: Step = Step.HOUR, **parts: Any) -> bytes:  # noqa: ANN401 - of the question
        """Answer about the last days, with the hours that are kept."""
        return await _answer(self.desk.database, self._asking(step, **parts))

    async def afresh(self, step: Step = Step.HOUR, **parts: Any) -> bytes:  # noqa: ANN401 - of the question
        """Answer the same as if no hours were kept."""
        kept = run(self.path, "SELECT * FROM hourly_spans")
        run(self.path, "DELETE FROM hourly_spans")
        try:
            return await _answer(self.desk.database, self._asking(step, **parts))
        finally:
            for row in kept:
                marks = ", ".join("?" * len(row))
                run(self.path, f"INSERT INTO hourly_spans VALUES ({marks})", *row)  # noqa: S608

    async def stands_at(self, moments: Sequence[datetime]) -> list[Stand]:
        """Give how cars stood at moments (rising), as a history tells it."""
        async with self.desk.database.reading() as session:
            (found,) = await place_histories(session, catalogue(), {LARS: moments}, Knowledge.THEN)
            stands = await found.stands(CARS)
        # A status names the sources of its events and rules, too, which no course tells of.
        return [replace(stand, sources=frozenset()) for stand in stands]

    async def stood_at(self, moment: datetime) -> Stand:
        """Give how cars stood at a moment, as the status as of that moment tells it."""
        async with self.desk.database.reading() as session:
            evidence = (await load(session, catalogue(), [LARS], moment))[LARS]
        told = await assessed(evidence, moment)
        stand = stand_of(next(status for status in told if status.queue == CARS))
        return replace(stand, sources=frozenset())

    async def stands(self, place: str = LARS) -> Span | None:
        """Give the hours that are kept of a place and still stand."""
        async with self.desk.database.reading() as session:
            return (await keeping.kept_spans(session, catalogue(), [place])).spans.get(place)

    async def found(self, place: str = LARS) -> Span | None:
        """Give the hours that are kept of a place, whether they stand or not."""
        async with self.desk.database.reading() as session:
            return (await hourly.spans(session, [place])).get(place)

    def _asking(
        self,
        step: Step,
        place: str = LARS,
        back: timedelta = 3 * DAY,
        end_back: timedelta = timedelta(),
    ) -> Asking:
        end = floored(self.desk.clock.now(), HOUR) - end_back
        spans: Mapping[str, tuple[datetime, datetime]] = {place: (end - back, end)}
        return Asking(filters=Filters(place=(place,)), spans=spans, step=step)


async def _answer(database: Database, asking: Asking) -> bytes:
    chronicler = Chronicler(database=database, catalogue=catalogue(), rows=(), contact=None)
    return (await chronicler.answer(Form.JSON, asking, KnownBy.THEN, {})).body
