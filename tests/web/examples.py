"""The examples of the documentation: real answers from the archive, cut to their first parts.

`python -m tests.web.examples` writes them anew; a test tells when their names have changed.
"""

import asyncio
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.board.document import GEOJSON, JSON
from app.domain.report import Queue
from app.domain.vocabulary import Mode, Quantity
from app.exporting.export import export
from tests import archived
from tests.serving import Service, serving
from tests.streams import following
from tests.web.measured import days
from tests.withheld import withhold

FILE = Path(__file__).parents[2] / "app" / "web" / "assets" / "examples.json"

CARS = Queue("verkhny-lars", "RU-GE", Mode.CAR)
LARS = "place=verkhny-lars&direction=RU-GE&mode=car"
THEN = "as_of=2022-09-28T12:00:00Z"
DAY = "from=2022-09-27&to=2022-09-28"
SERIES = f"direction=RU-GE&mode=car&quantity=queue_vehicles&{DAY}&step=1d"
FINLAND = "place=fi&direction=RU-FI&subject=russian_citizens&from=2022-09-23&to=2022-09-24"

ASKED = {
    "/v1/status": f"/v1/status?{LARS}&{THEN}",
    "/v1/status.geojson": f"/v1/status.geojson?{LARS}&{THEN}",
    "/v1/status.csv": f"/v1/status.csv?{LARS}&{THEN}",
    "/v1/status.txt": f"/v1/status.txt?{LARS}&{THEN}",
    "/v1/snapshot": f"/v1/snapshot?{LARS}&{THEN}",
    "/v1/snapshot/catalogue": "/v1/snapshot/catalogue?q=verkhny-lars&language=en",
    "/v1/stream": "/v1/stream",
    "/v1/explain": f"/v1/explain?{LARS}&{THEN}&quantity=queue_vehicles",
    "/v1/explain.csv": f"/v1/explain.csv?{LARS}&{THEN}&quantity=queue_vehicles",
    "/v1/places": "/v1/places?q=verkhny-lars",
    "/v1/places.geojson": "/v1/places.geojson?q=verkhny-lars",
    "/v1/places.csv": "/v1/places.csv?q=verkhny-lars",
    "/v1/places/{place}": "/v1/places/verkhny-lars",
    "/v1/places/{place}/history": f"/v1/places/verkhny-lars/history?{SERIES}",
    "/v1/places/{place}/history.csv": f"/v1/places/verkhny-lars/history.csv?{SERIES}",
    "/v1/history": f"/v1/history?place=verkhny-lars&{SERIES}",
    "/v1/history.csv": f"/v1/history.csv?place=verkhny-lars&{SERIES}",
    "/v1/flows": f"/v1/flows?{FINLAND}",
    "/v1/flows.csv": f"/v1/flows.csv?{FINLAND}",
    "/v1/reports": f"/v1/reports?{LARS}&{DAY}&limit=1",
    "/v1/reports.csv": f"/v1/reports.csv?{LARS}&{DAY}&limit=1",
    "/v1/reports/{report}": "",
    "/v1/events": f"/v1/events?{LARS}&{DAY}&limit=1",
    "/v1/events.csv": f"/v1/events.csv?{LARS}&{DAY}&limit=1",
    "/v1/published/{published}": "",
    "/v1/corrections": "/v1/corrections?limit=1",
    "/v1/corrections.csv": "/v1/corrections.csv?limit=1",
    "/v1/corrections/{correction}": "",
    "/v1/accuracy": "/v1/accuracy",
    "/v1/feeds": "/v1/feeds",
    "/v1/feeds/access.atom": "/v1/feeds/access.atom?country=GE",
    "/v1/feeds/events.atom": "/v1/feeds/events.atom?place=verkhny-lars",
    "/v1/feeds/corrections.atom": "/v1/feeds/corrections.atom?place=verkhny-lars",
    "/v1/feeds/api.atom": "/v1/feeds/api.atom",
    "/v1/archive/": "/v1/archive/",
    "/v1/archive/{file}": "/v1/archive/SHA256SUMS",
    "/v1/sources": "/v1/sources",
    "/v1/sources.csv": "/v1/sources.csv",
    "/v1/vocabulary": "/v1/vocabulary",
    "/v1/vocabulary.csv": "/v1/vocabulary.csv",
    "/v1/dictionary.csv": "/v1/dictionary.csv",
    "/healthz": "/healthz",
    "/readyz": "/readyz",
    "/metrics": "/metrics",
}
"""What is asked for the example of each path; a report is asked for by the id of the one listed."""

WAITS = (120, 90, 110, 240, 105, 95, 130)
"""What an authority said of a wait on the last day before the example of accuracy is asked for."""

MOST_LINES = 6
MOST_NAMES = 3


async def example_of(service: Service, path: str) -> Any:  # noqa: ANN401 - any JSON, or text
    """Ask for the example of a path, and cut it."""
    if path == "/v1/stream":
        async with following(service.door) as follower:
            await follower.until(1)
        return follower.text
    response = await service.client.get(await _asked(service, path))
    assert response.status_code == 200, response.text
    if response.headers["content-type"] not in {JSON, GEOJSON}:
        return "".join(response.text.splitlines(keepends=True)[:MOST_LINES])
    return cut(response.json())


async def _asked(service: Service, path: str) -> str:
    """Give what is asked for a path's example, once it is there to be asked for."""
    if path.startswith("/v1/archive/"):
        parts = service.parts
        await export(parts.database, parts.catalogue, parts.archive.folder, now=service.clock.now())
    if path == "/v1/accuracy":
        await days(service, WAITS, Quantity.WAIT_MINUTES)
    if path.startswith("/v1/corrections"):
        act = await _corrected(service)
        return ASKED[path] or f"/v1/corrections/{act}"
    if path == "/v1/published/{published}":
        (row,) = (await service.client.get(f"/v1/status?{LARS}")).json()["data"]
        return f"/v1/published/{row['wait_minutes']['published_id']}"
    if path == "/v1/reports/{report}":
        (listed,) = (await service.client.get(ASKED["/v1/reports"])).json()["data"]
        return f"/v1/reports/{listed['id']}"
    return ASKED[path]


async def _corrected(service: Service) -> str:
    """Give the id of the newest correction; where there is none, of one that is over already."""
    listed = (await service.client.get("/v1/corrections?limit=1")).json()["data"]
    if listed:
        return str(listed[0]["id"])
    now = service.clock.now()
    begun, over = now - timedelta(hours=5), now - timedelta(hours=1)
    return await withhold(service.parts.database, CARS, at=begun, until=over)


def cut(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Shorten lists, long ones of words less; a list of rows keeps one."""
    if isinstance(value, dict):
        return {name: cut(each) for name, each in value.items()}
    if isinstance(value, list):
        rows = any(isinstance(each, dict) for each in value)
        return [cut(each) for each in value[: 1 if rows else MOST_NAMES]]
    return value


async def written() -> dict[str, Any]:
    """Give every example, asked for on the archive."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "darial.db"
        await asyncio.to_thread(archived.make, path)
        async with serving(archived.url_of(path)) as service:
            return {each: await example_of(service, each) for each in ASKED}


if __name__ == "__main__":
    text = json.dumps(asyncio.run(written()), ensure_ascii=False, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")
