"""Detection: how soon closings, openings and surges of simulated weeks were told, or wrongly."""

from collections.abc import Sequence
from statistics import median

from app.simulating.answering import Turn
from app.simulating.surging import WITHIN, Found
from benchmarks.result import Ratio, Result

FOUND = 0.9
"""The share of surges that is wanted to be found in time: some are told of by nobody in time."""

WEEKS = 20
"""One false alarm in so many weeks is borne."""


def turned(told: Sequence[Turn], *, wrong: int, weeks: int) -> Result:
    """Give how soon closings and openings were known after the first official word."""
    after = [turn.after for turn in told if turn.after is not None]
    figures = {
        "most_minutes": max(after, default=0.0),
        "turns": len(told),
        "missed": len(told) - len(after),
        "wrong": wrong,
        "weeks": weeks,
    }
    return Result(
        case="closings and openings, from the first official word",
        figures={"ours": figures},
        ratios={
            "most minutes / 10": Ratio(value=figures["most_minutes"] / 10, at_most=1.0),
            "missed or wrong": Ratio(value=figures["missed"] + figures["wrong"], at_most=0.0),
        },
    )


def surged(told: Sequence[Found]) -> Result:
    """Give how many surges were found within half a day of their onset, and the false alarms."""
    every = [after for each in told for after in each.after]
    hours = [after / 60 for after in every if after is not None]
    figures = {
        "surges": len(every),
        "found": len(hours),
        "median_hours": median(hours) if hours else float(WITHIN),
        "alarms": sum(each.alarms for each in told),
        "wrong": sum(each.wrong for each in told),
        "weeks": len(told),
    }
    return Result(
        case=f"surges, within {WITHIN // 60} h of their onset",
        figures={"ours": figures},
        ratios={
            "found": Ratio(value=len(hours) / max(len(every), 1), at_least=FOUND),
            f"false alarms in {WEEKS} weeks": Ratio(
                value=figures["wrong"] * WEEKS / max(len(told), 1), at_most=1.0
            ),
        },
    )
