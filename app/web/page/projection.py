"""The map's projection: Lambert's azimuthal equal-area, about the middle of the four corridors.

Formulas: J. P. Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395), p. 185.
"""

from math import cos, radians, sin, sqrt

WIDTH, HEIGHT = 1000, 610
"""The size of the drawing, in its own units."""

CENTRE_LAT, CENTRE_LON = 55.0, 66.0
"""Where it is drawn about, in degrees."""

SCALE = 1070.0
"""Units of the drawing for an earth radius."""

LEFT, TOP = 389.0, 372.0
"""Where the centre lies in the drawing, from its left and upper edge."""


def project(lat: float, lon: float) -> tuple[float, float]:
    """Give where a point (WGS 84, degrees) lies in the drawing: x to the right, y down.

    Not to be asked for the point opposite to the centre on the globe, which has no place.
    """
    here, middle = radians(lat), radians(CENTRE_LAT)
    away = radians(lon - CENTRE_LON)
    level = sin(middle) * sin(here) + cos(middle) * cos(here) * cos(away)
    spread = sqrt(2 / (1 + level))
    x = spread * cos(here) * sin(away)
    y = spread * (cos(middle) * sin(here) - sin(middle) * cos(here) * cos(away))
    return LEFT + SCALE * x, TOP - SCALE * y
