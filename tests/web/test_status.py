"""The status: the right rows for each filter, by JSON, CSV and text, now and for a moment."""

import csv
import io
from typing import Any

import pytest

from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def rows(service: Service, query: str) -> list[dict[str, Any]]:
    """Give the rows that a query answers."""
    response = await service.client.get(f"/v1/status?{query}")
    assert response.status_code == 200, response.text
    data: list[dict[str, Any]] = response.json()["data"]
    return data


async def test_only_checkpoints_we_know_something_of(service: Service) -> None:
    """Without a filter, areas and queues that nobody ever spoke of are left out."""
    found = await rows(service, "")

    assert {row["kind"] for row in found} == {"checkpoint"}
    assert all(
        row["coverage"] in {"archive", "notice"} or row["access"]["state"] != "unknown"
        for row in found
    )


async def test_a_named_place_always_has_rows(service: Service) -> None:
    """A place we never heard of has each of its queues, and says that nothing is known."""
    found = await rows(service, "place=zhelkuar")

    assert {(row["direction"], row["mode"]) for row in found} >= {("RU-KZ", "car")}
    assert {row["coverage"] for row in found} == {"none"}
    assert {row["wait_minutes"]["no_number"] for row in found} == {"unknown"}


async def test_unknown_is_never_zero(service: Service) -> None:
    """Where there is no number, none of the three percentiles stands, and a reason does."""
    found = await rows(service, "place=verkhny-lars")

    waits = [row["wait_minutes"] for row in found]
    assert all(
        (wait["low"], wait["mid"], wait["high"]) == (None, None, None) and wait["no_number"]
        for wait in waits
    )


@pytest.mark.parametrize("alias", ["Lars", "verkhny-lars", "ВЕРХНИЙ ЛАРС", "dariali"])
async def test_any_name_finds_a_place(service: Service, alias: str) -> None:
    """An alias in a query is as good as the id."""
    found = await rows(service, f"place={alias}")

    assert {row["place"] for row in found} == {"verkhny-lars"}


@pytest.mark.parametrize(
    ("query", "name", "values"),
    [
        ("leaving=RU&entering=GE&place=Lars", "direction", {"RU-GE"}),
        ("entering=RU&place=Lars", "direction", {"GE-RU"}),
        ("direction=both&place=Lars", "direction", {"both"}),
        ("mode=car&mode=bus&place=Lars", "mode", {"car", "bus"}),
        ("kind=area", "kind", {"area"}),
        ("place=ge", "place", {"ge"}),
        ("bbox=44.6,42.7,44.7,42.8", "place", {"verkhny-lars"}),
    ],
)
async def test_filters(service: Service, query: str, name: str, values: set[str]) -> None:
    """Each filter leaves what it names, and nothing else."""
    found = await rows(service, query)

    assert {row[name] for row in found} == values


async def test_a_country_counts_on_either_side(service: Service) -> None:
    """`country` leaves the places on that country's border."""
    found = await rows(service, "country=GE&country=MN")

    assert {row["direction"].replace("RU", "").strip("-") for row in found} <= {"GE", "MN", "both"}
    assert "verkhny-lars" in {row["place"] for row in found}


async def test_quantities_cut_the_row(service: Service) -> None:
    """`quantity` leaves the parts it names, and access."""
    (row,) = await rows(
        service, "place=Lars&direction=RU-GE&mode=car&quantity=wait_minutes&quantity=event"
    )

    assert "access" in row
    assert "events" in row
    assert "wait_minutes" in row
    assert "queue_vehicles" not in row
    assert "rules" not in row


async def test_upper_lars_in_2022(service: Service) -> None:
    """On 28 September 2022 the queue of cars holds the ministry's 3,600, and at least 20 h wait."""
    (row,) = await rows(
        service, "place=verkhny-lars&direction=RU-GE&mode=car&as_of=2022-09-28T12:00:00Z"
    )

    vehicles, wait = row["queue_vehicles"], row["wait_minutes"]
    assert vehicles["low"] <= 3600 <= vehicles["high"]
    assert 2500 <= vehicles["mid"] <= 5600
    assert vehicles["origins"] >= 4
    assert wait["low"] >= 1080
    assert vehicles["published_id"] is None


async def test_a_past_answer_says_what_it_is(service: Service) -> None:
    """What was computed for a moment has no version, and names moment and knowledge."""
    response = await service.client.get("/v1/status?place=vaalimaa&as_of=2023-11-18")

    meta = response.json()["meta"]
    assert meta["version"] is None
    assert (meta["as_of"], meta["knowledge"]) == ("2023-11-18", "then")
    assert "darial-version" not in response.headers


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2023-11-17T12:00:00Z", "open"),
        ("2023-11-18T06:00:00Z", "closed"),
        ("2023-12-14T12:00:00Z", "open"),
        ("2023-12-16T12:00:00Z", "closed"),
    ],
)
async def test_vaalimaa_closed_and_opened(service: Service, as_of: str, state: str) -> None:
    """Finland's decisions are seen as they took effect."""
    found = await rows(service, f"place=vaalimaa&mode=car&as_of={as_of}")

    assert {row["access"]["state"] for row in found} == {state}


