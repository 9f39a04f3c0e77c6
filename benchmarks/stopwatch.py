"""A stopwatch: how long something took, and how long our process was on cores for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(slots=True)
class Stopwatch:
    """Seconds by the clock and seconds of CPU, over every block it ran for."""

    wall: float = 0.0
    cpu: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run for the length of the block."""
        wall, cpu = perf_counter(), process_time()
        yield
        self.wall += perf_counter() - wall
        self.cpu += process_time() - cpu

    def per_row(self, rows: int) -> dict[str, float]:
        """Give the figures for so many rows."""
        return {"rows_per_second": rows / self.wall, "cpu_us_per_row": self.cpu / rows * 1e6}

    def rates(self, rows: int) -> dict[str, float]:
        """Give how many rows a second of CPU and of the clock did, where nothing is waited for."""
        return {"per_second_of_cpu": rows / self.cpu, "per_second": rows / self.wall}
