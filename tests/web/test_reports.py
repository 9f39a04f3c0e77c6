"""Reports and events: pages that lose and repeat nothing, and how much was heard."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.domain.vocabulary import OriginKind, Quantity, Subject
from app.web.schemas.report import EventsAnswer, ReportAnswer, ReportsAnswer
from tests import archived
from tests.archived import NOW
from tests.domain.made import TRAVELLER, at, figure
from tests.serving import Service, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def pages(
    client: httpx.AsyncClient, query: str, cursor: str | None = ""
) -> list[dict[str, Any]]:
    """Give the rows of every page from a cursor on, following `meta.next`."""
    rows: list[dict[str, Any]] = []
    while cursor is not None:
        response = await client.get(f"/v1/reports?{query}{cursor and f'&cursor={cursor}'}")
        assert response.status_code == 200, response.text
        rows += response.json()["data"]
        cursor = response.json()["meta"]["next"]
    return rows


async def test_every_report_is_there_once(service: Service) -> None:
    """All pages together hold each report of the archive once."""
    rows = await pages(service.client, "limit=300")

    assert len({row["id"] for row in rows}) == len(rows) == 1228


async def test_the_shape_is_as_promised(service: Service) -> None:
    """Reports look as the documentation says, field by field."""
    response = await service.client.get("/v1/reports?limit=500")

    ReportsAnswer.model_validate_json(response.content)
    (one, *_) = response.json()["data"]
    alone = await service.client.get(f"/v1/reports/{one['id']}")
    ReportAnswer.model_validate_json(alone.content)
    assert alone.json()["data"] == one


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("place=Lars", "place", "verkhny-lars"),
        ("direction=RU-GE", "direction", "RU-GE"),
        ("mode=truck", "mode", "truck"),
        ("quantity=wait_minutes", "quantity", "wait_minutes"),
        ("subject=asylum_seekers", "subject", "asylum_seekers"),
        ("origin=Kommersant", "origin", "Kommersant"),
        ("source=archive", "source", "archive"),
        ("claim=denied", "claim", "denied"),
    ],
)
async def test_filters(service: Service, query: str, name: str, value: str) -> None:
    """Each filter leaves the reports it names."""
    rows = await pages(service.client, query)

    assert rows
    assert {row[name] for row in rows} == {value}


@pytest.mark.parametrize("name", ["origin", "source"])
async def test_nobody_is_called_by_what_no_database_takes(service: Service, name: str) -> None:
    """A NUL character in a filter finds nothing, and breaks nothing."""
    assert await pages(service.client, f"{name}=a%00b") == []


async def test_a_day_is_the_places_own(service: Service) -> None:
    """From and to a bare date is that local day of the place, whole."""
    rows = await pages(
        service.client, "place=vaalimaa&from=2022-09-22&to=2022-09-22&quantity=queue_km"
    )

    assert rows
    for row in rows:
        assert row["observed_from"] < "2022-09-22T21:00:00Z"
        assert row["observed_to"] >= "2022-09-21T21:00:00Z"


async def test_from_after_to(service: Service) -> None:
    """A window that ends before it begins is refused."""
    response = await service.client.get("/v1/reports?from=2022-09-28&to=2022-09-27")

    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == "from"


@pytest.mark.parametrize("cursor", ["1.5", "999999999999999999.1"])
async def test_a_cursor_of_other_pages(service: Service, cursor: str) -> None:
    """A cursor goes with the filters it was given for."""
    response = await service.client.get(f"/v1/reports?cursor={cursor}")

    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == "cursor"


async def test_no_such_report(service: Service) -> None:
    """An id that was never given has no report."""
    response = await service.client.get("/v1/reports/0123456789abcdef")

    assert response.status_code == 404


async def test_csv_links_to_the_next_page(service: Service) -> None:
    """CSV holds the same rows, and its Link header leads on."""
    first = await service.client.get("/v1/reports.csv?place=Lars&limit=2")
    link = first.headers["link"]
    second = await service.client.get(link[1 : link.index(">")])

    lines = [list(csv.DictReader(io.StringIO(page.text))) for page in (first, second)]
    rows = (await pages(service.client, "place=Lars&limit=2"))[:4]
    assert link.endswith('rel="next"')
    assert [line["id"] for page in lines for line in page] == [row["id"] for row in rows]


async def test_events_are_what_was_said_in_words(service: Service) -> None:
    """Events, words on access, rules and weather are given; figures are not."""
    response = await service.client.get("/v1/events?limit=500&place=Lars")

    EventsAnswer.model_validate_json(response.content)
    quantities = {row["quantity"] for row in response.json()["data"]}
    assert quantities <= {"event", "access", "rule", "weather"}
    assert "event" in quantities


async def test_denials_are_speech(service: Service) -> None:
    """The Kremlin's denial stands there as its own claim, beside what it denies."""
    asked = "place=Lars&from=2022-09-22&to=2022-09-23&quantity=event&limit=500"
    response = await service.client.get(f"/v1/events?{asked}")

    rows = response.json()["data"]
    (denial,) = [row for row in rows if row["origin"] == "Kremlin"]
    assert (denial["word"], denial["claim"]) == ("queue_seen", "denied")


