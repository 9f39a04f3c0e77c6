"""Status: the page a person reads at a glance, and the same answer for programs."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.report import Queue
from app.domain.vocabulary import Mode, Quantity
from app.store.database import Database
from tests.cli.conftest import Darial, url
from tests.others import contents
from tests.withheld import withhold

THEN = ("--as-of", "2022-09-28T12:00Z")


def part(page: str, heading: str) -> str:
    """Give the part of a page under a heading."""
    (found,) = [each for each in page.split("\n\n") if each.startswith(heading)]
    return found


@pytest.mark.usefixtures("archived")
def test_the_page_of_a_past_moment(darial: Darial) -> None:
    """Names, clocks of both sides, and a mark that this is the past."""
    result = darial("status", "verkhny-lars", *THEN)

    assert result.code == 0
    assert result.out.splitlines()[:3] == [
        "Verkhny Lars / Dariali (Kazbegi) / Верхний Ларс",
        "28 Sep 2022: 15:00 in Russia, 16:00 in Georgia, 12:00 UTC",
        "THIS IS THE PAST: what was known at that moment, not what is known today.",
    ]


@pytest.mark.usefixtures("archived")
def test_access_says_since_when_and_who(darial: Darial) -> None:
    """With the link of whoever decided."""
    result = darial("status", "verkhny-lars", "RU-GE", "car", *THEN)

    access = part(result.out, "From Russia to Georgia (RU-GE)").splitlines()[1:4]
    assert " ".join(line.strip() for line in access[:2]) == (
        "Open since 26 Sep 2022 01:00 (2 days), says FSB border directorate, North Ossetia"
        " (authority)."
    )
    assert access[2].strip().startswith("https://")


@pytest.mark.usefixtures("archived")
def test_a_number_shows_interval_age_and_agreement(darial: Darial) -> None:
    """A figure never stands alone."""
    result = darial("status", "verkhny-lars", "RU-GE", "car", *THEN)

    page = " ".join(result.out.split())
    assert "vehicles in line: 3," in page
    assert ", 15 h old, sources differ (" in page


@pytest.mark.usefixtures("archived")
def test_no_number_gives_its_reason_and_the_last_one(darial: Darial) -> None:
    """A month later nothing is left of it but when it was last known."""
    result = darial("status", "verkhny-lars", "RU-GE", "car", "--as-of", "2022-11-08T12:00Z")

    page = " ".join(result.out.split())
    assert "waiting time: no figure, last report too old; the last was " in page
    assert "2022" in page.partition("waiting time")[2]


@pytest.mark.usefixtures("archived")
def test_a_closed_crossing_has_no_wait(darial: Darial) -> None:
    """Closed is the reason, never a zero."""
    result = darial("status", "vaalimaa", "RU-FI", "--as-of", "2024-06-01T12:00Z")

    page = " ".join(result.out.split())
    assert "Closed since 15 Dec 2023 20:00" in page
    assert "no figure, crossing closed" in page


@pytest.mark.usefixtures("archived")
def test_access_is_told_once_for_all_who_share_it(darial: Darial) -> None:
    """Cars and walkers shut out, trucks not known of."""
    result = darial("status", "syrym", "RU-KZ", "--as-of", "2025-09-01T00:00Z")

    page = " ".join(result.out.split())
    assert "Closed (on foot, car) since 4 Aug 2025 00:00 (28 days), until 1 Jan 2027" in page
    assert "Not known whether it is open (bus, truck). The last word was 'open' on " in page


@pytest.mark.usefixtures("archived")
def test_a_time_nobody_spoke_of_is_told_as_that(darial: Darial) -> None:
    """Neither open nor closed nor empty: nothing was heard."""
    result = darial("status", "syrym", "RU-KZ", "--as-of", "2010-01-01")

    assert [line.strip() for line in part(result.out, "From Russia").splitlines()[1:]] == [
        "Not known whether it is open: nothing heard.",
        "on foot, car, bus, truck: no figure, nothing heard",
        "nothing was heard of in the 14 days before",
    ]


@pytest.mark.usefixtures("archived")
def test_what_ages_is_told_to(darial: Darial) -> None:
    """A figure past its time, and a rule that nobody has confirmed lately."""
    wait = darial("status", "verkhny-lars", "GE-RU", "car", *THEN)
    rule = darial("status", "vaalimaa", "RU-FI", "--as-of", "2025-06-01T12:00Z")

    assert "2 days old, ageing, one source only" in " ".join(wait.out.split())
    assert "Finnish Border Guard, stated, not confirmed lately" in " ".join(rule.out.split())


AREA = """\
place,direction,mode,quantity,word,claim,origin,origin_kind,precision,observed_from,observed_to
ge,both,any,access,closed,stated,Government,authority,hour,2026-01-14T08:00Z,
"""


@pytest.mark.usefixtures("database")
def test_a_word_on_the_whole_area_is_told_as_such(darial: Darial, tmp_path: Path) -> None:
    """Who closed the border closed this crossing too, and did not name it."""
    file = tmp_path / "area.csv"
    file.write_text(AREA, encoding="utf-8")
    assert darial("import", file).code == 0

    result = darial("status", "nizhny-zaramag", "RU-GE", "--as-of", "2026-01-14T10:00Z")

    assert (
        "Closed since 14 Jan 2026 11:00 (2 h), says Government (authority), of Georgia as a whole."
    ) in " ".join(result.out.split())


@pytest.mark.usefixtures("archived")
def test_outside_hours_says_when_it_opens(darial: Darial) -> None:
    """Hours shut a crossing by its local clock."""
    result = darial("status", "borshoo", "RU-MN", "--as-of", "2025-06-02T20:00Z")

    assert "outside opening hours, until 3 Jun 2025 0" in " ".join(result.out.split())


@pytest.mark.usefixtures("archived")
def test_events_say_how_each_claim_stands(darial: Darial) -> None:
    """A rumour, a denial and a confirmation stand side by side."""
    result = darial("status", "verkhny-lars", "RU-GE", *THEN)

    page = " ".join(result.out.split())
    events = page.partition("soldiers or military checks: ")[2].partition(" before people")[0]
    assert "confirmed by FSB border directorate, North Ossetia" in events
    assert "rumour by eyewitness" in events
    assert "denied by FSB border directorate, North Ossetia 2 days" in events


@pytest.mark.usefixtures("archived")
def test_rules_name_their_group_and_link(darial: Darial) -> None:
    """A rule for some is told as a rule for them."""
    result = darial("status", "verkhny-lars", "RU-GE", "foot", *THEN)

    page = " ".join(result.out.split())
    assert "on foot for women and children: allowed since 26 Sep 2022, says Baza channel" in page
    assert "https://moyby.com/news/499745" in page


@pytest.mark.usefixtures("archived")
def test_silence_is_not_told_as_safety(darial: Darial) -> None:
    """Where nothing was heard, the page says so, and what that does not mean."""
    result = darial("status", "verkhny-lars", "--as-of", "2025-06-01T12:00Z")

    page = " ".join(result.out.split())
    assert "nothing was heard of in the 14 days before" in page
    assert "That nothing was heard does not mean that nothing happened." in page
    assert "safe" not in page


@pytest.mark.usefixtures("archived")
def test_hazards_of_long_ago_are_last_heard(darial: Darial) -> None:
    """Each on a line, with how it was claimed and how long ago."""
    result = darial("status", "verkhny-lars", "RU-GE", "car", "--as-of", "2025-06-01T12:00Z")

    page = " ".join(result.out.split())
    assert (
        "last heard: road to the crossing blocked or limited, stated 3 months before;"
        " reported 2 years before last heard: call-up papers served, stated 2 years before;"
    ) in page
    assert "last heard: crowding or disorder (on foot), rumour 2 years before" in page


def order(database: Path, direction: str, mode: Mode, quantity: Quantity | None = None) -> None:
    """Withhold something at Upper Lars around noon of 28 September 2022."""

    async def act() -> None:
        opened = Database(url(database))
        await withhold(
            opened,
            Queue("verkhny-lars", direction, mode),
            quantity,
            at=datetime(2022, 9, 28, 11, tzinfo=UTC),
            until=datetime(2022, 9, 28, 13, tzinfo=UTC),
        )
        await opened.close()

    asyncio.run(act())


def test_what_is_withheld_is_told_in_words(archived: Path, darial: Darial) -> None:
    """Until when and why, of which mode; no word or figure of it stands beside, and others do."""
    order(archived, "both", Mode.CAR)

    result = darial("status", "verkhny-lars", "RU-GE", *THEN)

    page = " ".join(result.out.split())
    assert (
        "all figures (car): withheld by the operator until 28 Sep 2022 17:00:"
        " the count is of another crossing"
    ) in page
    assert "Not known whether it is open (car): withheld by the operator." in page
    assert "car: no figure, withheld" in page
    assert " car waiting time: " not in page
    assert "Open (on foot, bicycle," in page
    assert "soldiers or military checks: " in page


def test_one_quantity_is_withheld(archived: Path, darial: Darial) -> None:
    """The others stand, and so does access; in JSON it is told as the server tells it."""
    order(archived, "RU-GE", Mode.ANY, Quantity.QUEUE_VEHICLES)

    page = " ".join(darial("status", "verkhny-lars", "RU-GE", "car", *THEN).out.split())
    told = json.loads(darial("status", "verkhny-lars", "RU-GE", "car", *THEN, "--json").out)

    assert "vehicles in line: withheld by the operator until 28 Sep 2022 17:00:" in page
    assert "vehicles in line: no figure, withheld" in page
    assert "Open since 26 Sep 2022 01:00" in page
    (row,) = told["data"]
    assert [each["quantity"] for each in row["withheld"]] == ["queue_vehicles"]


def test_a_history_says_where_it_is_withheld(archived: Path, darial: Darial) -> None:
    """A point within an order says so, even where no other point tells anything."""
    order(archived, "RU-GE", Mode.CAR)

    span = ("--from", "2022-09-28T11:00Z", "--to", "2022-09-28T12:00Z", "--step", "1h")
    result = darial("history", "verkhny-lars", "--direction", "RU-GE", "--mode", "car", *span)

    assert "no figure, withheld" in result.out
    assert "not known, withheld" in result.out


@pytest.mark.usefixtures("archived")
def test_words_for_both_directions_are_told_once_under_each(darial: Darial) -> None:
    """The part for both directions has figures or is not there."""
    result = darial("status", "verkhny-lars", *THEN)
    alone = darial("status", "verkhny-lars", "both", *THEN)

    assert "Both directions together" not in result.out
    assert "Both directions together" in alone.out


WEATHER = """\
place,direction,mode,origin,precision,observed_from,observed_to,quantity,word,value,bound,origin_kind
verkhny-lars,both,any,Roads,hour,2026-01-14T08:20Z,2026-01-14T08:20Z,weather,rockfall,,,operator
verkhny-lars,both,any,Roads,hour,2026-01-14T09:00Z,2026-01-14T09:00Z,temperature_c,,-3.4,exact,sensor
"""


@pytest.mark.usefixtures("database")
def test_the_weather_is_told_once_with_its_age(darial: Darial, tmp_path: Path) -> None:
    """It belongs to the place, so it stands under both directions and under neither of them."""
    file = tmp_path / "weather.csv"
    file.write_text(WEATHER, encoding="utf-8")
    assert darial("import", file).code == 0

    result = darial("status", "verkhny-lars", "--as-of", "2026-01-14T09:30Z")

    assert [line.strip() for line in part(result.out, "Both directions").splitlines()[1:]] == [
        "air temperature: -3.4 °C, says Roads 30 min before",
        "weather: danger of falling rock, says Roads 70 min before, ageing",
    ]
    assert result.out.count("falling rock") == 1


@pytest.mark.usefixtures("archived")
def test_no_line_but_a_link_is_wider_than_a_terminal(darial: Darial) -> None:
    """Every page fits 80 columns; links are not broken."""
    result = darial("status", "verkhny-lars", *THEN)

    lines = [line for line in result.out.splitlines() if "https://" not in line]
    assert max(map(len, lines)) <= 80


@pytest.mark.usefixtures("archived")
def test_todays_knowledge_of_the_past_says_so(darial: Darial) -> None:
    """Later reports may change a figure, and the heading tells that they did."""
    then = darial("status", "verkhny-lars", "RU-GE", "car", *THEN)
    now = darial("status", "verkhny-lars", "RU-GE", "car", *THEN, "--knowledge", "now")

    assert "THIS IS THE PAST, told by all that is known today." in now.out
    assert then.out.splitlines()[4:] != now.out.splitlines()[4:]


@pytest.mark.usefixtures("archived")
def test_the_present_is_not_marked_as_past(darial: Darial) -> None:
    """Without a time the page is of now, and its ages are told as ago."""
    result = darial("status", "vaalimaa")

    assert result.code == 0
    assert "PAST" not in result.out
    assert "Closed since 15 Dec 2023 20:00" in result.out


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize("name", ["verkhny-lars", "Дарьял", "UPPER LARS"])
def test_json_is_what_the_interface_answers(darial: Darial, name: str) -> None:
    """The envelope of GET /v1/status, with the rows asked for and nothing else."""
    result = darial("status", name, "ru-ge", "car", *THEN, "--json")

    answer = json.loads(result.out)
    (row,) = answer["data"]
    assert (row["place"], row["direction"], row["mode"]) == ("verkhny-lars", "RU-GE", "car")
    assert row["queue_vehicles"]["low"] <= 3600 <= row["queue_vehicles"]["high"]
    assert answer["meta"]["as_of"] == "2022-09-28T12:00:00Z"
    assert answer["meta"]["knowledge"] == "then"


@pytest.mark.usefixtures("archived")
def test_a_day_is_asked_for_at_its_local_end(darial: Darial) -> None:
    """A bare date is a day of the place."""
    result = darial("status", "verkhny-lars", "--as-of", "2022-09-28")

    assert "28 Sep 2022 23:00 in Russia, 29 Sep 2022 00:00 in Georgia" in result.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere-at-all",), 1, "No place is called 'nowhere-at-all'; `darial places` lists all."),
        (("verkhny-larz",), 1, "near: verkhny-lars"),
        (("verkhny-lars", "RU-FI"), 2, "there are RU-GE, GE-RU, both."),
        (("verkhny-lars", "RU-GE", "boat"), 2, "'boat' is none of foot, bicycle, "),
        (("verkhny-lars", "--as-of", "2022-09-28T12:00"), 2, "or 2022-09-28T12:00+03:00"),
        (("verkhny-lars", "--as-of", "1664366400"), 2, "is no ISO 8601 time"),
        (("verkhny-lars", "--as-of", "2199-01-01"), 2, "has not passed yet"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_the_mend(
    darial: Darial, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Nothing found and wrong usage have exit codes of their own."""
    result = darial("status", *arguments)

    assert result.code == code
    assert said in " ".join(result.err.split())


@pytest.mark.usefixtures("archived")
def test_the_database_needs_no_server(darial: Darial, archived: Path) -> None:
    """The page is read from the file, which stays as it was."""
    before = contents(archived)

    result = darial("status", "vaalimaa")

    assert result.code == 0
    assert contents(archived) == before
