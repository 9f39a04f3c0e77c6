"""The check of our clock: it is off only by what asking cannot explain."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from app.cli.checks.clock import clock
from app.cli.checks.finding import Finding, State

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOST = "time.example"


def asked(answer: Callable[[httpx.Request], httpx.Response], took_s: float = 0) -> Finding:
    """Ask a host at noon by our clock, and have that take some seconds."""
    moments = iter([NOON, NOON + timedelta(seconds=took_s)])
    return clock(HOST, "Darial/1 (+us)", lambda: next(moments), httpx.MockTransport(answer))


def dated(date: datetime, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    """Answer with this Date."""
    told = {"Date": format_datetime(date, usegmt=True), **headers}
    return lambda _request: httpx.Response(405, headers=told)


@pytest.mark.parametrize(
    ("off_s", "took_s", "state"),
    [
        (0, 0, State.OK),
        (-5, 0, State.OK),
        (-6, 0, State.OK),  # the Date may have been cut from almost a second later
        (-7, 0, State.BAD),
        (5, 0, State.OK),
        (6, 0, State.BAD),
        (6, 1, State.OK),  # it may have been written when the answer was about to come
        (3600, 4, State.BAD),
        (-86_400, 4, State.BAD),
    ],
)
def test_how_far_off_is_told(off_s: int, took_s: float, state: State) -> None:
    """Five seconds, and what the way there and back takes, are no fault of ours."""
    found = asked(dated(NOON + timedelta(seconds=off_s)), took_s)

    assert found.state is state


def test_which_way_is_told() -> None:
    """With the host it was held against, and what to do."""
    behind = asked(dated(NOON + timedelta(seconds=60)))
    ahead = asked(dated(NOON - timedelta(seconds=61)))

    assert (behind.says, behind.fix) == (
        "ours is 60 s behind that of time.example",
        "set it, for example with NTP",
    )
    assert ahead.says == "ours is 60 s ahead of that of time.example"


def test_an_answer_kept_on_the_way_is_older_than_its_date() -> None:
    """A cache says for how long it has kept it."""
    assert asked(dated(NOON - timedelta(seconds=600), Age="600")).state is State.OK


def test_the_host_is_asked_once_under_our_name() -> None:
    """For its head alone, over HTTPS; where it would lead us is not followed."""
    requests: list[httpx.Request] = []

    def lead(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        told = {"Date": format_datetime(NOON, usegmt=True), "Location": "https://else.example/"}
        return httpx.Response(301, headers=told)

    assert asked(lead).state is State.OK
    (request,) = requests
    assert (request.method, str(request.url)) == ("HEAD", "https://time.example/")
    assert request.headers["User-Agent"] == "Darial/1 (+us)"


def test_a_host_that_cannot_be_asked_is_told() -> None:
    """That says nothing of our clock."""

    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    found = asked(refuse)

    assert (found.state, found.says) == (State.LOOK, "time.example could not be asked: refused")


@pytest.mark.parametrize("headers", [{}, {"Date": "noon"}])
def test_a_host_that_tells_no_time_is_told(headers: dict[str, str]) -> None:
    """Another may."""
    found = asked(lambda _request: httpx.Response(200, headers=headers))

    assert (found.state, found.says) == (State.LOOK, "time.example does not tell the time")


def test_nobody_is_asked_unless_named() -> None:
    """No program of ours asks around by itself."""
    found = clock(None, "Darial/1", lambda: NOON)

    assert (found.state, found.says) == (State.LOOK, "not checked")
