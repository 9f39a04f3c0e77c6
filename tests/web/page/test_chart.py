"""The chart of a crossing: its shapes are the rows of its table, and shaded is what was closed."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from app.board.view import View
from app.catalog import load
from app.domain.history import Step
from app.domain.place import Place
from app.domain.report import Queue
from app.domain.vocabulary import Mode, Quantity
from app.web.page.place.answers import Past, over_time
from app.web.page.place.asked import Range
from app.web.page.place.chart import HEIGHT as TALL
from app.web.page.place.chart import WIDTH, Point, chart_of
from app.web.page.place.course import Course, course_of
from app.web.page.place.links import Links
from app.web.page.place.scale import MOST_MARKS, scale_of
from app.web.page.speech import Speech
from app.web.page.spot import Spot
from app.web.page.writing import Seen
from tests.serving import Service
from tests.web.page.markup import HEIGHT, markup_of, rows_of, section_of, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

LARS = f"/en/places/verkhny-lars?{HEIGHT}&direction=RU-GE&mode=car"
SINCE = datetime(2022, 9, 28, tzinfo=UTC)
HOUR = timedelta(hours=1)


def point(hour: float, mid: float | None, *, closed: bool = False) -> Point:
    """Make a point some hours on, with a band from half of it to twice."""
    low, high = (None, None) if mid is None else (mid / 2, mid * 2)
    return Point(at=SINCE + hour * HOUR, low=low, mid=mid, high=high, closed=closed)


def corners(path: str) -> list[str]:
    """Give the points of a path."""
    return re.findall(r"[ML]([\d.]+ [\d.]+)", path)


async def history(service: Service, query: str) -> list[dict[str, Any]]:
    """Give the points that the interface answers."""
    asked = f"direction=RU-GE&mode=car&{query}"
    response = await service.client.get(f"/v1/places/verkhny-lars/history?{asked}")
    (course,) = response.json()["data"]
    return list(course["points"])


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("range=24h&quantity=queue_vehicles", "from=2022-09-27T12:00Z&step=1h"),
        ("range=30d&quantity=wait_minutes", "from=2022-08-29T12:00Z&step=1d"),
    ],
)
async def test_the_path_is_the_table(service: Service, asked: str, span: str) -> None:
    """The table has a row for each step of the history, the line a point for each with a number."""
    page = section_of(await markup_of(service, f"{LARS}&{asked}"), "history")
    quantity = asked.partition("quantity=")[2]
    told = await history(service, f"{span}&to=2022-09-28T12:00Z&quantity={quantity}")
    line = re.search(r'<path class="middle" d="([^"]*)"', page)
    band = re.search(r'<path class="band" d="([^"]*)"', page)
    assert line
    assert band

    known = [each for each in told if each["mid"] is not None]
    assert known
    assert len(rows_of(page)) == len(told)
    assert len(corners(line[1])) == len(known)
    assert len(corners(band[1])) == 2 * len(known)


async def test_each_row_of_the_table_says_how_old(service: Service) -> None:
    """A row with a number says how sure and how old it was then, one without says why not."""
    page = section_of(await markup_of(service, f"{LARS}&range=30d"), "history")

    rows = [words_of(row) for row in rows_of(page)]
    assert "27 Sep 2022 24 hr – 4 days 5 sources differ 23 hours ago open" in rows
    assert "23 Sep 2022 5.5–25 hr one source only 1 minute ago not known" in rows
    assert all(" ago " in each for each in rows if "source" in each)
    assert all("nothing heard" in each for each in rows if "source" not in each)


async def test_the_band_in_words(service: Service) -> None:
    """The drawing is described by its heading and by a sentence that says the band in words."""
    page = section_of(await markup_of(service, f"{LARS}&range=30d"), "history")

    assert 'role="img" aria-labelledby="history summary"' in page
    caption = words_of(page[page.index('<figcaption id="summary">') :])
    assert caption.startswith("Last: 24 hr – 4 days (")
    assert "there was no number." in caption


async def test_another_range_is_a_link(service: Service) -> None:
    """The ranges are links that keep the queue and the moment; the one shown is marked."""
    page = section_of(await markup_of(service, f"{LARS}&range=30d"), "history")

    links = re.findall(r'<a href="\?([^"]*)#history"( aria-current="true")?>', page)
    shown = [query for query, current in links if current]
    assert len(shown) == 2
    assert any("range=7d" in query and "mode=car" in query for query, _ in links)
    assert all("as_of=2022" in query for query, _ in links)


async def test_hours_that_take_too_long_are_told_by_days(service: Service) -> None:
    """Where assessing each hour takes longer than a reader waits, days have to do."""
    place = service.parts.catalogue.place("verkhny-lars")
    view = View(catalogue=service.parts.catalogue)
    now = SINCE + 12 * HOUR
    seen = Seen(view=view, now=now, present=now, past=now)
    queue = Queue(place.id, "RU-GE", Mode.CAR)

    past = await over_time(service.parts, seen, queue, Quantity.WAIT_MINUTES, "7d", patience_s=0)
    days = drawn(past, place, "7d")

    assert past.step is Step.DAY
    assert past.points is not None
    assert len(past.points) == 6
    assert days.coarse
    assert not drawn(past, place, "30d").coarse


def drawn(past: Past, place: Place, asked: Range) -> Course:
    """Draw a history of waits that was asked for so far back."""
    speech = Speech("en", load().labels)
    links = Links(spot=Spot(path="places/verkhny-lars"), language="en")
    quantity = Quantity.WAIT_MINUTES
    return course_of(past, quantity, row={}, place=place, asked=asked, links=links, speech=speech)


async def test_a_gap_breaks_the_line() -> None:
    """Where no number was the line is broken; one number by itself is a dot."""
    points = [point(1, 100), point(2, 120), point(3, None), point(4, 90)]

    chart = chart_of(points, (), Quantity.WAIT_MINUTES, SINCE, SINCE + 4 * HOUR)

    assert chart is not None
    assert chart.line.count("M") == 2
    assert chart.line.endswith("h0")
    assert len(corners(chart.line)) == 3


async def test_closed_is_shaded() -> None:
    """What was closed is shaded from the step before on, steps in a row as one."""
    points = [point(1, 60), point(2, None, closed=True), point(3, None, closed=True), point(4, 60)]

    chart = chart_of(points, (), Quantity.WAIT_MINUTES, SINCE, SINCE + 4 * HOUR)

    assert chart is not None
    assert chart.closures == [(WIDTH / 4, WIDTH / 2)]


async def test_no_number_no_chart() -> None:
    """Where there was no number at all nothing is drawn, least of all a line at zero."""
    points = [point(1, None), point(2, None)]

    chart = chart_of(points, (), Quantity.WAIT_MINUTES, SINCE, SINCE + 2 * HOUR)

    assert chart is None


async def test_reports_are_marks() -> None:
    """A report stands at its moment and figure, one beyond the frame is left out."""
    reports: list[dict[str, Any]] = [
        {"at": "2022-09-28T01:00:00Z", "value": None, "low": 60, "high": 120},
        {"at": "2022-09-27T01:00:00Z", "value": 60, "low": None, "high": None},
        {"at": "2022-09-28T01:00:00Z", "value": 100_000, "low": None, "high": None},
    ]

    chart = chart_of([point(2, 60)], reports, Quantity.WAIT_MINUTES, SINCE, SINCE + 2 * HOUR)

    assert chart is not None
    (mark,) = chart.marks
    assert (mark.x, mark.top, mark.bottom) == ("50%", 0, TALL / 2)


@pytest.mark.parametrize("quantity", [Quantity.WAIT_MINUTES, Quantity.QUEUE_KM])
@pytest.mark.parametrize("highest", [0, 0.04, 0.3, 1, 7, 59, 61, 1000, 5520, 44_000, 2e6])
async def test_a_scale_holds_its_figures(quantity: Quantity, highest: float) -> None:
    """A scale goes from zero to the highest figure or little beyond, in few even steps."""
    scale = scale_of(highest, quantity)

    assert highest <= scale.top
    assert scale.marks[0] == 0
    assert scale.marks[-1] == scale.top
    assert len(scale.marks) <= MOST_MARKS + 1
    steps = [after - before for before, after in pairwise(scale.marks)]
    assert steps == pytest.approx([steps[0]] * len(steps))
