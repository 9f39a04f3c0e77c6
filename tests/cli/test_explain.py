"""Explain: the page for whoever defends a figure, and the same answer for programs."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cli.database import bring_up
from app.domain.report import Queue
from app.domain.vocabulary import Mode, Quantity
from app.store.database import Database
from tests.cli.conftest import Darial, url
from tests.domain.made import TRAVELLER
from tests.serving import Clock, serving
from tests.web.measured import HOUR, counted
from tests.withheld import withhold

LARS = ("verkhny-lars", "RU-GE", "car")
THEN = (*LARS, "--as-of", "2022-09-28T12:00Z")
VEHICLES = ("--quantity", "queue_vehicles")


def plain(page: str) -> str:
    """Give a page as one line, however it is broken."""
    return " ".join(page.split())


@pytest.mark.usefixtures("archived")
def test_the_page_of_a_past_moment(darial: Darial) -> None:
    """It says which queue and when, the rule of access, and each number with its speakers."""
    result = darial("explain", *THEN)

    page = plain(result.out)
    assert result.code == 0
    assert page.startswith("Verkhny Lars, car From Russia to Georgia (RU-GE) 28 Sep 2022: 15:00 in")
    assert "THIS IS THE PAST" in page
    assert "Rule: It is the last official word;" in page
    assert "waiting time: 48 h (19 to 117 h). 5 origins speak, and they differ;" in page
    assert (
        "no longer: closed, says Georgian emergency service (authority, by way of Reporter.am), 28"
        in page
    )


@pytest.mark.usefixtures("archived")
def test_every_line_fits(darial: Darial) -> None:
    """No line but a link is longer than a terminal is wide."""
    lines = darial("explain", *THEN).out.splitlines()

    assert [line for line in lines if len(line) > 80 and "http" not in line] == []


@pytest.mark.usefixtures("archived")
def test_a_speaker_has_weight_report_and_link(darial: Darial) -> None:
    """Whoever speaks is told with day, figure, weight, what it alone would say, id and link."""
    page = plain(darial("explain", *THEN, *VEHICLES).out)

    assert (
        "North Ossetia interior ministry (authority, by way of Der Spiegel), 24 Sep 2022: about"
        " 2,300, weight 1.00, alone 2,190 (495 to 8,840) 02862000e27ce473 https://www.spiegel.de/"
    ) in page
    assert (
        "repeated by Dron Media, Storyful / Yahoo News, Avtorambler / RIA Novosti, La Cote:"
        " counted once"
    ) in page
    assert "and 3 more: counted once" in page
    assert "from the length of the line: about 3,320, weight 1.00" in page
    assert "waiting time" not in page


@pytest.mark.usefixtures("archived")
def test_an_outlier_is_told_apart(darial: Darial) -> None:
    """By what is known now the misprint is an outlier, with its note."""
    page = plain(darial("explain", *THEN, *VEHICLES, "--knowledge", "now").out)

    _, _, outliers = page.partition("outliers: others agree against them")
    assert "at most 30,000, weight 0.33 note: apparent misprint, about ten times" in outliers


@pytest.mark.usefixtures("archived")
def test_what_is_too_old_is_counted(darial: Darial) -> None:
    """Reports of more than two weeks before the newest have a line together."""
    later = (*THEN[:-1], "2022-10-12T12:00Z")
    page = plain(darial("explain", *later, *VEHICLES).out)

    assert "too old to count: 11, the newest of 26 Sep 2022" in page


@pytest.mark.usefixtures("archived")
def test_a_contradiction_is_told(darial: Darial) -> None:
    """Whoever contradicts the number beyond what its precision explains is told so."""
    page = plain(darial("explain", *THEN, "--quantity", "wait_minutes").out)

    assert "about 6 h, weight 0.09, contradicts the number, alone 6.0 h" in page


@pytest.mark.usefixtures("archived")
def test_long_lists_are_cut(darial: Darial) -> None:
    """Of many speakers the weightiest stand here; the rest is counted."""
    page = darial("explain", *THEN, "--quantity", "wait_minutes").out

    assert page.count("weight ") == 15
    assert "and 5 more; --json lists them" in page


@pytest.mark.usefixtures("archived")
def test_what_is_held_now(darial: Darial) -> None:
    """Without a time it explains now: no figure, why, the last one, and whose it was."""
    page = plain(darial("explain", *LARS).out)

    assert "THIS IS THE PAST" not in page
    assert "Rule: What was said of it no longer holds" in page
    assert (
        "no figure, last report too old; the last was 10.0 h (5.4 to 18 h) of 5 Aug 2024." in page
    )
    assert "One origin speaks." not in page
    assert "eyewitness (traveller on the spot, by way of Fontanka), 5 Aug 2024: about 10 h" in page


@pytest.mark.usefixtures("archived")
def test_for_programs(darial: Darial) -> None:
    """With --json it prints what GET /v1/explain answers."""
    result = darial("explain", *THEN, *VEHICLES, "--json")

    body = json.loads(result.out)
    assert result.code == 0
    assert body["data"]["at"] == "2022-09-28T12:00:00Z"
    (number,) = body["data"]["numbers"]
    assert (number["quantity"], number["mid"]) == ("queue_vehicles", 3000)
    assert body["meta"]["as_of"] == "2022-09-28T12:00:00Z"


async def _withheld(path: Path) -> None:
    database = Database(url(path))
    queue = Queue(LARS[0], LARS[1], Mode.CAR)
    moment = datetime(2022, 9, 28, 9, tzinfo=UTC)
    try:
        await withhold(
            database, queue, Quantity.QUEUE_VEHICLES, at=moment, until=moment + timedelta(days=1)
        )
    finally:
        await database.close()


def test_what_is_withheld(darial: Darial, archived: Path) -> None:
    """Of a withheld number nothing is told but that it is, until when and why."""
    asyncio.run(_withheld(archived))

    page = plain(darial("explain", *THEN, *VEHICLES).out)

    assert "vehicles in line: withheld by the operator until 29 Sep 2022 13:00: the count" in page
    assert "vehicles in line: no figure, withheld." in page
    assert "weight 1.00" not in page


MORNING = datetime(2022, 9, 20, 6, tzinfo=UTC)


async def _lied_to(path: Path, lies: int) -> None:
    said = [counted(500 + n, MORNING + 4 * n * HOUR, mode=Mode.CAR) for n in range(2)]
    said += [
        counted(4000 + lie, MORNING + lie * HOUR, mode=Mode.CAR, **TRAVELLER) for lie in range(lies)
    ]
    async with serving(url(path), Clock(MORNING + 9 * HOUR)) as service:
        await service.store(*said)


@pytest.mark.parametrize(("lies", "doubted"), [(6, True), (0, False)])
def test_doubt_of_travellers_is_told(
    darial: Darial,
    database: Path,
    lies: int,
    doubted: bool,  # noqa: FBT001 - a case
) -> None:
    """Where many travellers speak of eight times the line that is counted, that is said."""
    bring_up(url(database))
    asyncio.run(_lied_to(database, lies))

    page = plain(darial("explain", *LARS, "--as-of", "2022-09-20T14:00Z", *VEHICLES).out)

    assert ("of the nameless figures are thought wrong" in page) is doubted


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nowhere", "RU-GE", "car"), 1, "nowhere"),
        (("verkhny-lars", "RU-FI", "car"), 2, "'RU-FI' is no direction there"),
        (("verkhny-lars", "RU-GE", "boat"), 2, "'boat' is none of"),
        (("verkhny-lars", "RU-GE"), 2, "Missing argument 'MODE'"),
        ((*LARS, "--quantity", "weather"), 2, "--quantity: here there are wait_minutes"),
        ((*LARS, "--as-of", "2199-01-01"), 2, "has not passed yet at that place"),
    ],
)
@pytest.mark.usefixtures("archived")
def test_what_cannot_be_asked(darial: Darial, words: tuple[str, ...], code: int, says: str) -> None:
    """What cannot be used ends with a sentence that names it, and the right exit code."""
    result = darial("explain", *words)

    assert result.code == code
    assert says in plain(result.err)
    assert result.out == ""
