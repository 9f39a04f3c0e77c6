"""The archive replayed as if live: what /v1/accuracy tells of it, `score --as-known` confirms.

Each report is stored when it could be known, the board publishes, and time goes on. Of the figures
of one moment that were known with it, one arrives a minute late and is tried; the others arrive a
second early, so that what was published had heard of them, as the score has it too.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.board.accuracy import DIGITS as FIGURES
from app.board.precision import DIGITS
from app.domain.comparison import repeats
from app.domain.evidence import Evidence
from app.domain.report import Report
from app.domain.score import score
from app.domain.trial import LeftOut, is_sharper
from app.domain.vocabulary import QUEUE_QUANTITIES, Knowledge, NoNumber
from tests.domain import archive
from tests.long import long
from tests.serving import Clock, Service, serving

BEGINS = datetime(2022, 9, 15, tzinfo=UTC)
ENDS = datetime(2022, 10, 10, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)

ROUNDED = math.log1p(0.5 / 10 ** (DIGITS - 1)) + 0.5 / 10**FIGURES
"""How far, in nats, an error may differ by principle: the middle was published to three digits, and
the error is told to four."""

TOLD = 0.5 / 10**FIGURES
"""How far what is told may lie from what it is: errors and shares are told to four digits."""

UNHELD = {*NoNumber, LeftOut.NOT_PUBLISHED, LeftOut.SAID_ZERO, LeftOut.NO_OTHER_FIGURE}
"""Why a figure cannot be compared, as the score would find too."""

CATALOGUE = archive.catalogue()


def part(places: Collection[str]) -> list[Report]:
    """Give the archive's figures of queues and waits at some places in the autumn of 2022."""
    return [
        report
        for report in archive.reports()
        if report.place in places
        and report.quantity in QUEUE_QUANTITIES
        and BEGINS <= report.known < ENDS
    ]


def arriving(reports: Sequence[Report]) -> list[Report]:
    """Give the reports with the moment at which each is stored, and known at the latest."""
    late: dict[datetime, Report] = {}
    for report in reports:
        if is_sharper(report) and report.known == report.ends:
            late.setdefault(report.ends, report)
    return [_arriving(report, late.get(report.ends)) for report in reports]


def _arriving(report: Report, late: Report | None) -> Report:
    by = timedelta(0)
    if report.known == report.ends:
        by = MINUTE if report is late else -SECOND
    known = min(report.known, report.known + by)
    return replace(report, recorded_at=report.known + by, known_at=known)


def tried(reports: Sequence[Report]) -> list[Report]:
    """Give the figures that were not heard of, by anybody, when their interval ended."""
    found: list[Report] = []
    for row in sorted(filter(is_sharper, reports), key=lambda each: each.recorded_at):
        place = CATALOGUE.place(row.place)
        early = any(repeats(each, row, place) and each.recorded_at <= row.ends for each in reports)
        if not early and not any(repeats(row, each, place) for each in found):
            found.append(row)
    return found


async def replayed(service: Service, reports: Collection[Report], rows: Collection[Report]) -> None:
    """Store each report at its time, and publish then and when the interval of a row ends."""
    for moment in sorted({each.recorded_at for each in reports} | {row.ends for row in rows}):
        service.clock.moment = moment
        await service.store(*(each for each in reports if each.recorded_at == moment))
        await service.look()


def evidence(place_id: str, reports: Iterable[Report]) -> Evidence:
    """Give what is held of a place: its own reports, and those of the areas it lies in."""
    place = CATALOGUE.place(place_id)
    areas = CATALOGUE.areas_of(place)
    own = tuple(each for each in reports if each.place in {place_id, *areas})
    return Evidence(place=place, areas=areas, reports=own)


def told(answer: Any, quantity: str) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """Give what is told of a quantity, or of `all`, over 90 days and by all modes together."""
    of = None if quantity == "all" else quantity
    rows = [each for each in answer["data"] if each["quantity"] == of and each["mode"] is None]
    (found,) = (each for each in rows if each["days"] == 90)
    return dict(found)


@pytest.mark.parametrize(
    ("places", "least"),
    [
        pytest.param({"verkhny-lars"}, 10, id="Upper Lars"),
        pytest.param(
            set(CATALOGUE.places),
            30,
            id="everywhere",
            marks=long,
        ),
    ],
)
async def test_the_score_as_known_confirms_it(
    bare_url: str, places: Collection[str], least: int
) -> None:
    """Of the same figures the counts are the same, and the errors but for rounding as published."""
    reports = arriving(part(places))
    rows = tried(reports)
    async with serving(bare_url, Clock(BEGINS)) as service:
        await replayed(service, reports, rows)
        service.clock.moment = ENDS
        answer = (await service.client.get("/v1/accuracy")).json()

    held = {place: evidence(place, reports) for place in {row.place for row in rows}}
    found = score(rows, held, Knowledge.THEN)
    assert len(rows) >= least
    for name, scored in found.items():
        ours = told(answer, name)
        without = sum(each["figures"] for each in ours["left_out"] if each["reason"] in UNHELD)
        assert (ours["compared"], without) == (scored["n"], scored["left_out"])
        if ours["amount"] == "few":
            assert ours["ours"]["mean"] == pytest.approx(scored["mean"], abs=ROUNDED)
            assert ours["ours"]["median"] == pytest.approx(scored["median"], abs=ROUNDED)
            assert ours["inside"] == pytest.approx(scored["coverage"], abs=TOLD)
            assert ours["latest"]["mean"] == pytest.approx(scored["latest"], abs=TOLD)
            assert ours["median24"]["mean"] == pytest.approx(scored["median24"], abs=TOLD)
