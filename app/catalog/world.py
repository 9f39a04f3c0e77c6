"""Countries, and where on Earth each border of ours lies: enough to catch a slip of the pen."""

from typing import NamedTuple

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


class Box(NamedTuple):
    """A part of the Earth between two parallels and two meridians, in degrees."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Say whether a point lies in it."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


EARTH = Box(-90, 90, -180, 180)

BORDERS = {
    ("RU", "GE"): Box(41.0, 44.5, 39.5, 47.0),
    ("RU", "FI"): Box(59.5, 70.5, 26.0, 33.0),
    ("RU", "KZ"): Box(45.5, 56.0, 45.5, 88.0),
    ("RU", "MN"): Box(48.0, 53.5, 86.0, 120.5),
}
"""Each border with a margin; a border that is not listed may lie anywhere."""


def doubt(pair: tuple[str, str], lat: float, lon: float) -> tuple[str, str] | None:
    """Say what is wrong with a position at this border, and the mend; None if nothing is."""
    box = BORDERS.get(pair, EARTH)
    if box.holds(lat, lon):
        return None
    if box.holds(lon, lat):
        return "lat and lon are swapped", f"write lat = {lon}, lon = {lat}"
    if not EARTH.holds(lat, lon):
        return "the position is out of range", "lat is -90 to 90, lon is -180 to 180 degrees"
    return (
        f"the position is nowhere near the border {'-'.join(pair)}",
        f"that lies between lat {box.south:g} and {box.north:g}, lon {box.west:g} and {box.east:g}",
    )
