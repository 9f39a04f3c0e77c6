"""Countries, and where on Earth each border of ours lies: enough to catch a slip of the pen."""

import math
from collections.abc import Mapping
from itertools import pairwise

CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(CODES.split())
"""ISO 3166-1 alpha-2."""


Point = tuple[float, float]
"""Latitude and longitude in degrees."""

BORDERS: Mapping[tuple[str, str], tuple[Point, ...]] = {
    ("RU", "GE"): (
        (43.4, 40.0),
        (43.5, 41.0),
        (43.2, 42.5),
        (42.7, 44.0),
        (42.8, 44.6),
        (42.5, 45.7),
        (41.9, 46.4),
    ),
    ("RU", "FI"): (
        (60.3, 27.7),
        (60.6, 27.9),
        (60.9, 28.5),
        (61.1, 28.8),
        (62.2, 30.6),
        (62.9, 31.6),
        (64.5, 30.0),
        (65.8, 30.0),
        (66.9, 29.0),
        (68.5, 28.5),
        (69.1, 28.9),
    ),
    ("RU", "KZ"): (
        (46.5, 48.6),
        (49.0, 46.8),
        (49.4, 46.8),
        (50.5, 47.5),
        (51.2, 49.9),
        (51.9, 50.9),
        (51.5, 51.5),
        (51.5, 53.4),
        (50.9, 56.1),
        (51.1, 58.5),
        (50.7, 61.0),
        (51.6, 60.6),
        (52.3, 61.0),
        (53.0, 62.1),
        (54.0, 61.6),
        (54.4, 64.8),
        (55.1, 68.2),
        (55.4, 69.3),
        (54.9, 71.0),
        (54.2, 72.8),
        (53.7, 73.8),
        (53.8, 75.1),
        (53.4, 77.7),
        (51.6, 79.4),
        (50.9, 80.1),
        (51.2, 81.1),
        (50.8, 82.0),
        (49.1, 87.3),
    ),
    ("RU", "MN"): (
        (49.1, 87.8),
        (49.6, 89.4),
        (50.7, 92.1),
        (50.5, 94.3),
        (50.0, 95.6),
        (52.1, 98.9),
        (51.6, 100.9),
        (50.3, 106.5),
        (49.5, 112.6),
        (49.9, 115.7),
        (49.9, 116.7),
    ),
}
"""Points along each border, to a tenth of a degree; one that is not listed may lie anywhere."""

POLE, DATE_LINE = 90, 180
KM_PER_DEGREE = 111.2
CLOSE_KM = 25
"""As near to the line between our points as most posts stand."""

FAR_KM = 150
"""Further from it than any post stands."""

TIMES_NEARER = 3
"""So much nearer with lat and lon exchanged, and they were."""


def doubt(pair: tuple[str, str] | None, lat: float, lon: float) -> tuple[str, str] | None:
    """Say what is wrong with a position, at this border if it is a post's; None if nothing is."""
    there, swapped = distance(pair, lat, lon), distance(pair, lon, lat)
    if there <= CLOSE_KM:
        return None
    if swapped * TIMES_NEARER < there:
        return "lat and lon are swapped", f"write lat = {lon}, lon = {lat}"
    if there == math.inf:
        return "the position is out of range", "lat is -90 to 90, lon is -180 to 180 degrees"
    if there > FAR_KM:
        what = f"the position is {there:.0f} km from the border"
        return what, "correct lat and lon, or countries"
    return None


def distance(pair: tuple[str, str] | None, lat: float, lon: float) -> float:
    """Give the kilometres from a point to a border; 0 where we have no points of it.

    A point that is nowhere on Earth is infinitely far.
    """
    if not (abs(lat) <= POLE and abs(lon) <= DATE_LINE):
        return math.inf
    line = BORDERS.get(pair) if pair else None
    if line is None:
        return 0
    return min(_to_segment((lat, lon), start, end) for start, end in pairwise(line))


def _to_segment(point: Point, start: Point, end: Point) -> float:
    """Measure on a plane that touches the Earth at the point."""
    shrink = math.cos(math.radians(point[0]))
    y, x = start[0] - point[0], (start[1] - point[1]) * shrink
    dy, dx = end[0] - start[0], (end[1] - start[1]) * shrink
    along = min(1.0, max(0.0, -(x * dx + y * dy) / (dx * dx + dy * dy)))
    return KM_PER_DEGREE * math.hypot(x + along * dx, y + along * dy)
