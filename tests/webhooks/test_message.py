"""Messages: thin, in the specification's shape, and leading to answers that are there."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.change import Change, ChangeKind
from app.webhooks.message import Message, lane_of, message_of, trial
from tests.archived import NOW
from tests.databases import copied
from tests.serving import serving
from tests.webhooks.office import CARS, LARS, changed

CORRECTION = Change(
    number=9,
    version=8,
    at=NOW,
    kind=ChangeKind.CORRECTION,
    places=("ge", LARS),
    key="0123456789abcdef",
)
EVENT = changed(CARS, kind=ChangeKind.EVENT, mode="any", key="draft_summons confirmed", number=4)


def said(message: Message) -> dict[str, Any]:
    """Give what a message says."""
    found: dict[str, Any] = json.loads(message.body)
    return found


def test_a_change_of_a_status() -> None:
    """It names the queue, the version, and where to look; no number, no word of what is there."""
    change = changed(number=3)

    assert message_of(change).id == change.id
    assert said(message_of(change)) == {
        "type": "status.changed",
        "timestamp": "2026-11-24T12:00:00.000000Z",
        "data": {
            "place": LARS,
            "direction": "RU-GE",
            "mode": "car",
            "version": 7,
            "url": "/v1/status?place=verkhny-lars&direction=RU-GE&mode=car",
        },
    }


def test_an_event_that_is_heard() -> None:
    """Which event it was is told where it may be put right meanwhile."""
    assert said(message_of(EVENT))["type"] == "event.heard"
    assert said(message_of(EVENT))["data"]["url"] == "/v1/events?place=verkhny-lars&quantity=event"
    assert b"draft" not in message_of(EVENT).body


def test_a_correction() -> None:
    """It names the act and the places."""
    assert said(message_of(CORRECTION)) == {
        "type": "correction.made",
        "timestamp": "2026-11-24T12:00:00.000000Z",
        "data": {
            "id": "0123456789abcdef",
            "places": ["ge", LARS],
            "version": 8,
            "url": "/v1/corrections/0123456789abcdef",
        },
    }


def test_a_trial() -> None:
    """It says nothing but what it is."""
    assert said(trial("ab", NOW)) | {"id": trial("ab", NOW).id} == {
        "id": "test-ab",
        "type": "darial.test",
        "timestamp": "2026-11-24T12:00:00.000000Z",
        "data": {},
    }


def test_a_message_is_small() -> None:
    """However many places an act touched, it stays below the 20 kB that receivers count on."""
    places = tuple(f"a-place-with-a-rather-long-name-{number}" for number in range(5000))
    touched = Change(version=1, at=NOW, kind=ChangeKind.CORRECTION, places=places, key="0" * 16)

    assert len(message_of(touched).body) < 20_000


@pytest.mark.parametrize("change", [changed(number=3), EVENT, CORRECTION])
def test_an_id_holds_no_full_stop(change: Change) -> None:
    """Id, time and body are signed with full stops in between."""
    assert "." not in message_of(change).id


def test_order_is_kept_by_queue() -> None:
    """Of one queue all are in one lane, of two queues never."""
    assert lane_of(changed(version=1)) == lane_of(changed(version=2)) == "verkhny-lars RU-GE car"
    assert lane_of(CORRECTION) == "ge verkhny-lars"
    assert len({lane_of(changed()), lane_of(EVENT), lane_of(CORRECTION)}) == 3


async def test_where_to_look_there_is_something(empty: Path, tmp_path: Path) -> None:
    """Each path is one of ours, and its parameters are ours too."""
    urls = [said(message_of(each))["data"]["url"] for each in (changed(), EVENT, CORRECTION)]
    async with serving(copied(empty, tmp_path)) as service:
        status, events, correction = [await service.client.get(url) for url in urls]

    assert (status.status_code, len(status.json()["data"])) == (200, 1)
    assert events.status_code == 200
    assert correction.json()["type"] == "urn:darial:problem:not-found"
