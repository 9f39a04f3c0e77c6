"""Everybody: all that is said of a simulated week, in the order in which it is known."""

import numpy as np

from app.domain.report import Report
from app.simulating.scenario import Scenario
from app.simulating.telling.instruments import sensor
from app.simulating.telling.officials import officials
from app.simulating.telling.speaker import Told
from app.simulating.telling.travellers import travellers
from app.simulating.telling.words import words
from app.simulating.world import World

SPEAKING = 1
"""Sets the randomness of speakers apart from that of the world: one world, told otherwise."""


def reports(world: World) -> list[Report]:
    """Give all reports of a world, by when they are known; the same world gives the same."""
    index = list(Scenario).index(world.course.scenario)
    told = Told(world, np.random.default_rng([world.seed, index, SPEAKING]))
    said = [*officials(told), *travellers(told), *words(told)]
    if world.course.sensor:
        said.extend(sensor(told))
    return sorted(said, key=lambda report: (report.known, report.identity))
