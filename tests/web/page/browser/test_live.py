"""A page that is left open: it shows what changes, by itself, and disturbs nobody."""

import asyncio
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from app.clock import now
from app.domain.report import Report
from app.domain.vocabulary import Mode, Quantity
from app.store import reports, sources
from app.store.database import Database
from tests import archived
from tests.cli.processes import PATIENCE_S
from tests.domain.made import at, figure
from tests.serving import live
from tests.web.page.browser.conftest import Opened, Served
from tests.web.page.browser.tab import HEIGHT, Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

AGE = re.compile(r'<time datetime="([^"]+)" data-age>([^<]+)</time>')
SOON_MS = 30_000
"""How long a busy machine may take for what takes a second or two."""

YEAR_MS = 365 * 24 * 3_600_000

PLACE = "verkhny-lars"


def wait(minutes: int, direction: str = "RU-GE") -> Report:
    """Make a report of what cars wait just now."""
    moment = now() - timedelta(minutes=1)
    parts: Mapping[str, Any] = {
        **at(moment),
        "place": PLACE,
        "direction": direction,
        "mode": Mode.CAR,
        "quantity": Quantity.WAIT_MINUTES,
        "source": "hotline",
        "identity": f"{direction} {minutes}",
        "published_at": moment,
        "recorded_at": now(),
    }
    return figure(minutes, **parts)


async def store(served: Served, said: Report) -> None:
    """Store a report beside the running server, as another process does."""
    database = Database(archived.url_of(served.database))
    try:
        async with database.writing() as session:
            await sources.register(session, live(said.source, now()))
            await reports.add(session, [said])
    finally:
        await database.close()


async def mark(page: Page) -> None:
    """Leave a mark that no reload would survive."""
    await page.evaluate("document.documentElement.dataset.mark = 'same'")


async def is_marked(page: Page) -> bool:
    """Tell whether it is the same document still."""
    return bool(await page.evaluate("document.documentElement.dataset.mark === 'same'"))


async def test_what_changes_is_shown_without_a_reload(opened: Opened, served: Served) -> None:
    """The new number comes, politely announced; focus, scroll and what is being typed stay."""
    tab = await opened(viewport={"width": 400, "height": 500})
    await followed(tab, "/en/")
    await mark(tab.page)
    await tab.sought()
    await tab.page.get_by_role("searchbox").fill("lars")
    link = tab.line("altanbulag").get_by_role("link").first
    await link.focus()
    top = await tab.page.evaluate("scrollY")
    await store(served, wait(95))
    number = tab.line(PLACE).locator(".number").first
    await expect(number).to_be_attached(timeout=SOON_MS)

    assert await is_marked(tab.page)
    await expect(tab.page.locator("#news")).to_have_text("Updated just now")
    await expect(link).to_be_focused()
    await expect(tab.page.get_by_role("searchbox")).to_have_value("lars")
    assert top > 0
    assert await _stands(tab, top)


async def test_without_a_stream_it_asks_each_minute(opened: Opened, served: Served) -> None:
    """Where the stream does not come, what changed is there after a minute all the same."""
    tab = await opened()
    await tab.page.clock.install()
    await tab.page.route("**/v1/stream*", _refused)
    tab.silenced = True
    await tab.open("/en/?way=in")
    await mark(tab.page)
    number = tab.line(PLACE).locator(".number").first
    before, version = await number.count(), await _version(tab)
    await store(served, wait(85, "GE-RU"))
    async with asyncio.timeout(PATIENCE_S):
        while await _version(tab) == version:  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.2)
    await tab.page.clock.run_for(90_000)

    await expect(number).to_be_attached(timeout=SOON_MS)
    assert before == 0
    assert await is_marked(tab.page)


async def test_ages_grow_in_the_page_itself(opened: Opened) -> None:
    """What was heard when it was opened is older some years later, in the page's own language."""
    tab = await opened()
    await tab.page.clock.install()
    await tab.page.route("**/v1/stream*", _refused)
    tab.silenced = True
    await tab.open("/fi/")
    age = tab.page.locator("time[data-age]").nth(1)
    before = await age.inner_text()
    await tab.page.clock.fast_forward(10 * YEAR_MS)

    await expect(age).not_to_have_text(before)
    await expect(age).to_contain_text("sitten")


@pytest.mark.parametrize("language", ["ru", "kk"])
async def test_it_says_each_age_as_the_server_does(opened: Opened, language: str) -> None:
    """The script's words for an age are those that came with the page, whatever a browser knows."""
    tab = await opened()
    answer = await tab.page.goto(f"{tab.base}/{language}/", wait_until="load")
    assert answer is not None
    served = {age: words for age, words in AGE.findall(await answer.text()) if age < "2026"}
    said = {
        await each.get_attribute("datetime"): await each.inner_text()
        for each in await tab.page.locator("main time[data-age]").all()
    }

    assert served
    assert served.items() <= said.items()


async def test_a_past_page_follows_nothing(opened: Opened) -> None:
    """What was known then does not change, so nothing is asked and no age grows."""
    tab = await opened()
    await tab.open(f"/en/?{HEIGHT}")
    await tab.page.wait_for_load_state("networkidle")

    assert not [each for each in tab.asked if "/v1/" in each or each.endswith("/live.js")]


async def test_the_time_machine_ends_it(opened: Opened) -> None:
    """Once the slider shows a past day in its place, nothing there grows older or is followed."""
    tab = await opened()
    await tab.page.clock.install()
    await followed(tab, "/en/")
    await tab.page.get_by_text("Look at another day").click()
    await tab.page.get_by_role("slider").press("End")
    await tab.page.wait_for_url("**as_of=2022-10-10**")
    ages = tab.page.locator("main time[data-age]")
    before = await ages.all_inner_texts()
    async with tab.page.expect_event("requestfailed", lambda each: "/v1/stream" in each.url):
        await tab.page.clock.run_for(130_000)

    assert before
    assert await ages.all_inner_texts() == before


async def test_a_hidden_page_follows_nothing(opened: Opened) -> None:
    """Who looks elsewhere holds no stream; who comes back is told at once what is new."""
    tab = await opened()
    await followed(tab, "/en/")
    async with tab.page.expect_event("requestfailed", lambda each: "/v1/stream" in each.url):
        await tab.page.evaluate(SHOW, True)  # noqa: FBT003 - an argument of the script
    async with tab.page.expect_request("**/v1/stream*"):
        await tab.page.evaluate(SHOW, False)  # noqa: FBT003 - as above


SHOW = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


async def followed(tab: Tab, path: str) -> None:
    """Open a page and wait until it follows the stream."""
    async with tab.page.expect_response("**/v1/stream*"):
        await tab.open(path)


async def _version(tab: Tab) -> str:
    """Give what the server has published, as it is told to whoever asks."""
    answer = await tab.context.request.head(f"{tab.base}/en/")
    return answer.headers["darial-version"]


async def _refused(route: Route) -> None:
    await route.fulfill(status=503)


async def _stands(tab: Tab, top: int) -> bool:
    now_at: int = await tab.page.evaluate("scrollY")
    return abs(now_at - top) < 300
