"""Instruments: a sensor that counts the line, sharp but with gaps; sometimes it freezes."""

from collections.abc import Iterator
from datetime import timedelta

from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, OriginKind, Quantity
from app.simulating.telling.speaker import Said, Speaker, Told, wavering

SENSOR = Speaker(
    source="sensor", origin="line sensor", kind=OriginKind.SENSOR, method=Method.COUNTED
)
EVERY = 30
CADENCES = {SENSOR.source: timedelta(minutes=EVERY)}

OFF = 0.03
"""How far off a count is, in nats."""

UP, DOWN = 14 * 60, 4 * 60
"""Minutes for which it works, and for which it is silent, on average (exponential)."""

FREEZES, FROZEN = 1 / 3, (6 * 60, 30 * 60)
"""How often a day it freezes where it can, and for how many minutes (uniform)."""


def sensor(told: Told) -> Iterator[Report]:
    """Give what the sensor counts; while it is frozen it tells its last count with new stamps."""
    world, rng = told.world, told.rng
    week = world.week
    turn, works, last, frozen_until = float(week.start), True, 0.0, 0.0
    for at in range(week.start - 1440, week.stop, EVERY):
        if at >= turn:
            works = not works
            turn = at + rng.exponential(UP if works else DOWN)
        if world.course.frozen and at >= frozen_until and rng.random() < FREEZES * EVERY / 1440:
            frozen_until = at + rng.uniform(*FROZEN)
        if at >= frozen_until:
            last = float(round(world.waiting[at] * wavering(rng, OFF)))
        if works:
            yield told.figure(
                SENSOR,
                Said(
                    quantity=Quantity.QUEUE_VEHICLES,
                    value=last,
                    first=at,
                    last=at,
                    known=at + 2,
                    bound=Bound.EXACT,
                ),
            )
