"""Access in words: open or closed, since when, who says so, and what was said last."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from app.cli.asked import Asked
from app.cli.terminal import bold, faint, wrapped
from app.cli.words import age, day, last_day, moment_in, name_of
from app.domain.status import Access, LastWord, Status
from app.domain.vocabulary import AccessWord, Agreement, Freshness, NoNumber


def access_lines(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    """Say access once for all modes that share it."""
    groups: dict[Access, list[Status]] = {}
    for status in statuses:
        groups.setdefault(status.access, []).append(status)
    for access, group in groups.items():
        whom = "" if len(groups) == 1 else f" ({_modes(asked, group)})"
        first, *more = wrapped(f"{_state(asked, access)}{whom}{_told(asked, access)}", 2)
        yield from (bold(first), *map(bold, more))
        yield from _link(access.last.url if access.last else access.url)


def _modes(asked: Asked, statuses: Iterable[Status]) -> str:
    return ", ".join(asked.label(status.queue.mode) for status in statuses)


def _state(asked: Asked, access: Access) -> str:
    if access.state is AccessWord.UNKNOWN:
        return "Not known whether it is open"
    label = asked.label(access.state)
    return f"{label[0].upper()}{label[1:]}"


def _told(asked: Asked, access: Access) -> str:
    if access.because is NoNumber.WITHHELD:
        return ": withheld by the operator."
    if access.because is NoNumber.OUTSIDE_HOURS:
        return f": outside opening hours{_until(asked, access.until)}."
    if access.last is not None:
        return f". {_last(asked, access.last)}"
    if access.origin is None or access.since is None:
        return ": nothing heard."
    since = f" since {moment_in(access.since, asked.zone)} ({age(access.since, asked.at)})"
    return (
        f"{since}{_until(asked, access.until)}, says {_who(asked, access)}.{_doubts(asked, access)}"
    )


def _until(asked: Asked, until: datetime | None) -> str:
    return f", until {moment_in(until, asked.zone)}" if until else ""


def _who(asked: Asked, access: Access) -> str:
    kind = f" ({asked.label(access.origin_kind)})" if access.origin_kind else ""
    area = asked.catalogue.places.get(access.place or "")
    return f"{access.origin}{kind}{f', of {name_of(area)} as a whole' if area else ''}"


def _doubts(asked: Asked, access: Access) -> str:
    doubts = []
    if access.freshness is Freshness.LATE:
        doubts.append("not confirmed lately")
    if access.agreement is Agreement.DIFFER:
        doubts.append("officials contradict each other, and this is the more cautious word")
    if access.review_at is not None and access.review_at > asked.at:
        doubts.append(f"to be reviewed on {day(access.review_at, asked.zone)}")
    told = "; ".join(doubts)
    return f" {told[0].upper()}{told[1:]}." if told else ""


def _last(asked: Asked, last: LastWord) -> str:
    end = last.observed_to or last.observed_from
    said_on = last_day(end, asked.zone) if last.observed_to else day(end, asked.zone)
    return f"The last word was {asked.label(last.state)!r} on {said_on}, by {last.origin}."


def _link(url: str | None) -> Iterator[str]:
    if url:
        yield faint(f"    {url}")
