"""Explaining a number: who did what for it, and the number again from nothing but the answer."""

from typing import Any

import httpx
import pytest

from tests.serving import Service
from tests.web.recomputed import recomputed

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]

LARS = "place=verkhny-lars&direction=RU-GE&mode=car"
THEN = "as_of=2022-09-28T12:00:00Z"
NOW = f"{THEN}&knowledge=now"


async def answered(service: Service, query: str) -> httpx.Response:
    """Ask for an explanation."""
    return await service.client.get(f"/v1/explain?{query}")


async def told(service: Service, query: str) -> Json:
    """Give an explanation."""
    response = await answered(service, query)
    assert response.status_code == 200, response.text
    data: Json = response.json()["data"]
    return data


def number(data: Json, quantity: str) -> Json:
    """Give one number of an explanation."""
    (found,) = (each for each in data["numbers"] if each["quantity"] == quantity)
    assert isinstance(found, dict)
    return found


def published(told: Json) -> tuple[float, float, float] | None:
    """Give low, mid and high as published: of the number, or else of the last one there was."""
    shown = told["last"] if told["mid"] is None else told
    return None if shown is None else (shown["low"], shown["mid"], shown["high"])


@pytest.mark.parametrize("query", [THEN, NOW], ids=["then", "now"])
@pytest.mark.parametrize("quantity", ["wait_minutes", "queue_vehicles", "queue_km"])
async def test_anybody_can_compute_it_again(service: Service, query: str, quantity: str) -> None:
    """From the weights and constants of the answer alone comes exactly what is published."""
    data = await told(service, f"{LARS}&{query}")

    explained = number(data, quantity)

    assert explained["mid"] is not None
    assert recomputed(explained, data["method"]) == published(explained)


@pytest.mark.parametrize(
    ("place", "as_of"),
    [
        ("verkhny-lars", "2022-10-12T03:00:00Z"),
        ("vaalimaa", "2023-11-18T09:00:00Z"),
        ("syrym", "2022-09-24T05:13:00Z"),
    ],
)
async def test_every_number_can_be_computed_again(service: Service, place: str, as_of: str) -> None:
    """So it is at any time and place, also with the last number where none stands."""
    status = await service.client.get(f"/v1/status?place={place}&as_of={as_of}")
    for row in status.json()["data"]:
        queue = f"place={place}&direction={row['direction']}&mode={row['mode']}"
        data = await told(service, f"{queue}&as_of={as_of}")

        assert data["access"].items() >= row["access"].items()
        for explained in data["numbers"]:
            assert explained.items() >= row[explained["quantity"]].items()
            if explained["moment"] and published(explained):
                assert recomputed(explained, data["method"]) == published(explained)


async def test_the_ministrys_repeats(service: Service) -> None:
    """Whoever passes on the ministry's figure repeats the one report that counts."""
    data = await told(service, f"{LARS}&{THEN}")

    voices = number(data, "queue_vehicles")["voices"]

    by_id = {voice["report"]: voice for voice in voices}
    ministry = [voice for voice in voices if voice["origin"] == "North Ossetia interior ministry"]
    assert len(ministry) > 3
    first, *repeats = ministry
    assert (first["role"], first["value"]) == ("used", 2300)
    assert {voice["role"] for voice in repeats} == {"repeat_of"}
    for voice in repeats:
        assert by_id[voice["repeat_of"]] is first
        assert voice["weight"] == 0


async def test_the_thirty_thousand(service: Service) -> None:
    """The misprint of ten times what others said is an outlier, as soon as it is known."""
    then = number(await told(service, f"{LARS}&{THEN}"), "queue_vehicles")
    now = number(await told(service, f"{LARS}&{NOW}"), "queue_vehicles")

    assert not [voice for voice in then["voices"] if voice["high"] == 30_000]
    (misprint,) = (voice for voice in now["voices"] if voice["high"] == 30_000)
    assert (misprint["role"], misprint["bound"]) == ("outlier", "at_most")
    assert misprint["weight"] < 0.5
    assert misprint["note"] == "apparent misprint, about ten times other reports"
    assert misprint["alone"] is None
    assert now["disagreement"]["outliers"] == 1


async def test_what_each_alone_would_have_said(service: Service) -> None:
    """What a report alone would have said follows from its own part of the answer."""
    data = await told(service, f"{LARS}&{THEN}&quantity=queue_vehicles")
    explained = number(data, "queue_vehicles")

    for voice in explained["voices"]:
        lone = explained | {"voices": [voice | {"weight": 1.0}]}
        low, mid, high = recomputed(lone, data["method"])
        assert voice["alone"] == {"low": low, "mid": mid, "high": high}


