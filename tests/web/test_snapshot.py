"""The snapshot: all that a traveller's app needs, small, and the same as the status says."""

import json
from typing import Any

import pytest

from app.board.snapshot import ACCESS, EVENT, MOST_EVENTS, NUMBER, NUMBERS
from app.domain.event import HAZARDS
from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEIGHT = "as_of=2022-09-28T12:00:00Z"
LIMIT = 15_000
"""Bytes that each document may take on the wire."""
LANGUAGES = {"en", "fi", "ka", "kk", "mn", "ru"}


async def asked(service: Service, path: str) -> Any:  # noqa: ANN401 - any JSON
    """Give the answer to a question."""
    answer = await service.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize(
    "path", [f"/v1/snapshot?{HEIGHT}", "/v1/snapshot", "/v1/snapshot/catalogue"]
)
async def test_small_at_the_height_of_2022(service: Service, path: str, coding: str) -> None:
    """The whole catalogue's snapshot, and what it is shown with, take less than 15 kB each."""
    answer = await service.client.get(path, headers={"accept-encoding": coding})

    assert answer.headers["content-encoding"] == coding
    assert int(answer.headers["content-length"]) < LIMIT


@pytest.mark.parametrize(
    "filters", [HEIGHT, f"{HEIGHT}&country=GE", f"{HEIGHT}&place=vaalimaa", ""]
)
async def test_says_what_the_status_says(service: Service, filters: str) -> None:
    """Each queue, number, rule and hazard of the status is there, and no other."""
    rows = (await asked(service, f"/v1/status?{filters}"))["data"]
    places = (await asked(service, f"/v1/snapshot?{filters}"))["data"]

    told = {
        (place["place"], queue["direction"], queue["mode"]): queue
        for place in places
        for queue in place["queues"]
    }
    assert len(told) == len(rows)
    for row in rows:
        queue = told[row["place"], row["direction"], row["mode"]]
        assert queue["access"] == {name: row["access"][name] for name in ACCESS}
        for name in NUMBERS:
            number = row[name]
            expected = None if number is None else {part: number[part] for part in NUMBER}
            assert queue[name] == expected


async def test_rules_and_events_are_told_once_for_a_place(service: Service) -> None:
    """What the status repeats in each queue of Upper Lars stands once, and nothing is dropped."""
    rows = (await asked(service, f"/v1/status?place=verkhny-lars&{HEIGHT}"))["data"]
    (place,) = (await asked(service, f"/v1/snapshot?place=verkhny-lars&{HEIGHT}"))["data"]

    told = {_key({name: event[name] for name in EVENT}) for row in rows for event in row["events"]}
    shown = [_key(event) for event in place["events"]]
    assert len(shown) == len(set(shown)) == MOST_EVENTS
    assert set(shown) < told
    assert place["further_events"] == len(told) - MOST_EVENTS
    rules = {
        (row["direction"], rule["mode"], rule["subject"], rule["word"], rule["claim"])
        for row in rows
        for rule in row["rules"]
        if row["direction"] != "both"
    }
    listed = [
        (rule["direction"], rule["mode"], rule["subject"], rule["word"], rule["claim"])
        for rule in place["rules"]
    ]
    assert set(listed) == rules
    assert place["heard_at"] == max(row["heard_at"] for row in rows)


async def test_hazards_are_not_crowded_out(service: Service) -> None:
    """A hazard is told before what endangers nobody, though that was heard later."""
    (place,) = (await asked(service, f"/v1/snapshot?place=verkhny-lars&{HEIGHT}"))["data"]

    hazards = [event["word"] in HAZARDS for event in place["events"]]
    assert hazards == sorted(hazards, reverse=True)
    assert any(hazards)


def _key(value: object) -> str:
    return json.dumps(value, sort_keys=True)


async def test_every_code_has_its_label(service: Service) -> None:
    """Whatever a snapshot of the height of 2022 says in codes, the catalogue has a word for."""
    places = (await asked(service, f"/v1/snapshot?{HEIGHT}"))["data"]
    told = (await asked(service, "/v1/snapshot/catalogue"))["data"]
    labels, entries = told["labels"], {each["id"]: each for each in told["places"]}

    for place in places:
        assert set(entries[place["place"]]["names"]) >= {"en", "ru"}
        for queue in place["queues"]:
            assert queue["mode"] in labels["mode"]
            assert queue["access"]["state"] in labels["access_word"]
        assert {event["word"] for event in place["events"]} <= set(labels["event_word"])
        assert {rule["word"] for rule in place["rules"]} <= set(labels["rule_word"])
        assert {rule["subject"] for rule in place["rules"]} <= set(labels["subject"])
    assert set(labels["unit"]) == set(NUMBERS)
    assert set(labels["quantity"]) == {*NUMBERS, "access", "rule", "event"}
    assert all(set(label) == LANGUAGES for group in labels.values() for label in group.values())


async def test_one_language_alone(service: Service) -> None:
    """An app in one language gets its words, and English only where it has none."""
    told = (await asked(service, "/v1/snapshot/catalogue?language=ru&country=GE"))["data"]

    assert {language for label in told["labels"]["mode"].values() for language in label} == {"ru"}
    assert {each["id"] for each in told["places"]} == {"verkhny-lars", "nizhny-zaramag", "ge"}
    assert all(set(each["names"]) == {"ru"} for each in told["places"])


async def test_a_language_we_lack_is_refused_by_name(service: Service) -> None:
    """The answer names the parameter and the languages there are."""
    answer = await service.client.get("/v1/snapshot/catalogue?language=xx")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "language"
    assert "en, " in answer.json()["detail"]


async def test_the_catalogue_changes_apart(service: Service) -> None:
    """A snapshot names the version of the catalogue that it is shown with, and no version more."""
    snapshot = await asked(service, "/v1/snapshot")
    catalogue = await asked(service, "/v1/snapshot/catalogue")

    assert snapshot["meta"]["catalogue_version"] == catalogue["meta"]["catalogue_version"]
    assert "version" not in catalogue["meta"]
    assert snapshot["meta"]["version"] > 0


async def test_a_named_place_is_never_empty(service: Service) -> None:
    """A place that nobody ever spoke of says that nothing is known, with the reason."""
    (place,) = (await asked(service, "/v1/snapshot?place=altanbulag&as_of=2021-01-01"))["data"]

    assert place["queues"]
    assert {queue["access"]["state"] for queue in place["queues"]} == {"unknown"}
    assert all(queue["wait_minutes"]["mid"] is None for queue in place["queues"])
    assert place["heard_at"] is None
