"""The page of a mirror in a browser, opened from a folder: no server, no script, no network."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.archived import NOW, copied
from tests.serving import serving
from tests.web.page.browser.tab import Tab
from tests.web.page.browser.test_reading import AXE, NARROW, violations
from tests.web.page.copying.folder import LASTS, written

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = (
    "index.html",
    "page/en/index.html",
    "page/ka/in.html",
    "page/en/map.html",
    "page/en/places/verkhny-lars.html",
    "page/en/sources.html",
    "page/en/corrections.html",
    "page/en/about.html",
)
"""Each page there is."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stick(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the archive's page into a folder, as it lies on a memory stick."""
    folder = tmp_path_factory.mktemp("stick")
    async with serving(copied(archive, tmp_path_factory.mktemp("copied"))) as service:
        for path, body in (await written(service)).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(body)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, stick: Path) -> AsyncIterator[Tab]:
    """Open a tab on the folder, narrow as the smallest phone."""
    context = await browser.new_context(
        viewport={"width": NARROW["width"], "height": NARROW["height"]}
    )
    opened = Tab(f"{stick.as_uri()}/", context, await context.new_page())
    opened.watch()
    yield opened
    await context.close()
    assert opened.strangers == []
    assert opened.said == []


async def test_from_the_first_file_to_a_crossing(tab: Tab) -> None:
    """The language, then the front, then Upper Lars, then another language: all by links."""
    await tab.open("index.html")
    await tab.page.get_by_role("link", name="Русский").first.click()
    await tab.page.get_by_role("link", name="Верхний Ларс").first.click()
    russian = await tab.page.locator("h1").inner_text()
    await tab.page.get_by_role("link", name="Suomi").click()

    notice = await tab.page.locator("#notices").inner_text()
    assert russian.startswith("Верхний Ларс")
    assert tab.page.url.endswith("/page/fi/places/verkhny-lars.html")
    assert "Tämä on kopio" in notice
    assert f"{NOW + LASTS:%H:%M} UTC asti" in notice


@pytest.mark.parametrize("path", PAGES)
async def test_anybody_can_read_it(tab: Tab, path: str) -> None:
    """On the narrowest screen nothing lies beside it; axe-core finds nothing wrong."""
    await tab.open(path)
    width = await tab.page.evaluate("document.documentElement.scrollWidth")
    await tab.page.evaluate(AXE.read_text(encoding="utf-8"))
    light = await violations(tab)
    await tab.page.emulate_media(color_scheme="dark")
    dark = await violations(tab, "color-contrast")

    assert width <= NARROW["width"]
    assert light == []
    assert dark == []


async def test_it_looks_as_it_does_at_a_server(tab: Tab) -> None:
    """Its style is let in by its own policy."""
    await tab.open("page/en/index.html")
    colour = await tab.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert colour == "rgb(251, 250, 247)"
