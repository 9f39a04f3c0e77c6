"""Soak: readers, questions and commits for minutes, and what the server holds meanwhile."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks import machine
from benchmarks.load import percentile
from benchmarks.meanwhile import asking
from benchmarks.process import Server, darial
from benchmarks.result import Part, Ratio, Result
from benchmarks.size import Size
from benchmarks.storing import Storing
from benchmarks.streams import following, on_its_own_core

ASKED = "/v1/status?place=verkhny-lars"
EVERY_S = 1.0
MOST_GROWN = 1.05
"""How many times as much memory may be held in the last quarter as in the second."""

NOTES = (
    "all the while readers follow, one connection asks every 20 ms, each second another process",
    "stores a report, which is published and told; every tenth time some readers come and go",
    "held: median memory of the server in the second and in the last quarter of the time; in the",
    "first one it fills what it keeps within bounds",
)


def measure(size: Size, folder: Path) -> Part:
    """Go on for so long, with a tenth of the readers coming and going."""
    file = folder / "soaked.db"
    with ExitStack() as stack:
        core = stack.enter_context(on_its_own_core())
        server = stack.enter_context(darial(file, "--prepare", core=core))
        storing = stack.enter_context(Storing(file))
        stack.enter_context(following(server, size.soaking))
        with asking(server, ASKED) as answers:
            held = _held(server, storing, size)
        ended = server.end()
    quarter = max(1, len(held) // 4)
    early, late = median(held[quarter : 2 * quarter] or held), median(held[-quarter:])
    figures = {
        "held_mb": early * 1.024 / 1000,
        "held_later_mb": late * 1.024 / 1000,
        "commits": len(held),
        "answers": len(answers),
        "api_p99_ms": percentile(answers, 99),
        "log_lines": len(ended.told.splitlines()),
    }
    ratios = {"lines logged": Ratio(value=figures["log_lines"], at_most=0)}
    if early:
        ratios["memory held later / before"] = Ratio(value=late / early, at_most=MOST_GROWN)
    case = f"{size.soaked_s:,.0f} s, {size.soaking:,} readers"
    return Part(
        title="wire: soak",
        notes=NOTES,
        results=[Result(case=case, figures={"ours": figures}, ratios=ratios)],
    )


def _held(server: Server, storing: Storing, size: Size) -> Sequence[int]:
    """Store reports for so long; gives the memory that the server held after each."""
    held, end = list[int](), time.monotonic() + size.soaked_s
    while time.monotonic() < end or not held:
        began = time.monotonic()
        storing.store()
        if len(held) % 10 == 0:
            with following(server, max(1, size.soaking // 10)):
                pass
        held.append(machine.held_kib(server.pid))
        time.sleep(max(0.0, began + EVERY_S - time.monotonic()))
    return held
