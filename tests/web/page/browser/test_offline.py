"""Out of reach: the pages seen last are there, and say that they are not of now."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.cli.processes import PATIENCE_S
from tests.web.page.browser.conftest import Opened
from tests.web.page.browser.tab import HEIGHT, Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")

AGO = re.compile(r"назад$|^через 0")
"""How an age ends in Russian."""

KEPT = """async path => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const paths = (await cache.keys()).map(each => new URL(each.url).pathname);
    if (paths.includes(path) && paths.includes("/page/live.js")) return [name, ...paths];
  }
  return [];
}"""


async def kept(tab: Tab, path: str) -> list[str]:
    """Wait until the worker has kept a page; gives its cache's name and the paths in it."""
    names: list[str] = []
    async with asyncio.timeout(PATIENCE_S):
        while not names:
            await asyncio.sleep(0.05)
            names = await tab.page.evaluate(KEPT, path)
    return names


async def test_after_a_first_load_it_is_there_offline(opened: Opened) -> None:
    """The page comes from the browser, with a notice in its language of how old it is."""
    tab = await opened(service_workers="allow", locale="ru")
    await tab.open("/ru/")
    names = await kept(tab, "/ru/")
    shown = await tab.lines()
    await tab.context.set_offline(offline=True)
    tab.silenced = True
    await tab.page.reload()
    notice = tab.page.locator("#held")

    assert names[0].startswith("darial-")
    assert not [each for each in names if each.startswith(("/v1", "/docs"))]
    assert await tab.lines() == shown
    await expect(notice).to_be_visible()
    await expect(notice.locator("time")).to_have_text(AGO)


async def test_it_says_at_once_when_it_is_cut_off(opened: Opened) -> None:
    """A page that is open says that it is not of now any more, and takes it back by itself."""
    tab = await opened()
    await tab.open("/en/")
    notice = tab.page.locator("#held")
    await expect(notice).to_be_hidden()
    await tab.context.set_offline(offline=True)
    tab.silenced = True
    await expect(notice).to_be_visible()
    await expect(notice).to_contain_text("ago")
    await tab.context.set_offline(offline=False)

    await expect(notice).to_be_hidden(timeout=30_000)


async def test_other_answers_are_never_kept(opened: Opened) -> None:
    """Neither the interface nor the documentation nor a past page comes from the browser."""
    tab = await opened(service_workers="allow")
    await tab.open("/en/")
    await kept(tab, "/en/")
    for path in ("/docs", f"/en/?{HEIGHT}", "/en/"):
        await tab.open(path)
    await tab.page.evaluate("fetch('/v1/status?place=syrym')")
    names = await kept(tab, "/en/")

    assert {each for each in names if not each.startswith("/page/")} == {names[0], "/en/"}


async def test_a_new_build_drops_what_an_old_one_kept(opened: Opened) -> None:
    """Only one cache is there, named by the build, and the worker is always asked for anew."""
    tab = await opened(service_workers="allow")
    await tab.open("/docs/dictionary")
    await tab.page.evaluate("caches.open('darial-old')")
    await tab.open("/en/")
    (name, *_) = await kept(tab, "/en/")
    caches: list[str] = await tab.page.evaluate("caches.keys()")

    assert caches == [name]
