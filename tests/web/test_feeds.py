"""Feeds: what changed, as readers of feeds get it, and nothing that was not said."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from app.board.feed.making import FeedName, feeds
from app.correcting.mandate import Mandate
from app.correcting.retracting import retract
from app.correcting.undoing import undo
from app.domain.report import Report
from app.domain.vocabulary import Claim, Mode, Quantity
from app.store.sqlite import file_of
from app.web.schemas.feed import FeedsAnswer
from tests import archived
from tests.archived import NOW
from tests.atom import read
from tests.correcting.desk import Desk
from tests.domain.made import TRAVELLER, at, word
from tests.serving import Clock, Service, serving
from tests.withheld import REASON, withhold
from tests.withheld import undo as put_back

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LARS = "verkhny-lars"
HEIGHT = datetime(2022, 9, 28, 12, tzinfo=UTC)
HOSTILE = '</feed>]]> <b>&amp; "closed\x0b \u202enepo\u202c'
ABOUT_PLACES = ("access", "events", "corrections")
WHY = Mandate(reason="misread <b>")


@pytest.fixture
async def service(bare_url: str) -> AsyncIterator[Service]:
    """Give a running service to which nothing was said yet."""
    async with serving(bare_url) as running:
        yield running


@dataclass
class Follower:
    """Whoever follows a feed: says things to a service, and reads what came of it."""

    service: Service

    async def hear(self, *said: Report) -> None:
        """Have reports stored, and the board look after them a minute later."""
        await self.service.store(*said)
        await self.look()

    async def look(self) -> None:
        """Have the board look a minute later."""
        self.service.clock.move(MINUTE)
        await self.service.look()

    async def read(self, name: str, query: str = "") -> Any:  # noqa: ANN401 - feedparser's own
        """Read a feed, which is as RFC 4287 wants it."""
        response = await self.service.client.get(f"/v1/feeds/{name}.atom{query}")
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
        return read(response.content)

    async def get(self, link: str) -> Any:  # noqa: ANN401 - any JSON
        """Follow a link of a feed, from the feed's own address."""
        response = await self.service.client.get(urljoin("/v1/feeds/access.atom", link))
        assert response.status_code == 200, link
        return response.json()["data"]


