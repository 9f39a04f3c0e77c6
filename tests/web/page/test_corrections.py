"""The page of corrections: when, what, where and why, with the figures that each touched."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from app.correcting.mandate import Mandate
from app.correcting.retracting import retract
from app.correcting.undoing import undo
from app.correcting.withholding import Order, withhold
from app.domain.vocabulary import Quantity
from app.web.page.corrections import MOST_ROWS
from tests.archived import copied
from tests.correcting.desk import CARS, FOUR, HOUR, Desk
from tests.serving import Service, serving
from tests.web.page.reading import BROWSER, opened, read

WHY = Mandate(reason="misread <i>twice</i>")
SECOND = timedelta(seconds=1)


@pytest.fixture
async def service(newspapers: Path, tmp_path: Path) -> AsyncIterator[Service]:
    """Give a running service that has published the four newspapers' word."""
    async with serving(copied(newspapers, tmp_path)) as running:
        running.clock.move(SECOND)
        await running.look()
        yield running


async def test_a_retraction(service: Service) -> None:
    """It says when, what, by whom, where and why, and leads to each figure that it touched."""
    desk = Desk(service.parts.database, service.clock)
    done = await desk.do(partial(retract, named=[FOUR[3].id], mandate=WHY))
    (told,) = (await service.client.get("/v1/corrections")).json()["data"]

    page = await opened(service.client, "/en/corrections")

    assert page.part("main li h2") == "24 Nov 2026, 12:00 UTC"
    assert "report taken back , by the operator of this service" in page.text
    assert "misread <i>twice</i>" in page.text
    assert "/en/places/verkhny-lars" in page.links
    assert told["published"]
    assert {f"/v1/published/{each}" for each in told["published"][:5]} <= set(page.links)
    assert "waiting time, car, Russia → Georgia, published 24 Nov 2026" in page.text
    assert done.act.id == told["id"]


async def test_what_is_withheld(service: Service) -> None:
    """It says what is withheld and until when, and tells no number of it again."""
    desk = Desk(service.parts.database, service.clock)
    order = Order(queue=CARS, quantity=Quantity.WAIT_MINUTES, until=service.clock.now() + 3 * HOUR)
    await desk.do(partial(withhold, catalogue=service.parts.catalogue, order=order, mandate=WHY))

    page = await opened(service.client, "/en/corrections")

    assert "waiting time, car, Russia → Georgia, until 24 Nov 2026, 15:00 UTC" in page.text
    assert "hr" not in page.text.split()


async def test_what_was_undone(service: Service) -> None:
    """A correction says that it was undone, and what undid it leads back to it."""
    desk = Desk(service.parts.database, service.clock)
    done = await desk.do(partial(retract, named=[FOUR[3].id], mandate=WHY))
    await desk.do(partial(undo, public=done.act.id, mandate=WHY))

    page = await opened(service.client, "/en/corrections")

    assert "This was undone on 24 Nov 2026, 12:00 UTC." in page.part(f"[id='{done.act.id}']")
    assert f"/v1/corrections/{done.act.id}" in page.links


async def test_page_by_page(service: Service) -> None:
    """A long list goes on by a link, and its end leads back to the newest."""
    desk = Desk(service.parts.database, service.clock)
    for _ in range((MOST_ROWS + 2) // 2):
        done = await desk.do(partial(retract, named=[FOUR[0].id], mandate=WHY))
        service.clock.move(SECOND)
        await desk.do(partial(undo, public=done.act.id, mandate=WHY))
        service.clock.move(SECOND)

    first = await opened(service.client, "/en/corrections")
    (further,) = [each.attributes["href"] or "" for each in first.tree.css("a[rel=next]")]
    last = await opened(service.client, further)

    assert (len(first.tree.css("main li h2")), len(last.tree.css("main li h2"))) == (MOST_ROWS, 2)
    assert last.tree.css("a[rel=next]") == []
    assert "/en/corrections" in last.links


async def test_nothing_was_put_right(bare_url: str) -> None:
    """An empty list says that it is no praise, and how to report an error."""
    async with serving(bare_url) as service:
        page = await opened(service.client, "/en/corrections")

    assert "That does not mean that everything is right" in page.text
    assert "/en/about#error" in page.links


async def test_a_cursor_that_is_none(bare_url: str) -> None:
    """A list cannot go on from anywhere: the page says how to begin anew."""
    async with serving(bare_url) as service:
        response = await service.client.get("/ru/corrections?cursor=x", headers=BROWSER)

    assert response.status_code == 422
    assert read(response).tree.css("main li")