async def test_vaalimaa_today(service: Service) -> None:
    """Closed both ways by a decision with its link, and so without a wait."""
    found = await rows(service, "place=vaalimaa&mode=car")

    assert {row["direction"] for row in found} == {"RU-FI", "FI-RU"}
    for row in found:
        assert row["access"]["state"] == "closed"
        assert row["access"]["url"].startswith("https://")
        assert (row["wait_minutes"]["mid"], row["wait_minutes"]["no_number"]) == (None, "closed")


async def test_upper_lars_today(service: Service) -> None:
    """From the archive alone, access is unknown with the last word, and no old rule stands."""
    (row,) = await rows(service, "place=verkhny-lars&direction=RU-GE&mode=car")

    assert row["access"]["state"] == "unknown"
    assert row["access"]["last"] is not None
    assert not [rule for rule in row["rules"] if rule["observed_from"].startswith("2022")]


async def test_attribution_is_of_exactly_these_sources(service: Service) -> None:
    """The envelope names whom to credit for these rows, and nobody else."""
    response = await service.client.get("/v1/status?place=zhelkuar")

    assert response.json()["meta"]["attribution"] == []


async def test_csv_is_tidy(service: Service) -> None:
    """Each line of CSV is one queue, quantity and subject of the same rows."""
    asked = "place=verkhny-lars&direction=RU-GE&mode=car&as_of=2022-09-28T12:00:00Z"
    (row,) = await rows(service, asked)
    response = await service.client.get(f"/v1/status.csv?{asked}")

    lines = list(csv.DictReader(io.StringIO(response.text)))
    (vehicles,) = [line for line in lines if line["quantity"] == "queue_vehicles"]
    assert float(vehicles["mid"]) == row["queue_vehicles"]["mid"]
    assert vehicles["subject"] == "vehicles"
    assert {line["mode"] for line in lines} == {"car"}
    events = [line for line in lines if line["quantity"] == "event"]
    assert len(events) == len(row["events"]) + len(row["last_heard"])


async def test_text_is_a_line_a_queue(service: Service) -> None:
    """The plain text tells each queue in one line."""
    asked = "place=verkhny-lars&direction=RU-GE&as_of=2022-09-28T12:00:00Z"
    found = await rows(service, asked)
    response = await service.client.get(f"/v1/status.txt?{asked}")

    lines = response.text.splitlines()
    assert len(lines) == len(found)
    (car,) = [line for line in lines if line.startswith("verkhny-lars RU-GE car: ")]
    assert " vehicles" in car
    assert "wait " in car


async def test_one_place_comes_with_its_whole_status(service: Service) -> None:
    """`/v1/places/{id}` holds the same rows as the status of that place."""
    response = await service.client.get("/v1/places/verkhny-lars")

    assert response.json()["data"]["status"] == await rows(service, "place=verkhny-lars")


async def test_no_clock_inside_the_bytes(service: Service) -> None:
    """Asked again later, with nothing changed, the bytes are the same."""
    before = (await service.client.get("/v1/status")).content

    assert (await service.behind.get("/v1/status")).content == before


async def test_a_hazard_is_never_gone(service: Service) -> None:
    """Years later the summonses of 2022 are among what was last heard of, and no event."""
    (row,) = await rows(service, "place=Lars&direction=RU-GE&mode=car")

    assert row["events"] == []
    assert ("draft_summons", "confirmed") in {
        (each["word"], each["claim"]) for each in row["last_heard"]
    }
    assert row["last_heard"] == sorted(
        row["last_heard"], key=lambda each: str(each["last_heard"]), reverse=True
    )


@pytest.mark.parametrize(
    "when",
    [
        "",
        "&as_of=2022-09-28T12:00:00Z",
        "&as_of=2022-09-27&knowledge=now",
    ],
)
async def test_each_row_leads_to_its_explanation(service: Service, when: str) -> None:
    """What explains a row says the very numbers that the row does, of now or of then."""
    (row,) = await rows(service, f"place=Lars&direction=RU-GE&mode=car{when}")
    response = await service.client.get(row["evidence"])

    found = response.json()["data"]
    told = {each["quantity"]: each for each in found["numbers"]}
    for quantity in ("queue_vehicles", "wait_minutes"):
        for name in ("low", "mid", "high", "no_number"):
            assert told[quantity][name] == row[quantity][name]
    assert found["access"]["state"] == row["access"]["state"]
