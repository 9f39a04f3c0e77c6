"""A speaker: who says something, and the report it becomes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from numpy.random import Generator

from app.domain.report import Report, default_subject
from app.domain.report_check import PLAUSIBLE
from app.domain.vocabulary import (
    Bound,
    Claim,
    Method,
    Mode,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)
from app.simulating.world import QUEUE, World, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who hands something to us (`source`), and who said it in the first place (`origin`)."""

    source: str
    origin: str
    kind: OriginKind
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A figure as it is said: of which minutes, from which minute it is known, how it is meant."""

    quantity: Quantity
    value: float
    first: float
    last: float
    known: float
    bound: Bound = Bound.ABOUT
    precision: Precision = Precision.HOUR
    mode: Mode = Mode.CAR


def report_of(speaker: Speaker, said: Said, identity: str) -> Report:
    """Give the report that a figure becomes; its times are as minutes of the simulated world.

    Nobody says more than could be believed, however long a line looks.
    """
    above = said.bound is Bound.AT_LEAST
    value = min(said.value, PLAUSIBLE[said.quantity].greatest)
    return Report(
        place=QUEUE.place,
        direction=QUEUE.direction,
        mode=said.mode,
        quantity=said.quantity,
        subject=default_subject(said.quantity),
        observed_from=moment(said.first),
        observed_to=moment(said.last),
        published_at=moment(said.known),
        recorded_at=moment(said.known),
        precision=said.precision,
        source=speaker.source,
        identity=identity,
        origin=speaker.origin,
        origin_kind=speaker.kind,
        method=speaker.method,
        value=None if above else value,
        low=value if above else None,
        bound=said.bound,
        per=Per.WINDOW if said.quantity is Quantity.CROSSINGS_VEHICLES else None,
    )


@dataclass(slots=True)
class Told:
    """What is told of one world: its randomness, and how much has been told so far."""

    world: World
    rng: Generator
    count: int = 0

    def figure(self, speaker: Speaker, said: Said) -> Report:
        """Give the report of a figure."""
        return report_of(speaker, said, self._next())

    def access(
        self, speaker: Speaker, word: str, since: float, known: float, claim: Claim
    ) -> Report:
        """Give the report of a crossing being open or closed, for every mode."""
        return Report(
            place=QUEUE.place,
            direction="both",
            mode=Mode.ANY,
            quantity=Quantity.ACCESS,
            subject=Subject.EVERYBODY,
            observed_from=moment(since),
            observed_to=None,
            published_at=moment(known),
            recorded_at=moment(known),
            precision=Precision.HOUR,
            source=speaker.source,
            identity=self._next(),
            origin=speaker.origin,
            origin_kind=speaker.kind,
            method=speaker.method,
            word=word,
            claim=claim,
        )

    def _next(self) -> str:
        self.count += 1
        return f"{self.world.course.scenario}-{self.world.seed}-{self.count}"

    def moments(self, per_day: float) -> Iterator[int]:
        """Give the minutes at which something is said so many times a day (Poisson)."""
        week = self.world.week
        days = len(week) / 1440 + 1
        begins = week.start - 1440
        times = self.rng.uniform(begins, week.stop, self.rng.poisson(per_day * days))
        yield from sorted(int(each) for each in times)


def rounded(value: float, digits: int) -> float:
    """Round to so many digits that count, as people do who speak of a number."""
    if value <= 0:
        return 0.0
    places = digits - 1 - math.floor(math.log10(value))
    return float(round(value, places))


def wavering(rng: Generator, width: float, bias: float = 0.0) -> float:
    """Give a log-normal factor: `bias` is its median's logarithm, `width` its deviation in nats."""
    return float(math.exp(rng.normal(bias, width)))


MISPRINTED = 0.015
"""The share of printed figures in which a digit was lost or added."""


def printed(rng: Generator, value: float, quantity: Quantity) -> float:
    """Give a figure as it stands in print: once in a while ten times too much or too little.

    What nobody would believe is noticed and put right.
    """
    if rng.random() >= MISPRINTED:
        return value
    more = rng.random() < 1 / 2
    if more and value * 10 > PLAUSIBLE[quantity].greatest:
        return value
    return value * 10 if more else max(float(value // 10), 1.0)
