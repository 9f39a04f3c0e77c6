"""The map: marks that can be told apart and reached, and the same said as a table."""

import json
import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from app.catalog import load
from app.web.page import map as drawing
from app.web.page.front import Asked, Telling, lines_of
from app.web.page.map import APART, LARGEST, SMALLEST, apart, map_of, radius_of
from app.web.page.projection import HEIGHT, WIDTH, project
from app.web.page.speech import Speech, aware
from tests.web.page.draw_map import draw

CATALOGUE = load()
TELLING = Telling(
    speech=Speech("en", CATALOGUE.labels),
    catalogue=CATALOGUE,
    now=aware("2022-09-28T12:00:00Z"),
)


def row(place: str) -> dict[str, object]:
    """Give the row of cars out of Russia at a place of which nothing is known."""
    quantities = ("wait_minutes", "queue_vehicles", "queue_people", "queue_km", "booked_vehicles")
    access = {"state": "unknown", "since": None, "origin": None, "stale_at": None, "because": None}
    return {
        "place": place,
        "direction": CATALOGUE.place(place).directions[0],
        "mode": "car",
        "access": access,
        "events": [],
        "withheld": [],
        "heard_at": None,
        **dict.fromkeys(quantities),
    }


def test_every_crossing_has_a_mark_of_its_own() -> None:
    """All crossings are drawn, none upon another, none beyond the edge."""
    places = [each.id for each in CATALOGUE.places.values() if each.kind == "checkpoint"]

    drawn = map_of(lines_of(map(row, places), Asked(), TELLING), CATALOGUE, TELLING.speech)

    assert len(drawn.marks) == len(places)
    for one, other in combinations(drawn.marks, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius
    assert all(mark.radius < mark.x < WIDTH - mark.radius for mark in drawn.marks)
    assert all(mark.radius < mark.y < HEIGHT - mark.radius for mark in drawn.marks)


def test_a_mark_that_was_moved_points_to_its_place() -> None:
    """Where marks had to part, a line leads to where the crossing lies."""
    places = [each.id for each in CATALOGUE.places.values() if each.kind == "checkpoint"]

    drawn = map_of(lines_of(map(row, places), Asked(), TELLING), CATALOGUE, TELLING.speech)

    moved = [mark for mark in drawn.marks if mark.foot]
    assert 0 < len(moved) < len(drawn.marks)


@pytest.mark.parametrize(
    ("minutes", "radius"), [(0, SMALLEST), (60, SMALLEST), (5760, LARGEST), (99_999, LARGEST)]
)
def test_a_longer_wait_is_a_larger_mark(minutes: float, radius: float) -> None:
    """A mark grows with the wait, between bounds."""
    assert radius_of(minutes) == radius
    assert radius_of(minutes) <= radius_of(minutes * 2) <= LARGEST


def test_marks_at_one_spot_part() -> None:
    """Two at the very same spot are pushed apart as well."""
    (first, second) = apart([(100.0, 100.0), (100.0, 100.0)], [10.0, 10.0])

    assert math.dist(first, second) >= 20 + APART / 2


def test_the_projection_keeps_areas() -> None:
    """A square degree has the area that it has on a globe of this scale, wherever it lies."""
    ratios = []
    for lat, lon in ((43.0, 45.0), (60.0, 28.0), (50.0, 110.0)):
        corners = [
            project(lat + up, lon + across) for up, across in ((0, 0), (0, 1), (1, 1), (1, 0))
        ]
        area = abs(
            sum(
                a[0] * b[1] - b[0] * a[1]
                for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
            )
        )
        ratios.append(area / math.cos(math.radians(lat + 0.5)))

    assert max(ratios) / min(ratios) == pytest.approx(1, rel=0.01)


def test_what_is_drawn_is_whole_units() -> None:
    """Each country of the file is a path of closed rings, ours by their letters."""
    file = Path(drawing.__file__).parent / "static" / "map.json"
    countries = json.loads(file.read_text(encoding="utf-8"))

    assert sorted(each["code"] for each in countries if each["code"]) == [
        "FI",
        "GE",
        "KZ",
        "MN",
        "RU",
    ]
    assert all(
        re.fullmatch(r"(M-?\d+[ -]\d+(l-?\d+[ -]?\d+)*z)+", each["path"]) for each in countries
    )
    assert file.stat().st_size < 20_000


def test_a_country_is_drawn_from_its_arcs() -> None:
    """Arcs are joined, backwards where the number says so, and cut at the box."""
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[60, 50], [10, 0], [0, 8]], [[60, 50], [0, 8], [10, 0]]],
        "objects": {
            "countries": {"geometries": [{"type": "Polygon", "id": "398", "arcs": [[0, -2]]}]}
        },
    }

    (country,) = draw(topology)

    assert country["code"] == "KZ"
    assert country["path"].count("M") == 1
    assert country["path"].endswith("z")


def test_countries_are_named() -> None:
    """The five countries are named in the reader's language, each within the drawing."""
    drawn = map_of([], CATALOGUE, Speech("ka", CATALOGUE.labels))

    named = {each.name: each.at for each in drawn.countries if each.code}
    assert set(named) == {"რუსეთი", "ფინეთი", "საქართველო", "ყაზახეთი", "მონღოლეთი"}
    assert all(at and 0 < at[0] < WIDTH and 0 < at[1] < HEIGHT for at in named.values())
    assert not any(each.name or each.at for each in drawn.countries if not each.code)
