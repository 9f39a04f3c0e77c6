"""A score against a full series: of what few, noisy reports of it would have let us say."""

import json as writer
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.files import list_refused, named
from app.cli.progress import Progress
from app.cli.series_file import read_series
from app.cli.terminal import bold, columns, say, wrapped
from app.domain.vocabulary import Quantity
from app.simulating.accuracy import LEAST, Accuracy, accuracy
from app.simulating.answering import Answer, answers_at
from app.simulating.series import FEWEST, Series, minutes_asked, truths_at
from app.simulating.telling.of_series import reports_of
from app.simulating.world import moment

HEADER = ("QUANTITY", "N", "ERROR", "IN 80%", "LATEST", "MEAN24", "MEDIAN24", "OFFICIAL")
FIGURES = frozenset(range(1, len(HEADER)))
LEGEND = (
    "The series is taken for the truth. Reports of it were made up, few and noisy as real ones are,"
    " and it was asked what they let us say at one moment of every three hours. N: how often both"
    " we and the last report had a figure, of how often it was asked. ERROR is our mean"
    " |ln(said / truth)|, beside it those of plainer means; IN 80%: how often our interval of 80%"
    " held the truth. Below {vehicles:g} vehicles, {km:g} km and {minutes:g} minutes all is alike."
)


def score_series(path: Path, seed: int, zone: ZoneInfo | None, *, json: bool) -> None:
    """Print how near beliefs from made-up reports come to the series that a file holds.

    Raises Fault where it holds none that is long enough, Exit where some rows were refused.
    """
    read = read_series(path, zone)
    list_refused(named(path), read.refused, len(read.refused))
    series = read.series()
    asked = minutes_asked(series) if series else []
    if not asked:
        raise Fault(
            f"{named(path)} holds no series of {FEWEST} rows over more than a day.", UNUSABLE
        )
    found = _measured(series, asked, seed)
    say(writer.dumps(_plain(found)) if json else "\n".join(_table(found)))
    if read.refused:
        raise typer.Exit(PARTLY)


def _measured(
    series: Sequence[Series], asked: Sequence[float], seed: int
) -> dict[Quantity, Accuracy]:
    said = reports_of(series, seed)
    answers: list[Answer] = []
    with Progress("answered", "moments") as progress:
        for minute in progress.over(asked):
            known = [report for report in said if report.known <= moment(minute)]
            answers += answers_at(moment(minute), known, truths_at(series, minute))
    return {
        each.quantity: accuracy([a for a in answers if a.quantity is each.quantity])
        for each in series
    }


def _plain(found: Mapping[Quantity, Accuracy]) -> dict[str, dict[str, object]]:
    """Give what JSON can hold: what nothing was answered of has no mean."""
    return {
        quantity: {
            name: _known(value) if isinstance(value, float) else value
            for name, value in (asdict(told) | {"errors": _errors(told)}).items()
        }
        for quantity, told in found.items()
    }


def _errors(told: Accuracy) -> dict[str, float | None]:
    return {name: _known(error) for name, error in told.errors.items()}


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _table(found: Mapping[Quantity, Accuracy]) -> Iterator[str]:
    header, *lines = columns([HEADER, *(_row(name, each) for name, each in found.items())], FIGURES)
    yield bold(header)
    yield from lines
    yield ""
    least = {
        "vehicles": LEAST[Quantity.QUEUE_VEHICLES],
        "km": LEAST[Quantity.QUEUE_KM],
        "minutes": LEAST[Quantity.WAIT_MINUTES],
    }
    yield from wrapped(LEGEND.format(**least), hang=0)


def _row(name: str, told: Accuracy) -> tuple[str, ...]:
    return (
        name,
        f"{told.answered}/{told.asked}",
        _figure(told.error),
        "" if math.isnan(told.covered) else f"{told.covered:.0%}",
        *map(_figure, told.errors.values()),
    )


def _figure(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.3f}"