def said(text: str, hours: float, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a word on access at Upper Lars, some hours before now."""
    moment = NOW - hours * HOUR
    return word(text, **at(moment) | {"place": LARS, "recorded_at": moment} | parts)


def event(text: str, claim: Claim, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make an event at Upper Lars, told on the way to Georgia two hours before now."""
    told = {"quantity": Quantity.EVENT, "claim": claim, "direction": "RU-GE", "mode": Mode.CAR}
    return said(text, 2, **told | parts)


def titles(found: Any) -> list[str]:  # noqa: ANN401 - feedparser's own
    """Give the titles of a feed's entries."""
    return [each.title for each in found.entries]


def text_of(entry: Any) -> str:  # noqa: ANN401 - feedparser's own
    """Give the content of an entry."""
    return str(entry.content[0].value)


async def test_a_change_of_access(service: Service) -> None:
    """It says what was and what is published, who said it, and leads to the figure as published."""
    follower = Follower(service)
    await follower.hear(said("open", 3))
    await follower.hear(said("closed", 1))

    found = await follower.read("access", f"?place={LARS}")

    newest = next(each for each in found.entries if "RU-GE" in each.title)
    assert newest.title.startswith("Verkhny Lars, RU-GE, ")
    assert newest.title.endswith(": open -> closed")
    assert "Before: open." in text_of(newest)
    assert "said by border guard (authority)" in text_of(newest)
    published = await follower.get(newest.link)
    assert (published["word"], newest.id) == ("closed", f"urn:darial:published:{published['id']}")
    assert newest.updated == published["published_at"] == found.feed.updated
    related = [await follower.get(each.href) for each in newest.links if each.rel == "related"]
    assert {LARS} == {each.get("place", each["id"]) for each in related}
    first = found.entries[-1]
    assert first.title.endswith("not known -> open")
    assert "Another change followed." in text_of(first)


async def test_only_the_newest_change_stands(service: Service) -> None:
    """An earlier change to the same word is followed; only the last tells who says so still."""
    follower = Follower(service)
    for hours, text in ((5, "open"), (3, "closed"), (1, "open")):
        await follower.hear(said(text, hours))

    entries = (await follower.read("access", f"?place={LARS}")).entries

    changes = [text_of(each) for each in entries if "RU-GE" in each.title]
    assert ["publish still" in each for each in changes] == [True, False, False]
    assert ["Another change followed." in each for each in changes] == [False, True, True]


async def test_ways_of_crossing_share_an_entry(service: Service) -> None:
    """What changes alike at a place in one direction is told once, each way of crossing named."""
    follower = Follower(service)
    await follower.hear(said("closed", 1), said("open", 0.5, direction="RU-GE", mode=Mode.CAR))
    everything = await follower.read("access")

    both = [each.title for each in everything.entries if "RU-GE" in each.title]

    assert len(both) == 2
    assert len([each for each in both if ", car: not known -> open" in each]) == 1
    assert len([each for each in both if "truck" in each and each.endswith("-> closed")]) == 1


async def test_what_is_withheld_says_why(service: Service) -> None:
    """Access that is withheld is not known, with until when and why; undone, it comes again."""
    follower = Follower(service)
    await follower.hear(said("open", 1))
    (queue,) = {
        row.status.queue
        for row in service.parts.board.held().rows
        if row.status.queue[:2] == (LARS, "RU-GE") and row.status.queue.mode is Mode.CAR
    }
    now = service.clock.now()
    act = await withhold(service.parts.database, queue, at=now, until=now + HOUR)
    await follower.look()
    newest = (await follower.read("access")).entries[0]
    service.clock.move(MINUTE)
    await put_back(service.parts.database, act, at=service.clock.now())
    await follower.look()
    again, before, *_ = (await follower.read("access")).entries

    assert newest.title == "Verkhny Lars, RU-GE, car: open -> not known (withheld)"
    assert f"Withheld by the operator until 2026-11-24 13:01Z: {REASON}" in text_of(newest)
    linked = [each.href for each in newest.links if "corrections" in each.href]
    assert [(await follower.get(each))["id"] for each in linked] == [act]
    assert again.title == "Verkhny Lars, RU-GE, car: not known (withheld) -> open"
    assert before.id == newest.id
    assert "undone 2026-11-24 12:03Z" in text_of(before)


@pytest.mark.parametrize(
    ("claim", "title", "content"),
    [
        (Claim.RUMOUR, "rumour: talk of a closure, of ", "nothing here confirms it"),
        (Claim.DENIED, "denied: talk of a closure, of ", "the speech of whoever denies"),
        (Claim.CONFIRMED, "confirmed: talk of a closure, of ", "Said by border guard (authority)"),
    ],
)
async def test_an_event_says_how_it_stands(
    service: Service, claim: Claim, title: str, content: str
) -> None:
    """Its title tells a rumour, a denial and a confirmed word apart, and of when each speaks."""
    follower = Follower(service)
    await follower.hear(told := event("closure_rumour", claim, note="seen by the bridge"))

    (entry,) = (await follower.read("events")).entries

    assert entry.title == f"Verkhny Lars, RU-GE, car: {title}2026-11-24 10:00Z"
    assert entry.id == f"urn:darial:report:{told.id}"
    assert content in text_of(entry)
    assert "Note: seen by the bridge" in text_of(entry)
    assert (await follower.get(entry.link))["id"] == told.id


async def test_a_retracted_event_comes_again(service: Service) -> None:
    """Under the same id, updated, with the reason and without what was said; so when put back."""
    follower, desk = Follower(service), Desk(service.parts.database, service.clock)
    first, other = event("draft_summons", Claim.CONFIRMED, note="at the gate"), said("open", 1)
    await follower.hear(first, other)
    listed = await follower.read("events")
    done = await desk.do(partial(retract, named=[first.id], mandate=WHY))
    await follower.look()
    retracted = await follower.read("events")
    await desk.do(partial(undo, public=done.act.id, mandate=WHY))
    await follower.look()
    restored = await follower.read("events")

    assert titles(listed)[0].startswith("Verkhny Lars, both directions")
    entry = retracted.entries[0]
    assert (len(retracted.entries), entry.id) == (2, f"urn:darial:report:{first.id}")
    assert entry.title.startswith("Retracted: Verkhny Lars, RU-GE, car: confirmed: call-up")
    assert "misread <b>" in text_of(entry)
    assert "at the gate" not in text_of(entry)
    assert entry.updated == retracted.feed.updated == "2026-11-24T12:01:00Z"
    assert restored.entries[0].id == entry.id
    assert titles(restored)[0].startswith("Verkhny Lars, RU-GE, car: confirmed: call-up")
    assert restored.feed.updated == "2026-11-24T12:02:00Z"


async def test_a_revised_event_leads_to_the_newer(service: Service) -> None:
    """What its source said anew says so, and links to the newer report."""
    follower = Follower(service)
    old = event("draft_summons", Claim.STATED, identity="post 1", note="first")
    new = event("draft_summons", Claim.CONFIRMED, identity="post 1", note="second", revision=1)
    await follower.hear(old, new)

    found = {each.id: each for each in (await follower.read("events")).entries}

    earlier = found[f"urn:darial:report:{old.id}"]
    assert earlier.title.startswith("Replaced by its source: ")
    assert "first" not in text_of(earlier)
    assert any(each.href == f"../reports/{new.id}" for each in earlier.links)
    assert "second" in text_of(found[f"urn:darial:report:{new.id}"])


async def test_a_correction(service: Service) -> None:
    """Each act has its reason and its places, and says when it was undone."""
    follower, desk = Follower(service), Desk(service.parts.database, service.clock)
    await follower.hear(first := event("draft_summons", Claim.CONFIRMED))
    done = await desk.do(partial(retract, named=[first.id], mandate=WHY))
    await follower.look()
    (entry,) = (await follower.read("corrections")).entries
    undone = await desk.do(partial(undo, public=done.act.id, mandate=WHY))
    await follower.look()
    later = {each.id: each for each in (await follower.read("corrections")).entries}

    assert entry.title == "report taken back: Verkhny Lars"
    assert entry.id == f"urn:darial:correction:{done.act.id}"
    assert "Reason: misread <b>" in text_of(entry)
    assert (await follower.get(entry.link))["id"] == done.act.id
    again = later[entry.id]
    assert again.title == "Undone since: report taken back: Verkhny Lars"
    assert (entry.updated, again.updated) == ("2026-11-24T12:01:00Z", "2026-11-24T12:02:00Z")
    assert any(undone.act.id in each.href for each in again.links)
    assert f"urn:darial:correction:{undone.act.id}" in later


async def test_filters(service: Service) -> None:
    """Place and country leave what is about them; what fits nothing is an empty feed."""
    follower = Follower(service)
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
async def test_unknown_places_are_told(service: Service, name: str) -> None:
    """A place nobody knows is a problem with near matches, as elsewhere; so is a stranger."""
    unknown = await service.client.get(f"/v1/feeds/{name}.atom?place=verkhny-larz")
    stray = await service.client.get(f"/v1/feeds/{name}.atom?limit=5")

    assert (unknown.status_code, stray.status_code) == (404, 422)
    assert LARS in unknown.json()["near"]


async def test_nothing_said_is_nothing_told(service: Service) -> None:
    """Before anything is heard, each feed is empty, valid, and says nothing of any place."""
    follower = Follower(service)

    found = [await follower.read(name) for name in ABOUT_PLACES]

    assert [titles(each) for each in found] == [[], [], []]
    assert {each.feed.updated for each in found} == {"1970-01-01T00:00:00Z"}
    assert {each.feed.rights for each in found} == {"CC-BY-4.0 for what is Darial's own"}


async def test_bytes_change_with_what_is_told_only(service: Service) -> None:
    """Time alone changes no byte; what is heard does. A reader who has them is told so."""
    follower = Follower(service)
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


async def test_whatever_is_said_is_text(service: Service) -> None:
    """Markup, controls and marks of direction in notes, origins and reasons stay in their place."""
    follower, desk = Follower(service), Desk(service.parts.database, service.clock)
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


async def test_a_traveller_stays_unknown(service: Service) -> None:
    """What a traveller told comes without link and handle, its hour rounded."""
    follower = Follower(service)
    told = TRAVELLER | {"note": "@ivan_lars, +7 921 555-35-35", "url": "https://t.example/1"}
    odd = NOW - 17 * MINUTE
    await follower.hear(
        event("draft_summons", Claim.STATED, **told | at(odd) | {"recorded_at": odd})
    )

    response = await service.client.get("/v1/feeds/events.atom")

    assert b"2026-11-24T11:00:00Z" in response.content
    assert not any(each in response.text for each in ("ivan", "555", "t.example", ":43", "via"))


async def test_away(service: Service, bare_url: str) -> None:
    """Without the database, what was read last is answered; what was not is a 503."""
    follower = Follower(service)
    await follower.hear(event("draft_summons", Claim.STATED))
    before = await service.client.get("/v1/feeds/events.atom")
    await service.look()
    again = await service.client.get("/v1/feeds/events.atom")
    file_of(bare_url).path.unlink()
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


async def test_a_mirror_keeps_the_same_bytes(service: Service) -> None:
    """What a mirror is given is what the routes answer, path by path."""
    follower = Follower(service)
    await follower.hear(event("draft_summons", Claim.STATED), said("closed", 1))
    async with service.parts.database.reading() as session:
        mirrored = await feeds(session, service.parts.board.held())

    answers = {path: await service.client.get(path) for path in mirrored}

    assert mirrored.keys() == {name.path for name in FeedName}
    assert {path: each.body for path, each in mirrored.items()} == {
        path: each.content for path, each in answers.items()
    }


async def test_the_list_of_feeds(service: Service) -> None:
    """Each feed is listed with its address and its filters."""
    response = await service.client.get("/v1/feeds")

    listed = FeedsAnswer.model_validate_json(response.content).data
    assert [each.path for each in listed] == [f"/v1/feeds/{name}.atom" for name in FeedName]
    for each in listed:
        query = "?country=GE" if "country" in each.filters else ""
        assert (await service.client.get(each.path + query)).status_code == 200


async def test_changes_of_the_interface(service: Service) -> None:
    """The interface's own changes come newest first, the first of them version 1."""
    found = await Follower(service).read("api")

    assert found.entries[-1].id == "urn:darial:api:v1"
    assert found.feed.updated == found.entries[0].updated
