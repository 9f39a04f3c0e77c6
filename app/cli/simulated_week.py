"""One simulated week as `darial simulate` sets it down: its place, its truth, what is said of it.

Each week lies at a place of its own that is called simulated, years before any report of ours.
"""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from app.domain.report import Report
from app.domain.source_kind import SourceKind
from app.simulating.scenario import Lies
from app.simulating.telling.everybody import reports
from app.simulating.telling.instruments import CADENCES
from app.simulating.world import BEGINS, PLACE, World, moment
from app.store.sources import Source

COLUMNS = (
    "time", "queue_vehicles", "queue_people", "queue_km", "wait_minutes", "wait_last_minutes",
    "crossings_per_hour", "closed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Week:
    """A week with its name, which is its place's id too: `simulated-surge-3`.

    `lies` are those that were asked for (None: those that its scenario has).
    """

    world: World
    lies: Lies | None = None

    @property
    def name(self) -> str:
        """Give its name: of scenario and seed, and of the lies if they were asked for."""
        lies = ""
        if self.lies is not None:
            lies = f"-lies-{self.lies.share:.0%}".rstrip("%") + "-together" * self.lies.together
        return f"{PLACE.id}-{self.world.course.scenario}-{self.world.seed}{lies}"

    @property
    def middle(self) -> str:
        """Give a moment in its middle, as the command line takes it."""
        week = self.world.week
        return f"{moment((week.start + week.stop) // 2):%Y-%m-%dT%H:%MZ}"

    def said(self) -> list[Report]:
        """Give all that is said of it, in the order in which it is known."""
        return [
            replace(report, place=self.name, identity=f"{self.name}-{number}")
            for number, report in enumerate(reports(self.world))
        ]

    def place(self) -> str:
        """Give its place as the catalogue writes one."""
        modes = ", ".join(f'"{mode}"' for mode in PLACE.modes)
        countries = ", ".join(f'"{country}"' for country in PLACE.countries)
        return "\n".join(
            (
                "# Made by `darial simulate`: no such place, and nothing told of it is true.",
                "[[place]]",
                f'id = "{self.name}"',
                f'kind = "{PLACE.kind}"',
                f'names = {{ en = "{self.name}" }}',
                f'foreign_name = "{self.name}"',
                f"countries = [{countries}]",
                'zones = { a = "UTC", b = "UTC" }',
                f"modes = [{modes}]",
                "",
            )
        )

    def write_truth(self, file: TextIO) -> None:
        """Write what is true in each minute of it, as CSV; an empty cell is what nobody can know.

        `wait_minutes` is that of who joins then, `wait_last_minutes` of who gets across then.
        """
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(self._truth())

    def _truth(self) -> Iterator[tuple[str, ...]]:
        world = self.world
        people, per_hour = world.people, world.per_hour
        for minute in world.week:
            wait = float(world.wait[minute])
            yield (
                f"{moment(minute):%Y-%m-%dT%H:%MZ}",
                str(int(world.waiting[minute])),
                f"{people[minute]:.0f}",
                f"{world.kilometres[minute]:.3f}",
                "" if math.isnan(wait) else f"{wait:.0f}",
                f"{world.wait_last[minute]:.0f}",
                f"{per_hour[minute]:.0f}",
                str(bool(world.closed[minute])).lower(),
            )


def source(name: str) -> Source:
    """Describe a simulated source: nothing of it may be passed on."""
    return Source(
        id=name,
        name=f"simulated: {name}",
        kind=SourceKind.LIVE if name in CADENCES else SourceKind.IMPORT,
        licence="",
        attribution="simulated",
        url="",
        redistribute=False,
        added_at=BEGINS,
        cadence=CADENCES.get(name),
    )


def set_down(week: Week, folder: Path) -> None:
    """Write a week's place and truth into a folder; raises OSError."""
    with _opened(folder / "places", f"{week.name}.toml") as file:
        file.write(week.place())
    with _opened(folder / "truth", f"{week.name}.csv") as file:
        week.write_truth(file)


def _opened(folder: Path, name: str) -> TextIO:
    folder.mkdir(exist_ok=True)
    return (folder / name).open("w", encoding="utf-8", newline="")
