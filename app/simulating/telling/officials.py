"""Officials: twice a day, late and rounded; and the media that quote them, as if it were new."""

from collections.abc import Iterator

from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, Mode, OriginKind, Precision, Quantity
from app.simulating.scenario import DAY
from app.simulating.telling.speaker import Said, Speaker, Told, printed, rounded, wavering

MINISTRY = Speaker(
    source="ministry",
    origin="interior ministry",
    kind=OriginKind.AUTHORITY,
    method=Method.OFFICIAL,
)
OUTLETS = tuple(
    Speaker(
        source=f"outlet {number}",
        origin=MINISTRY.origin,
        kind=OriginKind.OFFICIALS_QUOTED_BY_MEDIA,
        method=Method.RELAYED,
    )
    for number in ("one", "two", "three")
)
"""Media that quote the ministry: what they hand on is its own."""

LIST = Speaker(
    source="e-queue",
    origin="electronic queue",
    kind=OriginKind.OPERATOR,
    method=Method.COUNTED,
)
HOURS = (8, 18)
SPOKEN = 0.9
"""How often the ministry speaks at all at its hours, where as much is told as usual."""

COUNTED_BADLY = 0.07
"""How far officials' counts of a line are off, in nats, before they are rounded to two digits."""

OFFICIAL_LATE, MEDIA_LATE = 75.0, 200.0
"""Minutes after which officials and media speak, on average (exponential)."""

QUOTED = 1.6
"""Outlets that quote a figure, on average (Poisson, at most three)."""


def officials(told: Told) -> Iterator[Report]:
    """Give what the ministry says, with its echoes: the line, sometimes its length, passages."""
    week = told.world.week
    for day in range(week.start // DAY - 1, week.stop // DAY):
        for hour in HOURS:
            if told.rng.random() < SPOKEN * min(told.world.course.told + 0.2, 1.0):
                yield from _line(told, day * DAY + hour * 60 + int(told.rng.uniform(-30, 40)))
        if told.rng.random() < 0.6:  # noqa: PLR2004 - three days in five
            yield _passages(told, day * DAY)
        yield _booked(told, day * DAY + 12 * 60)


def _line(told: Told, at: int) -> Iterator[Report]:
    rng, world = told.rng, told.world
    count = rounded(world.waiting[at] * wavering(rng, COUNTED_BADLY), 2)
    known = at + rng.exponential(OFFICIAL_LATE)
    yield from _quoted(told, Quantity.QUEUE_VEHICLES, count, at, known)
    if rng.random() < 0.3:  # noqa: PLR2004 - now and then
        length = rounded(float(world.kilometres[at]) * wavering(rng, COUNTED_BADLY), 2)
        yield from _quoted(told, Quantity.QUEUE_KM, length, at, known)


def _quoted(
    told: Told, quantity: Quantity, value: float, at: int, known: float
) -> Iterator[Report]:
    rng = told.rng
    in_print = printed(rng, value, quantity)
    said = Said(quantity=quantity, value=in_print, first=at, last=at, known=known)
    yield told.figure(MINISTRY, said)
    for outlet in OUTLETS[: int(rng.poisson(QUOTED * told.world.course.told))]:
        day = at // DAY * DAY
        dated = rng.random() < 1 / 2
        yield told.figure(
            outlet,
            Said(
                quantity=quantity,
                value=printed(rng, value, quantity),
                first=at if dated else day,
                last=at if dated else day + DAY,
                known=known + rng.exponential(MEDIA_LATE),
                precision=Precision.HOUR if dated else Precision.DAY,
            ),
        )


def _passages(told: Told, day: int) -> Report:
    """Give how many cars passed on the day before, as told in the morning."""
    counted = told.world.across[day - 1] - told.world.across[day - DAY - 1]
    return told.figure(
        MINISTRY,
        Said(
            quantity=Quantity.CROSSINGS_VEHICLES,
            value=float(counted),
            first=day - DAY,
            last=day,
            known=day + 540 + told.rng.exponential(OFFICIAL_LATE),
            bound=Bound.EXACT,
            precision=Precision.DAY,
        ),
    )


def _booked(told: Told, at: int) -> Report:
    """Give the lorries that an electronic list holds: more than stand at the post."""
    return told.figure(
        LIST,
        Said(
            quantity=Quantity.BOOKED_VEHICLES,
            value=float(round(told.world.lorries[at] * 1.3)),
            first=at,
            last=at,
            known=at + 5,
            bound=Bound.EXACT,
            mode=Mode.TRUCK,
        ),
    )
