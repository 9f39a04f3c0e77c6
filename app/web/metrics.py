"""Metrics: how sources and service stand, as Prometheus reads them. Nothing tells of a reader.

Nothing is counted along: every number is made from what the store and the board hold when it is
asked for. What is not known has no sample, never a 0.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.responses import Response

from app import __version__
from app.board.roster import Roster, Standing
from app.domain.errors import Unavailable
from app.domain.health import Health
from app.domain.status import METHOD_VERSION
from app.store import leading
from app.store.fault import DatabaseBusy, DatabaseGone
from app.store.spool import Size
from app.web.parts import Here, Parts


class MetricsResponse(Response):
    """An answer in Prometheus' text format."""

    media_type = CONTENT_TYPE_LATEST


router = APIRouter()

Number = Callable[[Standing], float | None]

UP: Mapping[Health | None, float] = {Health.UP: 1, Health.DOWN: 0}

OF_SOURCES: Mapping[str, tuple[str, Number]] = {
    "darial_source_up": (
        "Whether the source can be heard: 1 or 0; left out while nobody knows or it is paused.",
        lambda each: UP.get(each.health),
    ),
    "darial_source_paused": (
        "Whether an operator paused the source.",
        lambda each: None if each.health is None else float(each.health is Health.PAUSED),
    ),
    "darial_source_last_poll_timestamp_seconds": (
        "When its last poll began.",
        lambda each: _seconds(each.feed.polled_at),
    ),
    "darial_source_last_success_timestamp_seconds": (
        "When the last poll began that ended well.",
        lambda each: _seconds(each.feed.good_at),
    ),
    "darial_source_newest_timestamp_seconds": (
        "The newest moment the source spoke of.",
        lambda each: _seconds(each.feed.newest_at),
    ),
    "darial_source_last_poll_duration_seconds": (
        "How long its last poll took.",
        lambda each: None if each.last is None else each.last.seconds,
    ),
    "darial_source_refused": (
        "Rows that its last poll could not use.",
        lambda each: None if each.last is None else each.last.refused,
    ),
    "darial_source_failures": (
        "Polls in a row that did not end well.",
        lambda each: None if each.health is None else each.feed.failures,
    ),
}
"""What is told of each source: its help, and the number or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the metrics are made from, at one moment."""

    roster: Roster
    version: int | None
    ready: bool
    clock_offset_s: float | None
    machine_offset_s: float | None
    leads: bool
    term: int | None
    spooled: Size | None


class Readings(Collector):
    """Writes one reading as metrics."""

    def __init__(self, reading: Reading) -> None:
        """Take the reading."""
        self._reading = reading

    def collect(self) -> Iterator[Metric]:
        """Give every metric there is."""
        standings = list(self._reading.roster.standings)
        for name, (text, number) in OF_SOURCES.items():
            gauge = GaugeMetricFamily(name, text, labels=["source"])
            for each in standings:
                if (value := number(each)) is not None:
                    gauge.add_metric([each.source.id], value)
            yield gauge
        yield _reports(standings)
        yield from _service(self._reading)


@router.get("/metrics", response_class=MetricsResponse, summary="Numbers for Prometheus")
async def metrics(here: Here) -> Response:
    """Give how each source and the service itself stand, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Readings(await _reading(here)))
    return MetricsResponse(generate_latest(registry), headers={"cache-control": "no-store"})


async def _reading(here: Parts) -> Reading:
    view = here.board.view
    return Reading(
        roster=await _roster(here),
        version=None if view is None else here.board.version,
        ready=view is not None and not here.troubles(),
        clock_offset_s=here.clock_offset_s(),
        machine_offset_s=here.clock.ahead_s(),
        leads=here.leads(),
        term=await _term(here),
        spooled=await asyncio.to_thread(here.spooled),
    )


async def _term(here: Parts) -> int | None:
    """Give the term of whoever leads or led last; None before anybody did, and while away."""
    try:
        async with here.database.reading() as session:
            found = await leading.standing(session)
    except (DatabaseGone, DatabaseBusy):
        return None
    return None if found is None else found.term


async def _roster(here: Parts) -> Roster:
    """Give the roster, or an empty one away: that there is none is what a supervisor must hear."""
    try:
        return await here.board.roster()
    except Unavailable:
        return Roster(away=True)


def _reports(standings: Iterable[Standing]) -> Metric:
    text = "Reports that the source has brought, revisions and retractions included."
    counter = CounterMetricFamily("darial_source_reports", text, labels=["source"])
    for each in standings:
        counter.add_metric([each.source.id], each.source.reports)
    return counter


def _service(reading: Reading) -> Iterator[Metric]:
    told: Mapping[str, tuple[str, float | None]] = {
        "darial_ready": ("Whether /readyz answers 200.", float(reading.ready)),
        "darial_board_version": ("The board's version.", reading.version),
        "darial_database_present": (
            "Whether the database could be read just now.",
            float(not reading.roster.away),
        ),
        "darial_clock_offset_seconds": (
            "How far our clock is ahead of that of the hosts we ask; left out while too few told.",
            reading.clock_offset_s,
        ),
        "darial_machine_clock_offset_seconds": (
            "How far this machine's clock is ahead of the database server's, which counts.",
            reading.machine_offset_s,
        ),
        "darial_leader": (
            "Whether it leads, of all that serve this database: polls, sends, keeps; 1 or 0.",
            float(reading.leads),
        ),
        "darial_leader_term": (
            "How many times any of them has begun to lead; left out before the first.",
            reading.term,
        ),
        "darial_spool_files": (
            "Polls that wait on disk until the database can take them.",
            None if reading.spooled is None else reading.spooled.files,
        ),
        "darial_spool_bytes": (
            "How much disk they take, with what is damaged there.",
            None if reading.spooled is None else reading.spooled.bytes,
        ),
    }
    for name, (text, value) in told.items():
        if value is not None:
            yield GaugeMetricFamily(name, text, value=value)
    built = GaugeMetricFamily("darial_build_info", "What runs.", labels=["version", "method"])
    built.add_metric([__version__, METHOD_VERSION], 1)
    yield built


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
