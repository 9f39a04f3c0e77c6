"""The page about Darial: what the numbers are and are not, and how to reach whoever runs it."""

from itertools import pairwise

import httpx
import pytest
from fastapi import FastAPI

from app.domain.vocabulary import NoNumber
from app.main import create_app
from app.settings import Settings
from app.web.page.about import REASONS, reached
from app.web.page.messages import LANGUAGES
from tests.serving import Service, never
from tests.web.page.reading import Read, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def about(url: str, contact: str | None = None) -> Read:
    """Open the page of a service with a contact."""
    door = create_app(Settings(database_url=url, polling=False, contact=contact), wait=never)
    assert isinstance(door.app, FastAPI)
    transport = httpx.ASGITransport(app=door)
    async with (
        door.app.router.lifespan_context(door.app),
        httpx.AsyncClient(transport=transport, base_url="http://testserver") as client,
    ):
        return await opened(client, "/en/about")


async def test_what_the_numbers_are_not(quiet: Service) -> None:
    """It says that silence is no safety, and that nobody is told where to go."""
    page = await opened(quiet.client, "/en/about")

    assert "Where no draft officers are reported, we have only heard of none." in page.text
    assert "We inform and do not steer." in page.text
    assert "no ground to refuse anybody protection" in page.text
    assert "/v1/published/{published_id}" in page.text
    assert page.title == "About Darial"


async def test_each_reason_is_explained() -> None:
    """There is no reason for having no number that the page leaves out."""
    assert list(REASONS) == list(NoNumber)


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("desk@darial.example", "mailto:desk@darial.example"),
        ("https://darial.example/desk", "https://darial.example/desk"),
        ("Signal +000 000", ""),
        ("javascript:alert(1)@a.b", ""),
        ("desk@darial.example?bcc=me@a.b", ""),
        ("", ""),
    ],
)
async def test_a_contact_is_a_link_where_that_is_sure(contact: str, link: str) -> None:
    """Mail and web addresses are links, anything else is only text."""
    assert reached(contact) == link


async def test_the_contact_of_whoever_runs_it(bare_url: str) -> None:
    """An error is reported to the contact that the operator gives."""
    page = await about(bare_url, "desk@darial.example")

    assert "mailto:desk@darial.example" in page.links


async def test_no_contact(bare_url: str) -> None:
    """Where the operator gives none, that is said."""
    page = await about(bare_url)

    assert "The operator gives no address here." in page.text


async def test_headings_are_in_order(quiet: Service) -> None:
    """Each page in words has one first heading, and leaves no level out below it."""
    pages = [
        await opened(quiet.client, f"/{language}/{path}")
        for language in LANGUAGES
        for path in ("about", "sources", "corrections")
    ]

    for page in pages:
        levels = [int((each.tag or "")[1]) for each in page.tree.css("h1, h2, h3, h4")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
