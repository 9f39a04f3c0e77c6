"""Metrics: each source and the service in numbers, nothing invented, and nothing of a reader."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from app import __version__
from app.domain.health import Health
from app.domain.status import METHOD_VERSION
from app.store import feeds, leading, polls, sources
from app.store.feeds import Feed
from app.store.spool import Size
from tests.archived import NOW
from tests.databases import missing
from tests.others import take_away
from tests.serving import Service, live, serving
from tests.web.test_sources import DOWN, LAST

Samples = dict[tuple[str, str], float]
"""Values by the sample's name and the source it is of."""


async def asked(client: httpx.AsyncClient) -> Samples:
    """Ask for the metrics and read them as Prometheus does."""
    response = await client.get("/metrics")
    assert response.status_code == 200, response.text
    return {
        (sample.name, sample.labels.get("source", "")): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


async def note(service: Service, feed: Feed) -> None:
    """Note how a live source stands, as a poller does."""
    async with service.parts.database.writing() as session:
        await sources.register(session, live(feed.source, NOW, timedelta(minutes=5)))
        await feeds.save(session, feed)


async def test_a_source_in_numbers(bare_url: str) -> None:
    """Health, times and counts of a source are those that the store holds."""
    async with serving(bare_url) as service:
        await note(service, DOWN)
        async with service.parts.database.writing() as session:
            await polls.add(session, LAST)
        found = await asked(service.client)

    told = {
        name.removeprefix("darial_source_"): v for (name, of), v in found.items() if of == "loops"
    }
    assert told == {
        "up": 0,
        "paused": 0,
        "last_poll_timestamp_seconds": NOW.timestamp() - 60,
        "last_success_timestamp_seconds": NOW.timestamp() - 2400,
        "newest_timestamp_seconds": NOW.timestamp() - 2700,
        "last_poll_duration_seconds": 1.5,
        "refused": 30,
        "failures": 8,
        "reports_total": 0,
    }


async def test_what_is_not_known_has_no_sample(url: str) -> None:
    """A source that was never polled is neither up nor down, and never succeeded at 1970."""
    async with serving(url) as service:
        await note(service, Feed(source="loops"))
        found = await asked(service.client)

    assert {name for name, of in found if of == "loops"} == {
        "darial_source_paused",
        "darial_source_failures",
        "darial_source_reports_total",
    }
    assert {name for name, of in found if of == "archive"} == {"darial_source_reports_total"}
    assert found["darial_source_reports_total", "archive"] == 1228


async def test_up_and_paused(bare_url: str) -> None:
    """A source that is up is 1; one that is paused is neither up nor down."""
    async with serving(bare_url) as service:
        await note(service, replace(DOWN, health=Health.UP))
        up = await asked(service.client)
        async with service.parts.database.writing() as session:
            await feeds.pause(session, "loops", NOW)
        paused = await asked(service.client)

    assert (up["darial_source_up", "loops"], up["darial_source_paused", "loops"]) == (1, 0)
    assert ("darial_source_up", "loops") not in paused
    assert paused["darial_source_paused", "loops"] == 1


async def test_the_service_in_numbers(url: str) -> None:
    """Version, readiness, database, clock and release are told; an unknown offset is not."""
    async with serving(url) as service:
        well = await asked(service.client)
        version = service.parts.board.version
        service.api.state.parts = replace(
            service.parts, troubles=lambda: ["our clock is off"], clock_offset_s=lambda: -75.5
        )
        off = await asked(service.client)
        text = (await service.client.get("/metrics")).text

    assert well["darial_ready", ""] == well["darial_database_present", ""] == 1
    assert well["darial_board_version", ""] == version > 0
    assert ("darial_clock_offset_seconds", "") not in well
    assert well["darial_leader", ""] == 0
    assert ("darial_leader_term", "") not in well
    assert ("darial_spool_files", "") not in well
    assert (off["darial_ready", ""], off["darial_clock_offset_seconds", ""]) == (0, -75.5)
    told = f'darial_build_info{{method="{METHOD_VERSION}",version="{__version__}"}} 1.0'
    assert told in text


async def test_who_leads(url: str) -> None:
    """Whether it is this one, and in which term, which all tell alike."""
    async with serving(url) as service:
        async with service.parts.database.writing() as session:
            await leading.begin(session, NOW)
            await leading.begin(session, NOW)
        standing_by = await asked(service.client)
        service.api.state.parts = replace(service.parts, leads=lambda: True)
        leads = await asked(service.client)

    assert [each["darial_leader", ""] for each in (standing_by, leads)] == [0, 1]
    assert [each["darial_leader_term", ""] for each in (standing_by, leads)] == [2, 2]


async def test_what_waits_for_the_database(bare_url: str) -> None:
    """How many polls wait on disk, and how much of it they take."""
    async with serving(bare_url) as service:
        service.api.state.parts = replace(service.parts, spooled=lambda: Size(3, 12_288))
        told = await asked(service.client)

    assert (told["darial_spool_files", ""], told["darial_spool_bytes", ""]) == (3, 12_288)


async def test_without_a_database(url: str, tmp_path: Path) -> None:
    """That the database is away is told, from memory or with none; the numbers never fail."""
    async with serving(url) as service:
        take_away(url)
        remembered = await asked(service.client)
    async with serving(missing(tmp_path)) as service:
        nothing = await asked(service.client)

    assert remembered["darial_database_present", ""] == 0
    assert remembered["darial_source_reports_total", "archive"] == 1228
    assert (nothing["darial_database_present", ""], nothing["darial_ready", ""]) == (0, 0)
    assert ("darial_board_version", "") not in nothing


async def test_no_reader_is_counted(url: str) -> None:
    """Whoever asks, for what, from where: the numbers are the same bytes before and after."""
    async with serving(url) as service:
        before = await service.client.get("/metrics")
        for path in ("/v1/status?place=verkhny-lars", "/v1/reports", "/nowhere", "/v1/status?x=1"):
            await service.client.get(path, headers={"user-agent": "a reader"})
        after = await service.client.get("/metrics")

    assert after.content == before.content
    assert not re.search(r"http|request|python|process|reader", after.text)
    assert after.headers["cache-control"] == "no-store"
    assert after.headers["content-type"].startswith("text/plain; version=")
