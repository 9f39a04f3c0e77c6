"""How long a copy counts, and its pages: the same bytes where they would say the same."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from app.catalog import load
from app.correcting.mandate import Mandate
from app.correcting.retracting import retract
from app.web.page.copying.lasting import Lasting
from app.web.page.speech import aware
from tests.archived import NOW, copied
from tests.correcting.desk import FOUR, HOUR, Desk
from tests.serving import Service, serving
from tests.web.page.copying.folder import LARS, LASTS, RENEWED, copying, opened

MINUTE = timedelta(minutes=1)
VAALIMAA = "page/en/places/vaalimaa.html"


async def said(service: Service, number: int) -> None:
    """Have one of the newspapers say how long cars wait at Upper Lars, and publish that."""
    await Desk(service.parts.database, service.clock).store(FOUR[number])
    await service.look()


async def test_the_same_moment_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    """Nothing but what is published, and when that was signed, makes a page another one."""
    async with serving(copied(archive, tmp_path)) as service:
        first = await copying(service).pages(NOW, NOW + LASTS)
        service.clock.move(MINUTE)
        await service.look()

        assert await copying(service).pages(NOW, NOW + LASTS) == first


async def test_a_page_of_a_place_that_did_not_change_stays(archive: Path, tmp_path: Path) -> None:
    """The front is of each signing; a place's page is written anew once something changes there."""
    async with serving(copied(archive, tmp_path)) as service:
        pages = copying(service)
        first = await pages.pages(NOW, NOW + LASTS)
        await said(service, 0)
        second = await pages.pages(NOW + MINUTE, NOW + MINUTE + LASTS)

    assert second.keys() == first.keys()
    assert second[VAALIMAA] == first[VAALIMAA]
    assert "Herald" in opened(second, LARS).part("#main")
    assert "24 Nov 2026, 12:01 UTC" in opened(second, LARS).part("#notices")
    assert "24 Nov 2026, 12:01 UTC" in opened(second, "page/en/index.html").part("#notices")


async def test_every_page_is_written_anew_in_good_time(archive: Path, tmp_path: Path) -> None:
    """After a third of the time, so that none stands there that has expired."""
    async with serving(copied(archive, tmp_path)) as service:
        pages = copying(service)
        first = await pages.pages(NOW, NOW + LASTS)
        before = await pages.pages(NOW + RENEWED - MINUTE, NOW + RENEWED - MINUTE + LASTS)
        after = await pages.pages(NOW + RENEWED, NOW + RENEWED + LASTS)

    assert before[VAALIMAA] == first[VAALIMAA] != after[VAALIMAA]
    assert "24 Nov 2026, 20:00 UTC" in opened(after, VAALIMAA).part("#notices")


async def test_a_correction_reaches_every_page(newspapers: Path, tmp_path: Path) -> None:
    """What was taken back may have stood on any of them, also where no number shows it."""
    async with serving(copied(newspapers, tmp_path)) as service:
        pages = copying(service)
        first = await pages.pages(NOW, NOW + LASTS)
        desk = Desk(service.parts.database, service.clock)
        await desk.do(partial(retract, named=[FOUR[3].id], mandate=Mandate(reason="misread")))
        await service.look()
        second = await pages.pages(NOW + MINUTE, NOW + MINUTE + LASTS)

    assert "Gazette" in opened(first, LARS).text
    assert "Gazette" not in opened(second, LARS).text
    assert first[VAALIMAA] != second[VAALIMAA]
    assert "misread" in opened(second, "page/en/corrections.html").text


async def test_what_ends_before_the_copy_says_so(newspapers: Path, tmp_path: Path) -> None:
    """A live page takes a number away then; a copy cannot, and so tells from when on."""
    async with serving(copied(newspapers, tmp_path)) as service:
        waits = [row.fields["wait_minutes"] for row in service.parts.board.held().rows]
        (ends,) = {each["stale_at"] for each in waits if each and each["mid"] is not None}
        short = await copying(service).pages(NOW, aware(ends))
        long = await copying(service).pages(NOW, aware(ends) + HOUR)

    words = Lasting("en", load().labels, aware(ends) + HOUR).ending(ends)
    assert words.startswith("not to be relied on from 2")
    for path in (LARS, "page/en/index.html"):
        assert words in opened(long, path).text
        assert "not to be relied on" not in opened(short, path).text
