"""A poll as a page: the reports it would store, what it refused, how it ended and how old it is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.board.report import describe_report
from app.catalog import Catalogue
from app.cli.terminal import bold, columns, plain
from app.cli.words import length
from app.domain.freshness import live_limits
from app.domain.report import Report, default_subject
from app.domain.vocabulary import UNITS
from app.polling.trying import Tried
from app.sources.kit import Post, Refused, Source
from app.store.kept import Kept

MOST_REPORTS = 200
MOST_REFUSED = 20
"""How many are shown unless all are asked for."""

HEADER = ("PLACE", "DIRECTION", "MODE", "QUANTITY", "SAID", "OBSERVED", "ORIGIN")


def page(source: Source, tried: Tried, *, every: bool) -> Iterator[str]:
    """Write what a poll would have brought."""
    verdict = tried.verdict
    if verdict.reports:
        yield from _reports(verdict.reports, every=every)
        yield ""
    if verdict.refused:
        yield bold("Refused")
        yield from _refused(verdict.refused, every=every)
        yield ""
    yield plain(f"outcome: {verdict.outcome}{f': {verdict.error}' if verdict.error else ''}")
    yield f"read: {_counts(tried)}"
    if tried.gathered.requests and tried.gathered.received:
        gathered = tried.gathered
        yield f"asked: {gathered.requests:,} requests, {gathered.received:,} bytes"
    yield f"newest: {_newest(source, tried)}"


def fields(source: Source, tried: Tried, catalogue: Catalogue) -> dict[str, Any]:
    """Give the same as an object; its reports are those of GET /v1/reports."""
    verdict, gathered = tried.verdict, tried.gathered
    late, stale = live_limits(source.cadence)
    described = (
        describe_report(Kept(number=0, report=each), catalogue) for each in verdict.reports
    )
    return {
        "source": source.id,
        "outcome": verdict.outcome,
        "error": verdict.error,
        "requests": gathered.requests,
        "bytes": gathered.received,
        "status": gathered.status,
        "newest_at": _written(verdict.newest_at),
        "newest_age_s": None if tried.age is None else tried.age.total_seconds(),
        "late_after_s": late.total_seconds(),
        "stale_after_s": stale.total_seconds(),
        "reports": [each for each in described if each is not None],
        "posts": [_post(each) for each in verdict.posts],
        "future": len(verdict.future),
        "refused": [{"row": each.row, "reason": each.reason} for each in verdict.refused],
    }


def _reports(reports: Sequence[Report], *, every: bool) -> Iterator[str]:
    shown = reports if every else reports[:MOST_REPORTS]
    header, *lines = columns([HEADER, *map(_row, shown)])
    yield bold(header)
    yield from lines
    if len(shown) < len(reports):
        yield f"and {len(reports) - len(shown):,} more; --all shows them"


def _row(report: Report) -> tuple[str, ...]:
    usual = report.subject is default_subject(report.quantity)
    return (
        report.place,
        report.direction,
        report.mode,
        report.quantity if usual else f"{report.quantity} of {report.subject}",
        said(report),
        observed(report),
        plain(report.origin),
    )


def said(report: Report) -> str:
    """Say what a report says: its word and how it stands, or its figure with its unit."""
    if report.word is not None:
        return f"{report.word} ({report.claim})" if report.claim else report.word
    unit = UNITS[report.quantity]
    if report.value is not None:
        return f"{report.value:g} {unit}"
    ends = (("at least", report.low), ("at most", report.high))
    told = " ".join(f"{name} {figure:g}" for name, figure in ends if figure is not None)
    return f"{told} {unit}"


def observed(report: Report) -> str:
    """Say the interval a report speaks of, in UTC; the day once where it is the same."""
    since, until = report.observed_from, report.observed_to
    if until is None:
        return f"{since:%Y-%m-%d %H:%MZ} on"
    if until == since:
        return f"{since:%Y-%m-%d %H:%MZ}"
    end = f"{until:%H:%MZ}" if until.date() == since.date() else f"{until:%Y-%m-%d %H:%MZ}"
    return f"{since:%Y-%m-%d %H:%M} to {end}"


def _refused(refused: Iterable[Refused], *, every: bool) -> Iterator[str]:
    rows = list(refused)
    shown = rows if every else rows[:MOST_REFUSED]
    yield from (plain(f"  {each.row}: {each.reason}") for each in shown)
    if len(shown) < len(rows):
        yield f"  and {len(rows) - len(shown):,} more; --all shows them"


def _counts(tried: Tried) -> str:
    verdict = tried.verdict
    counts = [
        f"{len(verdict.reports):,} reports",
        f"{len(verdict.posts):,} posts",
        f"{len(verdict.refused):,} refused",
    ]
    if verdict.future:
        counts.append(f"{len(verdict.future):,} ahead of our time, to be tried again")
    return ", ".join(counts)


def _newest(source: Source, tried: Tried) -> str:
    """Say how old the newest is, held against what the source promises."""
    if tried.age is None:
        return "nothing was said of any moment"
    old = max(tried.age, timedelta(0))
    late, stale = live_limits(source.cadence)
    promise = f"{source.id} speaks every {length(source.cadence)}"
    if old < late:
        return f"{length(old)} old: fresh ({promise}; late after {length(late)})"
    if old < stale:
        return f"{length(old)} old: late ({promise}; withheld after {length(stale)})"
    return f"{length(old)} old: stale ({promise}; withheld after {length(stale)})"


def _post(post: Post) -> dict[str, str]:
    return {
        "published_at": _written(post.published_at) or "",
        "kind": post.kind,
        "language": post.language,
        "place": post.place,
        "permalink": post.permalink,
    }


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
