"""The page of a crossing on the archive: now, why, rules, events, and how old all of it is."""

import re
from typing import Any

import pytest

from tests.serving import Service
from tests.web.page.markup import HEIGHT, markup_of, rows_of, section_of, words_of
from tests.web.page.reading import BROWSER

pytestmark = pytest.mark.asyncio(loop_scope="module")

LARS = "/en/places/verkhny-lars"


async def row(service: Service, direction: str, mode: str) -> dict[str, Any]:
    """Give one row of Upper Lars at the height of 2022, as the interface answers it."""
    query = f"place=verkhny-lars&direction={direction}&mode={mode}&{HEIGHT}"
    (found,) = (await service.client.get(f"/v1/status?{query}")).json()["data"]
    return dict(found)


async def test_cars_at_the_height(service: Service) -> None:
    """The wait and the line of cars stand with who differs and how old each of them is."""
    page = section_of(await markup_of(service, f"{LARS}?{HEIGHT}"), "now")

    (cars,) = (each for each in map(words_of, rows_of(page)) if each.startswith("car 19"))
    assert "19 hr – 5 days 5 sources differ · 2 days ago" in cars
    assert "1,930–4,620 vehicles 8 sources differ · 15 hours ago" in cars


async def test_every_number_has_its_age(service: Service) -> None:
    """No number stands in a table of now without the time it speaks of."""
    page = section_of(await markup_of(service, f"{LARS}?{HEIGHT}"), "now")

    numbers = re.findall(r'(?s)<strong class="number.*?</strong>(?=(.{0,200}))', page)
    assert len(numbers) == 8
    assert all("<time datetime=" in each for each in numbers)


async def test_unknown_is_never_zero(service: Service) -> None:
    """Where there is no number its reason stands in words, here and in the history."""
    page = await markup_of(service, f"{LARS}?{HEIGHT}")

    now = words_of(section_of(page, "now"))
    assert "scooter , motorcycle , bus nothing heard nothing heard" in now
    cells = re.findall(r"(?s)<td[^>]*>(.*?)</td>", page)
    assert not [each for each in map(words_of, cells) if re.match(r"0(?![.,\d]|\d* %)", each)]
    assert "truck nothing heard last report too old last: 203–1,620 vehicles" in now


async def test_both_directions(service: Service) -> None:
    """Each direction has a table of its own, with who says that it is open."""
    page = section_of(await markup_of(service, f"{LARS}?{HEIGHT}"), "now")

    said = words_of(page)
    assert said.index("Russia → Georgia") < said.index("Georgia → Russia")
    assert said.count("FSB border directorate, North Ossetia (authority) , stated") == 2


async def test_a_last_word_that_is_too_old(service: Service) -> None:
    """Where access is not known any more, the last word stands with its speaker, day and age."""
    said = words_of(section_of(await markup_of(service, LARS), "now"))

    assert "○ not known (truck) too old last: closed, North Ossetia emergencies ministry" in said
    assert "25 Feb 2026 (9 months ago)" in said
    assert "● open" not in said


async def test_the_clocks_of_both_sides(service: Service) -> None:
    """The page shows what clocks show on either side at that moment."""
    said = words_of(await markup_of(service, f"{LARS}?{HEIGHT}"))

    assert "Russia 15:00 · Georgia 16:00" in said
    assert "This is the past: 28 Sep 2022, 12:00 UTC" in said


async def test_how_events_stand(service: Service) -> None:
    """A rumour is told as one, a denial with its day and speaker, and each says when last heard."""
    page = section_of(await markup_of(service, f"{LARS}?{HEIGHT}"), "events")

    said = words_of(page)
    assert "rumour: nobody official confirms : unattributed rumour" in said
    assert "denied on 22 September 2022 : Kremlin (authority)" in said
    assert len(re.findall("last heard", said)) == len(re.findall(r'class="standing', page)) == 29


async def test_rules_say_who_and_since_when(service: Service) -> None:
    """A rule names whom it is for, who says so and since when."""
    said = words_of(section_of(await markup_of(service, f"{LARS}?{HEIGHT}"), "rules"))

    assert "scooter allowed , everybody" in said
    assert "FSB border directorate, North Ossetia (authority) , stated since 26 Sep 2022" in said


async def test_silence_is_not_safety(service: Service) -> None:
    """A crossing says how long ago anything was heard of it at all, or that nothing ever was."""
    loud = words_of(await markup_of(service, f"{LARS}?{HEIGHT}"))
    quiet = words_of(await markup_of(service, "/en/places/vaalimaa?as_of=2000-01-02"))

    assert "Last heard of it at all: 27 Sep 2022 (15 hours ago)" in loud
    assert "Nothing was ever heard of it." in quiet
    assert "Silence does not mean that it is safe." in loud
    assert "Silence does not mean that it is safe." in quiet


async def test_a_way_of_crossing_leads_to_its_reports(service: Service) -> None:
    """The tables link to why: there, the queue chosen is the one explained."""
    page = section_of(await markup_of(service, f"{LARS}?{HEIGHT}"), "now")
    address = re.search(r'<a href="([^"]*)">bicycle</a>', page)
    assert address is not None
    chosen = await markup_of(service, LARS + address[1].replace("&amp;", "&").partition("#")[0])

    assert address[1].endswith("#why")
    assert "as_of=2022" in address[1]
    assert '<h2 id="why">Why: bicycle, Russia → Georgia</h2>' in chosen


async def test_the_past_is_asked_for_in_earnest(service: Service) -> None:
    """A moment that has not passed is refused, as is a direction that is none of the place."""
    future = await service.client.get(f"{LARS}?as_of=2030-01-01")
    elsewhere = await service.client.get(f"{LARS}?direction=RU-FI")

    assert future.status_code == elsewhere.status_code == 422
    assert "as_of" in future.text
    assert "RU-GE, GE-RU" in elsewhere.text


async def test_an_alias_leads_to_the_id(service: Service) -> None:
    """Another name of a place redirects for good, with what was asked."""
    response = await service.client.get("/ru/places/Ларс?mode=car")

    assert response.status_code == 308
    assert response.headers["location"] == "/ru/places/verkhny-lars?mode=car"


async def test_an_unknown_name(service: Service) -> None:
    """A name that nobody bears is answered with a page that says so, and what is near to it."""
    response = await service.client.get("/en/places/verkhny-larss", headers=BROWSER)

    assert response.status_code == 404
    assert '<a href="/en/places/verkhny-lars">Verkhny Lars</a>' in response.text


@pytest.mark.parametrize("language", ["en", "ru", "ka", "kk", "mn", "fi"])
async def test_in_each_language(service: Service, language: str) -> None:
    """The page is there in each language, of a checkpoint as of an area."""
    page = await markup_of(service, f"/{language}/places/kz-west?as_of=2022-09-28")

    assert f'<html lang="{language}">' in page
    assert f"/{language}/places/syrym" in page


async def test_hours_and_names(service: Service) -> None:
    """Hours stand as published and by side, and the names with their languages."""
    page = await markup_of(service, LARS)

    hours, names = words_of(section_of(page, "hours")), words_of(section_of(page, "names"))
    assert "As published: 24 h" in hours
    assert "every day round the clock" in hours
    assert "no hours known" in hours
    assert "Russian Верхний Ларс" in names
    assert "Also called Upper Lars" in names
