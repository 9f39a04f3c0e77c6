"""Every feed: filtered, bounded, the same bytes everywhere, and nothing that was not said."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from app.board.feed.making import FeedName, feeds
from app.correcting.mandate import Mandate
from app.correcting.retracting import retract
from app.domain.vocabulary import Claim
from app.web.schemas.feed import FeedsAnswer
from tests import archived
from tests.archived import NOW
from tests.correcting.desk import Desk
from tests.domain.made import TRAVELLER, at
from tests.others import take_away
from tests.serving import Clock, serving
from tests.web.follower import LARS, Follower, event, said, text_of, titles

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
HEIGHT = datetime(2022, 9, 28, 12, tzinfo=UTC)
HOSTILE = '</feed>]]> <b>&amp; "closed\x0b \u202enepo\u202c'
ABOUT_PLACES = ("access", "events", "corrections")


async def test_filters(follower: Follower) -> None:
    """Place and country leave what is about them; what fits nothing is an empty feed."""
    there = {"place": "vaalimaa", "direction": "RU-FI", "source": "paper"}
    finnish = event("no_queue", Claim.STATED, **there)
    await follower.hear(event("draft_summons", Claim.STATED), finnish)
    asked = (
        "",
        "?place=Lars",
        "?country=FI",
        "?country=FI&country=GE",
        f"?country=FI&place={LARS}",
    )

    found = {query: await follower.read("events", query) for query in asked}

    counts = {query: len(each.entries) for query, each in found.items()}
    assert counts == dict(zip(asked, (2, 1, 1, 2, 0), strict=True))
    assert len({each.feed.id for each in found.values()}) == len(asked)
    own = {query: each.feed.links[0].href for query, each in found.items()}
    assert own[asked[1]] == f"events.atom?place={LARS}"
    assert own[asked[4]] == f"events.atom?country=FI&place={LARS}"
    assert found[asked[4]].feed.updated == "1970-01-01T00:00:00Z"
    named = {query: each.feed.rights.split("; ")[1:] for query, each in found.items()}
    made, paper = (f"{each.title()} (made by {each}): CC0-1.0" for each in ("made", "paper"))
    assert list(named.values()) == [[made, paper], [made], [paper], [made, paper], []]


@pytest.mark.parametrize("name", ABOUT_PLACES)
async def test_unknown_places_are_told(follower: Follower, name: str) -> None:
    """A place nobody knows is a problem with near matches, as elsewhere; so is a stranger."""
    unknown = await follower.service.client.get(f"/v1/feeds/{name}.atom?place=verkhny-larz")
    stray = await follower.service.client.get(f"/v1/feeds/{name}.atom?limit=5")

    assert (unknown.status_code, stray.status_code) == (404, 422)
    assert LARS in unknown.json()["near"]


async def test_nothing_said_is_nothing_told(follower: Follower) -> None:
    """Before anything is heard, each feed is empty, valid, and says nothing of any place."""
    found = [await follower.read(name) for name in ABOUT_PLACES]

    assert [titles(each) for each in found] == [[], [], []]
    assert {each.feed.updated for each in found} == {"1970-01-01T00:00:00Z"}
    assert {each.feed.rights for each in found} == {"CC-BY-4.0 for what is Darial's own"}


async def test_bytes_change_with_what_is_told_only(follower: Follower) -> None:
    """Time alone changes no byte; what is heard does. A reader who has them is told so."""
    service = follower.service
    await follower.hear(event("draft_summons", Claim.STATED))
    paths = [f"/v1/feeds/{name}.atom" for name in ABOUT_PLACES]
    before = [await service.client.get(path) for path in paths]
    for _ in range(3):
        await follower.look()
    later = [await service.client.get(path) for path in paths]
    tag = {"if-none-match": before[1].headers["etag"]}
    unchanged = await service.client.get(paths[1], headers=tag)
    await follower.hear(event("road_blocked", Claim.STATED))
    changed = await service.client.get(paths[1], headers=tag)

    assert [each.content for each in before] == [each.content for each in later]
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200


async def test_whatever_is_said_is_text(follower: Follower) -> None:
    """Markup, controls and marks of direction in notes, origins and reasons stay in their place."""
    desk = Desk(follower.service.parts.database, follower.service.clock)
    hostile = {"note": HOSTILE, "origin": HOSTILE, "url": "javascript:alert(1)"}
    first = event("draft_summons", Claim.STATED, **hostile)
    await follower.hear(first, said("closed", 1, **hostile))
    before = [await follower.read(name) for name in ("access", "events")]
    mandate = Mandate(reason='no </entry> ]]> "it" is not')
    await desk.do(partial(retract, named=[first.id], mandate=mandate))
    await follower.look()
    after = [await follower.read(name) for name in ("events", "corrections")]

    told = '</feed>]]> <b>&amp; "closed nepo'
    (stated,) = [each for each in before[1].entries if "call-up" in each.title]
    assert f"Said by {told} (" in text_of(stated)
    assert f"Note: {told}" in text_of(stated)
    assert f"said by {told} (" in text_of(before[0].entries[0])
    assert all(mandate.reason in text_of(each.entries[0]) for each in after)
    assert not any(
        "javascript" in each.href for feed in before for e in feed.entries for each in e.links
    )


async def test_a_traveller_stays_unknown(follower: Follower) -> None:
    """What a traveller told comes without link and handle, its hour rounded."""
    told = TRAVELLER | {"note": "@ivan_lars, +7 921 555-35-35", "url": "https://t.example/1"}
    odd = NOW - 17 * MINUTE
    await follower.hear(
        event("draft_summons", Claim.STATED, **told | at(odd) | {"recorded_at": odd})
    )

    response = await follower.service.client.get("/v1/feeds/events.atom")

    assert b"2026-11-24T11:00:00Z" in response.content
    assert not any(each in response.text for each in ("ivan", "555", "t.example", ":43", "via"))


async def test_away(follower: Follower, bare_url: str) -> None:
    """Without the database, what was read last is answered; what was not is a 503."""
    service = follower.service
    await follower.hear(event("draft_summons", Claim.STATED))
    before = await service.client.get("/v1/feeds/events.atom")
    await service.look()
    again = await service.client.get("/v1/feeds/events.atom")
    take_away(bare_url)
    await service.look()

    held = await service.client.get("/v1/feeds/events.atom")
    unread = await service.client.get("/v1/feeds/access.atom")

    assert before.content == again.content == held.content
    assert unread.status_code == 503


async def test_the_height_of_2022(archive: Path, tmp_path: Path) -> None:
    """On the archive, by then, each feed is whole: bounded, its links lead on, its source named."""
    clock = Clock(HEIGHT - 24 * HOUR)
    async with serving(archived.copied(archive, tmp_path), clock) as service:
        for _ in range(4):
            clock.move(6 * HOUR)
            await service.look()
        follower = Follower(service)
        access, events = await follower.read("access"), await follower.read("events")
        linked = [
            await follower.get(each.href)
            for found in (access, events)
            for each in found.entries[0].links
            if not each.href.startswith("http")
        ]

    assert access.entries
    assert len(events.entries) == 100
    assert len(linked) >= 4
    for found in (access, events):
        assert found.feed.rights.startswith("CC-BY-4.0 for what is Darial's own; Darial archive")
        assert found.feed.updated == found.entries[0].updated


async def test_a_mirror_keeps_the_same_bytes(follower: Follower) -> None:
    """What a mirror is given is what the routes answer, path by path."""
    service = follower.service
    await follower.hear(event("draft_summons", Claim.STATED), said("closed", 1))
    async with service.parts.database.reading() as session:
        mirrored = await feeds(session, service.parts.board.held())

    answers = {path: await service.client.get(path) for path in mirrored}

    assert mirrored.keys() == {name.path for name in FeedName}
    assert {path: each.body for path, each in mirrored.items()} == {
        path: each.content for path, each in answers.items()
    }


async def test_the_list_of_feeds(follower: Follower) -> None:
    """Each feed is listed with its address and its filters."""
    response = await follower.service.client.get("/v1/feeds")

    listed = FeedsAnswer.model_validate_json(response.content).data
    assert [each.path for each in listed] == [f"/v1/feeds/{name}.atom" for name in FeedName]
    for each in listed:
        query = "?country=GE" if "country" in each.filters else ""
        assert (await follower.service.client.get(each.path + query)).status_code == 200


async def test_changes_of_the_interface(follower: Follower) -> None:
    """The interface's own changes come newest first, the first of them version 1."""
    found = await follower.read("api")

    assert found.entries[-1].id == "urn:darial:api:v1"
    assert found.feed.updated == found.entries[0].updated
