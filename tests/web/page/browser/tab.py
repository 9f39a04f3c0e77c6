"""A tab of a real browser: what is seen in it, what it asked for, and what it complained of."""

import os
import shutil
from dataclasses import dataclass, field

import pytest
from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Request

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""Nothing that a browser does for itself; no name of another host leads anywhere."""

BLOCKED = "registration blocked by Playwright"
"""What the console says where a test lets no worker in."""

HEIGHT = "as_of=2022-09-28T12:00Z"
"""The height of the autumn of 2022, as a query has it."""


def browser_path() -> str:
    """Give the system's browser, or the one that CHROMIUM names.

    Skips the test where there is none; fails it where CHROMIUM_REQUIRED is set.
    """
    named = os.environ.get("CHROMIUM")  # noqa: TID251 - a switch of the tests, no setting
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        return found
    reason = "no Chromium is installed: install Debian's package chromium, or name one by"
    if os.environ.get("CHROMIUM_REQUIRED"):  # noqa: TID251 - as above
        pytest.fail(f"{reason} CHROMIUM")
    pytest.skip(f"{reason} CHROMIUM")


@dataclass
class Tab:
    """A tab on the service at `base`; `asked` are its requests, `said` its console's complaints.

    `silenced` is set by a test that cuts it off, of which a browser complains on its own.
    """

    base: str
    context: BrowserContext
    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    silenced: bool = False

    def watch(self) -> None:
        """Take down from now on what it asks for, and what its console complains of."""
        self.context.on("request", self._ask)
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.page.on("console", self._say)

    async def open(self, path: str) -> None:
        """Open a page by its path, and wait until nothing is loaded any more."""
        await self.page.goto(f"{self.base}{path}", wait_until="load")

    async def sought(self) -> None:
        """Open the form in which one looks for a crossing."""
        await self.page.get_by_text("Find a crossing").click()

    def line(self, place: str, section: str = "main") -> Locator:
        """Give the first line of a place on the front."""
        return self.page.locator(f'{section} [data-key="{place}"]').first

    async def lines(self) -> set[str]:
        """Give the ids of all places that the front shows."""
        lines = await self.page.locator("main [data-key]").all()
        return {str(await each.get_attribute("data-key")) for each in lines}

    @property
    def strangers(self) -> list[str]:
        """Give the requests that went to other hosts."""
        own = (self.base, "data:", "about:", "blob:")
        return [each for each in self.asked if not each.startswith(own)]

    def _ask(self, request: Request) -> None:
        self.asked.append(request.url)

    def _say(self, message: ConsoleMessage) -> None:
        complains = message.type in {"error", "warning"} and BLOCKED not in message.text
        if complains and not self.silenced:
            self.said.append(f"{message.text} {message.location['url']}")
