"""On paper: what a volunteer hangs up, with its moment and its doubts, without what one clicks."""

import re

import pytest
from playwright.async_api import PdfMargins, expect

from tests.web.page.browser.conftest import Opened
from tests.web.page.browser.tab import HEIGHT, Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHEET = re.compile(rb"/Type\s*/Page\b")
MARGINS = PdfMargins(top="12mm", bottom="12mm", left="12mm", right="12mm")


async def sheets(tab: Tab) -> int:
    """Give on how many sheets of A4 a page is printed."""
    return len(SHEET.findall(await tab.page.pdf(format="A4", margin=MARGINS)))


@pytest.mark.parametrize(("query", "most"), [("", 2), (f"?{HEIGHT}", 2)])
async def test_a_crossing_is_a_sheet(opened: Opened, query: str, most: int) -> None:
    """A crossing with all its events and rules fits on the two sides of a sheet."""
    tab = await opened()
    await tab.open(f"/en/places/verkhny-lars{query}")

    assert 1 <= await sheets(tab) <= most


async def test_paper_says_what_counts(opened: Opened) -> None:
    """Moment, numbers, doubts and rules are printed; what one clicks is not, nor any colour."""
    tab = await opened(color_scheme="dark")
    await tab.open(f"/en/places/verkhny-lars?{HEIGHT}")
    await tab.page.emulate_media(media="print")
    main = tab.page.locator("main")

    await expect(tab.page.get_by_text("This is the past")).to_be_visible()
    await expect(main.locator(".when")).to_be_visible()
    await expect(main.locator("table.told .number").first).to_be_visible()
    await expect(main.get_by_text("sources differ").first).to_be_visible()
    await expect(main.get_by_role("heading", name="Rules")).to_be_visible()
    for clicked in (tab.page.locator("nav"), main.locator(".machine"), main.locator("#player")):
        assert not any([await each.is_visible() for each in await clicked.all()])
    assert await tab.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


async def test_no_crossing_of_the_front_is_torn(opened: Opened) -> None:
    """The front is printed too, each crossing whole on one sheet."""
    tab = await opened()
    await tab.open(f"/en/?{HEIGHT}")
    await tab.page.emulate_media(media="print")
    lines = tab.page.locator(".line")
    held = await lines.evaluate_all("all => all.map(each => getComputedStyle(each).breakInside)")

    assert set(held) == {"avoid"}
    assert await sheets(tab) < 8
