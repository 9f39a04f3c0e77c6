"""Scenarios: the kinds of weeks, and what decides each of them.

The scales are those of the archive: at Upper Lars in September 2022 officials spoke of 1,500 to
5,500 vehicles, of lines of 5 to 20 km and of waits from 6 to 72 hours; in calm weeks of a few
hundred vehicles and one to five hours.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.random import Generator

DAY = 1440
"""Minutes of a day."""

BEFORE, WEEK, AFTER = 3 * DAY, 7 * DAY, 6 * DAY
"""Minutes simulated before the week that is asked about, of it, and after it: who joins at its end
has still to get across, for the truth of how long that takes to be known."""

LENGTH = BEFORE + WEEK + AFTER
LONGEST_CLOSURE_HOURS = 36


class Scenario(StrEnum):
    """What kind of week it is."""

    CALM = "calm"
    SURGE = "surge"
    CLOSURE = "closure"
    SPARSE = "sparse"
    LIARS = "liars"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lies:
    """Who lies: the share (0..1) of anonymous reports, and whether all tell of one wrong figure."""

    share: float = 0.0
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What decides a week; moments are minutes from the beginning of what is simulated.

    `capacity` is how many cars a day get through where all lanes are open, `load` the share of it
    that arrives in a usual week. From `onset` (None: never) arrivals double every `doubling_days`
    until they are `greatest` times as many, for `lasting` minutes. `closed` are stretches in which
    nothing passes. `told` scales how many reports there are; `sensor`: one counts the line.
    """

    scenario: Scenario
    capacity: float
    load: float
    onset: int | None
    doubling_days: float
    greatest: float
    lasting: int
    closed: tuple[tuple[int, int], ...]
    told: float
    sensor: bool
    frozen: bool
    lies: Lies


def course(scenario: Scenario, rng: Generator, lies: Lies | None = None) -> Course:
    """Draw a week of a scenario.

    Capacity is log-normal about 2,400 cars a day (sigma 0.35); the load uniform in 0.75 to 1.02.
    A surge begins uniformly in the first half of the week, doubles in 1 to 4 days (uniform), rises
    to 1.5 to 2.8 times and lasts 1 to 2.5 days. A closure begins uniformly in the week's middle and
    lasts 4 to 36 hours. Where nobody says otherwise, 20% of the anonymous lie in the scenario
    `liars`, each by himself or (half the weeks) together.
    """
    surges = scenario is Scenario.SURGE or (
        scenario in {Scenario.SPARSE, Scenario.LIARS, Scenario.FROZEN} and rng.random() < 1 / 2
    )
    closes = scenario is Scenario.CLOSURE
    drawn = Lies(share=0.2, together=bool(rng.random() < 1 / 2))
    usual = drawn if scenario is Scenario.LIARS else Lies()
    start = BEFORE + int(rng.uniform(1.0, 4.5) * DAY)
    end = start + int(rng.uniform(4, LONGEST_CLOSURE_HOURS) * 60)
    return Course(
        scenario=scenario,
        capacity=float(2400 * np.exp(rng.normal(0, 0.35))),
        load=float(rng.uniform(0.75, 1.02)),
        onset=BEFORE + int(rng.uniform(0.0, 3.5) * DAY) if surges else None,
        doubling_days=float(rng.uniform(1, 4)),
        greatest=float(rng.uniform(1.5, 2.8)),
        lasting=int(rng.uniform(1, 2.5) * DAY),
        closed=((start, end),) if closes else (),
        told=0.2 if scenario is Scenario.SPARSE else 1.0,
        sensor=scenario is Scenario.FROZEN or bool(rng.random() < 1 / 3),
        frozen=scenario is Scenario.FROZEN,
        lies=lies if lies is not None else usual,
    )
