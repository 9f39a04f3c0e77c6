"""The front on the archive: what stands first, how sure and how old it is, or why there is none."""

import re
from html import unescape
from typing import Any

import pytest

from app.board.stand import Stand
from app.catalog import load
from app.domain.vocabulary import Quantity
from app.web.page.figures import Figure
from app.web.page.front import Asked, Telling, front, lines_of, states_of, ways_of
from app.web.page.speech import Speech, aware
from app.web.page.trend import trend_of
from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEIGHT = "as_of=2022-09-28T12:00Z"
NOW = aware("2022-09-28T12:00:00Z")
CATALOGUE = load()
ENGLISH = Speech("en", CATALOGUE.labels)


async def text_of(service: Service, path: str, **headers: str) -> str:
    """Give the words of a page, without its marks and style."""
    response = await service.client.get(path, headers=headers)
    assert response.status_code == 200, response.text
    body = re.sub(r"(?s)<style>.*?</style>", "", response.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


async def rows(service: Service, query: str = HEIGHT) -> list[dict[str, Any]]:
    """Give the rows that the interface answers."""
    response = await service.client.get(f"/v1/status?{query}")
    data: list[dict[str, Any]] = response.json()["data"]
    return data


async def test_it_says_the_past_is_past(service: Service) -> None:
    """A page about a past moment says so before all else, and leads to the present."""
    then = await text_of(service, f"/en/?{HEIGHT}")
    now = await text_of(service, "/en/")

    assert "This is the past: 28 Sep 2022, 12:00 UTC" in then
    assert "This is the past" not in now


async def test_upper_lars_stands_first(service: Service) -> None:
    """At the height of 2022 Upper Lars is first, with its wait, how sure that is, and how old."""
    said = await text_of(service, f"/en/?{HEIGHT}")

    lars = said[said.index("Verkhny Lars") :][:400]
    assert "● open" in lars
    assert "car 19 hr – 5 days" in lars
    assert "5 sources differ , 2 days ago" in lars
    assert said.index("Verkhny Lars") < said.index("Kurmangazy")


async def test_what_is_said_of_it_stands_in_order(service: Service) -> None:
    """Who says that it is open and since when, the gravest events first, each once, rest apart."""
    said = await text_of(service, f"/en/?{HEIGHT}")
    lars = said[said.index("Verkhny Lars") :][:1200]
    found = [lars.index(each) for each in ("people not let out", "call-up papers", "slow checks")]

    assert "● open FSB border directorate, North Ossetia, 3 days ago" in lars
    assert found == sorted(found)
    assert lars.count("call-up papers served") == 1
    assert "people not let out (rumour, stated)" in lars
    assert re.search(r"and \d+ more", lars)


async def test_access_is_told_as_it_was_said_last() -> None:
    """Of ways of crossing that are open alike, the newest word stands with its speaker and age."""
    told = [("2022-09-26T12:00:00Z", "Guard"), ("2022-09-27T12:00:00Z", "Road"), (None, None)]
    alike = {"state": "open", "stale_at": None}
    access = [{**alike, "since": since, "origin": origin} for since, origin in told]

    (state,) = states_of([{"access": each, "mode": "car"} for each in access], ENGLISH, NOW)

    assert (state.origin, state.age, state.modes) == ("Road", "24 hours ago", ())


async def test_corridors_stand_in_their_order(service: Service) -> None:
    """Georgia first, then Finland, Kazakhstan and Mongolia, after what needs attention."""
    telling = Telling(speech=ENGLISH, catalogue=CATALOGUE, now=NOW)

    groups = front(await rows(service), Asked(), telling)

    assert [group.id for group in groups] == ["now", "ge", "fi", "kz", "mn"]


async def test_what_is_told_of_any_way_is_told_once() -> None:
    """A figure of any way of crossing is left out where a way by itself has one of its kind."""
    of_cars = made("car", Quantity.WAIT_MINUTES)
    of_any = [made("any", Quantity.WAIT_MINUTES), made("any", Quantity.QUEUE_KM)]

    ways = ways_of([*of_any, of_cars], ENGLISH, {})

    assert [(each.mode, each.first.code, list(each.others)) for each in ways] == [
        ("car", Quantity.WAIT_MINUTES, []),
        ("any way of crossing", Quantity.QUEUE_KM, []),
    ]


def made(mode: str, quantity: Quantity) -> Figure:
    """Make a number that is known."""
    return Figure(quantity=quantity, code=quantity, mode=mode, text="1", known=True)


async def test_every_number_has_its_age(service: Service) -> None:
    """No number stands without how long ago it was."""
    telling = Telling(speech=ENGLISH, catalogue=CATALOGUE, now=NOW)

    lines = lines_of(await rows(service), Asked(), telling)

    figures = [each for line in lines for way in line.ways for each in (way.first, *way.others)]
    assert len(figures) > 10
    assert all(figure.age and figure.sure and figure.moment for figure in figures)


async def test_no_number_is_a_reason_and_never_a_zero(service: Service) -> None:
    """A crossing without a number says why in words, with the last one where there was one."""
    telling = Telling(speech=ENGLISH, catalogue=CATALOGUE, now=NOW)
    lines = lines_of(await rows(service, ""), Asked(), telling)

    silent = [line for line in lines if not line.ways]

    assert silent
    assert all(not re.match(r"0\b", line.silent.text) for line in silent if line.silent)
    assert any(line.silent.last for line in silent if line.silent)


@pytest.mark.parametrize(
    ("query", "shown", "left_out"),
    [
        ("country=FI", "Vaalimaa", "Verkhny Lars"),
        ("q=Лар", "Verkhny Lars", "Vaalimaa"),
        ("q=დარიალი", "Verkhny Lars", "Vaalimaa"),
        ("q=kazbegi&mode=foot", "on foot", "Vaalimaa"),
        ("way=in&country=GE", "Verkhny Lars", "Vaalimaa"),
    ],
)
async def test_filters(service: Service, query: str, shown: str, left_out: str) -> None:
    """Country, way of crossing, direction and any name leave what was asked for."""
    said = await text_of(service, f"/en/?{HEIGHT}&{query}")

    content = said[said.index("Look at another day") :]
    assert shown in content
    assert left_out not in content


async def test_nothing_that_fits_is_said(service: Service) -> None:
    """Where no crossing fits, the page says so and how to go on."""
    said = await text_of(service, "/en/?country=FI&q=kazbegi")

    assert "No crossing fits that." in said


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ka", "ka"), ("fi-FI,fi;q=0.9,en;q=0.1", "fi"), ("de", "en"), ("", "en"), (";;q=x", "en")],
)
async def test_the_language_is_the_readers(service: Service, accepted: str, language: str) -> None:
    """Without one in the path, the page is in the language that the browser asks for.

    One line says all that it varies by: there are caches that read only one.
    """
    response = await service.client.get("/", headers={"accept-language": accepted})

    assert response.headers["content-language"] == language
    assert response.headers.get_list("vary") == ["accept-language, accept-encoding"]
    assert f'<html lang="{language}">' in response.text


