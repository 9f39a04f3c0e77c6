"""Every page, as anybody may read it: narrow, dark, without motion, by a screen reader."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.web.page.browser.conftest import Opened
from tests.web.page.browser.tab import HEIGHT, Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = (
    "/en/",
    f"/en/?{HEIGHT}",
    "/ka/",
    "/en/map",
    "/en/places/verkhny-lars",
    f"/en/places/verkhny-lars?{HEIGHT}",
    "/en/sources",
    "/en/corrections",
    "/en/about",
)
"""Each page there is, and what may make one look different."""

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
AXE = Path(__file__).parent / "axe" / "axe.min.js"
NARROW = {"width": 320, "height": 640}

SHIFTED = """() => new Promise(told => {
  let sum = 0;
  const sums = list => list.getEntries().forEach(each => (sum += each.value));
  const observer = new PerformanceObserver(sums);
  observer.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    sums({ getEntries: () => observer.takeRecords() });
    told(sum);
  }));
})"""
"""How far what was already there moved while the page was loaded, as a browser measures it."""

HELD = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
})"""
NOTHING_HELD = {"cookies": "", "local": 0, "session": 0, "databases": 0}


async def violations(tab: Tab, *rules: str) -> list[str]:
    """Give what axe-core finds wrong with the page as it is, by these rules or all, with where."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARDS}
    asked = {"runOnly": only, "resultTypes": ["violations"]}
    found: Mapping[str, Any] = await tab.page.evaluate("asked => axe.run(asked)", asked)
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
async def test_anybody_can_read_it(opened: Opened, path: str) -> None:
    """On the narrowest screen nothing lies beside it; axe-core finds nothing wrong, light or dark.

    Nothing that is read moves as it loads, it asks no other host, leaves nothing in the browser,
    and its console is quiet.
    """
    tab = await opened(viewport=NARROW, reduced_motion="reduce")
    await tab.open(path)
    width = await tab.page.evaluate("document.documentElement.scrollWidth")
    shifted = await tab.page.evaluate(SHIFTED)
    moving = await tab.page.evaluate("document.getAnimations().length")
    paper = await _paper(tab)
    await tab.page.evaluate(AXE.read_text(encoding="utf-8"))
    light = await violations(tab)
    await tab.page.emulate_media(color_scheme="dark")
    dark = await violations(tab, "color-contrast")

    assert width <= NARROW["width"]
    assert moving == 0
    assert shifted == 0
    assert light == []
    assert dark == []
    assert await _paper(tab) != paper
    await _leaves_no_trace(tab, path)


@pytest.mark.parametrize("path", ["/docs", "/docs/dictionary"])
async def test_the_documentation_asks_no_other_host(opened: Opened, path: str) -> None:
    """What others wrote of it loads nothing from elsewhere either, and leaves nothing."""
    tab = await opened()
    await tab.open(path)
    await tab.page.get_by_role("heading").first.wait_for()

    await _leaves_no_trace(tab, path)


async def _leaves_no_trace(tab: Tab, path: str) -> None:
    assert tab.asked[0] == f"{tab.base}{path}"
    assert tab.strangers == []
    assert tab.said == []
    assert await tab.context.cookies() == []
    assert await tab.page.evaluate(HELD) == NOTHING_HELD


async def test_axe_sees_what_is_wrong(opened: Opened) -> None:
    """A picture without words and a pale text are found, so that nothing found means something."""
    tab = await opened()
    await tab.open("/en/")
    await tab.page.evaluate(AXE.read_text(encoding="utf-8"))
    await tab.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    found = await violations(tab)

    assert [each.partition(":")[0] for each in found] == ["image-alt"]


async def _paper(tab: Tab) -> str:
    colour: str = await tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour
