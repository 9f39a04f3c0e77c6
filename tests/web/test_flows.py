"""Flows on the archive: the days of autumn 2022, apart by series, with their evidence."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from app.domain.days import span_of
from app.domain.vocabulary import Subject
from app.web.schemas.flow import FlowsAnswer
from tests.domain.counts import HELSINKI, count, hours
from tests.serving import Clock, Service, raw, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

AUTUMN = "from=2022-09-01&to=2022-10-31"


async def ask(service: Service, query: str) -> list[dict[str, Any]]:
    """Give the series of an answer, which must be a good one."""
    response = await service.client.get(f"/v1/flows?{query}")
    assert response.status_code == 200, response.text
    data: list[dict[str, Any]] = response.json()["data"]
    return data


def day(series: list[dict[str, Any]], subject: str, day: str) -> dict[str, Any]:
    """Give a day of the one series of this subject."""
    (one,) = (each for each in series if each["subject"] == subject)
    (found,) = (each for each in one["days"] if each["day"] == day)
    return dict(found)


async def test_russians_into_finland(service: Service) -> None:
    """On 24 September 2022 8,572 Russian citizens came, 1.6 times as many as a week before."""
    series = await ask(service, f"place=fi&direction=RU-FI&{AUTUMN}")

    found = day(series, "russian_citizens", "2022-09-24")
    assert (found["low"], found["value"], found["high"]) == (8572, 8572, 8572)
    assert found["basis"] == "calendar_day"
    assert found["week"]["factor"] == pytest.approx(8572 / 5286, abs=0.001)
    assert found["week"]["doubling_days"] == pytest.approx(10.0, abs=0.1)
    assert found["week"]["before"] == "2022-09-17"


async def test_every_figure_has_its_reports(service: Service) -> None:
    """Each report behind a figure can be read under its id."""
    series = await ask(service, "place=fi&direction=RU-FI&from=2022-09-24&to=2022-09-24")

    found = day(series, "russian_citizens", "2022-09-24")
    behind = [report for said in found["said"] for report in said["reports"]]
    told = [(await service.client.get(f"/v1/reports/{each['id']}")).json() for each in behind]
    assert {each["data"]["quantity"] for each in told} == {"crossings_people"}
    assert {each["data"]["url"] for each in told} == {each["url"] for each in behind}
    assert set(found["week"]["reports"]) > {each["id"] for each in behind}


async def test_the_ministry_contradicts_itself(service: Service) -> None:
    """Georgia's two figures for 25 September stand side by side, and none is chosen."""
    series = await ask(service, f"place=ge&direction=RU-GE&{AUTUMN}")

    found = day(series, "russian_citizens", "2022-09-25")
    assert (found["low"], found["value"], found["high"]) == (10400, None, 11200)
    assert (found["agreement"], found["no_number"]) == ("differ", "conflict")
    assert [said["value"] for said in found["said"]] == [10400, 11200]
    assert {said["origin"] for said in found["said"]} == {"Georgian interior ministry"}


async def test_a_border_is_not_the_sum_of_its_posts(service: Service) -> None:
    """Finland, its south-east and its posts are series of their own, each by subject."""
    series = await ask(service, "direction=RU-FI&from=2022-09-24&to=2022-09-24")

    counted = {
        (each["place"], each["mode"], each["subject"]): each["days"][0]["value"]
        for each in series
        if each["days"]
    }
    assert counted["fi", "any", "russian_citizens"] == 8572
    assert counted["fi-southeast", "any", "russian_citizens"] == 7662
    assert counted["vaalimaa", "car", "cars"] == 983
    assert counted["vaalimaa", "truck", "trucks"] == 24


async def test_both_directions_are_a_row_of_their_own(service: Service) -> None:
    """Figures that count both directions are neither split nor added."""
    series = await ask(service, "place=fi-southeast&from=2022-09-20&to=2022-09-20")

    values = {each["direction"]: each["days"][0]["value"] for each in series if each["days"]}
    assert values == {"RU-FI": 3099, "both": 5701}


async def test_a_week_is_a_window_with_a_derived_average(service: Service) -> None:
    """The count of a week is shown whole, with an average marked as derived."""
    only = "place=fi&direction=RU-FI&subject=russian_citizens"
    series = await ask(service, f"{only}&from=2022-09-24&to=2022-09-24")

    (window,) = (each for each in series[0]["windows"] if each["value"] == 50655)
    assert (window["from"], window["to"]) == ("2022-09-20T21:00:00Z", "2022-09-27T21:00:00Z")
    assert (window["per_day"]["value"], window["per_day"]["method"]) == (7236.4, "derived")


async def test_filters(service: Service) -> None:
    """Direction, mode, quantity and subject each narrow the answer."""
    series = await ask(
        service,
        f"{AUTUMN}&place=Upper Lars&direction=RU-GE&mode=car&subject=cars"
        "&quantity=crossings_vehicles",
    )

    assert [(each["place"], each["subject"]) for each in series] == [("verkhny-lars", "cars")]
    assert [(each["day"], each["value"]) for each in series[0]["days"]] == [
        ("2022-09-23", None),
        ("2022-09-24", None),
        ("2022-09-27", 936),
    ]


async def test_meta(service: Service) -> None:
    """An answer names its time as asked, and exactly the sources behind it."""
    response = await service.client.get("/v1/flows?place=fi&from=2022-09-24&to=2022-09-25")
    nothing = await service.client.get("/v1/flows?place=aksai")

    meta = response.json()["meta"]
    assert (meta["from"], meta["to"]) == ("2022-09-24", "2022-09-25")
    assert [each["source"] for each in meta["attribution"]] == ["archive"]
    assert nothing.json()["data"] == []
    assert nothing.json()["meta"]["attribution"] == []


