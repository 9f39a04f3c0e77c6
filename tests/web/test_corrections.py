"""Corrections and citations: what was put right is public, and leads to the figures it touched."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.correcting.mandate import Mandate
from app.correcting.retracting import retract
from app.correcting.undoing import undo
from app.correcting.withholding import Order, withhold
from app.domain.vocabulary import Quantity
from app.web.schemas.correction import CorrectionAnswer, CorrectionsAnswer
from app.web.schemas.published import PublishedAnswer
from tests.archived import copied
from tests.correcting.desk import CARS, FOUR, HOUR, Desk
from tests.serving import Service, serving

WHY = Mandate(reason="misread")
ASKED = "/v1/status?place={}&direction={}&mode={}".format(*CARS)
SECOND = timedelta(seconds=1)
ENDS = ("low", "mid", "high")


@pytest.fixture
async def service(newspapers: Path, tmp_path: Path) -> AsyncIterator[Service]:
    """Give a running service that has the four newspapers' word."""
    async with serving(copied(newspapers, tmp_path)) as running:
        yield running


async def row(service: Service) -> dict[str, Any]:
    """Look after the board, then give the row of the queue."""
    service.clock.move(SECOND)
    await service.look()
    (found,) = (await service.client.get(ASKED)).json()["data"]
    assert isinstance(found, dict)
    return found


async def data(service: Service, path: str) -> Any:  # noqa: ANN401 - any JSON
    """Give what a path answers under `data`."""
    response = await service.client.get(path)
    assert response.status_code == 200, response.text
    return response.json()["data"]


async def test_a_retraction_names_report_and_figures(service: Service) -> None:
    """The correction names the report and what was published while it counted, nothing later."""
    desk = Desk(service.parts.database, service.clock)
    before = await row(service)
    done = await desk.do(partial(retract, named=[FOUR[3].id], mandate=WHY))
    after = await row(service)

    (told,) = await data(service, "/v1/corrections")

    assert (told["verb"], told["reason"], told["role"]) == ("retract", "misread", "operator")
    assert told["id"] == done.act.id
    assert (told["reports"], told["report_count"]) == ([FOUR[3].id], 1)
    assert told["places"] == [CARS.place]
    assert before["wait_minutes"]["published_id"] in told["published"]
    assert after["wait_minutes"]["published_id"] not in told["published"]
    assert told["published_count"] == len(told["published"])
    assert told["complete"]
    report = await data(service, f"/v1/reports/{FOUR[3].id}")
    assert (report["retracted_at"], report["reason"]) == (told["at"], "misread")


async def test_a_figure_tells_what_corrected_it(service: Service) -> None:
    """A published figure stays as it was, says until when it stood, and names its corrections."""
    desk = Desk(service.parts.database, service.clock)
    before = await row(service)
    done = await desk.do(partial(retract, named=[FOUR[3].id], mandate=WHY))
    after = await row(service)
    was, now = before["wait_minutes"], after["wait_minutes"]

    told = await data(service, f"/v1/published/{was['published_id']}")
    newer = await data(service, f"/v1/published/{now['published_id']}")

    assert [told[name] for name in ("low", "mid", "high")] == [
        was[n] for n in ("low", "mid", "high")
    ]
    assert told["stood_until"] == newer["published_at"]
    assert [each["id"] for each in told["corrections"]] == [done.act.id]
    assert (newer["stood_until"], newer["corrections"]) == (None, [])
    assert f"/v1/corrections/{done.act.id}" in told["cite"]
    assert (await service.client.get(told["evidence"])).status_code == 200


async def test_undoing_is_a_correction_too(service: Service) -> None:
    """What was published while reports were wrongly away is named by the act that put them back."""
    desk = Desk(service.parts.database, service.clock)
    await row(service)
    done = await desk.do(partial(retract, named=[FOUR[3].id], mandate=WHY))
    between = await row(service)
    undone = await desk.do(partial(undo, public=done.act.id, mandate=WHY))
    await row(service)

    newest, first = await data(service, "/v1/corrections")

    assert (newest["id"], newest["undoes"]) == (undone.act.id, done.act.id)
    assert (first["undone_by"], first["undone_at"]) == (undone.act.id, newest["at"])
    assert between["wait_minutes"]["published_id"] in newest["published"]


