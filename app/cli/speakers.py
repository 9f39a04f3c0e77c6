"""The speakers behind a number in words: who weighs how much, who repeats whom, who is left out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.board.precision import figure as rounded
from app.cli.asked import Asked
from app.cli.terminal import faint, plain, wrapped
from app.cli.words import day, figure, interval
from app.domain.derivation import SOURCE as DERIVED
from app.domain.likelihood import limits
from app.domain.report import Report
from app.domain.vocabulary import QUEUE_QUANTITIES, Bound, Quantity
from app.domain.voice import Role, Voice
from app.domain.weighing import Number, Spoken

MOST_SHOWN = 12
"""How many speakers of one role are shown."""

MOST_REPEATING = 4
"""How many of those who repeat one are shown by name."""

HALF_A_DAY = timedelta(hours=12)

Repeats = Mapping[str, Sequence[Report]]
"""The reports that repeat one, by its id."""


class Part(NamedTuple):
    """The speakers of one role: what stands above them."""

    role: Role
    heading: str


PARTS = (
    Part(Role.USED, "used"),
    Part(Role.OUTLIER, "outliers: others agree against them, or they tell nothing of it"),
    Part(Role.CONTEXT, "derived by us from other figures"),
)


def speaker_lines(asked: Asked, number: Number) -> Iterator[str]:
    """Say who speaks of a number, those of most weight first, part by part."""
    by_role: dict[Role, list[Spoken]] = defaultdict(list)
    repeats: dict[str, list[Report]] = defaultdict(list)
    for spoken in number.voices:
        by_role[spoken.voice.role].append(spoken)
        repeats[spoken.voice.repeat_of or ""].append(spoken.voice.report)
    for part in PARTS:
        if by_role[part.role]:
            yield from _part(asked, number.quantity, part, by_role[part.role], repeats)
    yield from _old(asked, by_role[Role.TOO_OLD])
    if number.left_out:
        yield f"    and {number.left_out:,} more, of the least weight, which are listed nowhere"


def _old(asked: Asked, old: Sequence[Spoken]) -> Iterator[str]:
    if old:
        newest = max((spoken.voice for spoken in old), key=lambda voice: voice.until)
        yield f"    too old to count: {len(old):,}, the newest of {_when(asked, newest)}"


def said(asked: Asked, report: Report, quantity: Quantity) -> str:
    """Say a figure as it was meant: `about 40 h`, `at least 3,000`, `40 to 50 h`."""
    least, greatest = limits(report)
    if least is not None and greatest is not None and least != greatest:
        return interval(rounded(least, quantity), rounded(greatest, quantity), quantity)
    value = least if least is not None else greatest
    assert value is not None  # noqa: S101 - a figure sets one side at least
    bound = report.bound or Bound.EXACT
    prefix = "" if bound in {Bound.EXACT, Bound.BETWEEN} else f"{asked.label(bound)} "
    return f"{prefix}{figure(value, quantity)}"


def days(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Say the day or days of an interval, by their middles: a day across begins an hour apart."""
    if end - start <= timedelta(days=1):
        return day(start + (end - start) / 2, zone)
    ends = day(start + HALF_A_DAY, zone), day(end - HALF_A_DAY, zone)
    return " to ".join(dict.fromkeys(ends))


def named(asked: Asked, report: Report) -> str:
    """Say who said it, of what kind they are, and through whom it reached us."""
    kind = asked.label(report.origin_kind)
    through = report.publisher if report.publisher != report.origin else ""
    by = f", by way of {through}" if through else ""
    return f"{report.origin} ({kind}{by})"


def _part(
    asked: Asked, quantity: Quantity, part: Part, speaking: Sequence[Spoken], repeats: Repeats
) -> Iterator[str]:
    yield f"    {part.heading}"
    for spoken in speaking[:MOST_SHOWN]:
        yield from _speaker(asked, quantity, spoken)
        yield from _repeated(repeats.get(spoken.voice.report.id, ()))
    if len(speaking) > MOST_SHOWN:
        yield f"      and {len(speaking) - MOST_SHOWN:,} more; --json lists them"


def _speaker(asked: Asked, quantity: Quantity, spoken: Spoken) -> Iterator[str]:
    voice, report = spoken.voice, spoken.voice.report
    if report.source == DERIVED:
        yield from wrapped(f"{_basis(asked, report)}: {_told(asked, quantity, spoken)}", 6)
        return
    speaker = f"{named(asked, report)}, {_when(asked, voice)}"
    yield from wrapped(plain(f"{speaker}: {_told(asked, quantity, spoken)}"), 6)
    if voice.role is Role.OUTLIER and report.note:
        yield from wrapped(plain(f"note: {report.note}"), 8)
    yield faint(plain(f"        {report.id} {report.url}".rstrip()))


def _when(asked: Asked, voice: Voice) -> str:
    return days(voice.report.observed_from, voice.until, asked.zone)


def _basis(asked: Asked, report: Report) -> str:
    """Say from which other quantity it is derived."""
    bases = (each for each in QUEUE_QUANTITIES if report.origin.endswith(f" {each}"))
    return f"from the {', '.join(map(asked.label, bases))}"


def _told(asked: Asked, quantity: Quantity, spoken: Spoken) -> str:
    """Say the figure, its weight, and what it alone would have said."""
    told = [said(asked, spoken.voice.report, quantity), f"weight {spoken.voice.weight:.2f}"]
    if spoken.differs:
        told.append("contradicts the number")
    if spoken.alone is not None:
        low, mid, high = (rounded(each, quantity) for each in spoken.alone)
        told.append(f"alone {figure(mid, quantity)} ({interval(low, high, quantity)})")
    return ", ".join(told)


def _repeated(repeating: Sequence[Report]) -> Iterator[str]:
    if not repeating:
        return
    names = list(dict.fromkeys(report.publisher or report.source for report in repeating))
    shown, more = names[:MOST_REPEATING], len(names[MOST_REPEATING:])
    told = ", ".join(shown) + (f" and {more:,} more" if more else "")
    yield from wrapped(plain(f"repeated by {told}: counted once"), 8)
