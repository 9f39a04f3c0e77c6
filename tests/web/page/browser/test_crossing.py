"""A crossing's page and the time machine in a real browser."""

import re

import pytest
from playwright.async_api import expect

from tests.web.page.browser.conftest import Opened
from tests.web.page.browser.tab import HEIGHT

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "/en/places/verkhny-lars"


async def test_it_tells_why_and_draws_how_it_went(opened: Opened) -> None:
    """One comes from the front; now, why and history stand there, the chart with its table."""
    tab = await opened()
    await tab.open(f"/en/?{HEIGHT}")
    await tab.line("verkhny-lars").get_by_role("link").click()
    await tab.page.wait_for_url(f"**{PATH}**")
    chart = tab.page.locator("figure.chart")
    box = await chart.locator("path.band").bounding_box()
    await tab.page.get_by_text("The same as a table").click()

    await expect(tab.page.get_by_role("heading", level=1)).to_contain_text("Verkhny Lars")
    await expect(tab.page.locator("table.told .number").first).to_have_text(
        re.compile(r"\d+(\.\d+)? hr – \d+(\.\d+)? days")
    )
    await expect(tab.page.get_by_role("heading", name=re.compile("^Why: "))).to_be_visible()
    await expect(chart).to_be_visible()
    assert box is not None
    assert min(box["width"], box["height"]) > 10
    await expect(tab.page.locator("table.course tbody tr").first).to_be_visible()


async def test_its_chart_is_read_out(opened: Opened) -> None:
    """By pointer and by keys one is told what stood at a moment, as the table behind it has it."""
    tab = await opened()
    await tab.open(f"{PATH}?{HEIGHT}&range=7d&mode=car")
    chart, said = tab.page.locator("figure.chart"), tab.page.locator("#reader output")
    slider = chart.get_by_role("slider", name="Moment")
    rows = [" · ".join(each) for each in await tab.page.evaluate(ROWS)]
    await expect(said).to_have_text(rows[-1])
    await slider.press("ArrowLeft")
    await expect(said).to_have_text(rows[-2])
    await expect(slider).to_have_attribute("aria-valuetext", rows[-2])
    await chart.locator("svg").first.hover(position={"x": 1, "y": 80})

    await expect(said).to_have_text(rows[0])
    assert float(await chart.locator(".cursor").evaluate("each => each.x1.baseVal.value")) < 10
    assert "sources differ" in rows[-1]


async def test_its_chart_is_read_out_on_another_day(opened: Opened) -> None:
    """The time machine brings another chart in its place, which is read out as well."""
    tab = await opened()
    await tab.open(f"{PATH}?as_of=2022-09-27&range=7d&mode=car")
    said = tab.page.locator("#reader output")
    await tab.page.get_by_role("slider", name="Day").press("ArrowRight")
    await tab.page.wait_for_url("**as_of=2022-09-28**")
    rows = [" · ".join(each) for each in await tab.page.evaluate(ROWS)]

    await expect(said).to_have_text(rows[-1])


ROWS = """[...document.querySelectorAll("table.course tbody tr")].map(row =>
  [...row.cells].map(each => each.textContent.trim()).filter(Boolean))"""
"""The cells of the table behind a chart, by rows, without those that are empty."""


async def test_its_links_outside_tell_nobody_where_one_came_from(opened: Opened) -> None:
    """A link to who said it carries no referrer, and leads to the web."""
    tab = await opened()
    await tab.open(f"{PATH}?{HEIGHT}")
    every = await tab.page.locator("a[href]").all()
    leading = {each: await each.get_attribute("href") or "" for each in every}
    outside = [each for each in every if not leading[each].startswith(("/", "#", "?"))]
    rels = {await each.get_attribute("rel") for each in outside}

    assert outside
    assert all(leading[each].startswith(("https://", "http://")) for each in outside)
    assert rels == {"noreferrer nofollow ugc"}


async def test_the_time_machine_goes_to_the_height(opened: Opened) -> None:
    """By its link and by its slider one comes to 27 September 2022, and back to the present."""
    tab = await opened()
    await tab.open("/en/")
    await tab.page.get_by_text("Look at another day").click()
    await tab.page.get_by_title("27 September 2022").click()
    await tab.page.wait_for_url("**as_of=2022-09-27**")
    number = tab.line("verkhny-lars").locator(".number").first
    there = await number.inner_text()
    await expect(tab.page.get_by_text("This is the past")).to_be_visible()
    await tab.page.get_by_role("slider").press("ArrowRight")
    await tab.page.wait_for_url("**as_of=2022-09-28**")
    await expect(tab.page.locator(".past")).to_contain_text("28 Sep 2022")
    await tab.page.get_by_role("link", name="To the present").click()

    assert re.search(r"hr|days", there)
    await expect(tab.page.get_by_text("This is the past")).to_have_count(0)
