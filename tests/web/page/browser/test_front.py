"""The front in a real browser: what it says, and how one finds what one seeks."""

import re

import pytest
from playwright.async_api import expect

from tests.web.page.browser.conftest import Opened
from tests.web.page.browser.tab import HEIGHT

pytestmark = pytest.mark.asyncio(loop_scope="session")

LARS = "verkhny-lars"
NAMES = ("Верхний Ларс", "ლარსი", "KAZBEGI")
WAIT = re.compile(r"\d+ hr – \d+(\.\d+)? days")


async def test_it_answers_at_a_glance(opened: Opened) -> None:
    """Upper Lars in September 2022: open, how long for a car, how sure, how old, and it is past."""
    tab = await opened()
    await tab.open(f"/en/?{HEIGHT}")
    line = tab.line(LARS)
    car = line.get_by_role("listitem").filter(has_text=re.compile(r"^\s*car"))

    await expect(line.get_by_role("heading")).to_contain_text("Verkhny Lars")
    await expect(line.locator(".state").first).to_contain_text("open")
    await expect(car.locator(".number")).to_have_text(WAIT)
    await expect(car.locator(".sure")).to_have_text("5 sources differ")
    await expect(car.locator("time").first).to_have_text("2 days ago")
    await expect(line.locator(".heard")).to_have_text("last heard 15 hours ago")
    await expect(tab.page.get_by_text("This is the past")).to_be_visible()


async def test_it_is_filtered_by_country_and_mode(opened: Opened) -> None:
    """The form leaves crossings of one country, then those that one may pass by one means."""
    tab = await opened()
    await tab.open("/en/")
    every = await tab.lines()
    await tab.sought()
    await tab.page.get_by_label("Country").select_option("FI")
    await tab.page.get_by_role("button", name="Show", exact=True).click()
    finnish = await tab.lines()
    await tab.page.get_by_label("Way of crossing").select_option("rail")
    await tab.page.get_by_role("button", name="Show", exact=True).click()
    rail = await tab.lines()

    assert {LARS, "vaalimaa", "syrym", "altanbulag"} < every
    assert "vaalimaa" in finnish
    assert LARS not in finnish
    assert rail < finnish
    await expect(tab.page.get_by_label("Country")).to_have_value("FI")


async def test_it_is_searched_by_any_name(opened: Opened) -> None:
    """A crossing is found by what its neighbours call it, in any script and case."""
    tab = await opened()
    await tab.open("/en/")
    await tab.sought()
    found = {}
    for name in NAMES:
        await tab.page.get_by_role("searchbox").fill(name)
        async with tab.page.expect_navigation():
            await tab.page.keyboard.press("Enter")
        found[name] = await tab.lines()

    assert found == {name: {LARS} for name in NAMES}


async def test_its_language_is_switched_in_place(opened: Opened) -> None:
    """The same page about the same moment comes in the language chosen by its own name."""
    tab = await opened()
    await tab.open(f"/en/?{HEIGHT}")
    await tab.page.get_by_role("link", name="Русский").click()
    await tab.page.wait_for_url(re.compile("/ru/.*as_of="))

    await expect(tab.page.locator("html")).to_have_attribute("lang", "ru")
    await expect(tab.line(LARS).get_by_role("heading")).to_contain_text("Верхний Ларс")
    await expect(tab.line(LARS).locator(".heard time")).to_have_text("15 часов назад")


async def test_it_comes_in_the_language_of_the_browser(opened: Opened) -> None:
    """Who asks for nothing but the host is answered in what the browser prefers."""
    tab = await opened(locale="fi-FI")
    await tab.open("/")

    await expect(tab.page.locator("html")).to_have_attribute("lang", "fi")


async def test_it_is_whole_without_scripts(opened: Opened) -> None:
    """With JavaScript off the facts stand there, and the form works."""
    tab = await opened(java_script_enabled=False)
    await tab.open(f"/en/?{HEIGHT}")
    await expect(tab.line(LARS).locator(".number").first).to_be_visible()
    await tab.sought()
    await tab.page.get_by_label("Country").select_option("GE")
    await tab.page.get_by_role("button", name="Show", exact=True).click()

    assert "vaalimaa" not in await tab.lines()
    await expect(tab.line(LARS)).to_be_visible()


async def test_it_is_used_by_keys_alone(opened: Opened) -> None:
    """The way to the content comes first and is seen; the form is filled in and sent by keys."""
    tab = await opened()
    await tab.open("/en/")
    focus, keys = tab.page.locator(":focus"), tab.page.keyboard
    await keys.press("Tab")
    await expect(focus).to_have_text("To the content")
    await expect(focus).to_be_in_viewport()
    await keys.press("Enter")
    await keys.press("Tab")
    await expect(focus).to_have_text("Find a crossing")
    await keys.press("Enter")
    await keys.press("Tab")
    await expect(focus).to_have_attribute("name", "q")
    assert await focus.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    await keys.press("Tab")
    await keys.type("Fin")
    await keys.press("Tab")
    await keys.press("Shift+Tab")
    await expect(focus).to_have_value("FI")
    for _ in range(3):
        await keys.press("Tab")
    await expect(focus).to_have_text("Show")
    await keys.press("Enter")
    await tab.page.wait_for_url("**country=FI**")

    assert LARS not in await tab.lines()