async def test_csv_has_the_same_rows(service: Service) -> None:
    """The CSV has one line for each series and day or window."""
    series = await ask(service, f"place=ge&{AUTUMN}")
    response = await service.client.get(f"/v1/flows.csv?place=ge&{AUTUMN}")

    lines = list(csv.DictReader(io.StringIO(response.text)))
    told = [each for one in series for each in (*one["days"], *one["windows"])]
    assert [line["value"] for line in lines] == [
        "" if each["value"] is None else str(each["value"]) for each in told
    ]
    assert [line["day"] for line in lines] == [each.get("day", "") for each in told]
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


async def test_the_answer_has_the_promised_shape(service: Service) -> None:
    """Whatever the archive holds fits the shapes of the documentation, and nothing is left out."""
    text = (await service.client.get("/v1/flows?from=2022-01-01&to=2022-12-31")).text

    answer = FlowsAnswer.model_validate_json(text)
    assert answer.model_dump(mode="json", by_alias=True) == httpx.Response(200, text=text).json()


async def test_no_row_mixes_subjects(service: Service) -> None:
    """A value shown is always one that somebody said of this very series, never a sum."""
    years = ["from=2022-01-01&to=2022-12-31", "from=2023-01-01&to=2023-12-31"]

    for year in years:
        for series in await ask(service, year):
            for each in (*series["days"], *series["windows"]):
                said = {figure["value"] for figure in each["said"]}
                assert each["value"] is None or each["value"] in said
                assert series["subject"] in set(Subject)


async def test_what_was_taken_back_is_no_flow(url: str) -> None:
    """A retracted count, and one that a later revision replaced, are not shown."""
    start, end = span_of(date(2026, 11, 20), HELSINKI)
    told: dict[str, Any] = {"source": "feed", "archived": False, "identity": "friday"}
    first = count(700, date(2026, 11, 20), **told, recorded_at=end)
    revised = replace(first, value=750, revision=1, recorded_at=end, known_at=None)
    false = replace(first, value=3, subject=Subject.MEN, identity="men", known_at=None)
    retraction = replace(false, identity="taken back", retracts=false.id)
    async with serving(url) as service:
        await service.store(first, revised, false, retraction)
        series = await ask(service, f"place=fi&from={start:%Y-%m-%dT%H:%MZ}")

    assert [(each["subject"], each["days"][0]["value"]) for each in series] == [
        ("russian_citizens", 750)
    ]


async def test_hours_are_told_by_the_day(url: str) -> None:
    """A sensor's day is told as a sum of what is told; its hours of few are in no answer."""
    counted = hours([3.0, 4.0, 0.0, *[40.0] * 21], date(2026, 11, 23))
    one_way = "place=vaalimaa&direction=RU-FI&quantity=crossings_vehicles"
    async with serving(url, Clock(datetime(2026, 11, 23, 22, 5, tzinfo=UTC))) as service:
        await service.store(*counted)
        await service.look()
        (series,) = await ask(service, f"{one_way}&from=2026-11-01")
        raw = await service.client.get(f"/v1/history?{one_way}&step=raw")
        reports = await service.client.get(f"/v1/reports?{one_way}&source=loops")
        status = await service.client.get("/v1/status?place=vaalimaa&direction=RU-FI&mode=any")
        single = await service.client.get(f"/v1/reports/{counted[0].id}")

    (found,) = series["days"]
    assert (found["basis"], found["no_number"], found["method"]) == ("hours", "withheld", "derived")
    assert (found["low"], found["value"], found["high"]) == (842, None, 858)
    assert found["said"][0]["reports"] == series["windows"] == []
    (course,) = raw.json()["data"]
    for values in (
        [point["value"] for point in course["points"]],
        [report["value"] for report in reports.json()["data"]][::-1],
    ):
        assert values == [0, *[40] * 21]
    assert single.status_code == 404
    (row,) = status.json()["data"]
    assert (row["crossings_vehicles"]["mid"], row["coverage"]) == (40, "archive")


async def test_sums_are_tidy_too(url: str) -> None:
    """In CSV a sum stands without reports, as it is none of anybody's."""
    days = (date(2026, 11, 15), date(2026, 11, 22))
    async with serving(url) as service:
        await service.store(*(hour for day in days for hour in hours([10.0] * 24, day)))
        answer = await service.client.get("/v1/flows.csv?place=vaalimaa&from=2026-11-22")

    (line,) = csv.DictReader(io.StringIO(answer.text))
    assert (line["basis"], line["value"], line["week_factor"]) == ("hours", "240", "1.0")
    assert line["reports"] == line["week_reports"] == ""


async def test_an_unchanged_answer_is_304(service: Service) -> None:
    """Asked again with its ETag, an answer is not sent a second time."""
    first = await service.client.get(f"/v1/flows?place=fi&{AUTUMN}")
    headers = {"If-None-Match": first.headers["etag"]}

    again = await service.client.get(f"/v1/flows?place=fi&{AUTUMN}", headers=headers)

    assert again.status_code == 304
    assert raw(again)[2] == b""


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("from=2022-09-30&to=2022-09-01", 422, "from"),
        ("from=2022-01-01&to=2023-12-31", 422, "from"),
        ("from=2022-09-01T00:00", 422, "from"),
        ("from=2030-01-01", 422, "from"),
        ("quantity=queue_km", 422, "quantity"),
        ("step=1d", 422, "step"),
        ("place=narnia", 404, None),
        ("direction=RU-SE", 404, None),
    ],
)
async def test_problems(service: Service, query: str, status: int, parameter: str | None) -> None:
    """What cannot be answered is refused by name."""
    response = await service.client.get(f"/v1/flows?{query}")

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert [each["parameter"] for each in response.json().get("errors", [])] == (
        [parameter] if parameter else []
    )
