"""What is withheld, on a running service: told in every form, for its time, and then as before."""

import csv
import io
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from app.domain.report import Queue
from app.domain.vocabulary import Mode, Quantity
from app.web.schemas.status import StatusRow
from tests import archived
from tests.archived import NOW
from tests.domain.made import at, figure, word
from tests.serving import Service, serving
from tests.withheld import REASON, undo, withhold

pytestmark = pytest.mark.asyncio(loop_scope="module")

MINUTE = timedelta(minutes=1)
UNTIL = "2026-11-24T12:20:00Z"
CARS = Queue("verkhny-lars", "RU-GE", Mode.CAR)
ASKED = "place=verkhny-lars&direction=RU-GE&mode=car"
STEPS = ("12:00", "12:15", "12:30", "12:45")


@dataclass
class Told:
    """What the service answered about the cars at Upper Lars, and the act that withheld them."""

    service: Service
    act: str = ""
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    async def ask(self, when: str) -> None:
        """Look after the board, and note its row as of now."""
        await self.service.look()
        self.rows[when] = await self.row()

    async def row(self, query: str = "") -> dict[str, Any]:
        """Give the row."""
        response = await self.service.client.get(f"/v1/status?{ASKED}{query}")
        (found,) = response.json()["data"]
        return dict(found)

    async def text(self, path: str) -> str:
        """Give an answer as it is written."""
        return (await self.service.client.get(path)).text

    async def points(self, query: str) -> list[dict[str, Any]]:
        """Give the points of a history of one series by quarters, from noon on."""
        span = f"{ASKED}&step=15m&from=2026-11-24T11:45Z&to=2026-11-24T12:45Z"
        response = await self.service.client.get(f"/v1/history?{span}&{query}")
        (course,) = response.json()["data"]
        return list(course["points"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - an async generator of Told
    """Withhold a queue for 19 minutes, then a quantity of it, which is undone a minute later."""
    hour_ago = at(NOW - 60 * MINUTE) | {"place": CARS.place}
    async with serving(archived.copied(archive, tmp_path_factory.mktemp("withheld"))) as service:
        told, clock, database = Told(service), service.clock, service.parts.database
        await service.store(figure(777, **hour_ago), word("open", **hour_ago))
        await told.ask("before")
        told.act = await withhold(database, CARS, at=NOW + MINUTE, until=NOW + 20 * MINUTE)
        clock.move(2 * MINUTE)
        await told.ask("withheld")
        told.texts = {
            path: await told.text(path)
            for path in (f"/v1/status.csv?{ASKED}", f"/v1/status.txt?{ASKED}", "/v1/status.txt")
        }
        clock.move(18 * MINUTE)
        await told.ask("after")
        clock.move(MINUTE)
        act = await withhold(
            database, CARS, Quantity.QUEUE_VEHICLES, at=clock.now(), until=NOW + 99 * MINUTE
        )
        await told.ask("in part")
        clock.move(MINUTE)
        await undo(database, act, at=clock.now())
        await told.ask("undone")
        clock.move(24 * MINUTE)
        await service.look()
        yield told


def content(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row without the ids under which its parts were published."""
    return {
        name: {key: each for key, each in part.items() if key != "published_id"}
        if isinstance(part, dict)
        else part
        for name, part in row.items()
    }


async def test_the_row_says_until_when_and_why(told: Told) -> None:
    """The order stands with its act, and no number, word or last figure beside it."""
    row = told.rows["withheld"]

    StatusRow.model_validate(row)
    assert told.rows["before"]["queue_vehicles"]["mid"]
    assert row["withheld"] == [{"quantity": None, "until": UNTIL, "reason": REASON, "id": told.act}]
    assert (row["access"]["state"], row["access"]["because"]) == ("unknown", "withheld")
    for name in ("wait_minutes", "queue_vehicles", "queue_km"):
        assert (row[name]["mid"], row[name]["no_number"]) == (None, "withheld")
        assert row[name]["last"] is None


async def test_other_forms_say_so_too(told: Told) -> None:
    """Each line of CSV has the reason; the plain line has it in place of the numbers."""
    table, line, every = told.texts.values()

    for cells in csv.DictReader(io.StringIO(table)):
        if cells["quantity"] not in {"event", "rule"}:
            assert (cells["no_number"], cells["mid"], cells["last_mid"]) == ("withheld", "", "")
            assert (cells["withheld_until"], cells["withheld_reason"]) == (UNTIL, REASON)
    assert line == f"verkhny-lars RU-GE car: withheld until 2026-11-24 12:20Z: {REASON}\n"
    assert line in every


async def test_at_its_time_all_is_as_it_was(told: Told) -> None:
    """What is published again has ids of its own, and says what was said before."""
    before, after = told.rows["before"], told.rows["after"]

    assert content(after) == content(before)
    assert after["queue_vehicles"]["published_id"] != before["queue_vehicles"]["published_id"]


async def test_what_is_undone_is_back_at_once(told: Told) -> None:
    """One quantity was withheld, and what follows from it; undone, all stands again."""
    before, row = told.rows["before"], told.rows["in part"]

    assert row["queue_vehicles"]["no_number"] == "withheld"
    assert before["queue_km"]["mid"]
    assert row["queue_km"]["mid"] is None
    assert row["access"] == told.rows["after"]["access"]
    assert content(told.rows["undone"]) == content(before)


@pytest.mark.parametrize("knowledge", ["then", "now"])
async def test_a_past_moment(told: Told, knowledge: str) -> None:
    """`as_of` obeys what was ordered at that moment."""
    moments = ("12:00", "12:01", "12:19", "12:20")
    found = [
        await told.row(f"&as_of=2026-11-24T{clock}Z&knowledge={knowledge}") for clock in moments
    ]

    assert [bool(each["withheld"]) for each in found] == [False, True, True, False]
    assert [each["queue_vehicles"]["mid"] is None for each in found[:3]] == [False, True, True]


@pytest.mark.parametrize("knowledge", ["then", "now", "published"])
async def test_steps(told: Told, knowledge: str) -> None:
    """A step within an order is withheld, those beside it are not."""
    vehicles = await told.points(f"quantity=queue_vehicles&knowledge={knowledge}")
    access = await told.points(f"quantity=access&knowledge={knowledge}")

    assert [each["at"][11:16] for each in vehicles] == list(STEPS)
    assert [each["no_number"] for each in vehicles] == [None, "withheld", None, None]
    assert [each["mid"] is None for each in vehicles] == [False, True, False, False]
    assert [(each["word"], each["no_number"]) for each in access[:2]] == [
        ("open", None),
        ("unknown", "withheld"),
    ]


async def test_a_series_that_is_withheld_is_no_silence(told: Told) -> None:
    """Where no place is named, a series of which all is withheld is told all the same."""
    span = "mode=car&quantity=access&step=15m&from=2026-11-24T12:00Z&to=2026-11-24T12:15Z"
    response = await told.service.client.get(f"/v1/history?{span}")

    series = {(each["place"], each["direction"]) for each in response.json()["data"]}
    assert ("verkhny-lars", "RU-GE") in series
    assert ("zhelkuar", "RU-KZ") not in series
