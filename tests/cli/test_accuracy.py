"""Accuracy on a terminal: what /v1/accuracy answers, as a table that says what it rests on."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from app.cli.database import bring_up
from app.clock import now
from app.domain.report import Report
from app.domain.vocabulary import Mode
from app.store.published import Published
from tests.cli.conftest import Darial, url
from tests.serving import Clock, serving
from tests.web.measured import HOUR, counted, days, keep, told

WAITS = (120, 90, 110, 240, 105, 95, 130)


async def _filled(path: Path, said: tuple[Report, ...]) -> None:
    async with serving(url(path), Clock(now())) as service:
        await days(service, WAITS)
        await service.store(*said)


@pytest.fixture
def bare(database: Path) -> Path:
    """Give a database to which nothing was said yet."""
    bring_up(url(database))
    return database


def fill(path: Path, *said: Report) -> None:
    """Let there be counts of trucks on the last day, and what is said besides."""
    asyncio.run(_filled(path, said))


@pytest.mark.usefixtures("bare")
def test_where_nothing_came_it_says_what_is_missing(darial: Darial) -> None:
    """An empty state says what is needed and what to do; scripts are told by the exit code."""
    result = darial("accuracy")

    assert result.code == 1
    assert result.out.startswith("No sharper figure came in 90 days. One is needed that")
    assert "`darial serve` publishes" in result.out
    assert result.err == ""


def test_a_table_for_each_window(darial: Darial, bare: Path) -> None:
    """A line for each quantity, its modes below it; windows that hold the same share a table."""
    car = counted(70, now() - timedelta(days=20), mode=Mode.CAR)
    fill(bare, car)

    result = darial("accuracy")
    lines = result.out.splitlines()
    assert result.code == 0
    assert [line for line in lines if line.startswith("Last ")] == [
        "Last 7 days",
        "Last 30, 90 days",
    ]
    assert lines[1].split() == [
        *("QUANTITY", "FIGURES", "TRIED", "OFF", "BY", "MEAN", "IN", "80%", "LATEST", "MEDIAN24"),
    ]
    assert lines[2].split() == ["queue_vehicles", "7", "6", "1.1", "0.240", "83%", "0.418", "0.261",
                                "few"]  # fmt: skip
    assert [line.split()[0] for line in lines[2:5]] == ["queue_vehicles", "truck", "all"]
    assert lines[5] == "Not tried: 1 as nothing was published yet."
    assert "  car                 1      0" in lines
    assert max(map(len, lines)) <= 80


def test_json_is_what_is_answered_over_http(darial: Darial, bare: Path) -> None:
    """The same rows as /v1/accuracy, and until when."""
    fill(bare)

    result = darial("accuracy", "--json")
    found = json.loads(result.out)
    assert result.code == 0
    assert found["data"] == asyncio.run(_asked(bare))
    assert found["meta"]["until"].endswith(":00:00Z")


async def _asked(path: Path) -> object:
    async with serving(url(path), Clock(now())) as service:
        data: object = (await service.client.get("/v1/accuracy")).json()["data"]
        return data


def test_figures_that_cannot_be_tried_say_why(darial: Darial, bare: Path) -> None:
    """Each reason is a sentence of its own; nothing tried is an exit code of its own."""
    moment = now()
    row = counted(5, moment - 2 * HOUR, mode=Mode.BUS)
    asyncio.run(_told_only(bare, row, told(None, moment - 3 * HOUR, queue=row.queue)))

    result = darial("accuracy")
    assert result.code == 1
    assert "Not tried: 1 as we had no number (stale)." in result.out


async def _told_only(path: Path, row: Report, stood: Published) -> None:
    async with serving(url(path), Clock(now())) as service:
        await service.store(row)
        await keep(service, stood)
