"""The overview: what the front and the map tell, both of all crossings at once."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from app.board.trend import Trends, trends_kept, trends_then
from app.domain.vocabulary import Mode
from app.store.fault import DatabaseBusy, DatabaseGone
from app.web.page.answering import Told
from app.web.page.figures import has_number
from app.web.page.front import RUSSIA, Asked, Telling, front, lines_of
from app.web.page.machine import machine
from app.web.page.map import map_of
from app.web.page.speech import Speech
from app.web.page.spot import Spot
from app.web.page.writing import Seen
from app.web.parts import Basis


async def read_front(here: Basis, seen: Seen, asked: Asked, spot: Spot) -> Told:
    """Read how what has a number went over the last day, for the front."""
    return partial(_front, seen, asked, spot, await _trends(seen, here))


def _front(
    seen: Seen, asked: Asked, spot: Spot, trends: Trends, speech: Speech
) -> Mapping[str, Any]:
    catalogue = seen.view.catalogue
    telling = Telling(speech=speech, catalogue=catalogue, now=seen.now, trends=trends)
    return {
        "machine": machine(spot, speech, seen.past, seen.present),
        "groups": front([row.fields for row in seen.view.rows], asked, telling),
        "asked": asked,
        "countries": [
            (code, speech.country(code)) for code in sorted(catalogue.countries - {RUSSIA})
        ],
        "modes": [(mode, speech.label("mode", mode)) for mode in Mode],
    }


async def _trends(seen: Seen, here: Basis) -> Trends:
    """Read how what has a number went over the last day; nothing while the database is away."""
    queues = [row.status.queue for row in seen.view.rows if has_number(row.fields)]
    read = trends_then if seen.past else trends_kept
    try:
        async with here.database.reading() as session:
            return await read(session, seen.view.catalogue, queues, seen.now)
    except (DatabaseGone, DatabaseBusy):
        return {}


async def read_map(_here: Basis, seen: Seen, asked: Asked, spot: Spot) -> Told:
    """Give the map; all it tells is seen already."""
    return partial(_map, seen, asked, spot)


def _map(seen: Seen, asked: Asked, spot: Spot, speech: Speech) -> Mapping[str, Any]:
    catalogue = seen.view.catalogue
    telling = Telling(speech=speech, catalogue=catalogue, now=seen.now)
    lines = lines_of([row.fields for row in seen.view.rows], asked, telling)
    return {
        "machine": machine(spot, speech, seen.past, seen.present),
        "map": map_of(lines, catalogue, speech),
        "asked": asked,
        "way_said": speech.say("out of Russia" if asked.out else "into Russia"),
    }
