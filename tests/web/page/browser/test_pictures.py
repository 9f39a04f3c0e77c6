"""Pictures of the pages, for people to look at: `build/pages/` has them after each run."""

import struct
from itertools import product

import pytest

from tests.cli.processes import ROOT
from tests.web.page.browser.conftest import Opened
from tests.web.page.browser.tab import HEIGHT

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOLDER = ROOT / "build" / "pages"
SHOWN = {
    "front": "/en/",
    "time-machine": f"/en/?{HEIGHT}",
    "crossing": f"/en/places/verkhny-lars?{HEIGHT}",
    "map": f"/en/map?{HEIGHT}",
    "sources": "/en/sources",
}
SIZES = {360: 780, 1280: 1000}
"""The screens, of a phone and of a desk: width and height."""


@pytest.mark.parametrize(("width", "scheme"), list(product(SIZES, ("light", "dark"))))
async def test_each_page_is_a_picture(opened: Opened, width: int, scheme: str) -> None:
    """What the first screen shows is kept, by page, width and scheme; nothing lies beside it."""
    tab = await opened(viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme)
    drawn = {}
    for name, path in SHOWN.items():
        await tab.open(path)
        drawn[name] = await tab.page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png")
        assert await tab.page.evaluate("document.documentElement.scrollWidth") <= width

    sizes = {struct.unpack(">II", picture[16:24]) for picture in drawn.values()}
    assert sizes == {(width, SIZES[width])}
    assert len(set(drawn.values())) == len(SHOWN)
