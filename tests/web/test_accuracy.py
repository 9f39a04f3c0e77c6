"""Accuracy: what we had published, held against what came to be known only later."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from app.board.document import cache_control
from app.domain.report import Queue
from app.domain.status import METHOD_VERSION
from app.domain.vocabulary import Bound, Method, Mode, OriginKind, Quantity, Subject
from app.web.schemas.accuracy import AccuracyAnswer
from tests.archived import NOW
from tests.serving import Service, raw, serving
from tests.web.measured import HOUR, MINUTE, QUEUE, counted, days, keep, told
from tests.withheld import withhold

DAY = 24 * HOUR
PATH = "/v1/accuracy"
NOTHING = {"mean": None, "median": None, "factor": None}
TRAVELLER: dict[str, Any] = {
    "quantity": Quantity.WAIT_MINUTES,
    "subject": Subject.EVERYBODY,
    "origin": "eyewitness",
    "origin_kind": OriginKind.EYEWITNESS,
    "method": Method.OBSERVED,
}


@pytest.fixture
async def service(bare_url: str) -> AsyncIterator[Service]:
    """Run a service to which nothing was said yet."""
    async with serving(bare_url) as running:
        yield running


async def entry(
    service: Service,
    quantity: str | None = "queue_vehicles",
    mode: str | None = None,
    days: int = 7,
) -> dict[str, Any]:
    """Give one row of the answer, which must be a good one."""
    response = await service.client.get(PATH)
    assert response.status_code == 200, response.text
    (found,) = (
        each
        for each in response.json()["data"]
        if (each["quantity"], each["mode"], each["days"]) == (quantity, mode, days)
    )
    return dict(found)


def reasons(found: dict[str, Any]) -> dict[str, int]:
    """Give how many figures are left out, by reason."""
    return {each["reason"]: each["figures"] for each in found["left_out"]}


async def test_nothing_is_unknown_and_never_zero(service: Service) -> None:
    """Where no sharper figure came, each usual quantity says so, and no error or share is told."""
    found = (await service.client.get(PATH)).json()

    told_of = [(each["quantity"], each["mode"], each["days"]) for each in found["data"]]
    usual = ("wait_minutes", "queue_vehicles", "queue_km", None)
    assert told_of == [(each, None, window) for each in usual for window in (7, 30, 90)]
    for each in found["data"]:
        assert (each["figures"], each["compared"], each["amount"]) == (0, 0, "none")
        assert (each["ours"], each["latest"], each["median24"]) == (NOTHING, NOTHING, NOTHING)
        assert each["inside"] is None
        assert each["in_words"] == f"No sharper figure came in these {each['days']} days."


async def test_an_error_by_hand(service: Service) -> None:
    """Three counts against a belief of 100, and against the count before each."""
    await days(service, [80, 100, 300, 160])

    found = await entry(service)
    assert (found["figures"], found["compared"], found["amount"]) == (4, 3, "few")
    assert found["ours"] == {"mean": 0.5229, "median": 0.47, "factor": 1.6}
    assert found["latest"] == {"mean": 0.6501, "median": 0.6286, "factor": 1.88}
    assert found["inside"] == pytest.approx(2 / 3, abs=0.0001)
    assert found["in_words"] == (
        "Usually off by a factor of 1.6, the latest report alone by 1.9; our interval held 2 of 3"
        " figures. These are few."
    )
    same = ("figures", "compared", "ours", "latest", "median24", "inside")
    for other in (
        await entry(service, mode="truck"),
        await entry(service, None),
        await entry(service, days=90),
    ):
        assert [other[name] for name in same] == [found[name] for name in same]


async def test_two_figures_are_too_few(service: Service) -> None:
    """Of fewer than three no mean is told, and that is said."""
    await days(service, [80, 100, 300])

    found = await entry(service)
    assert (found["figures"], found["compared"], found["amount"]) == (3, 2, "too_few")
    assert (found["ours"], found["inside"]) == (NOTHING, None)
    assert found["in_words"] == "2 figures: fewer than 3 tell nothing."


async def test_twenty_are_enough(service: Service) -> None:
    """From twenty figures on they are no longer said to be few."""
    await days(service, [80, *range(101, 121)])

    found = await entry(service)
    assert (found["compared"], found["amount"]) == (20, "enough")
    assert "few" not in found["in_words"]


async def test_windows(service: Service) -> None:
    """A figure counts in each window that its interval ended in."""
    now = service.clock.now()
    for back in (8 * DAY, 31 * DAY):
        await service.store(counted(90, now - back - HOUR), counted(110, now - back))
        await keep(service, told(100, now - back - 2 * HOUR))

    counts = [(await entry(service, days=window))["figures"] for window in (7, 30, 90)]
    assert counts == [0, 2, 4]


async def test_what_was_published_later_takes_no_part(service: Service) -> None:
    """The belief that stood when the interval ended counts, and none that had heard the figure."""
    ends = NOW - 5 * HOUR
    later = [counted(100 + each, ends, origin=f"{each}") for each in range(3)]
    early, last, late = ends - 2 * MINUTE, ends - MINUTE, ends + MINUTE
    await service.store(counted(50, ends - HOUR), *later)
    await keep(service, told(1, early), told(100, last), told(300, late))

    assert (await entry(service))["ours"]["factor"] == 1.01


async def test_plain_answers_have_only_what_was_known(service: Service) -> None:
    """The last figure is the last that was known when the interval ended, as for the belief."""
    ends = NOW - 5 * HOUR
    later = [counted(100 + each, ends, origin=f"{each}") for each in range(3)]
    unheard = counted(100, ends - HOUR, recorded_at=ends + MINUTE)
    await service.store(counted(50, ends - 2 * HOUR), unheard, *later)
    await keep(service, told(100, ends - MINUTE))

    assert (await entry(service))["latest"]["factor"] == 2.02


async def test_why_there_was_no_number(service: Service) -> None:
    """Nothing published, nothing known, known before, a zero of ours, nothing to compare with."""
    now = service.clock.now()
    begun = now - 20 * HOUR
    await service.store(
        counted(10, begun - HOUR),
        counted(20, begun + HOUR),
        counted(30, begun + 3 * HOUR, recorded_at=begun + 2 * HOUR),
        counted(40, begun + 5 * HOUR),
        counted(2, begun + 5 * HOUR, mode=Mode.BUS),
    )
    bus = told(2, begun, queue=QUEUE._replace(mode=Mode.BUS))
    await keep(service, told(None, begun), told(0, begun + 4 * HOUR), bus)

    assert reasons(await entry(service)) == {
        "not_published": 1,
        "stale": 1,
        "known_before": 1,
        "said_zero": 1,
        "no_other_figure": 1,
    }
    assert (await entry(service))["compared"] == 0
    assert (await entry(service))["in_words"] == (
        "None of 5 figures could be held against a number of ours."
    )


async def test_who_repeats_what_we_had_heard_is_no_surprise(service: Service) -> None:
    """A figure that its origin had said that day is known, whoever brings it again."""
    now = service.clock.now()
    at_noon = now.replace(hour=12)
    await service.store(
        counted(70, at_noon - 6 * HOUR),
        counted(90, at_noon - 4 * HOUR, method=Method.RELAYED),
        counted(90, at_noon - HOUR, source="outlet"),
    )
    await keep(service, told(100, at_noon - 5 * HOUR))

    found = await entry(service)
    assert found["compared"] == 0
    assert reasons(found) == {"known_before": 1, "not_published": 1}


@pytest.mark.parametrize(
    ("parts", "figures"),
    [
        ({"method": Method.COUNTED}, 1),
        ({"method": Method.RELAYED}, 0),
        ({"method": Method.OBSERVED}, 0),
        ({"bound": Bound.AT_LEAST, "value": None, "low": 90}, 0),
        ({"value": 0}, 0),
        ({"revision": 1}, 0),
        (TRAVELLER, 1),
        (TRAVELLER | {"bound": Bound.AT_LEAST, "value": None, "low": 90}, 0),
        (TRAVELLER | {"method": Method.RELAYED}, 0),
    ],
)
async def test_what_is_sharper(service: Service, parts: dict[str, Any], figures: int) -> None:
    """A count, an authority's figure, or the wait of who crossed: no bound, relay or correction."""
    row = replace(counted(90, NOW - 2 * HOUR), **parts, identity="one")
    first = replace(row, revision=0, value=1, low=None, bound=Bound.EXACT)
    await service.store(*([first] if row.revision else []), row)

    assert (await entry(service, None))["figures"] == figures


