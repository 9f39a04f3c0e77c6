"""A desk to act from: a database, a clock that stands still, and reports of the last hours."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.board.assessing import assessed
from app.board.evidence import load
from app.catalog import Catalogue
from app.catalog import load as load_catalogue
from app.correcting.acting import Deed, Done, Evidences, act
from app.correcting.effect import Change, changes
from app.correcting.noticing import Decision
from app.domain.act import Act
from app.domain.report import Queue, Report
from app.domain.status import Status
from app.domain.vocabulary import Bound, Knowledge, Mode, OriginKind, Quantity, Subject
from app.store import acts, migrate, reports, sources
from app.store.database import Database
from app.store.kept import Kept
from tests.archived import NOW, url_of
from tests.serving import Clock
from tests.store.made import figure, source

LARS = "verkhny-lars"
CARS = Queue(LARS, "RU-GE", Mode.CAR)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOSED = Decision(
    queue=Queue(LARS, "both", Mode.ANY),
    quantity=Quantity.ACCESS,
    word="closed",
    subject=Subject.EVERYBODY,
    since=NOW - HOUR,
    until=None,
    review_at=NOW + 30 * DAY,
    published_at=None,
    authority="Border Service",
    authority_kind=OriginKind.AUTHORITY,
    url="https://example.org/decision",
)
"""A decision that an operator notes."""


@cache
def catalogue() -> Catalogue:
    """Give the catalogue, read once."""
    return load_catalogue()


def wait(identity: str, minutes: float, origin: str, **changed: Any) -> Report:  # noqa: ANN401 - any field
    """Make a report of a wait at Upper Lars an hour ago, by a newspaper."""
    said: dict[str, Any] = {
        "place": LARS,
        "quantity": Quantity.WAIT_MINUTES,
        "subject": Subject.EVERYBODY,
        "bound": Bound.ABOUT,
        "observed_from": NOW - HOUR,
        "observed_to": NOW - HOUR,
        "recorded_at": NOW - HOUR / 2,
        "origin": origin,
        "origin_kind": OriginKind.MEDIA,
    }
    return figure(identity, minutes, **said | changed)


FOUR = (
    wait("one", 1200, "Herald"),
    wait("two", 1260, "Tribune"),
    wait("three", 1320, "Courier"),
    wait("four", 4000, "Gazette"),
)
"""Four newspapers on one wait, the last of them far off."""


@dataclass
class Desk:
    """What a test acts with."""

    database: Database
    clock: Clock = field(default_factory=Clock)

    async def store(self, *said: Report) -> None:
        """Store reports, with their sources."""
        async with self.database.writing() as session:
            for name in sorted({report.source for report in said}):
                await sources.register(session, source(name, cadence=None))
            await reports.add(session, said)

    async def do(self, deed: Deed) -> Done:
        """Do an act, without looking what it changes."""
        async with self.database.writing() as session:
            return await deed(session, self.clock.now())

    async def around(self, deed: Deed, *, keep: bool = True) -> tuple[Done, Evidences]:
        """Do an act or rehearse it; gives the evidence around it, too."""
        return await act(self.database, catalogue(), deed, self.clock.now, keep=keep)

    async def effect(self, deed: Deed, *, keep: bool = False) -> list[Change]:
        """Give what an act would change."""
        _, evidences = await self.around(deed, keep=keep)
        return await changes(evidences)

    async def status(self, queue: Queue = CARS) -> Status:
        """Give what is to be published of a queue."""
        async with self.database.reading() as session:
            found = await load(session, catalogue(), [queue.place], self.clock.now(), Knowledge.NOW)
        told = await assessed(found[queue.place], self.clock.now())
        return next(status for status in told if status.queue == queue)

    async def kept(self, public: str) -> Kept:
        """Give a report as it stands in the store."""
        async with self.database.reading() as session:
            found = await reports.one(session, public)
        assert found is not None
        return found

    async def log(self) -> tuple[Act, ...]:
        """Give all acts, newest first."""
        async with self.database.reading() as session:
            return (await acts.page(session, acts.Sought())).rows

    async def rows(self) -> dict[str, int]:
        """Count the rows of each table that an act could write to."""
        names = ("reports", "acts", "act_reports", "withholdings", "notices", "notice_ends")
        async with self.database.reading() as session:
            return {
                name: (
                    await session.exec_driver_sql(f"SELECT count(*) FROM {name}")  # noqa: S608 - our own names
                ).scalar_one()
                for name in names
            }


async def filled(path: Path) -> None:
    """Make a database with what the four newspapers said."""
    migrate.upgrade(url_of(path))
    database = Database(url_of(path))
    try:
        await Desk(database).store(*FOUR)
    finally:
        await database.close()
