"""Health: what a supervisor is told with and without a board and a database."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.clock import Clock
from tests.archived import NOW
from tests.databases import missing
from tests.others import take_away
from tests.serving import serving


async def test_ready(bare_url: str) -> None:
    """With board and database, the service is alive and ready, and no cache says so for it."""
    async with serving(bare_url) as service:
        alive = await service.client.get("/healthz")
        ready = await service.client.get("/readyz")

    assert alive.json() == {"status": "ok"}
    assert ready.json()["status"] == "ready"
    assert ready.json()["database"] == "present"
    assert ready.json()["version"] > 0
    assert (ready.json()["role"], ready.json()["leading"]) == ("all", False)  # it polls nothing
    assert ready.headers["cache-control"] == "no-store"


async def test_a_clock_that_is_off_is_noted(bare_url: str) -> None:
    """A wrong clock of ours does no harm where the database's counts: we are ready, and say so."""
    async with serving(bare_url) as service:
        fine = await service.client.get("/readyz")
        off = Clock(lambda: NOW, lambda: NOW + timedelta(minutes=10))
        service.api.state.parts = replace(service.parts, clock=off)
        ready = await service.client.get("/readyz")
        metrics = await service.client.get("/metrics")

    assert fine.json()["notes"] == []
    assert ready.status_code == 200
    assert "600 s ahead of" in ready.json()["notes"][0]
    assert "darial_machine_clock_offset_seconds 600.0" in metrics.text


async def test_away(bare_url: str) -> None:
    """Without the database, it is still ready as long as it holds a board, and says so."""
    async with serving(bare_url) as service:
        take_away(bare_url)
        await service.look()
        ready = await service.client.get("/readyz")

    assert (ready.status_code, ready.json()["database"]) == (200, "away")


async def test_nothing_held(tmp_path: Path) -> None:
    """Without database and board, it is alive and not ready, and a status is a 503."""
    async with serving(missing(tmp_path)) as service:
        alive = await service.client.get("/healthz")
        ready = await service.client.get("/readyz")
        status = await service.client.get("/v1/status")

    assert alive.status_code == 200
    assert ready.status_code == status.status_code == 503
    assert int(status.headers["retry-after"]) > 0
    assert status.headers["content-type"] == "application/problem+json"


async def test_troubles(bare_url: str) -> None:
    """What makes our answers doubtful makes us not ready, each trouble named, until it is over."""
    told = ["our clock is 75 s ahead of example.org", "the disk is nearly full"]
    async with serving(bare_url) as service:
        service.api.state.parts = replace(service.parts, troubles=lambda: told)
        troubled = await service.client.get("/readyz")
        alive = await service.client.get("/healthz")
        told.clear()
        ready = await service.client.get("/readyz")

    assert troubled.status_code == 503
    assert troubled.headers["content-type"] == "application/problem+json"
    assert troubled.headers["cache-control"] == "no-store"
    assert troubled.json()["detail"] == (
        "our clock is 75 s ahead of example.org; the disk is nearly full"
    )
    assert alive.status_code == ready.status_code == 200
