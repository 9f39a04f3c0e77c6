"""Weights: what the first load of a page takes, as a browser gets it over the network."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.web.page.browser.conftest import Opened
from tests.web.page.browser.tab import HEIGHT

pytestmark = pytest.mark.asyncio(loop_scope="session")

KB = 1000
PAGES = {
    "/en/": 60 * KB,
    f"/en/?{HEIGHT}": 60 * KB,
    "/ka/": 60 * KB,
    "/en/map": 60 * KB,
    "/en/places/verkhny-lars": 130 * KB,
    f"/en/places/verkhny-lars?{HEIGHT}": 130 * KB,
}
"""What each page may weigh, headers included."""


@pytest.mark.parametrize("path", PAGES)
async def test_a_first_load_is_light(
    opened: Opened, path: str, record_property: Callable[[str, object], None]
) -> None:
    """The document and every file it asks for stay below what a poor connection bears."""
    tab = await opened()
    session = await tab.context.new_cdp_session(tab.page)
    await session.send("Network.enable")
    loaded: dict[str, float] = {}
    names: dict[str, str] = {}

    def named(event: Mapping[str, Any]) -> None:
        names[event["requestId"]] = event["request"]["url"].removeprefix(tab.base)

    def ended(event: Mapping[str, Any]) -> None:
        loaded[names[event["requestId"]]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", named)
    session.on("Network.loadingFinished", ended)
    await tab.open(path)
    await tab.page.wait_for_load_state("networkidle")
    weight = sum(loaded.values())
    told = f"{weight / KB:6.1f} of {PAGES[path] / KB:.0f} kB in {len(loaded)} files"
    record_property("weight", f"{path:40} {told}")

    assert path in loaded
    assert weight < PAGES[path]
