"""Travellers: who joins sees the line, who stands knows how long so far, who is across how long.

They are nameless, round, and angry where it takes long; a share of them lies.
"""

from collections.abc import Iterator

import numpy as np

from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, OriginKind, Quantity
from app.simulating.telling.speaker import Said, Speaker, Told, rounded, wavering

EYEWITNESS = Speaker(
    source="travellers", origin="eyewitness", kind=OriginKind.EYEWITNESS, method=Method.OBSERVED
)
CHAT = Speaker(
    source="channel", origin="Telegram chat", kind=OriginKind.CHANNEL, method=Method.RELAYED
)
A_DAY = 14.0
"""Reports a day where it takes half a day to get across; fewer where it is quick."""

SEEN_BADLY, FELT_BADLY = 0.35, 0.15
"""How far off, in nats, a line that is seen and a time that is felt are told."""

ANGRY_AFTER, ANGER = 300.0, 0.2
"""From how many minutes on waits are told too long, and by how many nats (half-normal)."""

LATE = 35.0
"""Minutes after which a traveller writes, on average (exponential)."""

GREATEST_LIE = 50_000.0
FAR_OFF, TOGETHER_OFF = 1.2, 1.4
"""How far off liars are, in nats: each by himself (normal), or all by the same, up or down."""


def travellers(told: Told) -> Iterator[Report]:
    """Give what travellers say in the week."""
    world, rng = told.world, told.rng
    aim = TOGETHER_OFF if rng.random() < 1 / 2 else -TOGETHER_OFF
    for at in told.moments(2 * A_DAY * world.course.told):
        waits = float(world.wait_last[at])
        if rng.random() > 0.25 + min(waits / 960, 0.75):
            continue
        speaker = EYEWITNESS if rng.random() < 0.6 else CHAT  # noqa: PLR2004 - three in five
        liar = rng.random() < world.course.lies.share
        kind = rng.random()
        if liar:
            yield told.figure(speaker, _lie(told, at, aim, of_line=kind < 1 / 2))
        elif kind < 0.35:  # noqa: PLR2004 - who joins
            yield told.figure(speaker, _seen(told, at))
        elif kind < 0.7:  # noqa: PLR2004 - who stands
            yield told.figure(speaker, _so_far(told, at))
        else:
            yield told.figure(speaker, _across(told, at))


def _known(told: Told, at: float) -> float:
    return at + 1 + float(told.rng.exponential(LATE))


def _seen(told: Told, at: int) -> Said:
    """Give the line as it looks to who joins it: in cars or, as often, in kilometres."""
    world, off = told.world, wavering(told.rng, SEEN_BADLY)
    if told.rng.random() < 1 / 2:
        quantity, value = Quantity.QUEUE_VEHICLES, rounded(float(world.waiting[at]) * off, 1)
    else:
        quantity, value = Quantity.QUEUE_KM, rounded(float(world.kilometres[at]) * off, 1)
    return Said(quantity=quantity, value=value, first=at, last=at, known=_known(told, at))


def _so_far(told: Told, at: int) -> Said:
    """Give how long somebody anywhere in the line has stood: a lower bound for who joins now."""
    world = told.world
    mine = world.across[at] + told.rng.uniform() * world.waiting[at]
    since = int(np.searchsorted(world.joined, mine, side="left"))
    return Said(
        quantity=Quantity.WAIT_MINUTES,
        value=_told_wait(told, float(at - since)),
        first=min(since, at),
        last=at,
        known=_known(told, at),
        bound=Bound.AT_LEAST,
    )


def _across(told: Told, at: int) -> Said:
    """Give how long it took who is just across: the wait of those who joined that long ago."""
    took = _told_wait(told, float(told.world.wait_last[at]))
    return Said(
        quantity=Quantity.WAIT_MINUTES,
        value=took,
        first=max(at - took, 0.0),
        last=at,
        known=_known(told, at),
    )


def _told_wait(told: Told, minutes: float) -> float:
    """Give a wait as it is told: to the half hour, and rather too long by who is angry."""
    bias = abs(told.rng.normal(0, ANGER)) if minutes > ANGRY_AFTER else 0.0
    felt = minutes * wavering(told.rng, FELT_BADLY, bias)
    return max(round(felt / 30) * 30.0, 10.0)


def _lie(told: Told, at: int, aim: float, *, of_line: bool) -> Said:
    """Give a lie; in its form it is what who joins says, or who is across."""
    rng, world = told.rng, told.world
    together = world.course.lies.together
    off = wavering(rng, 0.1, aim) if together else wavering(rng, FAR_OFF)
    quantity = Quantity.QUEUE_VEHICLES if of_line else Quantity.WAIT_MINUTES
    true = float(world.waiting[at]) if of_line else float(world.wait_last[at])
    value = min(rounded(max(true, 5.0) * off, 2), GREATEST_LIE)
    return Said(
        quantity=quantity,
        value=value,
        first=at if of_line else max(at - value, 0.0),
        last=at,
        known=_known(told, at),
    )
