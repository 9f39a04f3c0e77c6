"""A page is never older than what is published."""

import asyncio
from datetime import timedelta

from app.domain.vocabulary import Mode, Quantity
from tests.archived import NOW
from tests.domain.made import at, figure
from tests.serving import Service, serving
from tests.web.page.markup import markup_of

PATH = "/en/?country=GE"


async def test_a_page_asked_for_while_news_come_is_not_kept(bare_url: str) -> None:
    """Who opens it once they are published sees them, though others asked a moment before."""
    async with serving(bare_url) as service:
        before = await markup_of(service, PATH)
        moment = NOW - timedelta(minutes=5)
        parts = {**at(moment), "place": "verkhny-lars", "recorded_at": NOW}
        await service.store(
            figure(95, **parts, quantity=Quantity.WAIT_MINUTES, mode=Mode.CAR, source="hotline")
        )
        asked = await asyncio.gather(service.look(), _asking(service))
        after = await markup_of(service, PATH)

    assert 'class="number' not in before
    assert asked
    assert 'class="number' in after


async def _asking(service: Service) -> None:
    """Ask again and again until the news are out."""
    shown = service.parts.board.view
    while service.parts.board.view is shown:
        await service.client.get(PATH)
