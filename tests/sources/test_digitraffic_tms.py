"""Fintraffic's counters: which stations are asked, in which direction, and what is no count."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.catalog import load
from app.domain.report import Queue
from app.domain.vocabulary import Method, Mode, OriginKind, Per, Quantity
from app.sources.digitraffic_tms import SPEAKER, asks, parse
from app.sources.kit import Payload, Scope, Unreadable, figure
from tests.sources.made_payloads import FETCHED_AT, made_payload

SCOPE = Scope(places=load().places)
TEN, ELEVEN = datetime(2026, 11, 24, 10, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)
NOW_NEARLY = datetime(2026, 11, 24, 11, 57, tzinfo=UTC)
DATA = "https://tie.digitraffic.fi/api/tms/v1/stations/23581/data"
ABOUT = {"place": "vaalimaa", "mode": "any", "station": "23581"}
OUT, IN = Queue("vaalimaa", "RU-FI", Mode.ANY), Queue("vaalimaa", "FI-RU", Mode.ANY)
HOUR = {
    "id": 5055,
    "unit": "kpl/h",
    "value": 12.0,
    "measuredTime": "2026-11-24T11:00:00Z",
    "timeWindowStart": "2026-11-24T10:00:00Z",
    "timeWindowEnd": "2026-11-24T11:00:00Z",
}


def answer(body: object, about: dict[str, str] | None = None) -> Payload:
    """Make an answer about the station at Vaalimaa."""
    known = ABOUT if about is None else about
    return Payload(body=json.dumps(body).encode(), fetched_at=FETCHED_AT, url=DATA, about=known)


def station(**directions: str | None) -> Payload:
    """Make the page of a station that says where its directions lead."""
    return answer({"type": "Feature", "properties": {"id": 23581, **directions}})


def values(*rows: dict[str, Any]) -> Payload:
    """Make the newest values of the station."""
    return answer({"id": 23581, "sensorValues": list(rows)})


def share(sensor: int, value: float, at: str = "2026-11-24T11:57:00Z") -> dict[str, Any]:
    """Make one value of five minutes."""
    return {"id": sensor, "measuredTime": at, "value": value, "unit": "***"}


def listed(name: str, lat: float = 60.60666, lon: float = 27.86944, number: int = 1) -> object:
    """Make a list of one station."""
    properties = {"name": name, "collectionStatus": "GATHERING"}
    geometry = {"coordinates": [lon, lat, 0.0]}
    return {
        "type": "FeatureCollection",
        "features": [{"id": number, "properties": properties, "geometry": geometry}],
    }


def test_list_is_asked_once_a_day_under_our_name() -> None:
    """The list serves a day; the header they ask for is sent."""
    (request,) = asks(SCOPE, FETCHED_AT)

    assert request.url == "https://tie.digitraffic.fi/api/tms/v1/stations?state=ACTIVE"
    assert request.headers["Digitraffic-User"].startswith("Darial/")
    assert request.keep is not None


def test_border_stations_are_found_by_name_and_place() -> None:
    """Plain and heavy apart, the catalogue's of two, none that gathers nothing or lies far off."""
    parsed = parse(made_payload("digitraffic_tms", "stations.json"), SCOPE)

    assert [tuple(request.about.values()) for request in parsed.further] == [
        ("imatra", "any", "23535"),
        ("raja-jooseppi", "any", "24429"),
        ("salla", "any", "24430"),
        ("vaalimaa", "any", "23581"),
        ("vaalimaa", "truck", "23598"),
    ]
    assert (parsed.reports, parsed.refused) == ([], [])


@pytest.mark.parametrize(
    ("name", "lat", "fits"),
    [
        ("vt7_Vaalimaa", 60.60666, True),
        ("VT7_VAALIMAA", 60.60666, True),
        ("vt7_Vaalimaa_raja2", 60.60666, True),
        ("st866_Vaalimaa_T", 60.60666, True),
        ("vt7_Vaalimaa", 60.8, False),
        ("vt7_Välimaa", 60.60666, False),
        ("vt7_Vaalimaa_rekkaparkki1", 60.60666, False),
    ],
)
def test_both_name_and_place_must_fit(name: str, lat: float, *, fits: bool) -> None:
    """A name far away is another place; a neighbour of another name is another road."""
    parsed = parse(answer(listed(name, lat)), SCOPE)

    assert bool(parsed.further) is fits


def test_odd_station_is_refused_alone() -> None:
    """A station without a position is refused by its number; the others are asked."""
    stations: Any = listed("vt7_Vaalimaa")
    stations["features"].append({"id": 7, "properties": {"name": "vt6_X", "collectionStatus": "Y"}})
    stations["features"].append(
        {"id": 8, "properties": {"name": "x", "collectionStatus": "GATHERING"}}
    )

    parsed = parse(answer(stations), SCOPE)

    assert [refused.row for refused in parsed.refused] == ["station 8"]
    assert len(parsed.further) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [(None, "Hamina"), ("Venäjä", "Kajaani"), ("Viipuri", None), ("Vaalimaa", "Helsinki")],
)
def test_direction_1_leads_to_russia(one: str | None, two: str | None) -> None:
    """What stations at the border say of where they lead; a missing name contradicts nothing."""
    parsed = parse(station(direction1Municipality=one, direction2Municipality=two), SCOPE)

    assert [request.url for request in parsed.further] == [DATA]
    assert parsed.further[0].about == ABOUT


