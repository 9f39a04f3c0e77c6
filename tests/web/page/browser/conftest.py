"""One real server and one real browser for all these tests; a tab without a past for each."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.cli.test_serve import serving
from tests.web.page.browser.tab import ARGUMENTS, Tab, browser_path

Opened = Callable[..., Awaitable[Tab]]


class Served(NamedTuple):
    """A server in a process of its own: where it is, and the database it serves from."""

    base: str
    database: Path


@pytest.fixture(scope="session")
def served(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the archive, for all tests; those that store anything have it seen by all."""
    with serving_archive(archive, tmp_path_factory.mktemp("served")) as running:
        yield running


@contextmanager
def serving_archive(archive: Path, folder: Path) -> Iterator[Served]:
    """Serve a copy of the archive from a folder for the length of the block."""
    browser_path()
    database = folder / "darial.db"
    shutil.copyfile(archive, database)
    with serving(database) as service:
        yield Served(f"http://127.0.0.1:{service.port}", database)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Run the system's browser, without a window."""
    path = browser_path()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser: Browser, served: Served) -> AsyncIterator[Opened]:
    """Give a function that opens a tab with a profile of its own, by Playwright's options.

    No tab may ask another host, nor complain on its console, unless the test takes that back.
    """
    tabs: list[Tab] = []
    async with AsyncExitStack() as stack:

        async def tab(**options: Any) -> Tab:  # noqa: ANN401 - as Playwright has them
            chosen = {"service_workers": "block", "locale": "en-GB", **options}
            context = await browser.new_context(**chosen)
            stack.push_async_callback(context.close)
            tabs.append(Tab(served.base, context, await context.new_page()))
            tabs[-1].watch()
            return tabs[-1]

        yield tab
    assert [each.strangers for each in tabs] == [[]] * len(tabs)
    assert [each.said for each in tabs] == [[]] * len(tabs)
