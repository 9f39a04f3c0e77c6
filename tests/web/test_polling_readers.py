"""Readers who ask every minute: in a quiet hour nearly every answer says that nothing changed."""

from datetime import timedelta

import pytest

from tests.archived import NOW
from tests.board.boards import cars
from tests.serving import Clock, serving

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("path", ["/v1/status", "/v1/status.csv", "/v1/status?country=GE"])
@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
async def test_a_quiet_hour_is_nearly_all_304(url: str, path: str, coding: str) -> None:
    """Of sixty answers the first has a body, and one more where a number ages meanwhile.

    A queue at Upper Lars was counted five hours before the hour begins, so that it turns late
    within it.
    """
    statuses: list[int] = []
    headers = {"accept-encoding": coding}
    async with serving(url, Clock(NOW)) as service:
        await service.store(cars(400, NOW - timedelta(hours=5, minutes=30)))
        for _ in range(60):
            await service.look()
            answer = await service.client.get(path, headers=headers)
            statuses.append(answer.status_code)
            headers["if-none-match"] = answer.headers["etag"]
            service.clock.move(MINUTE)

    assert statuses.count(304) == 58
    assert statuses[0] == 200
    assert set(statuses) == {200, 304}
