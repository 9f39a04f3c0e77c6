"""Pictures of the pages, for people to look at: `build/pages/` has them after each run."""

import struct
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.cli.processes import ROOT
from tests.long import FULL
from tests.web.page.browser.conftest import Opened, serving_archive
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

SHOTS = list(product(SIZES, ("light", "dark"))) if FULL else [(360, "light"), (1280, "dark")]
"""Screens and schemes: all with FULL, else each of them once."""


@pytest.fixture(scope="module")
def untold(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the archive by itself: what other tests store is made up, and is no picture of ours."""
    with serving_archive(archive, tmp_path_factory.mktemp("untold")) as running:
        yield running.base


@pytest.mark.parametrize(("width", "scheme"), SHOTS)
async def test_each_page_is_a_picture(opened: Opened, untold: str, width: int, scheme: str) -> None:
    """What the first screen shows is kept, by page, width and scheme; nothing lies beside it."""
    tab = await opened(viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme)
    tab.base = untold
    drawn = {}
    for name, path in SHOWN.items():
        await tab.open(path)
        drawn[name] = await tab.page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png")
        assert await tab.page.evaluate("document.documentElement.scrollWidth") <= width

    sizes = {struct.unpack(">II", picture[16:24]) for picture in drawn.values()}
    assert sizes == {(width, SIZES[width])}
    assert len(set(drawn.values())) == len(SHOWN)
