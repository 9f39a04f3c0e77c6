"""Accuracy: how far answers lie from the truth, and whether their intervals hold it.

Errors are |ln(said / truth)|, both no less than LEAST: nobody cares whether three or five cars
wait. The weighted interval score is that of Bracher, Ray, Gneiting and Reich (Evaluating epidemic
forecasts in an interval format, 2021) with the median and one interval of 80%, of logarithms:
(|y - m| / 2 + a / 2 * IS) / 1.5 with a = 0.2, where
IS = (u - l) + 2 / a * (l - y)+ + 2 / a * (y - u)+.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from app.domain.vocabulary import Quantity
from app.simulating.answering import PLAIN, Answer

LEAST: Mapping[Quantity, float] = {
    Quantity.QUEUE_VEHICLES: 20.0,
    Quantity.QUEUE_KM: 0.2,
    Quantity.WAIT_MINUTES: 30.0,
}
"""Below that it makes no difference to anybody, in the quantity's unit."""

OUTSIDE = 0.2
"""The share of truths that lies outside an interval of 80%."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How good answers were; errors and widths in nats, `absolute` in the quantity's unit.

    `asked` is how often it was asked, `answered` how often we and `latest` both had a figure: all
    means are over those. `errors` are by the name of who answered.
    """

    asked: int
    answered: int
    error: float
    absolute: float
    covered: float
    width: float
    score: float
    errors: Mapping[str, float]


def accuracy(answers: Iterable[Answer]) -> Accuracy:
    """Give how good some answers were; NaN where nothing was answered."""
    asked = list(answers)
    both = [each for each in asked if each.mid is not None and each.plain["latest"] is not None]
    return Accuracy(
        asked=len(asked),
        answered=len(both),
        error=_mean([_off(each, each.mid) for each in both]),
        absolute=_mean([abs((each.mid or 0.0) - each.truth) for each in both]),
        covered=_mean([float(_holds(each)) for each in both]),
        width=_mean([_log(each, each.high) - _log(each, each.low) for each in both]),
        score=_mean([_score(each) for each in both]),
        errors={name: _mean(_errors(both, name)) for name in PLAIN},
    )


def _errors(both: Sequence[Answer], name: str) -> list[float]:
    return [_off(each, each.plain[name]) for each in both if each.plain[name] is not None]


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else math.nan


def _log(answer: Answer, value: float | None) -> float:
    return math.log(max(value or 0.0, LEAST[answer.quantity]))


def _off(answer: Answer, value: float | None) -> float:
    return abs(_log(answer, value) - _log(answer, answer.truth))


def _holds(answer: Answer) -> bool:
    return _log(answer, answer.low) <= _log(answer, answer.truth) <= _log(answer, answer.high)


def _score(answer: Answer) -> float:
    truth, low, high = (_log(answer, each) for each in (answer.truth, answer.low, answer.high))
    outside = max(low - truth, 0.0) + max(truth - high, 0.0)
    interval = (high - low) + 2 / OUTSIDE * outside
    return (_off(answer, answer.mid) / 2 + OUTSIDE / 2 * interval) / 1.5