@pytest.mark.parametrize(
    ("one", "two"),
    [("Hamina", "Venäjä"), (None, "Venäjä"), ("Hamina", None), ("Vaalimaa", None)],
)
def test_direction_that_contradicts_is_refused(one: str | None, two: str | None) -> None:
    """A station that leads the other way, or somewhere unknown, is not asked for its values."""
    with pytest.raises(Unreadable, match="should lead to Russia"):
        parse(station(direction1Municipality=one, direction2Municipality=two), SCOPE)


def test_page_of_a_station_leads_to_its_values() -> None:
    """The made page, whose first direction is not named, is followed."""
    parsed = parse(made_payload("digitraffic_tms", "station.json"), SCOPE)

    assert [request.url for request in parsed.further] == [DATA]


def test_values() -> None:
    """Hours are counts, zero too; five minutes are a share; an empty road has no share."""
    parsed = parse(made_payload("digitraffic_tms", "values.json"), SCOPE)

    counts = [
        figure(
            SPEAKER,
            queue,
            Quantity.CROSSINGS_VEHICLES,
            vehicles,
            observed_from=TEN,
            observed_to=ELEVEN,
            recorded_at=FETCHED_AT,
            per=Per.WINDOW,
            url=DATA,
        )
        for queue, vehicles in ((IN, 31.0), (OUT, 0.0))
    ]
    flow = figure(
        SPEAKER,
        IN,
        Quantity.APPROACH_FLOW_RATIO,
        0.25,
        observed_from=NOW_NEARLY,
        recorded_at=FETCHED_AT,
        note="mean speed 8 km/h",
        url=DATA,
    )
    assert parsed.reports == [*counts, flow]
    assert parsed.refused == []
    assert (SPEAKER.method, SPEAKER.origin_kind) == (Method.COUNTED, OriginKind.SENSOR)


def test_heavy_vehicles_are_trucks() -> None:
    """A `_rask` station's hour is one of trucks."""
    (count,) = parse(made_payload("digitraffic_tms", "values-heavy.json"), SCOPE).reports

    assert (count.queue, count.value) == (Queue("vaalimaa", "RU-FI", Mode.TRUCK), 7)


def test_missing_sensor_is_no_zero() -> None:
    """A station without values gives no report and is no fault."""
    parsed = parse(values(), SCOPE)

    assert (parsed.reports, parsed.refused) == ([], [])


def test_counts_of_five_minutes_are_not_taken() -> None:
    """Twelve times what passed in five minutes is no count."""
    parsed = parse(values(share(5116, 24.0), share(5119, 12.0)), SCOPE)

    assert parsed.reports == []


def test_share_of_a_standing_queue_is_zero() -> None:
    """Vehicles that hardly move are a share of zero; nobody on the road is not."""
    (_, standing) = parse(values(HOUR, share(5161, 0.0), share(5119, 36.0)), SCOPE).reports
    (count,) = parse(values(HOUR, share(5161, 0.0), share(5119, 0.0)), SCOPE).reports

    assert (standing.queue, standing.value) == (OUT, 0.0)
    assert count.quantity is Quantity.CROSSINGS_VEHICLES


@pytest.mark.parametrize("hour", [[], [HOUR | {"value": 9.0}]], ids=["not counted", "few"])
def test_no_share_where_few_pass(hour: list[dict[str, Any]]) -> None:
    """Where hardly anybody passes, a share of five minutes would tell of each who did, and when."""
    parsed = parse(values(*hour, share(5161, 80.0), share(5119, 12.0)), SCOPE)

    assert [each.value for each in parsed.reports] == [each["value"] for each in hour]
    assert parsed.refused == []


def test_fixed_window_serves_where_there_is_no_sliding_one() -> None:
    """One share for each direction; a flow of another time does not belong to it."""
    old = share(5116, 0.0, "2026-11-24T09:00:00Z")

    hour = HOUR | {"id": 5054}
    (_, flow) = parse(values(hour, share(5058, 90.0), old), SCOPE).reports

    assert (flow.queue, flow.value) == (IN, 0.9)


def test_times_are_the_sensors_own() -> None:
    """A station that gathers on with old values gives old reports."""
    old = HOUR | {
        "timeWindowStart": "2026-11-01T10:00:00Z",
        "timeWindowEnd": "2026-11-01T11:00:00Z",
    }

    (count,) = parse(values(old), SCOPE).reports

    assert count.ends == datetime(2026, 11, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "km/h"},
        {"value": None},
        {"value": -1.0},
        {"timeWindowEnd": "2026-11-24T12:00:00Z"},
        {"timeWindowStart": "2026-11-24T10:00:00", "timeWindowEnd": "2026-11-24T11:00:00"},
    ],
    ids=["unit", "no value", "negative", "two hours", "no zone"],
)
def test_odd_count_is_refused(wrong: dict[str, object]) -> None:
    """A count in another unit, of another length or without offset is refused; others stay."""
    parsed = parse(values(HOUR | wrong, HOUR | {"id": 5054}), SCOPE)

    assert [report.queue for report in parsed.reports] == [IN]
    assert len(parsed.refused) == 1


@pytest.mark.parametrize(
    "payload",
    [
        answer([]),
        answer({"type": "FeatureCollection", "features": []}),
        answer({"id": 23598, "sensorValues": [HOUR]}),
        answer({"id": 23581, "sensorValues": [HOUR]}, about={"station": "23581"}),
        answer({"type": "Feature", "properties": {}}, about={}),
    ],
    ids=["nothing", "no stations", "another station", "no place", "not asked"],
)
def test_unreadable(payload: Payload) -> None:
    """An empty list, another station's values, or what was not asked is no answer."""
    with pytest.raises(Unreadable):
        parse(payload, SCOPE)
