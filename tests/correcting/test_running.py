"""Acts on a running service: its readers see them with the next look, and their undoing."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.correcting.mandate import Mandate
from app.correcting.retracting import retract
from app.correcting.undoing import undo
from app.correcting.withholding import withhold
from tests.archived import copied
from tests.correcting.desk import CARS, FOUR, HOUR, Desk, catalogue
from tests.correcting.test_withholding import ORDER
from tests.serving import Service, serving

WHY = Mandate(reason="misread")
ASKED = "/v1/status?place={}&direction={}&mode={}".format(*CARS)


@pytest.fixture
async def service(newspapers: Path, tmp_path: Path) -> AsyncIterator[Service]:
    """Give a running service that has the four newspapers' word."""
    async with serving(copied(newspapers, tmp_path)) as running:
        yield running


async def told(service: Service) -> tuple[int, list[dict[str, Any]]]:
    """Look, then give the version and the rows of one queue, but for the ids of publication."""
    await service.look()
    answer = (await service.client.get(ASKED)).json()
    return answer["meta"]["version"], [_plain(row) for row in answer["data"]]


def _plain(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Leave out the version and the ids under which it was published: none is used twice."""
    if isinstance(part, dict):
        ids = {"published_id", "version"}
        return {name: _plain(each) for name, each in part.items() if name not in ids}
    return [_plain(each) for each in part] if isinstance(part, list) else part


async def test_one_of_four_origins_is_taken_back_and_given_back(service: Service) -> None:
    """The version rises each time; in the end the rows say what they said."""
    desk = Desk(service.parts.database, service.clock)
    first, before = await told(service)
    done = await desk.do(partial(retract, named=[FOUR[3].id], mandate=WHY))
    second, between = await told(service)
    service.clock.move(timedelta(seconds=5))
    await desk.do(partial(undo, public=done.act.id, mandate=WHY))
    third, after = await told(service)

    assert first < second < third
    assert [rows[0]["wait_minutes"]["origins"] for rows in (before, between)] == [4, 3]
    agreements = [rows[0]["wait_minutes"]["agreement"] for rows in (before, between)]
    assert agreements == ["differ", "agree"]
    assert after == before


async def test_what_is_withheld_comes_back_at_its_time(service: Service) -> None:
    """Until then it says so, with the reason."""
    desk = Desk(service.parts.database, service.clock)
    _, before = await told(service)
    deed = partial(withhold, catalogue=catalogue(), order=ORDER, mandate=WHY)
    done = await desk.do(deed)
    _, held = await told(service)
    service.clock.move(6 * HOUR - timedelta(seconds=1))
    _, still = await told(service)
    service.clock.move(timedelta(seconds=1))
    _, after = await told(service)

    assert before[0]["withheld"] == after[0]["withheld"] == []
    for (row,) in (held, still):
        assert row["wait_minutes"]["no_number"] == "withheld"
        assert row["withheld"] == [
            {
                "quantity": None,
                "until": "2026-11-24T18:00:00Z",
                "reason": "misread",
                "id": done.act.id,
            }
        ]
    assert after[0]["wait_minutes"]["mid"] is not None
