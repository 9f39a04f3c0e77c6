"""A world to export: reports of several sources, revised and taken back, with acts and figures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from app.board.board import Board
from app.board.shelf import Shelf
from app.correcting.mandate import Mandate
from app.correcting.noticing import add, end
from app.correcting.retracting import retract
from app.correcting.undoing import undo
from app.correcting.withholding import Order, withhold
from app.domain.report import Report
from app.domain.vocabulary import Bound, EventWord, OriginKind, Quantity, Subject
from app.exporting.export import Exported, export
from app.exporting.taking import Taken, take_in
from app.store import reports, sources
from app.store.database import Database
from tests.archived import NOW, copied
from tests.correcting.desk import CARS, CLOSED, LARS, catalogue
from tests.store.made import DAY, HOUR, MINUTE, figure, retraction, source, word

SEPTEMBER = datetime(2022, 9, 27, 12, tzinfo=UTC)
ODD = NOW - 43 * MINUTE + timedelta(seconds=3)
"""Seventeen minutes and three seconds past an hour."""

WHY = Mandate(reason="misread; =1+1")


def cars(identity: str, value: float, at: datetime = SEPTEMBER, **changes: Any) -> Report:  # noqa: ANN401 - any field
    """Make a count of cars at Upper Lars, published by a paper."""
    said: dict[str, Any] = {
        "place": LARS,
        "observed_from": at,
        "observed_to": at + HOUR,
        "recorded_at": at + 2 * HOUR,
        "origin": "The Paper",
        "origin_kind": OriginKind.MEDIA,
    }
    return figure(identity, value, **said | changes)


OPEN = (
    cars("plain", 300),
    cars("quoted", 12.5, quantity=Quantity.QUEUE_KM, note="=cmd|\"x\", 'y'\r\nsecond line"),
    word("shut", place=LARS, observed_from=SEPTEMBER, recorded_at=SEPTEMBER + HOUR),
    cars("octobers", 500, SEPTEMBER + 10 * DAY, span=(3, 9), fired="rule 7", poll="0f" * 16),
    cars("fresh", 700, NOW - 2 * HOUR, recorded_at=NOW - HOUR - timedelta(microseconds=7)),
)
"""What may be passed on as it is."""

TRAVELLER = cars(
    "ivan_lars/5553535",
    900,
    ODD,
    recorded_at=ODD + MINUTE,
    observed_to=ODD,
    origin="@ivan_lars",
    origin_kind=OriginKind.EYEWITNESS,
    note="call +7 999 555 35 35",
    url="https://t.example/ivan_lars/17",
    permalink="https://t.example/ivan_lars/17",
    poll="ab" * 16,
)
HIDDEN = (
    TRAVELLER,
    cars(
        "seekers-13",
        13,
        NOW - 4 * HOUR,
        quantity=Quantity.CROSSINGS_PEOPLE,
        subject=Subject.ASYLUM_SEEKERS,
        observed_to=NOW - 4 * HOUR + DAY,
        origin_kind=OriginKind.NGO,
        recorded_at=NOW,
        note="13 of them",
    ),
    cars("sparse", 4, NOW - 5 * HOUR, quantity=Quantity.CROSSINGS_VEHICLES, bound=Bound.EXACT),
    word(
        "around",
        EventWord.ILLEGAL_CROSSING,
        place=LARS,
        quantity=Quantity.EVENT,
        observed_from=SEPTEMBER,
        note="by the river",
    ),
)
"""What is told less of, or nothing."""

SECRETS = ("ivan_lars", "5553535", "555 35 35", "t.example", ":17:", "by the river", "13 of them")
CLOSED_SOURCE = cars("theirs", 42424, source="hotline", origin="The Hotline")


@dataclass
class World:
    """A database, and a folder to export it to."""

    database: Database
    folder: Path

    async def store(self, *said: Report) -> None:
        """Store reports; the source `hotline` may not be passed on."""
        async with self.database.writing() as session:
            for name in sorted({report.source for report in said}):
                if await sources.one(session, name) is None:
                    made = source(name, redistribute=name != "hotline", licence="CC0-1.0")
                    await sources.register(session, made)
            await reports.add(session, said)

    async def publish(self, at: datetime = NOW) -> None:
        """Publish what follows from it, as a server does."""
        await Board(self.database, catalogue(), Shelf()).look(at)

    async def act(self, at: datetime = NOW) -> None:
        """Do one act of each kind, and undo two of them."""
        deeds = (
            partial(retract, named=[OPEN[4].id], mandate=WHY),
            partial(add, catalogue=catalogue(), decision=CLOSED, mandate=WHY),
            partial(withhold, catalogue=catalogue(), mandate=WHY, order=Order(
                queue=CARS, quantity=None, until=at + 6 * HOUR)),
        )  # fmt: skip
        ids = []
        for deed in deeds:
            async with self.database.writing() as session:
                ids.append((await deed(session, at)).act.id)
        async with self.database.writing() as session:
            await end(
                session, at + MINUTE, catalogue=catalogue(), mandate=WHY,
                notice=f"{LARS}-2026-11-24-closed", ends_at=at + DAY,
            )  # fmt: skip
            await retract(session, at + MINUTE, named=[OPEN[2].id], mandate=WHY)
        async with self.database.writing() as session:
            await undo(session, at + 2 * MINUTE, public=ids[0], mandate=WHY)

    async def export(self, folder: Path | None = None, at: datetime = NOW + HOUR) -> Exported:
        """Export it."""
        return await export(self.database, catalogue(), folder or self.folder, now=at)

    async def take_in(self, folder: Path | None = None, at: datetime = NOW + DAY) -> Taken:
        """Take an archive in."""
        return await take_in(self.database, catalogue(), folder or self.folder, now=at)

    async def rows(self) -> Mapping[str, list[tuple[Any, ...]]]:
        """Give what its tables hold, with keys in place of the numbers of series and strands."""
        async with self.database.reading() as session:
            return {
                name: [tuple(row) for row in await session.exec_driver_sql(query)]
                for name, query in TABLES.items()
            }


async def fill(world: World) -> None:
    """Fill a world with all there is: revisions, retractions, acts and figures too."""
    await world.store(*OPEN, *HIDDEN, CLOSED_SOURCE)
    later = replace(cars("plain", 350), recorded_at=SEPTEMBER + 3 * HOUR)
    await world.store(later)
    await world.store(
        retraction("back", "octobers", place=LARS, observed_from=SEPTEMBER + 10 * DAY,
                   observed_to=SEPTEMBER + 10 * DAY, recorded_at=NOW - DAY),
        retraction("theirs-back", "theirs", source="hotline", place=LARS,
                   recorded_at=NOW - DAY, value=42424),
        retraction("crossing", OPEN[1].id, source="hotline", place=LARS,
                   recorded_at=NOW - DAY, value=31337),
    )  # fmt: skip
    await world.publish(NOW - HOUR)


def emptied(template: Path, folder: Path) -> World:
    """Give a world in which nothing was ever said."""
    folder.mkdir()
    return World(Database(copied(template, folder)), folder / "archive")


SERIES = "SELECT s.place, s.direction, s.mode, s.quantity, s.subject"
TABLES = {
    "sources": "SELECT * FROM sources ORDER BY id",
    "reports": SERIES + ", t.word, t.claim, t.origin_kind, t.official, t.standing, r.id,"
    " r.public, r.first_id, r.revision, r.reach, r.ends, r.observed_from, r.observed_to,"
    " r.published_at, r.recorded_at, r.known_at, r.review_at, r.source, r.identity, r.origin,"
    " r.method, r.precision, r.value, r.low, r.high, r.bound, r.word, r.claim, r.per, r.note,"
    " r.publisher, r.url, r.language, r.archived, r.retracts, r.permalink, r.span_from, r.span_to,"
    " r.fired, r.poll, r.time_basis FROM reports r JOIN series s ON s.id = r.series_id"
    " LEFT JOIN strands t ON t.id = r.strand_id ORDER BY r.id",
    "published": SERIES + ", p.id, p.public, p.version, p.published_at, p.method_version,"
    " p.catalogue_version, p.low, p.mid, p.high, p.word, p.no_number, p.observed_to, p.freshness,"
    " p.agreement, p.origins FROM published p JOIN series s ON s.id = p.series_id ORDER BY p.id",
    **{
        name: f"SELECT * FROM {name} ORDER BY 1, 2"  # noqa: S608 - our own names
        for name in ("acts", "act_reports", "act_places", "withholdings", "notices", "notice_ends")
    },
}
