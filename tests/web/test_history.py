"""History on the archive: steps, local days, knowledge, reports and what was published."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.web.schemas.history import HistoryAnswer
from tests.domain.made import at, figure
from tests.serving import Service, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

WEEK = "from=2022-09-24&to=2022-09-30"
LARS = "place=verkhny-lars&direction=RU-GE&mode=car"


async def ask(service: Service, query: str, path: str = "/v1/history") -> list[dict[str, Any]]:
    """Give the series of an answer, which must be a good one."""
    response = await service.client.get(f"{path}?{query}")
    assert response.status_code == 200, response.text
    data: list[dict[str, Any]] = response.json()["data"]
    return data


def of(series: list[dict[str, Any]], quantity: str) -> list[dict[str, Any]]:
    """Give the points of the one series of a quantity."""
    (one,) = (each for each in series if each["quantity"] == quantity)
    return list(one["points"])


async def test_a_point_is_the_status_of_its_moment(service: Service) -> None:
    """Each point says what the status says of that moment: numbers, doubts and access."""
    series = await ask(service, f"{LARS}&from=2022-09-28T09:00Z&to=2022-09-28T12:00Z&step=1h")
    then = await service.client.get(f"/v1/status?{LARS}&as_of=2022-09-28T12:00Z")

    (row,) = then.json()["data"]
    for quantity in ("wait_minutes", "queue_vehicles", "queue_km"):
        point = of(series, quantity)[-1]
        assert point["at"] == "2022-09-28T12:00:00Z"
        assert point["access"] == row["access"]["state"]
        for name in ("low", "mid", "high", "freshness", "agreement", "origins", "no_number"):
            assert point[name] == row[quantity][name]
    assert of(series, "access")[-1]["word"] == row["access"]["state"]


async def test_a_week_by_the_hour(service: Service) -> None:
    """A local week has 168 hours, the first of which ends an hour after local midnight."""
    series = await ask(service, f"{LARS}&{WEEK}&quantity=queue_vehicles&step=1h")

    points = of(series, "queue_vehicles")
    assert len(points) == 168
    assert points[0]["at"] == "2022-09-23T21:00:00Z"
    assert points[-1]["at"] == "2022-09-30T20:00:00Z"


async def test_days_are_the_places(service: Service) -> None:
    """By the day, a point stands at the end of each local day, also where clocks change."""
    series = await ask(
        service, "place=vaalimaa&direction=RU-FI&mode=car&from=2022-10-29&to=2022-10-31&step=1d"
    )

    points = of(series, "access")
    assert [(each["at"], each["day"]) for each in points] == [
        ("2022-10-29T21:00:00Z", "2022-10-29"),
        ("2022-10-30T22:00:00Z", "2022-10-30"),
        ("2022-10-31T22:00:00Z", "2022-10-31"),
    ]


async def test_a_missing_number_says_why(service: Service) -> None:
    """Long after the last report there is no number but a reason; closed has one of its own."""
    quiet = await ask(service, f"{LARS}&from=2022-11-20&to=2022-11-21&step=1d")
    shut = await ask(
        service, "place=vaalimaa&direction=RU-FI&mode=car&from=2024-03-01&to=2024-03-02&step=1d"
    )

    assert {(each["mid"], each["no_number"]) for each in of(quiet, "wait_minutes")} == {
        (None, "stale")
    }
    assert {each["word"] for each in of(shut, "access")} == {"closed"}
    assert {(each["mid"], each["no_number"]) for each in of(shut, "wait_minutes")} == {
        (None, "closed")
    }


async def test_knowledge_now_may_know_more(service: Service) -> None:
    """What became known later counts only with knowledge `now`."""
    span = "from=2022-09-27T00:00Z&to=2022-09-27T06:00Z&quantity=queue_vehicles&step=1h"
    then = await ask(service, f"{LARS}&{span}")
    now = await ask(service, f"{LARS}&{span}&knowledge=now")

    assert of(then, "queue_vehicles") != of(now, "queue_vehicles")


async def test_raw_gives_the_reports(service: Service) -> None:
    """The reports themselves are points, with value, bound, origin and id."""
    series = await ask(service, f"{LARS}&{WEEK}&step=raw&quantity=queue_vehicles&knowledge=now")

    points = of(series, "queue_vehicles")
    found = next(each for each in points if each["value"] == 3600)
    report = (await service.client.get(f"/v1/reports/{found['id']}")).json()["data"]
    for name in ("value", "bound", "origin", "url", "observed_to", "source"):
        assert found[name] == report[name]
    assert [each["at"] for each in points] == sorted(each["at"] for each in points)


async def test_raw_then_leaves_out_what_was_told_later(service: Service) -> None:
    """By default only reports known by the end of the time asked for are given."""
    span = "from=2022-09-26&to=2022-09-26&step=raw"
    then = of(await ask(service, f"{LARS}&{span}"), "queue_vehicles")
    now = of(await ask(service, f"{LARS}&{span}&knowledge=now"), "queue_vehicles")

    assert 0 < len(then) < len(now)
    assert all(each["known_at"] <= "2022-09-26T20:00:00Z" for each in then)


async def test_raw_keeps_to_the_days_of_each_place(service: Service) -> None:
    """A local day holds what speaks of it at that place, not what begins as it ends."""
    series = await ask(
        service,
        "place=vaalimaa&place=altanbulag&quantity=crossings_people&quantity=crossings_vehicles"
        "&from=2022-09-21&to=2022-09-21&step=raw&knowledge=now",
    )

    own = {"vaalimaa": ("20T21", "21T21"), "altanbulag": ("20T16", "21T16")}
    assert {each["place"] for each in series} == set(own)
    for one in series:
        start, end = (f"2022-09-{moment}:00:00Z" for moment in own[one["place"]])
        assert all(each["observed_from"] < end for each in one["points"])
        assert all(each["observed_to"] > start for each in one["points"])


async def test_raw_gives_other_quantities_when_asked(service: Service) -> None:
    """Counts and weather have no steps, but come as they were reported."""
    series = await ask(
        service,
        "place=raja-jooseppi&quantity=temperature_c&step=raw&knowledge=now"
        "&from=2023-11-01&to=2023-12-31",
    )

    assert {each["quantity"] for each in series} == {"temperature_c"}


async def test_published_is_what_we_said(url: str) -> None:
    """History as published gives each belief under its id from when it was published."""
    today = f"{LARS}&quantity=wait_minutes&knowledge=published"
    async with serving(url) as service:
        service.clock.move(timedelta(hours=2))
        steps = of(await ask(service, f"{today}&step=1h"), "wait_minutes")
        changes = of(await ask(service, f"{today}&step=raw"), "wait_minutes")
        told = await service.client.get(f"/v1/status?{LARS}")

    (row,) = told.json()["data"]
    assert changes[-1]["published_id"] == row["wait_minutes"]["published_id"]
    assert steps[-1]["published_id"] == changes[-1]["published_id"]
    assert (steps[0]["no_number"], "published_id" in steps[0]) == ("unknown", False)


async def test_what_was_taken_back_stood_until_then(url: str) -> None:
    """A retracted report moved the points before its retraction, and is no report after it."""
    at_ten = datetime(2026, 11, 24, 7, tzinfo=UTC)
    said: dict[str, Any] = {"place": "syrym", "direction": "RU-KZ", **at(at_ten)}
    false = figure(900, **said)
    retraction = figure(
        900, **said, retracts=false.id, recorded_at=at_ten + timedelta(hours=2, minutes=30)
    )
    path = "place=syrym&direction=RU-KZ&mode=car&quantity=queue_vehicles"
    span = "from=2026-11-24T06:00Z&to=2026-11-24T11:00Z"
    async with serving(url) as service:
        await service.store(false, retraction)
        then = of(await ask(service, f"{path}&{span}&step=1h"), "queue_vehicles")
        now = await ask(service, f"{path}&{span}&step=1h&knowledge=now")
        raw = await ask(service, f"{path}&from=2026-11-24T06:00Z&to=2026-11-24T09:00Z&step=raw")
        later = await ask(service, f"{path}&{span}&step=raw")

    assert [each["mid"] is not None for each in then] == [True, True, True, False, False]
    assert all(each["mid"] is None for each in of(now, "queue_vehicles"))
    assert [each["id"] for each in of(raw, "queue_vehicles")] == [false.id]
    assert later == []


async def test_unnamed_places_only_where_something_is_known(service: Service) -> None:
    """Without a place there are only series with a number or a word; a named one always answers."""
    span = "from=2022-09-28&to=2022-09-28&step=1d"
    every = await ask(service, f"{span}&mode=car&direction=RU-GE")
    named = await ask(service, f"{span}&place=nizhny-zaramag&mode=car&direction=RU-GE")

    assert {each["place"] for each in every} == {"verkhny-lars"}
    assert [each["quantity"] for each in named] == ["wait_minutes", "access"]


async def test_many_places_and_series(service: Service) -> None:
    """Several places, modes and quantities come in one answer, each series by itself."""
    series = await ask(
        service,
        "place=verkhny-lars&place=syrym&mode=car&mode=truck&direction=RU-GE&direction=RU-KZ"
        "&quantity=wait_minutes&quantity=access&from=2022-09-27&to=2022-09-28&step=1d",
    )

    keys = {(each["place"], each["mode"], each["quantity"]) for each in series}
    assert ("verkhny-lars", "truck", "access") in keys
    assert ("syrym", "car", "wait_minutes") in keys
    assert {quantity for _, _, quantity in keys} == {"wait_minutes", "access"}


async def test_one_place(service: Service) -> None:
    """A place's own history is the same; an alias leads there with its query."""
    query = "direction=RU-GE&mode=car&from=2022-09-28&to=2022-09-28&step=1d"
    own = await ask(service, query, "/v1/places/verkhny-lars/history")
    alias = await service.client.get(f"/v1/places/Upper Lars/history?{query}")

    assert own == await ask(service, f"place=verkhny-lars&{query}")
    assert alias.status_code == 308
    assert alias.headers["location"] == f"/v1/places/verkhny-lars/history?{query}"


