"""The map: countries, and each crossing as a mark: as large as its wait, of its access' colour."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from math import hypot, log2

from app.catalog import Catalogue
from app.web.page.front import Line
from app.web.page.projection import HEIGHT, WIDTH, project
from app.web.page.speech import Speech

SMALLEST, LARGEST = 11.0, 30.0
"""A mark's radius, in units of the drawing: of no known wait, and of the longest."""

HOUR, FOUR_DAYS = 60.0, 4 * 24 * 60.0
"""Waits in minutes between which a mark grows, with each doubling by as much."""

APART = 4.0
"""How far marks are kept from each other, and from the edge."""

PUSHES = 80
"""How often marks that lie upon each other are pushed apart, at most."""


NAMED_AT = {
    "RU": (61.0, 85.0),
    "FI": (63.4, 25.6),
    "GE": (40.9, 42.2),
    "KZ": (48.0, 66.0),
    "MN": (46.3, 103.5),
}
"""Where a country's name is written (WGS 84, degrees): where no mark lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One crossing on the map: where its mark is drawn, and `foot`, where it lies, if elsewhere."""

    line: Line
    code: str
    said: str
    x: float
    y: float
    radius: float
    foot: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country as drawn: its letters, and its name with where it is written.

    All but the path are empty where the page is not about it.
    """

    code: str
    name: str
    path: str
    at: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """All that is drawn, in units of a box of `width` by `height`."""

    width: int
    height: int
    countries: Sequence[Country]
    marks: Sequence[Mark]


def map_of(lines: Iterable[Line], catalogue: Catalogue, speech: Speech) -> Map:
    """Draw the crossings of some lines; those without a position are left out."""
    placed = [
        (line, project(place.position.lat, place.position.lon))
        for line in lines
        if (place := catalogue.place(line.id)).position is not None
    ]
    radii = [radius_of(line.longest) for line, _ in placed]
    spots = apart([spot for _, spot in placed], radii)
    return Map(
        width=WIDTH,
        height=HEIGHT,
        countries=[_country(each["code"], each["path"], speech) for each in _drawn()],
        marks=[
            _mark(line, foot, spot, radius)
            for (line, foot), spot, radius in zip(placed, spots, radii, strict=True)
        ],
    )


def _country(code: str, path: str, speech: Speech) -> Country:
    if not code:
        return Country(code="", name="", path=path, at=None)
    x, y = project(*NAMED_AT[code])
    return Country(code=code, name=speech.country(code), path=path, at=(round(x), round(y)))


def radius_of(minutes: float) -> float:
    """Give the radius of a mark for a wait in minutes; 0 stands for none that is known."""
    if minutes <= HOUR:
        return SMALLEST
    share = log2(min(minutes, FOUR_DAYS) / HOUR) / log2(FOUR_DAYS / HOUR)
    return round(SMALLEST + share * (LARGEST - SMALLEST), 1)


def apart(
    spots: Sequence[tuple[float, float]], radii: Sequence[float]
) -> list[tuple[float, float]]:
    """Push marks that lie upon each other apart, within the box, always the same way."""
    moved = [list(spot) for spot in spots]
    for _ in range(PUSHES):
        pushed = [_push(moved, radii, pair) for pair in combinations(range(len(moved)), 2)]
        if not any(pushed):
            break
    return [(round(x, 1), round(y, 1)) for x, y in moved]


def _push(moved: list[list[float]], radii: Sequence[float], pair: tuple[int, int]) -> bool:
    """Push two marks half the way each that they lack; gives whether they lay too near."""
    first, second = pair
    across = moved[second][0] - moved[first][0]
    down = moved[second][1] - moved[first][1]
    away = hypot(across, down)
    lacking = radii[first] + radii[second] + APART - away
    if lacking <= APART / 8:
        return False
    # Two at one spot part along a direction of their own.
    way = (across / away, down / away) if away else (1.0, 0.0)
    for number, sign in ((first, -0.5), (second, 0.5)):
        for axis, bound in enumerate((WIDTH, HEIGHT)):
            edge = radii[number] + APART
            stepped = moved[number][axis] + sign * lacking * way[axis]
            moved[number][axis] = min(max(stepped, edge), bound - edge)
    return True


def _mark(line: Line, foot: tuple[float, float], spot: tuple[float, float], radius: float) -> Mark:
    codes = [state.code for state in line.states]
    elsewhere = hypot(foot[0] - spot[0], foot[1] - spot[1]) > radius / 2
    return Mark(
        line=line,
        code=codes[0] if len(codes) == 1 else "restricted",
        said=_said(line),
        x=spot[0],
        y=spot[1],
        radius=radius,
        foot=(round(foot[0], 1), round(foot[1], 1)) if elsewhere else None,
    )


def _said(line: Line) -> str:
    """Say a mark in words: name, access, and the numbers with their age."""
    numbers = [f"{way.mode} {way.first.text} ({way.first.age})" for way in line.ways]
    states = [state.word for state in line.states]
    return ", ".join([line.name, *states, *numbers])


@cache
def _drawn() -> Sequence[Mapping[str, str]]:
    text = (files("app.web.page") / "static" / "map.json").read_text(encoding="utf-8")
    drawn: Sequence[Mapping[str, str]] = json.loads(text)
    return drawn