async def test_what_was_taken_back_does_not_count(service: Service) -> None:
    """A retracted figure is none, from the act on, and neither does a plain answer go by it."""
    await days(service, [90, 100, 110, 120, 130])
    assert (await entry(service))["compared"] == 4
    misprint = counted(9000, NOW - 2 * HOUR, identity="misprint")
    await service.store(misprint, replace(misprint, identity="taken back", retracts=misprint.id))
    service.clock.move(HOUR)

    found = await entry(service)
    assert (found["figures"], found["compared"]) == (5, 4)
    assert found["latest"]["factor"] == 1.1


async def test_it_rests_for_an_hour_unless_anything_is_put_right(service: Service) -> None:
    """It is told as of the full hour: the same bytes until the next, or until an act."""
    service.clock.moment = NOW + MINUTE
    await days(service, [90, 100, 110, 120])
    misprint = counted(500, NOW - 3 * HOUR, identity="misprint")
    late = counted(105, NOW - 2 * HOUR, recorded_at=NOW + 2 * MINUTE)
    await service.store(misprint)
    first = await service.client.get(PATH)
    await service.store(late, replace(misprint, identity="taken back", retracts=misprint.id))
    service.clock.move(10 * MINUTE)
    again = await service.client.get(PATH)
    cars = Queue("vaalimaa", "RU-FI", Mode.CAR)
    await withhold(service.parts.database, cars, at=NOW, until=NOW + DAY)
    after_an_act = await service.client.get(PATH)
    service.clock.move(HOUR)
    next_hour = await service.client.get(PATH)

    counts = [each.json()["data"][-1]["figures"] for each in (first, after_an_act, next_hour)]
    assert first.json()["meta"]["until"] == "2026-11-24T12:00:00Z"
    assert raw(first) == raw(again)
    assert next_hour.json()["meta"]["until"] == "2026-11-24T13:00:00Z"
    assert counts == [5, 4, 5]