async def test_the_last_week_by_default(url: str) -> None:
    """Without a time asked for, the answer is the last seven days, and rests within the hour."""
    path = "/v1/history?place=vaalimaa&mode=car&quantity=access"
    async with serving(url) as service:
        days = await service.client.get(path)
        first = await service.client.get(f"{path}&step=1h")
        service.clock.move(timedelta(minutes=40))
        again = await service.client.get(f"{path}&step=1h")

    assert [each["day"] for each in days.json()["data"][0]["points"]][-1] == "2026-11-23"
    points = first.json()["data"][0]["points"]
    assert (len(points), points[-1]["at"]) == (168, "2026-11-24T12:00:00Z")
    assert again.headers["etag"] == first.headers["etag"]


async def test_nothing_is_said_of_the_future(service: Service) -> None:
    """A time that ends ahead of us is answered up to now."""
    series = await ask(
        service, "place=vaalimaa&mode=car&from=2026-11-24T06:00Z&to=2026-11-26&step=1h"
    )

    assert [each["at"] for each in of(series[:1], "wait_minutes")][-1] == "2026-11-24T12:00:00Z"


async def test_less_than_a_step_has_no_points(service: Service) -> None:
    """A time in which no step ends is answered, with nothing in it."""
    assert await ask(service, f"{LARS}&from=2022-09-28T09:10Z&to=2022-09-28T09:50Z&step=1h") == []


