"""Accuracy as a table for each window: our errors beside those of two plain ways to answer."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from app.board.accuracy import Measured
from app.board.accuracy_words import factor
from app.cli.terminal import bold, columns, faint, wrapped
from app.domain.accuracy import DAYS, Accuracy, Amount, Errors
from app.domain.trial import LeftOut

HEADER = (
    "QUANTITY", "FIGURES", "TRIED", "OFF BY", "MEAN", "IN 80%", "LATEST", "MEDIAN24", "",
)  # fmt: skip
FIGURES = frozenset(range(1, len(HEADER) - 1))

REMARKS = {Amount.FEW: "few", Amount.TOO_FEW: "too few"}

REASONS: Mapping[str, str] = {
    LeftOut.NOT_PUBLISHED: "nothing was published yet",
    LeftOut.KNOWN_BEFORE: "they were known before their time was over",
    LeftOut.SAID_ZERO: "we had said zero",
    LeftOut.NO_OTHER_FIGURE: "there was no other figure to go by",
    LeftOut.CROWDED: "more ended within the hour than are tried",
}
"""Why figures are not tried; for other reasons we had no number, and their code says why."""

LEGEND = (
    "FIGURES are sharper ones that came later; TRIED are those for which a number of ours stood."
    " OFF BY: the factor that half of our errors stay below. MEAN errors are |ln(mid / figure)|, at"
    " most ln 3: ours, those of the last figure (LATEST) and of the median of the last 24 h. IN"
    " 80%: how many figures our interval of 80% held. Under 20 are few; of fewer than 3 nothing is"
    " told."
)


def table(measured: Measured) -> Iterator[str]:
    """Write a table for each window in which any figure came, and how to read them.

    Windows in which no other figures came share one.
    """
    counts = {days: _rows(measured, days)[-1].figures for days in DAYS}
    for count, days in groupby(DAYS, counts.__getitem__):
        if count:
            first, *further = map(str, days)
            yield f"Last {', '.join((first, *further))} days"
            yield from _window([each for each in _rows(measured, int(first)) if each.figures])
    yield from wrapped(LEGEND, hang=0)
    if measured.cut:
        yield from wrapped(_cut(measured), hang=0)


def _rows(measured: Measured, days: int) -> list[Accuracy]:
    """Give what was measured over so many days; the last is of all quantities together."""
    return [each for each in measured.accuracies if each.days == days]


def _window(rows: Sequence[Accuracy]) -> Iterator[str]:
    header, *lines = columns([HEADER, *map(_row, rows)], FIGURES)
    yield bold(header)
    yield from lines
    *_, whole = rows
    if whole.left_out:
        yield from map(faint, wrapped(_left_out(whole), hang=0))
    yield ""


def _row(each: Accuracy) -> tuple[str, ...]:
    inside = each.inside
    return (
        f"  {each.mode}" if each.mode else each.quantity or "all",
        f"{each.figures:,}",
        f"{each.compared:,}",
        "" if each.ours is None else factor(each.ours),
        _mean(each.ours),
        "" if inside is None else f"{inside:.0%}",
        _mean(each.latest),
        _mean(each.median24),
        REMARKS.get(each.amount, ""),
    )


def _mean(errors: Errors | None) -> str:
    return "" if errors is None else f"{errors.mean:.3f}"


def _left_out(each: Accuracy) -> str:
    told = [
        f"{count:,} as {REASONS.get(reason, f'we had no number ({reason})')}"
        for reason, count in sorted(each.left_out.items(), key=lambda item: -item[1])
    ]
    return f"Not tried: {'; '.join(told)}."


def _cut(measured: Measured) -> str:
    return (
        f"Of each series only the newest {measured.most:,} reports are read; {measured.cut:,} had"
        " more."
    )
