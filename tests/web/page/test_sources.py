"""The page of sources: each with its terms, how it stands, and what is shown while it is silent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.health import Health, Outcome
from app.store import feeds, sources
from app.store.feeds import Feed
from tests.archived import NOW
from tests.serving import Service, live, serving
from tests.web.page.reading import Read, opened

MINUTE = timedelta(minutes=1)
UP = Feed(
    source="loops",
    health=Health.UP,
    since=NOW - 90 * MINUTE,
    outcome=Outcome.OK,
    polled_at=NOW - 3 * MINUTE,
    good_at=NOW - 3 * MINUTE,
)
DOWN = replace(UP, health=Health.DOWN, outcome=Outcome.BLOCKED, failures=4)


async def noted(service: Service, *stands: Feed) -> None:
    """Note live sources that speak every five minutes, as pollers do."""
    async with service.parts.database.writing() as session:
        for feed in stands:
            await sources.register(session, live(feed.source, NOW, 5 * MINUTE))
            await feeds.save(session, feed)


async def told(url: str, feed: Feed) -> Read:
    """Give the page where one live source stands so."""
    async with serving(url) as service:
        await noted(service, feed)
        return await opened(service.client, "/en/sources")


async def test_a_source_that_answers(bare_url: str) -> None:
    """It has a word with a sign, the age of its last good answer, cadence, terms and a link."""
    page = await told(bare_url, UP)

    text = page.part("#loops")
    assert "● up" in text
    assert "last good answer 3 minutes ago" in text
    assert "every 5 min" in text
    assert "CC0-1.0" in text
    assert "made by loops" in text
    assert "withheld from 24 Nov 2026, 12:57 UTC on" in text
    assert "1 source answers." in page.text
    (link,) = page.tree.css("#loops a")
    assert link.attributes["href"] == "https://example.org/"
    assert link.attributes["rel"] == "noreferrer nofollow ugc"


@pytest.mark.parametrize(
    ("silent", "said"),
    [
        (3 * MINUTE, "Without another answer its figures are withheld from"),
        (20 * MINUTE, "Its figures are marked as old, and withheld from"),
        (90 * MINUTE, "Its figures are withheld. The last one stays, with its age"),
    ],
)
async def test_what_is_shown_while_it_is_silent(
    bare_url: str, silent: timedelta, said: str
) -> None:
    """A silent source says how it failed, and what becomes of its figures; none turns into 0."""
    page = await told(bare_url, replace(DOWN, good_at=NOW - silent))

    text = page.part("#loops")
    assert "✕ down keeps us out" in text
    assert said in text


async def test_a_source_that_never_answered(bare_url: str) -> None:
    """Nothing is promised of a source before its first good answer."""
    page = await told(bare_url, Feed(source="loops"))

    text = page.part("#loops")
    assert "○ not asked yet" in text
    assert "no good answer yet" in text
    assert "nothing is shown of it" in text


async def test_troubles_come_first(bare_url: str) -> None:
    """Whoever looks sees at once what is silent."""
    async with serving(bare_url) as service:
        await noted(service, UP, replace(DOWN, source="zebra"))
        page = await opened(service.client, "/en/sources")

    assert page.text.index("Zebra") < page.text.index("Loops")
    assert "1 source does not answer. 1 source answers." in page.text


async def test_nothing_from_outside_is_believed(bare_url: str) -> None:
    """A name stays text, and a link that leads to no page of the web is left out."""
    odd = replace(live("odd", NOW), name="<b>Odd</b>", url="javascript:alert(1)")
    async with serving(bare_url) as service:
        async with service.parts.database.writing() as session:
            await sources.register(session, odd)
        page = await opened(service.client, "/en/sources")

    assert "<b>Odd</b>" in page.part("#odd")
    assert page.tree.css("#odd a") == []


async def test_there_is_none_yet(bare_url: str) -> None:
    """That there is no source is said in words."""
    async with serving(bare_url) as service:
        page = await opened(service.client, "/en/sources")

    assert "There is no source yet." in page.text