async def test_what_is_withheld_names_what_stood(service: Service) -> None:
    """The figure that stood when it was withheld is touched, and no other."""
    desk = Desk(service.parts.database, service.clock)
    before = await row(service)
    order = Order(queue=CARS, quantity=Quantity.WAIT_MINUTES, until=service.clock.now() + 3 * HOUR)
    done = await desk.do(
        partial(withhold, catalogue=service.parts.catalogue, order=order, mandate=WHY)
    )
    await row(service)

    told = await data(service, f"/v1/corrections/{done.act.id}")

    assert told["published"] == [before["wait_minutes"]["published_id"]]
    assert told["withheld"]["quantity"] == "wait_minutes"
    figure = await data(service, f"/v1/published/{told['published'][0]}")
    assert [each["id"] for each in figure["corrections"]] == [done.act.id]


async def test_pages_and_filters(service: Service) -> None:
    """Corrections come newest first, page by page, by place and from a moment on."""
    desk = Desk(service.parts.database, service.clock)
    await row(service)
    for report in FOUR[:3]:
        service.clock.move(SECOND)
        await desk.do(partial(retract, named=[report.id], mandate=WHY))
    response = await service.client.get("/v1/corrections?limit=2")
    rest = await service.client.get(response.headers["link"].split(">")[0][1:])

    first, last = response.json()["data"], rest.json()["data"]

    assert [each["reports"][0] for each in first + last] == [each.id for each in FOUR[2::-1]]
    assert rest.json()["meta"]["next"] is None
    assert await data(service, "/v1/corrections?place=vaalimaa") == []
    assert (
        len(await data(service, f"/v1/corrections?place=Lars&recorded_from={last[0]['at']}")) == 3
    )
    assert len(await data(service, f"/v1/corrections?recorded_from={first[0]['at']}")) == 1
    text = (await service.client.get("/v1/corrections.csv")).text
    assert [each["id"] for each in csv.DictReader(io.StringIO(text))] == [
        each["id"] for each in first + last
    ]


async def test_new_since_a_moment_includes_retractions(service: Service) -> None:
    """Whoever keeps up with reports hears of the retraction, with its reason."""
    desk = Desk(service.parts.database, service.clock)
    await row(service)
    since = service.clock.now().isoformat().replace("+00:00", "Z")
    await desk.do(partial(retract, named=[FOUR[0].id], mandate=WHY))

    (new,) = await data(service, f"/v1/reports?recorded_from={since}")

    assert (new["retracts"], new["source"], new["note"]) == (FOUR[0].id, "operator", "misread")


async def test_the_shapes_are_as_promised(service: Service) -> None:
    """Each answer fits its documentation."""
    desk = Desk(service.parts.database, service.clock)
    figure = (await row(service))["wait_minutes"]["published_id"]
    done = await desk.do(partial(retract, named=[FOUR[3].id], mandate=WHY))

    several = await service.client.get("/v1/corrections")
    one = await service.client.get(f"/v1/corrections/{done.act.id}")
    published = await service.client.get(f"/v1/published/{figure}")

    CorrectionsAnswer.model_validate_json(several.content)
    CorrectionAnswer.model_validate_json(one.content)
    PublishedAnswer.model_validate_json(published.content)
    assert one.json()["data"] == several.json()["data"][0]


@pytest.mark.parametrize("path", ["/v1/corrections/{}", "/v1/published/{}"])
async def test_what_never_was(service: Service, path: str) -> None:
    """An id that nothing has is a problem that says where ids come from."""
    response = await service.client.get(path.format("0" * 16))

    assert response.status_code == 404
    assert response.json()["detail"].startswith(("there is no correction", "nothing was published"))


async def test_reports_are_no_corrections(service: Service) -> None:
    """With nothing put right the list is empty, and says where to go on."""
    response = await service.client.get("/v1/corrections")

    assert response.json()["data"] == []
    assert response.json()["meta"]["next"] is None
    assert "stale-if-error=60" in response.headers["cache-control"]
