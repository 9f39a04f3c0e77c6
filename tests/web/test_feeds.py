"""Feeds: what each tells of what changed, as readers of feeds get it."""

from datetime import timedelta
from functools import partial

import pytest

from app.correcting.mandate import Mandate
from app.correcting.retracting import retract
from app.correcting.undoing import undo
from app.domain.vocabulary import Claim, Mode
from tests.correcting.desk import Desk
from tests.web.follower import LARS, Follower, event, said, text_of, titles
from tests.withheld import REASON, withhold
from tests.withheld import undo as put_back

WHY = Mandate(reason="misread <b>")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def test_a_change_of_access(follower: Follower) -> None:
    """It says what was and what is published, who said it, and leads to the figure as published."""
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


async def test_only_the_newest_change_stands(follower: Follower) -> None:
    """An earlier change to the same word is followed; only the last tells who says so still."""
    for hours, text in ((5, "open"), (3, "closed"), (1, "open")):
        await follower.hear(said(text, hours))

    entries = (await follower.read("access", f"?place={LARS}")).entries

    changes = [text_of(each) for each in entries if "RU-GE" in each.title]
    assert ["publish still" in each for each in changes] == [True, False, False]
    assert ["Another change followed." in each for each in changes] == [False, True, True]


async def test_ways_of_crossing_share_an_entry(follower: Follower) -> None:
    """What changes alike at a place in one direction is told once, each way of crossing named."""
    await follower.hear(said("closed", 1), said("open", 0.5, direction="RU-GE", mode=Mode.CAR))
    everything = await follower.read("access")

    both = [each.title for each in everything.entries if "RU-GE" in each.title]

    assert len(both) == 2
    assert len([each for each in both if ", car: not known -> open" in each]) == 1
    assert len([each for each in both if "truck" in each and each.endswith("-> closed")]) == 1


async def test_what_is_withheld_says_why(follower: Follower) -> None:
    """Access that is withheld is not known, with until when and why; undone, it comes again."""
    service = follower.service
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
    follower: Follower, claim: Claim, title: str, content: str
) -> None:
    """Its title tells a rumour, a denial and a confirmed word apart, and of when each speaks."""
    await follower.hear(told := event("closure_rumour", claim, note="seen by the bridge"))

    (entry,) = (await follower.read("events")).entries

    assert entry.title == f"Verkhny Lars, RU-GE, car: {title}2026-11-24 10:00Z"
    assert entry.id == f"urn:darial:report:{told.id}"
    assert content in text_of(entry)
    assert "Note: seen by the bridge" in text_of(entry)
    assert (await follower.get(entry.link))["id"] == told.id


async def test_a_retracted_event_comes_again(follower: Follower) -> None:
    """Under the same id, updated, with the reason and without what was said; so when put back."""
    desk = Desk(follower.service.parts.database, follower.service.clock)
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


async def test_a_revised_event_leads_to_the_newer(follower: Follower) -> None:
    """What its source said anew says so, and links to the newer report."""
    old = event("draft_summons", Claim.STATED, identity="post 1", note="first")
    new = event("draft_summons", Claim.CONFIRMED, identity="post 1", note="second", revision=1)
    await follower.hear(old, new)

    found = {each.id: each for each in (await follower.read("events")).entries}

    earlier = found[f"urn:darial:report:{old.id}"]
    assert earlier.title.startswith("Replaced by its source: ")
    assert "first" not in text_of(earlier)
    assert any(each.href == f"../reports/{new.id}" for each in earlier.links)
    assert "second" in text_of(found[f"urn:darial:report:{new.id}"])


async def test_a_correction(follower: Follower) -> None:
    """Each act has its reason and its places, and says when it was undone."""
    desk = Desk(follower.service.parts.database, follower.service.clock)
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
