"""The whole service: a quiet hour, a database removed under it, an end, and no trace of readers."""

import asyncio
import io
from datetime import timedelta
from pathlib import Path

import pytest

from app import logs
from app.catalog import CatalogueError
from app.domain.report import Report
from app.main import create_app
from app.settings import Settings
from app.web.api import TELEMETRY
from tests.archived import NOW
from tests.domain.made import figure
from tests.others import take_away
from tests.serving import serving

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
POLLED = (
    "/v1/status",
    "/v1/status?place=verkhny-lars",
    "/v1/status.txt",
    "/v1/places",
    "/v1/sources",
)


async def test_a_quiet_hour(url: str) -> None:
    """Who asks every minute of an hour in which nothing is heard is nearly always told: unchanged.

    A fresh number stands on the board, so that time alone could change it.
    """
    answers: list[int] = []
    async with serving(url) as service:
        await service.store(_cars(400))
        await service.look()
        etags = {path: (await service.client.get(path)).headers["etag"] for path in POLLED}
        for _ in range(60):
            service.clock.move(MINUTE)
            await service.look()
            for path in POLLED:
                headers = {"if-none-match": etags[path]}
                response = await service.client.get(path, headers=headers)
                answers.append(response.status_code)
                etags[path] = response.headers["etag"]

    assert answers.count(304) / len(answers) >= 0.9


async def test_the_database_is_removed_while_serving(url: str) -> None:
    """With its file gone, the status goes on, marked, filtered or not; what needs it is a 503."""
    async with serving(url) as service:
        before = await service.client.get("/v1/status")
        take_away(url)
        await service.look()
        after = await service.client.get("/v1/status")
        filtered = await service.client.get("/v1/status.txt?place=verkhny-lars")
        places = await service.client.get("/v1/places")
        reports = await service.client.get("/v1/reports")
        past = await service.client.get("/v1/status?as_of=2022-09-28T12:00:00Z")

    assert after.content == before.content
    assert "darial-database" not in before.headers
    for response in (after, filtered, places):
        assert (response.status_code, response.headers["darial-database"]) == (200, "away")
    for response in (reports, past):
        assert (response.status_code, response.headers["darial-database"]) == (503, "away")


async def test_what_is_stored_is_out_with_the_next_look(url: str) -> None:
    """A report that another process stores is on the board a look later, past answers included."""
    question = "/v1/status?place=verkhny-lars&direction=RU-GE&mode=car&as_of=2022-10-20T12:00:00Z"
    async with serving(url) as service:
        before = (await service.client.get("/v1/status")).headers["darial-version"]
        past = (await service.client.get(question)).json()["data"]
        moment = NOW.replace(year=2022, month=10, day=20, hour=11)
        await service.store(
            _cars(400),
            figure(
                700,
                place="verkhny-lars",
                observed_from=moment,
                observed_to=moment,
                recorded_at=moment,
                archived=True,
            ),
        )
        await service.look()
        after = (await service.client.get("/v1/status")).headers["darial-version"]
        past_after = (await service.client.get(question)).json()["data"]

    assert int(after) == int(before) + 1
    assert past[0]["queue_vehicles"]["mid"] is None
    assert past_after[0]["queue_vehicles"]["mid"] == pytest.approx(700, rel=0.1)


async def test_it_ends(url: str) -> None:
    """After its end, nothing of it goes on: no task, no connection."""
    before = asyncio.all_tasks()
    async with serving(url) as service:
        await service.client.get("/v1/status?as_of=2022-09-28T12:00:00Z")

    assert asyncio.all_tasks() == before


async def test_readers_leave_no_trace(url: str) -> None:
    """Whatever is asked, and however it fails, no log on any level, cookie or row tells of it."""
    asked, log = "a-name-that-only-readers-use", io.StringIO()
    logs.configure(json=True, level="DEBUG", stream=log)
    headers = {"user-agent": asked, "x-forwarded-for": asked, "cookie": asked, "referer": asked}
    async with serving(url) as service:
        stood = await service.parts.database.data_version()
        for path in (f"/v1/status?place={asked}", f"/v1/{asked}", f"/v1/reports?origin={asked}"):
            response = await service.client.get(path, headers=headers)
            assert "set-cookie" not in response.headers

        assert await service.parts.database.data_version() == stood
    assert asked not in log.getvalue()


def test_telemetry_is_off() -> None:
    """Whatever the framework could tell about requests is switched off, by name."""
    switches = {"tracing", "metrics", "logs", "operation_spans", "auto_configure"}

    assert dict.fromkeys(switches, False) == TELEMETRY


async def test_nobody_listens(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The running framework tells nobody, even where the environment asks it to."""
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")

    async with serving(url) as service:
        assert not service.api._native_telemetry.enabled()  # noqa: SLF001 - there is no other way


def test_a_bad_catalogue_stops_the_start(tmp_path: Path) -> None:
    """Mistakes in an operator's own places stop the start, before anything is opened."""
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "own.toml").write_text("[[place]]\nid = 'X Y'\n")

    with pytest.raises(CatalogueError, match=r"own\.toml:2"):
        create_app(Settings(catalog_dir=tmp_path, polling=False))


def _cars(value: float) -> Report:
    return figure(
        value,
        place="verkhny-lars",
        observed_from=NOW - HOUR,
        observed_to=NOW,
        recorded_at=NOW,
    )
