"""Accuracy: how far we lie from a known truth, beside what others publish, over simulated weeks."""

import math
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from app.simulating.accuracy import Accuracy, accuracy
from app.simulating.answering import ASKED, PLAIN, Answer, Turn, answers, turns
from app.simulating.scenario import Lies, Scenario
from app.simulating.surging import Found, found
from app.simulating.telling.everybody import reports
from app.simulating.world import world
from benchmarks.detection import surged, turned
from benchmarks.result import Part, Ratio, Result
from benchmarks.size import Size

NOTES = (
    "errors: mean |ln(said / truth)|; below 20 vehicles, 0.2 km and 30 minutes all is alike",
    "ours: what a status would have said at 56 moments of each week, of what was known by then",
    "others: the latest figure, mean and median of 24 hours, the authority's figure alone",
)
SHARES = (0.0, 0.4, 0.6)
"""Of the anonymous, how many lie together in the weeks that are held against each other."""

PROCESSES = 2


class Week(NamedTuple):
    """One week to measure."""

    scenario: Scenario
    seed: int
    lies: Lies | None


class Measured(NamedTuple):
    """What was answered of one week, and how soon closings and surges were known."""

    week: Week
    answers: Sequence[Answer]
    turns: Sequence[Turn]
    wrong: int
    surges: Found


def measure(size: Size, _folder: Path) -> Part:
    """Ask about each week of each scenario, and about weeks of liars beside the same without."""
    weeks = [Week(scenario, seed, None) for scenario in Scenario for seed in range(size.truths)]
    lied = [
        Week(Scenario.LIARS, seed, Lies(share=share, together=True))
        for share in SHARES
        for seed in range(size.truths)
    ]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        measured = list(pool.map(_measured, [*weeks, *lied], chunksize=1))
    usual = [each for each in measured if each.week.lies is None]
    results = [_scenario(scenario, usual) for scenario in Scenario]
    results += [_all(usual), *_lied(measured), *_detected(measured, usual)]
    return Part(
        title=f"accuracy: {size.truths} simulated weeks of each scenario",
        notes=NOTES,
        results=results,
    )


def _measured(week: Week) -> Measured:
    made = world(*week)
    said = reports(made)
    answered = list(answers(made, said))
    return Measured(week, answered, *turns(made, said), found(made, answered))


def _detected(measured: Sequence[Measured], usual: Sequence[Measured]) -> list[Result]:
    told = [turn for each in measured for turn in each.turns]
    wrong = sum(each.wrong for each in measured)
    return [
        turned(told, wrong=wrong, weeks=len(measured)),
        surged([each.surges for each in usual]),
    ]


def _answers(measured: Iterable[Measured]) -> list[Answer]:
    return [answer for each in measured for answer in each.answers]


def _figures(told: Accuracy) -> dict[str, dict[str, float]]:
    ours = {
        "error": told.error,
        "in_80": told.covered,
        "width": told.width,
        "interval_score": told.score,
        "answered": told.answered,
        "asked": told.asked,
    }
    return {"ours": ours} | {name: {"error": error} for name, error in told.errors.items()}


def _gains(told: Accuracy) -> dict[str, Ratio]:
    best = min(told.errors["mean24"], told.errors["median24"])
    return {
        "error / latest": Ratio(value=told.error / told.errors["latest"], at_most=0.65),
        "error / better of mean and median": Ratio(value=told.error / best, at_most=0.85),
    }


def _scenario(scenario: Scenario, usual: Sequence[Measured]) -> Result:
    said = _answers(each for each in usual if each.week.scenario is scenario)
    told = accuracy(said)
    held = {"in 80% / 0.8": Ratio(value=told.covered / 0.8, at_least=0.875, at_most=1.125)}
    return Result(case=scenario.value, figures=_figures(told) | _by_quantity(said), ratios=held)


def _by_quantity(said: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Give the figures of each quantity: ours, and the errors of the others."""
    told: dict[str, dict[str, float]] = {}
    for quantity in ASKED:
        one = accuracy([each for each in said if each.quantity is quantity])
        figures = _figures(one)
        others = {name: figures[name]["error"] for name in PLAIN}
        others = {name: error for name, error in others.items() if not math.isnan(error)}
        told[f"ours, {quantity}"] = figures["ours"] | {"absolute": one.absolute} | others
    return told


def _all(usual: Sequence[Measured]) -> Result:
    said = _answers(usual)
    told = accuracy(said)
    held = {"in 80% / 0.8": Ratio(value=told.covered / 0.8, at_least=0.9625, at_most=1.0375)}
    figures = _figures(told) | _by_quantity(said)
    return Result(case="all scenarios", figures=figures, ratios=_gains(told) | held)


def _lied(measured: Sequence[Measured]) -> list[Result]:
    told = {
        share: accuracy(_answers(each for each in measured if _lies(each.week, share)))
        for share in SHARES
    }
    honest = told[0.0]
    wanted = {
        0.4: {"error / without liars": Ratio(value=told[0.4].error / honest.error, at_most=1.2)},
        0.6: {
            "error / latest without liars": Ratio(
                value=told[0.6].error / honest.errors["latest"], at_most=1.0
            )
        },
    }
    return [
        Result(
            case=f"{share:.0%} of the anonymous lie together",
            figures=_figures(told[share]),
            ratios=wanted.get(share, {}),
        )
        for share in SHARES
    ]


def _lies(week: Week, share: float) -> bool:
    return week.lies is not None and week.lies.share == share
