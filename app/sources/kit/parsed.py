"""What a payload gave: reports, posts, refused rows, and what is to be asked next."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.channel import ChannelKind
from app.domain.report import Report
from app.sources.kit.errors import Unreadable
from app.sources.kit.request import Request

LONGEST_ROW = 200
"""Characters of a refused row that are kept."""

ODD = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading a row raises where the row is not what we know. InvalidReport is a ValueError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that could not be used: its beginning, and why."""

    row: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message not read yet: where and when, in which language, about which place.

    `identity` is unique within its source; of travellers `permalink` is empty and `published_at`
    rounded down to the hour. `speaker` is what kind of party speaks in it (None: nobody we know,
    where it was handed on), `said_by` its name where it has one. `direction` is the way that it is
    about where it does not say. `text` goes to reading and is never stored.
    """

    identity: str
    published_at: datetime
    kind: ChannelKind
    language: str
    place: str
    permalink: str
    speaker: ChannelKind | None
    said_by: str = ""
    direction: str = ""
    text: str = field(repr=False)


@dataclass(slots=True, kw_only=True)
class Parsed:
    """What one payload gave; `further` are the requests it leads to, in this very poll.

    `silent` counts the rows that were read well and tell nothing of ours, `read` are the posts that
    were read since and are among the reports.
    """

    reports: list[Report] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    read: list[Post] = field(default_factory=list)
    further: list[Request] = field(default_factory=list)
    silent: int = 0


def each(
    rows: Iterable[Any],
    read: Callable[[Any], Report | Iterable[Report] | None],
    show: Callable[[Any], str] = repr,
) -> Parsed:
    """Read every row; a bad row is refused by itself, with its text, never the whole payload.

    `read` gives one report, several, or None for a row that tells nothing. `show` writes a refused
    row where its plain form would show personal data. Raises Unreadable where all were refused.
    """
    parsed = Parsed()
    for row in rows:
        try:
            read_from = read(row)
            said = [read_from] if isinstance(read_from, Report) else list(read_from or ())
        except ODD as error:
            parsed.refused.append(Refused(row=_shown(row, show), reason=reason_of(error)))
        else:
            parsed.reports += said
            parsed.silent += not said
    return whole(parsed)


def whole(parsed: Parsed) -> Parsed:
    """Give it back; raises Unreadable where rows were refused and nothing else came of it."""
    useful = parsed.reports or parsed.posts or parsed.further or parsed.silent
    if parsed.refused and not useful:
        first = parsed.refused[0]
        raise Unreadable(
            f"all {len(parsed.refused)} rows were refused, the first because {first.reason}"
        )
    return parsed


def reason_of(error: Exception) -> str:
    """Give a refusal's reason: ours as it is, Python's with its kind."""
    text = str(error)[:LONGEST_ROW]
    return text if type(error).__module__.startswith("app.") else f"{type(error).__name__}: {text}"


def _shown(row: object, show: Callable[[Any], str]) -> str:
    try:
        return show(row)[:LONGEST_ROW]
    except ODD:
        return f"a {type(row).__name__}"
