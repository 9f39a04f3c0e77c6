"""Waits and queues in words: the figure, its interval, its age, and how sure the sources are."""

from collections.abc import Iterator, Sequence

from app.cli.asked import Asked
from app.cli.terminal import wrapped
from app.cli.words import age, last_day, spread
from app.domain.status import Estimate, Status
from app.domain.vocabulary import Agreement, Freshness, Method, NoNumber

UNHEARD = frozenset({NoNumber.UNKNOWN, NoNumber.NOT_APPLICABLE})
"""Reasons that need no line of their own where nothing else is told of a mode."""


def number_lines(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    """Say what is known of each mode; those of which nothing is known share a line."""
    told = [status for status in statuses if has_figures(status)]
    for status in told:
        yield f"  {asked.label(status.queue.mode)}"
        for estimate in status.estimates.values():
            yield from wrapped(_line(asked, estimate), 4)
    yield from _without(asked, [status for status in statuses if status not in told])


def has_figures(status: Status) -> bool:
    """Tell whether there is any figure, be it only a last one."""
    return any(each.mid is not None or each.last for each in status.estimates.values())


def _without(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    reasons: dict[NoNumber, list[str]] = {}
    for status in statuses:
        reason = _reason(status)
        reasons.setdefault(reason, []).append(asked.label(status.queue.mode))
    for reason, modes in reasons.items():
        yield from wrapped(f"{', '.join(modes)}: no figure, {asked.label(reason)}", 2)


def _reason(status: Status) -> NoNumber:
    reasons = [each.no_number for each in status.estimates.values() if each.no_number]
    return next((reason for reason in reasons if reason not in UNHEARD), NoNumber.UNKNOWN)


def _line(asked: Asked, estimate: Estimate) -> str:
    return f"{asked.label(estimate.quantity)}: {_figure(asked, estimate)}"


def _figure(asked: Asked, estimate: Estimate) -> str:
    if estimate.mid is not None:
        doubts = (_age(asked, estimate), _agreement(asked, estimate), _method(asked, estimate))
        return ", ".join([spread(estimate, estimate.quantity), *filter(None, doubts)])
    reason = asked.label(estimate.no_number or NoNumber.UNKNOWN)
    if estimate.last is None:
        return f"no figure, {reason}"
    last = spread(estimate.last, estimate.quantity)
    return (
        f"no figure, {reason}; the last was {last}"
        f" of {last_day(estimate.last.observed_to, asked.zone)}"
    )


def _age(asked: Asked, estimate: Estimate) -> str:
    if estimate.observed_to is None:
        return ""
    if estimate.observed_to >= asked.at:
        return "of this moment"
    ageing = ", ageing" if estimate.freshness is Freshness.LATE else ""
    return f"{age(estimate.observed_to, asked.at)} old{ageing}"


def _agreement(asked: Asked, estimate: Estimate) -> str:
    if estimate.agreement is None:
        return ""
    count = f" ({estimate.origins})" if estimate.agreement is not Agreement.SINGLE else ""
    return f"{asked.label(estimate.agreement)}{count}"


def _method(asked: Asked, estimate: Estimate) -> str:
    return asked.label(Method.DERIVED) if estimate.method is Method.DERIVED else ""