async def test_origins_are_those_of_the_voices_that_stand(service: Service) -> None:
    """How many origins a number has, and whether they differ, can be read off its voices."""
    for explained in (await told(service, f"{LARS}&{THEN}"))["numbers"]:
        standing = [voice for voice in explained["voices"] if voice["stands"]]

        differ = any(voice["differs"] for voice in standing)
        assert explained["origins"] == len({voice["counts_as"] for voice in standing})
        assert (explained["agreement"] == "differ") == differ


async def test_every_report_leads_on(service: Service) -> None:
    """Each report and word named can be read under its id, with the same figure and link."""
    data = await told(service, f"{LARS}&{THEN}&quantity=queue_vehicles")
    named = [*number(data, "queue_vehicles")["voices"], *data["access"]["words"]]

    for each in [each for each in named if each["report"]]:
        report = (await service.client.get(f"/v1/reports/{each['report']}")).json()["data"]
        shared = (each.keys() & report.keys()) - {"observed_to"}
        assert {name: each[name] for name in shared} == {name: report[name] for name in shared}


async def test_who_decided_access(service: Service) -> None:
    """The rule is named and told as a sentence, with the word that decided first."""
    access = (await told(service, f"{LARS}&{THEN}"))["access"]

    assert (access["rule"], access["state"]) == ("lingering_snapshot", "open")
    assert access["because_text"].startswith("It is the last official word")
    first = access["words"][0]
    assert (first["role"], first["official"], first["origin"]) == ("used", True, access["origin"])


async def test_a_notice_that_decided(service: Service) -> None:
    """A standing notice is named by its own id, as it is no report."""
    data = await told(service, "place=vaalimaa&direction=RU-FI&mode=car")

    first = data["access"]["words"][0]
    assert data["access"]["rule"] == "decision"
    assert (first["role"], first["report"], first["official"]) == ("used", None, True)
    assert first["notice"]


async def test_an_answer_holds_no_clock(service: Service) -> None:
    """The same question has the same bytes; who has them is told that nothing changed."""
    first = await answered(service, LARS)

    again = await service.client.get(
        f"/v1/explain?{LARS}", headers={"if-none-match": first.headers["etag"]}
    )

    assert first.json()["data"]["at"] is None
    assert (again.status_code, again.headers["etag"]) == (304, first.headers["etag"])
    assert first.headers["darial-version"] == str(first.json()["meta"]["version"])


async def test_a_day_ends_at_the_place(service: Service) -> None:
    """A bare date is the end of that local day, and the answer says which instant that was."""
    response = await answered(service, f"{LARS}&as_of=2022-09-28")

    body = response.json()
    assert body["data"]["at"] == "2022-09-28T20:00:00Z"
    assert body["meta"]["as_of"] == "2022-09-28"
    assert (body["meta"]["timezone"], body["meta"]["knowledge"]) == ("Asia/Tbilisi", "then")


@pytest.mark.parametrize("missing", ["place", "direction", "mode"])
async def test_a_queue_is_named_whole(service: Service, missing: str) -> None:
    """Without place, direction or mode it is refused, and the parameter is named."""
    parts = [part for part in LARS.split("&") if not part.startswith(missing)]

    response = await answered(service, "&".join(parts))

    assert response.status_code == 422
    (fault,) = response.json()["errors"]
    assert fault["parameter"] == missing
    assert fault["detail"].startswith(f"{missing}: Field required")


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        (f"{LARS}&mode=truck", 422, "mode is given 2 times; give it once"),
        (f"{LARS}&place=syrym", 422, "place is given 2 times; give it once"),
        (f"{LARS}&quantity=weather", 422, "quantity: weather cannot be asked for here"),
        (f"{LARS}&as_of=2199-01-01", 422, "as_of: 2199-01-01 has not passed yet at verkhny-lars"),
        (f"{LARS}&subject=men", 422, "'subject' is no parameter of this path"),
        ("place=larss&direction=RU-GE&mode=car", 404, "larss"),
        ("place=verkhny-lars&direction=RU-XX&mode=car", 404, "RU-XX"),
    ],
)
async def test_what_cannot_be_asked(service: Service, query: str, status: int, says: str) -> None:
    """What cannot be used is refused by name, with the mend."""
    response = await answered(service, query)

    assert response.status_code == status
    assert says in response.json()["detail"]


async def test_a_direction_of_another_border(service: Service) -> None:
    """A direction in which no way of the place leads has an answer: nothing was heard."""
    data = await told(service, f"place=verkhny-lars&direction=RU-FI&mode=car&{THEN}")

    assert (data["access"]["state"], data["access"]["rule"]) == ("unknown", "nobody_said")
    assert [(each["no_number"], each["voices"]) for each in data["numbers"]] == [("unknown", [])]
