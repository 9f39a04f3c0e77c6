"""A place and a notice that are right, for tests to spoil; and what our check then says."""

from collections.abc import Callable
from pathlib import Path

from app.catalog import check

Overlay = Callable[..., Path]

PLACE = """\
[[place]]
id = "chernyshevskoye"
kind = "checkpoint"
names = { en = "Chernyshevskoye", ru = "Чернышевское", lt = "Kybartai" }
foreign_name = "Kybartai"
aliases = ["Kibartai"]
countries = ["RU", "LT"]
position = { lat = 54.6403, lon = 22.7396, side = "a" }
zones = { a = "Europe/Kaliningrad", b = "Europe/Vilnius" }
modes = ["car", "truck"]

[[place.hours]]
side = "a"
basis = "stated"
valid_from = 2024-01-01
daily = ["08:00-20:00"]
"""

NOTICE = """\
[[notice]]
id = "own-1"
place = "verkhny-lars"
direction = "RU-GE"
mode = "truck"
quantity = "access"
word = "closed"
subject = "everybody"
valid_from = 2026-01-01T00:00:00+04:00
valid_to = 2026-02-01T00:00:00+04:00
published_on = 2025-12-31
authority = "Roads Department of Georgia"
authority_kind = "operator"
url = "https://example.org/closed"
note = "avalanches"
"""


def found(folder: Path) -> list[str]:
    """Give the mistakes as a person reads them, without the temporary folder's name."""
    return [str(mistake).removeprefix(f"{folder}/") for mistake in check(folder)]
