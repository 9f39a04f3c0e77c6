"""The machine: its cores, who runs on which, and what a process has used of it."""

import os
import platform
import resource
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

from app.clock import now
from app.settings import PREFIX

NANOSECONDS = 1e9
KIBIBYTES = 1024


def cores() -> list[int]:
    """Give the cores we may run on; none where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def pin(process: int, chosen: set[int]) -> None:
    """Keep a process (0: our own) to some cores, where the system can."""
    if chosen and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process, chosen)


def open_files() -> int:
    """Give how many files a process may have open, ours and our children's, raised to the most."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of a child: ours, with these settings of Darial's and no others."""
    ours = os.environ.items()  # noqa: TID251 - a child needs a path and a home like anybody
    return {name: value for name, value in ours if not name.startswith(PREFIX)} | dict(settings)


def is_full(variable: str = "FULL") -> bool:
    """Say whether all sizes are wanted: `make bench FULL=1` hands it over so."""
    return os.environ.get(variable, "") not in {"", "0"}  # noqa: TID251 - make's variable, not ours


def cpu_seconds(process: int) -> float:
    """Give how long a process has been on a core so far; 0 where the system does not tell."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(map(_nanoseconds, threads)) / NANOSECONDS


def _nanoseconds(thread: Path) -> int:
    try:
        return int(thread.read_text().split()[0])
    except OSError:
        return 0  # it has ended since it was listed


def peak_mib(process: int) -> float:
    """Give the most memory a process has held so far; 0 where the system does not tell."""
    return _memory_kib(process, "VmHWM") / KIBIBYTES


def held_kib(process: int) -> int:
    """Give how much memory a process holds now, in KiB; 0 where the system does not tell."""
    return _memory_kib(process, "VmRSS")


def _memory_kib(process: int, name: str) -> int:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0
    told = dict(line.partition(":")[::2] for line in status.read_text().splitlines())
    return int(told[name].split()[0])


def described() -> dict[str, object]:
    """Give what a figure depends on besides our code."""
    return {
        "at": now().isoformat(timespec="seconds"),
        "cores": len(cores()) or os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": sys.version.split()[0],
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
    }
