"""Whoever follows feeds: says things to a service, and reads what came of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from app.domain.report import Report
from app.domain.vocabulary import Claim, Mode, Quantity
from tests.archived import NOW
from tests.atom import read
from tests.domain.made import at, word
from tests.serving import Service

MINUTE = timedelta(minutes=1)
LARS = "verkhny-lars"


@dataclass
class Follower:
    """Whoever follows a feed: says things to a service, and reads what came of it."""

    service: Service

    async def hear(self, *said: Report) -> None:
        """Have reports stored, and the board look after them a minute later."""
        await self.service.store(*said)
        await self.look()

    async def look(self) -> None:
        """Have the board look a minute later."""
        self.service.clock.move(MINUTE)
        await self.service.look()

    async def read(self, name: str, query: str = "") -> Any:  # noqa: ANN401 - feedparser's own
        """Read a feed, which is as RFC 4287 wants it."""
        response = await self.service.client.get(f"/v1/feeds/{name}.atom{query}")
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
        return read(response.content)

    async def get(self, link: str) -> Any:  # noqa: ANN401 - any JSON
        """Follow a link of a feed, from the feed's own address."""
        response = await self.service.client.get(urljoin("/v1/feeds/access.atom", link))
        assert response.status_code == 200, link
        return response.json()["data"]


def said(text: str, hours: float, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a word on access at Upper Lars, some hours before now."""
    moment = NOW - timedelta(hours=hours)
    return word(text, **at(moment) | {"place": LARS, "recorded_at": moment} | parts)


def event(text: str, claim: Claim, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make an event at Upper Lars, told on the way to Georgia two hours before now."""
    told = {"quantity": Quantity.EVENT, "claim": claim, "direction": "RU-GE", "mode": Mode.CAR}
    return said(text, 2, **told | parts)


def titles(found: Any) -> list[str]:  # noqa: ANN401 - feedparser's own
    """Give the titles of a feed's entries."""
    return [each.title for each in found.entries]


def text_of(entry: Any) -> str:  # noqa: ANN401 - feedparser's own
    """Give the content of an entry."""
    return str(entry.content[0].value)
