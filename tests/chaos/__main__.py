"""`python -m tests.chaos`: a run from a shell, with its seed, and what became of it."""

import argparse
import asyncio
import random
import sys
import time
from pathlib import Path

from tests.chaos.faults import LONG, SHORT
from tests.chaos.run import Outcome, run

FULL_S = 20 * 60.0


def main() -> int:
    """Run, print a line for each fault and a summary; gives 1 where a promise was not kept."""
    chosen = _arguments()
    seed = random.randrange(2**32) if chosen.seed is None else chosen.seed  # noqa: S311 - no secret
    lengths = SHORT if chosen.short else LONG
    print(f"seed {seed}; the same order again with --seed {seed}", flush=True)  # noqa: T201
    began = time.monotonic()
    outcome = asyncio.run(
        run(
            seconds=chosen.seconds,
            seed=seed,
            lengths=lengths,
            say=lambda line: print(line, flush=True),  # noqa: T201
            folder=chosen.keep,
        )
    )
    for line in summary(outcome, time.monotonic() - began):
        print(line)  # noqa: T201
    return 1 if outcome.faults() else 0


def summary(outcome: Outcome, seconds: float) -> list[str]:
    """Give what became of a run, in lines."""
    load, follower, receiver = outcome.load, outcome.follower, outcome.receiver
    kept = outcome.kept
    takeovers = sorted(each.takeover_s for each in outcome.steps if each.takeover_s is not None)
    slowest = f"{takeovers[-1]:.1f} s" if takeovers else "none"
    return [
        f"{len(outcome.steps)} faults in {seconds:.0f} s; slowest takeover {slowest}",
        (
            f"reports: {outcome.acknowledged} acknowledged, {kept.stored if kept else 0} stored,"
            f" {kept.lost if kept else 0} lost, {kept.doubled if kept else 0} twice"
        ),
        (
            f"reads: {load.answers} answered, {load.retries} asked of a second replica or again,"
            f" slowest {load.slowest_s:.1f} s, failed: {dict(load.errors) or 0}"
        ),
        (
            f"shown as fresh for too long: {dict(load.too_old) or 0};"
            f" older than one seen: {dict(load.went_back) or 0}"
        ),
        (
            f"stream: {len(follower.heard)} events over {follower.connections} connections,"
            f" {follower.resets} resets, {outcome.repeated} repeated,"
            f" {len(outcome.unheard)} queues untold"
        ),
        (
            f"webhook: {len(receiver.taken)} messages taken, of them"
            f" {sum(count > 1 for count in receiver.taken.values())} more than once,"
            f" {outcome.untold} changes untold"
        ),
        *(f"NOT KEPT: {each}" for each in outcome.faults()),
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=FULL_S, help="how long, at least")
    parser.add_argument("--seed", type=int, help="the order of faults; else a new one")
    parser.add_argument("--short", action="store_true", help="things stay broken for less long")
    parser.add_argument("--keep", type=Path, help="a folder for what the processes said")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