async def test_an_empty_list_says_how_much_was_heard(service: Service) -> None:
    """Where nothing is listed, the answer says when anything was last heard, and by how many."""
    asked = "place=khankh&quantity=event&from=2026-11-01"
    response = await service.client.get(f"/v1/events?{asked}")

    assert response.json()["data"] == []
    heard = response.json()["meta"]["heard"]
    assert heard["newest_at"].startswith("2026-01-26")
    assert (heard["sources"], heard["origins"]) == (0, 0)


async def test_heard_counts_within_the_window(service: Service) -> None:
    """In September 2022, many spoke of Upper Lars."""
    asked = "place=Lars&from=2022-09-26&to=2022-09-26&limit=1"
    response = await service.client.get(f"/v1/events?{asked}")

    heard = response.json()["meta"]["heard"]
    assert heard["origins"] >= 20
    assert heard["newest_at"] <= heard["until"] == "2022-09-26T19:59:59Z"


async def test_pages_survive_what_is_stored_meanwhile(archive: Path, tmp_path: Path) -> None:
    """Who is half through the pages sees each report once, although others come in."""
    async with serving(archived.copied(archive, tmp_path)) as service:
        first = (await service.client.get("/v1/reports?place=Lars&limit=100")).json()
        await service.store(
            *(figure(value, place="verkhny-lars", recorded_at=NOW) for value in range(50))
        )
        rest = await pages(service.client, "place=Lars&limit=100", first["meta"]["next"])

    ids = [row["id"] for row in first["data"] + rest]
    assert len(ids) == len(set(ids)) == 378


async def test_what_is_new_comes_in_its_order(archive: Path, tmp_path: Path) -> None:
    """With `recorded_from`, what was stored since is given, the oldest first."""
    async with serving(archived.copied(archive, tmp_path)) as service:
        for hour in (1, 2, 3):
            await service.store(
                figure(100 * hour, place="verkhny-lars", recorded_at=NOW + timedelta(hours=hour))
            )
        rows = await pages(service.client, "recorded_from=2026-11-24T13:30:00Z")

    assert [row["value"] for row in rows] == [200, 300]


async def test_a_travellers_minute_is_in_no_report(url: str) -> None:
    """Whatever we keep of when a traveller spoke, and when we heard it, is told to the hour."""
    odd = NOW - timedelta(minutes=43)
    async with serving(url) as service:
        await service.store(
            figure(80, place="syrym", direction="RU-KZ", **TRAVELLER | at(odd), published_at=odd)
        )
        (row,) = await pages(service.client, "place=syrym&source=made")

    hour = f"{NOW - timedelta(hours=1):%Y-%m-%dT%H}:00:00Z"
    times = ("observed_from", "observed_to", "published_at", "recorded_at", "known_at")
    assert {row[name] for name in times} == {hour}


async def test_small_counts_of_the_vulnerable_leave_as_a_band(
    archive: Path, tmp_path: Path
) -> None:
    """Three asylum seekers seen by a passer-by are published as one to nine, without their page."""
    async with serving(archived.copied(archive, tmp_path)) as service:
        await service.store(
            figure(
                3,
                place="vaalimaa",
                direction="RU-FI",
                quantity=Quantity.CROSSINGS_PEOPLE,
                subject=Subject.ASYLUM_SEEKERS,
                origin="eyewitness",
                origin_kind=OriginKind.EYEWITNESS,
                permalink="https://example.org/somebody/1",
                recorded_at=NOW,
            )
        )
        (row,) = await pages(service.client, "source=made")
        alone = await service.client.get(f"/v1/reports/{row['id']}")

    assert (row["value"], row["low"], row["high"]) == (None, 1, 9)
    assert row["permalink"] == ""
    assert alone.json()["data"] == row
