"""Open-Meteo: the weather of a model at every post, and at the pass above one of them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.catalog import load
from app.domain.report import Queue
from app.domain.vocabulary import Method, Mode, PlaceKind, Quantity
from app.sources.kit import Payload, Scope, Unreadable
from app.sources.open_meteo import asks, parse
from tests.sources.made_payloads import FETCHED_AT, made_payload

SCOPE = Scope(places=load().places)
MOMENT = datetime(2026, 11, 24, 11, 45, tzinfo=UTC)
ABOVE = "Open-Meteo (model), Krestovy (Jvari) pass, 2,379 m"
UNITS = {"temperature_2m": "°C", "wind_speed_10m": "m/s", "snowfall": "cm", "visibility": "m"}


def row(current: dict[str, object] | None = None, **parts: object) -> dict[str, Any]:
    """Make the answer for the post at Vaalimaa."""
    return {
        "latitude": 60.6,
        "longitude": 27.9,
        "utc_offset_seconds": 0,
        "timezone": "GMT",
        "current_units": UNITS,
        "current": {"time": "2026-11-24T11:45", "interval": 900, "temperature_2m": -3.0}
        | (current or {}),
    } | parts


def answer(*rows: object) -> Payload:
    """Make an answer of rows, all of them asked for Vaalimaa."""
    about = {str(index): "vaalimaa;60.596099;27.913096;" for index in range(len(rows))}
    body = json.dumps(rows).encode()
    return Payload(body=body, fetched_at=FETCHED_AT, url="https://made.example", about=about)


def test_one_request_for_every_post_and_the_pass() -> None:
    """All checkpoints with a position are asked at once, in UTC and metres a second."""
    (request,) = asks(SCOPE, FETCHED_AT)

    posts = [each for each in SCOPE.places.values() if each.kind is PlaceKind.CHECKPOINT]
    lats = request.url.split("latitude=")[1].split("&")[0].split(",")
    assert request.url.startswith("https://api.open-meteo.com/v1/forecast?latitude=")
    assert len(lats) == len(request.about) == sum(each.position is not None for each in posts) + 1
    assert lats[-1] == "42.5036"
    assert "&timezone=UTC&wind_speed_unit=ms" in request.url
    assert "Krestovy" in list(request.about.values())[-1]


def test_a_server_of_ones_own() -> None:
    """An operator's address replaces the free one; nothing to ask about is no request."""
    own = Scope(places=SCOPE.places, bases={"open_meteo": "http://weather.example"})

    (request,) = asks(own, FETCHED_AT)

    assert request.url.startswith("http://weather.example/v1/forecast?")
    assert asks(Scope(places={}), FETCHED_AT) == []


def test_points() -> None:
    """Rows are told by their order; zero is a reading, a missing value none; the pass is named."""
    parsed = parse(made_payload("open_meteo", "points.json"), SCOPE)

    told = [(each.place, each.origin, each.quantity, each.value) for each in parsed.reports]
    assert told == [
        ("vaalimaa", "Open-Meteo (model)", Quantity.TEMPERATURE_C, 0.0),
        ("vaalimaa", "Open-Meteo (model)", Quantity.WIND_MS, 3.4),
        ("vaalimaa", "Open-Meteo (model)", Quantity.SNOWFALL_CM, 0.0),
        ("verkhny-lars", "Open-Meteo (model)", Quantity.TEMPERATURE_C, -1.5),
        ("verkhny-lars", "Open-Meteo (model)", Quantity.WIND_MS, 2.1),
        ("verkhny-lars", "Open-Meteo (model)", Quantity.SNOWFALL_CM, 0.0),
        ("verkhny-lars", "Open-Meteo (model)", Quantity.VISIBILITY_M, 24140.0),
        ("verkhny-lars", ABOVE, Quantity.TEMPERATURE_C, -9.5),
        ("verkhny-lars", ABOVE, Quantity.WIND_MS, 11.8),
        ("verkhny-lars", ABOVE, Quantity.SNOWFALL_CM, 0.35),
        ("verkhny-lars", ABOVE, Quantity.VISIBILITY_M, 180.0),
    ]
    assert parsed.refused == []
    assert len({report.id for report in parsed.reports}) == len(parsed.reports)


def test_it_is_said_of_a_moment_in_utc() -> None:
    """Times have no offset and are UTC, as asked; snow is what fell in the interval before."""
    cold, snow = parse(answer(row({"snowfall": 0.2})), SCOPE).reports

    assert (cold.observed_from, cold.observed_to) == (MOMENT, MOMENT)
    assert (snow.observed_from, snow.observed_to) == (MOMENT - timedelta(minutes=15), MOMENT)
    assert cold.queue == Queue("vaalimaa", "both", Mode.ANY)
    assert cold.method is Method.DERIVED


def test_single_point_is_no_array() -> None:
    """The answer for one point is an object."""
    parsed = parse(made_payload("open_meteo", "one-point.json"), SCOPE)

    assert [report.value for report in parsed.reports] == [-20.0, 0.0, 0.0, 24140.0]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (row(latitude=61.0), "0.40 degrees away"),
        (row(longitude=27.7), "0.21 degrees away"),
        (row(timezone="Europe/Moscow", utc_offset_seconds=10800), "'Europe/Moscow'"),
        (row(current_units=UNITS | {"temperature_2m": "°F"}), "'°F'"),
        (row({"wind_speed_10m": 9.0}, current_units=UNITS | {"wind_speed_10m": "km/h"}), "'km/h'"),
        (row({"time": "2026-11-24T11:45+03:00"}), "isoformat"),
        (row({"snowfall": 0.1, "interval": 86400}), "interval"),
        (row({"temperature_2m": "-3"}), "no number"),
        (row({"temperature_2m": 451.0}), "hotter"),
    ],
    ids=["place", "place, east", "zone", "degrees", "wind", "offset", "day", "text", "hot"],
)
def test_odd_row_is_refused(wrong: dict[str, Any], reason: str) -> None:
    """A row of another point, zone or unit is refused; its neighbours stay."""
    parsed = parse(answer(row(), wrong), SCOPE)

    assert [report.value for report in parsed.reports] == [-3.0]
    assert reason in parsed.refused[0].reason


def test_the_grid_may_move_a_point() -> None:
    """A row is of its point up to 0.15 degrees away."""
    parsed = parse(answer(row(latitude=60.7, longitude=28.0)), SCOPE)

    assert len(parsed.reports) == 1


def test_their_error_is_told() -> None:
    """An error in the body gives its reason."""
    error = {"error": True, "reason": "Latitude must be in range of -90 to 90"}
    payload = Payload(body=json.dumps(error).encode(), fetched_at=FETCHED_AT, url="https://x")

    with pytest.raises(Unreadable, match="Latitude must be in range"):
        parse(payload, SCOPE)


@pytest.mark.parametrize("body", [b"[]", b"null", b"{}", json.dumps([row(), row()]).encode()])
def test_another_number_of_points_is_unreadable(body: bytes) -> None:
    """Rows are told by their order alone, so one too few or too many is no answer."""
    about = {"0": "vaalimaa;60.596099;27.913096;"}
    payload = Payload(body=body, fetched_at=FETCHED_AT, url="https://x", about=about)

    with pytest.raises(Unreadable):
        parse(payload, SCOPE)
