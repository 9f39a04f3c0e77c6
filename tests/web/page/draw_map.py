"""Draws the countries that the page's map shows: `python -m tests.web.page.draw_map FILE`.

FILE is `countries-50m.json` of the package `world-atlas` (2.0.2, from the npm registry): Natural
Earth's countries (public domain, naturalearthdata.com) as TopoJSON. What is drawn is written to
app/web/page/static/map.json: for each country a path of whole units, and whether the page is about
it. It changes only where the projection, the box or the data do.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from app.web.page.projection import HEIGHT, WIDTH, project

Point = tuple[float, float]
Ring = list[Point]

DRAWN = Path(__file__).parents[3] / "app/web/page/static/map.json"
OURS = {"643": "RU", "268": "GE", "246": "FI", "398": "KZ", "496": "MN"}
"""The countries the page is about: by ISO 3166 number, with their letters."""

MARGIN = 20
"""How far beyond the drawing a country is drawn, so that no edge shows."""

STRAIGHT = 1.1
"""How far a line may stray from the true one, in units of the drawing."""

SMALLEST = 12
"""Square units below which an island is left out."""


def draw(topology: dict[str, Any]) -> list[dict[str, str]]:
    """Give each country in sight: its letters (empty for others), and its path."""
    arcs = [list(_points(arc, topology["transform"])) for arc in topology["arcs"]]
    drawn = []
    for country in topology["objects"]["countries"]["geometries"]:
        rings = [_clipped(_joined(ring, arcs)) for ring in _rings(country)]
        paths = [_path(_straightened(ring)) for ring in rings if _area(ring) > SMALLEST]
        if paths:
            drawn.append({"code": OURS.get(country.get("id"), ""), "path": "".join(paths)})
    return drawn


def _points(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """Undo TopoJSON's quantisation: each position is the difference to the one before."""
    (across, up), (left, bottom) = transform["scale"], transform["translate"]
    for x, y in accumulate(arc, lambda last, step: [last[0] + step[0], last[1] + step[1]]):
        yield project(max(y * up + bottom, -60.0), x * across + left)


def _rings(country: dict[str, Any]) -> Iterator[Sequence[int]]:
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    for polygon in polygons:
        yield from polygon


def _joined(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """Join arcs into a ring; a negative number is an arc backwards (its complement)."""
    joined: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        joined += arc[1:] if joined else arc
    return joined


def _clipped(ring: Ring) -> Ring:
    """Cut a ring at the box, side by side (Sutherland and Hodgman, 1974)."""
    for axis, bound, sign in (
        (0, -MARGIN, 1), (0, WIDTH + MARGIN, -1), (1, -MARGIN, 1), (1, HEIGHT + MARGIN, -1),
    ):  # fmt: skip
        ring = list(_cut(ring, axis, bound, sign))
    return ring


def _cut(ring: Ring, axis: int, bound: float, sign: int) -> Iterator[Point]:
    for before, point in pairwise([*ring[-1:], *ring]):
        inside = [sign * (each[axis] - bound) >= 0 for each in (before, point)]
        if inside[0] != inside[1]:
            share = (bound - before[axis]) / (point[axis] - before[axis])
            yield (
                before[0] + share * (point[0] - before[0]),
                before[1] + share * (point[1] - before[1]),
            )
        if inside[1]:
            yield point


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, *ring[:1]]))) / 2


def _straightened(ring: Ring) -> Ring:
    """Leave out points that a straight line passes closely (Douglas and Peucker, 1973)."""
    kept, spans = {0, len(ring) - 1}, [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        far = max(
            range(first + 1, last), key=lambda n: _off(ring[n], ring[first], ring[last]), default=0
        )
        if far and _off(ring[far], ring[first], ring[last]) > STRAIGHT:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [ring[n] for n in sorted(kept)]


def _off(point: Point, first: Point, last: Point) -> float:
    across, down = last[0] - first[0], last[1] - first[1]
    length = (across**2 + down**2) ** 0.5
    if length == 0:
        return float(((point[0] - first[0]) ** 2 + (point[1] - first[1]) ** 2) ** 0.5)
    return float(abs(across * (first[1] - point[1]) - (first[0] - point[0]) * down) / length)


def _path(ring: Ring) -> str:
    whole = [(round(x), round(y)) for x, y in ring]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
    drawn = "".join(f"l{x} {y}" for x, y in steps if (x, y) != (0, 0))
    return f"M{whole[0][0]} {whole[0][1]}{drawn}z".replace(" -", "-")


if __name__ == "__main__":
    TOPOLOGY = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    DRAWN.write_text(json.dumps(draw(TOPOLOGY), separators=(",", ":")) + "\n", encoding="utf-8")
    sys.stdout.write(f"{DRAWN.name}: {DRAWN.stat().st_size:,} bytes\n")