async def test_withheld_numbers_are_not_measured(service: Service) -> None:
    """What we withheld is a reason, and no number: the board had published none."""
    await withhold(
        service.parts.database, QUEUE, Quantity.QUEUE_VEHICLES, at=NOW - 2 * DAY, until=NOW + DAY
    )
    await service.store(counted(100, NOW - DAY), counted(110, NOW - 26 * HOUR))
    service.clock.moment = NOW - 30 * MINUTE
    await service.look()
    service.clock.moment = NOW + 2 * HOUR
    await service.store(*(counted(100 + each, NOW, origin=f"{each}") for each in range(3)))

    found = await entry(service)
    assert reasons(found) == {"not_published": 2, "withheld": 3}
    assert (found["compared"], found["ours"]) == (0, NOTHING)


async def test_the_method_is_told_where_it_changed(service: Service) -> None:
    """Each method whose beliefs were tried is named, with how many and since when."""
    await days(service, [90, 100, 110, 120])
    await keep(service, told(100, NOW - 8 * HOUR, method_version="0.9"))

    assert (await entry(service))["methods"] == [
        {"method_version": METHOD_VERSION, "compared": 1, "since": "2026-11-24T03:00:00Z"},
        {"method_version": "0.9", "compared": 2, "since": "2026-11-24T07:00:00Z"},
    ]


async def test_no_minute_of_a_traveller_is_told(service: Service) -> None:
    """A traveller's wait counts as it may be told: since the full hour."""
    odd = NOW - 3 * HOUR + 17 * MINUTE
    await service.store(counted(600, odd, **TRAVELLER), counted(500, odd - 5 * HOUR, **TRAVELLER))
    await keep(service, told(550, NOW - 4 * HOUR, quantity=Quantity.WAIT_MINUTES))

    found = await entry(service, "wait_minutes")
    assert [each["since"] for each in found["methods"]] == ["2026-11-24T09:00:00Z"]


async def test_many_of_one_hour_are_not_all_counted(service: Service) -> None:
    """A sensor of every few minutes does not drown the others: four of an hour are tried."""
    ends = [NOW - 2 * HOUR + each * 5 * MINUTE for each in range(10)]
    sensor = {"method": Method.COUNTED}
    await service.store(*(counted(50, end, recorded_at=end + MINUTE, **sensor) for end in ends))
    await keep(service, told(100, NOW - 3 * HOUR))

    found = await entry(service)
    assert (found["figures"], reasons(found)) == (10, {"no_other_figure": 1, "crowded": 6})


async def test_the_answer_has_the_promised_shape_and_credits(service: Service) -> None:
    """It fits its description, names the sources of its figures, and may be kept like others."""
    await days(service, [90, 100, 110, 120])

    response = await service.client.get(PATH)
    answer = AccuracyAnswer.model_validate_json(response.text)
    assert answer.model_dump(mode="json") | {"meta": response.json()["meta"]} == response.json()
    assert [each.source for each in answer.meta.attribution] == ["made"]
    assert response.headers["cache-control"].encode() == cache_control()
    kept = {"if-none-match": response.headers["etag"]}
    assert (await service.client.get(PATH, headers=kept)).status_code == 304


async def test_one_computing_serves_all(service: Service) -> None:
    """Whoever asks meanwhile waits for the same answer."""
    await days(service, [90, 100, 110, 120])

    answers = await asyncio.gather(*(service.client.get(PATH) for _ in range(8)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == 1