async def test_nothing_need_be_asked(service: Service) -> None:
    """Without any parameter there is an answer: of a week in which nobody reported anything."""
    assert {each["quantity"] for each in await ask(service, "")} == {"access"}


async def test_meta(service: Service) -> None:
    """An answer says what was asked, and names exactly the sources behind it."""
    told = await service.client.get(f"/v1/history?{LARS}&from=2022-09-28&to=2022-09-28&step=1d")

    meta = told.json()["meta"]
    assert (meta["from"], meta["to"]) == ("2022-09-28", "2022-09-28")
    assert (meta["step"], meta["knowledge"]) == ("1d", "then")
    assert [each["source"] for each in meta["attribution"]] == ["archive"]


async def test_csv_has_the_same_points(service: Service) -> None:
    """The CSV has one line for each point of each series."""
    query = f"{LARS}&{WEEK}&step=1d"
    series = await ask(service, query)
    response = await service.client.get(f"/v1/history.csv?{query}")

    lines = list(csv.DictReader(io.StringIO(response.text)))
    told = [(one["quantity"], each) for one in series for each in one["points"]]
    assert [(line["quantity"], line["day"]) for line in lines] == [
        (quantity, each["day"]) for quantity, each in told
    ]
    assert [line["no_number"] for line in lines] == [each["no_number"] or "" for _, each in told]
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("step", ["1d", "raw"])
@pytest.mark.parametrize("knowledge", ["then", "now", "published"])
async def test_the_answer_has_the_promised_shape(
    service: Service, step: str, knowledge: str
) -> None:
    """Whatever the archive holds fits the shapes of the documentation, and nothing is left out."""
    query = f"place=verkhny-lars&from=2022-09-20&to=2022-10-10&step={step}&knowledge={knowledge}"
    text = (await service.client.get(f"/v1/history?{query}")).text

    answer = HistoryAnswer.model_validate_json(text)
    dumped = answer.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert dumped == httpx.Response(200, text=text).json()


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("place=verkhny-lars&from=2022-09-30&to=2022-09-01", 422, "from"),
        ("place=verkhny-lars&from=2022-09-30T00:00Z&to=2022-09-30T00:00Z", 422, "from"),
        ("place=verkhny-lars&from=2020-01-01&to=2022-12-31", 422, "from"),
        ("place=verkhny-lars&from=2022-01-01&to=2022-12-31&knowledge=published", 422, "from"),
        ("place=verkhny-lars&from=2022-09-01T00:00", 422, "from"),
        ("place=verkhny-lars&from=2022-09-01&to=2022-12-31&step=15m", 422, "step"),
        ("from=2022-09-01&to=2022-09-30&step=1h", 422, "step"),
        ("place=verkhny-lars&quantity=crossings_people", 422, "quantity"),
        ("place=verkhny-lars&quantity=rule", 422, "quantity"),
        ("place=verkhny-lars&step=1w", 422, "step"),
        ("place=verkhny-lars&knowledge=tomorrow", 422, "knowledge"),
        ("place=narnia", 404, None),
    ],
)
async def test_problems(service: Service, query: str, status: int, parameter: str | None) -> None:
    """What cannot be answered is refused by name, with the way to mend it."""
    response = await service.client.get(f"/v1/history?{query}")

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert [each["parameter"] for each in response.json().get("errors", [])] == (
        [parameter] if parameter else []
    )
