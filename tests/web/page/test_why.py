"""Why, on the page of a crossing: each report of the explanation, its weight, and disagreement."""

import re
from typing import Any

import pytest

from app.catalog import load
from app.web.page.links import outward
from app.web.page.place.spread import spread_of
from app.web.page.speech import Speech
from tests.serving import Service
from tests.web.page.markup import HEIGHT, markup_of, rows_of, section_of, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

CARS = "direction=RU-GE&mode=car"
ENGLISH = Speech("en", load().labels)


async def explained(service: Service) -> dict[str, Any]:
    """Give the explanation of the cars at Upper Lars, as the interface answers it."""
    query = f"place=verkhny-lars&{CARS}&{HEIGHT}"
    return dict((await service.client.get(f"/v1/explain?{query}")).json()["data"])


async def why(service: Service) -> str:
    """Give the section of the page on the same queue."""
    return section_of(await markup_of(service, f"/en/places/verkhny-lars?{CARS}&{HEIGHT}"), "why")


async def test_each_report_of_the_explanation(service: Service) -> None:
    """Every voice that the interface tells of has its line, with its weight as a bar."""
    page, told = await why(service), await explained(service)

    voices = [voice for number in told["numbers"] for voice in number["voices"]]
    widths = re.findall(r'class="part" width="([\d.]+)"', page)
    assert len(rows_of(page)) == len(voices) == len(widths)
    assert sorted(map(float, widths)) == sorted(round(60 * each["weight"], 1) for each in voices)


async def test_who_when_and_what_it_did(service: Service) -> None:
    """A line has the figure, who said it and who published it, when, and what it did."""
    said = words_of(await why(service))

    told = "FTS of Russia (customs) · Censor.NET · from the authorities used 100 %"
    assert f"about 2,500 vehicles 27 Sep 2022 (16 hours ago) {told}" in said
    assert "Telegram chat: 18 hr (far from the others)" in said
    assert "repeats another report" in said


async def test_the_rule_that_decided_access(service: Service) -> None:
    """The rule by which access was decided stands in words."""
    said = words_of(await why(service))

    assert "Access: open. Decided by: last official word, which nothing has ended." in said


async def test_links_out_lead_to_the_web_only(service: Service) -> None:
    """Every link to others goes over the web and says nothing of whence it is followed."""
    page = await why(service)

    links = re.findall(r'<a href="(http[^"]*)"([^>]*)>', page)
    assert len(links) > 20
    assert all('rel="noreferrer nofollow ugc"' in further for _, further in links)


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a?b=1", True),
        ("http://example.org/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org/", False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
async def test_what_a_link_may_lead_to(url: str | None, leads: bool) -> None:  # noqa: FBT001 - a case
    """Only an address of the web is offered as a link."""
    assert outward(url or "") == (url if leads else "")


def voice(origin: str, **parts: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a voice
    """Make a voice about 120 minutes."""
    figure = {"value": 120, "low": None, "high": None, "bound": "about"}
    return {"origin": origin, "role": "used", "until": "2022-09-28T12:00:00Z", **figure} | parts


async def test_disagreement_is_drawn() -> None:
    """Each origin has one line, its newest, beside the interval published on the same axis."""
    number = {
        "quantity": "wait_minutes",
        "low": 60,
        "mid": 120,
        "high": 240,
        "voices": [
            voice("a ministry"),
            voice("a ministry", value=30, until="2022-09-28T09:00:00Z"),
            voice("a paper", value=None, low=180, high=240, bound="between"),
            voice("a driver", value=None, low=60, bound="at_least"),
            voice("a channel", value=200, role="outlier"),
            voice("a repeat", role="repeat_of"),
        ],
    }

    drawing = spread_of(number, ENGLISH)

    assert drawing is not None
    assert (drawing.published.start, drawing.published.end) == ("25%", "100%")
    by_origin = {each.title: each for each in drawing.strokes}
    assert len(by_origin) == len(drawing.strokes) == 4
    assert by_origin["a ministry"].point == "50%"
    assert (by_origin["a paper"].start, by_origin["a paper"].end) == ("75%", "100%")
    assert by_origin["a driver"].open_right
    assert by_origin["a channel"].outlier


async def test_no_number_is_not_drawn() -> None:
    """Where no number is published there is nothing to stand beside."""
    number: dict[str, Any] = {
        "quantity": "wait_minutes",
        "low": None,
        "mid": None,
        "high": None,
        "voices": [],
    }

    assert spread_of(number, ENGLISH) is None