async def test_a_browser_may_use_nothing_else(service: Service) -> None:
    """The policy lets in our own files and the one style, and no script that stands in the page."""
    response = await service.client.get("/en/")

    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "://" not in re.sub(r"http://www\.w3\.org\S*", "", response.text)


async def test_what_a_link_brings_along_is_passed_over(service: Service) -> None:
    """Parameters that others hang on a link do no harm, and are not handed on."""
    response = await service.client.get("/en/?utm_source=chat&country=GE")

    assert response.status_code == 200
    assert "utm_source" not in response.text


async def test_a_moment_to_come_is_refused(service: Service) -> None:
    """What has not passed cannot be looked at."""
    response = await service.client.get("/en/?as_of=2199-01-01")

    assert response.status_code == 422


async def test_what_is_told_from_outside_is_escaped(service: Service) -> None:
    """A name with marks in it is shown as it is written."""
    response = await service.client.get("/en/?q=<script>alert(1)</script>")

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text


async def test_troubles_are_told_once_more_by_country(service: Service) -> None:
    """What needs attention stands first, longest waits before others, and again by its country."""
    telling = Telling(speech=ENGLISH, catalogue=CATALOGUE, now=NOW)

    first, *others = front(await rows(service), Asked(), telling)

    waits = [line.longest for line in first.lines]
    assert first.title == "Needs attention"
    assert waits == sorted(waits, reverse=True)
    assert {line.id for line in first.lines} <= {
        line.id for group in others for line in group.lines
    }


@pytest.mark.parametrize(
    ("mids", "said"),
    [
        ([100, 110, 105], "about the same over 24 hours"),
        ([100, None, 300, 400], "growing over 24 hours"),
        ([400, 300, 100], "shrinking over 24 hours"),
    ],
)
async def test_a_trend_is_a_line_and_a_word(mids: list[float | None], said: str) -> None:
    """It has a point for each number there is, and what they amount to in words."""
    stands = [
        Stand(numbers={"wait_minutes": {"mid": mid}}, word={}, sources=frozenset()) for mid in mids
    ]

    trend = trend_of(stands, Quantity.WAIT_MINUTES, ENGLISH)

    assert trend is not None
    assert trend.said == said
    assert len(trend.points.split()) == len([mid for mid in mids if mid is not None])


async def test_a_small_change_looks_small() -> None:
    """A line that only wavers stays near the middle of its box."""
    stands = [
        Stand(numbers={"wait_minutes": {"mid": mid}}, word={}, sources=frozenset())
        for mid in (100, 104, 98)
    ]

    trend = trend_of(stands, Quantity.WAIT_MINUTES, ENGLISH)

    assert trend is not None
    heights = [float(point.split(",")[1]) for point in trend.points.split()]
    assert max(heights) - min(heights) < trend.height / 4


async def test_too_few_numbers_make_no_trend() -> None:
    """Of two numbers no line is drawn."""
    stands = [
        Stand(numbers={"wait_minutes": {"mid": mid}}, word={}, sources=frozenset())
        for mid in (100, None, 90)
    ]

    assert trend_of(stands, Quantity.WAIT_MINUTES, ENGLISH) is None
