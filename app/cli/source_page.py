"""The page of one source: what it is, how it stands, how its last polls ended, what was refused."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from app.cli.source_table import Standing, next_step
from app.cli.terminal import bold, columns, plain, wrapped
from app.cli.words import age, length
from app.domain.freshness import live_limits
from app.sources.kit import Source
from app.store.polls import Poll

HEADER = ("BEGAN", "TOOK", "OUTCOME", "STATUS", "REQUESTS", "BYTES", "REPORTS", "NEW", "REFUSED")
FIGURES = frozenset({1, 3, 4, 5, 6, 7, 8})


def page(
    standing: Standing, whom: Mapping[str, str], last: Sequence[Poll], at: datetime
) -> Iterator[str]:
    """Write the page; `whom` tells which hosts are asked, and as whom."""
    yield bold(f"{standing.source.id}: {standing.source.name}")
    for name, told in (*_facts(standing.source, whom), *_stands(standing, at)):
        yield from wrapped(plain(f"{name}: {told}"), hang=4)
    yield from _polls(last)
    yield from _refused(standing)


def _facts(source: Source, whom: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    late, stale = live_limits(source.cadence)
    yield "page", source.url
    yield "terms", source.licence
    yield "attribution", source.attribution
    yield "exports", "may hold its rows" if source.redistribute else "leave its rows out"
    yield "asks", f"{whom['hosts']} every {whom['every']}, as {whom['as']}"
    if source.quiet:
        quiet = source.quiet
        yield "quiet hours", f"{quiet.since:%H:%M} to {quiet.until:%H:%M}, {quiet.zone.key}"
    limits = f"late after {length(late)}, withheld after {length(stale)}"
    yield "speaks", f"every {length(source.cadence)}: {limits}"
    yield "the past", f"`darial backfill {source.id}` asks for it" if source.past else "not offered"


def _stands(standing: Standing, at: datetime) -> Iterator[tuple[str, str]]:
    feed = standing.feed
    since = f" for {age(feed.since, at)}" if feed.since else ""
    yield "stands", f"{standing.word}{since}"
    if feed.outcome:
        yield "last poll", f"{feed.outcome}{f': {feed.error}' if feed.error else ''}"
    if feed.good_at:
        yield "last good poll", f"{age(feed.good_at, at)} ago"
    if feed.newest_at:
        yield "newest it spoke of", f"{age(feed.newest_at, at)} ago"
    yield "reports in all", f"{standing.reports:,}"
    if step := next_step(standing):
        yield "next", step


def _polls(last: Sequence[Poll]) -> Iterator[str]:
    if not last:
        return
    header, *lines = columns([HEADER, *map(_row, last)], FIGURES)
    yield ""
    yield bold(header)
    yield from lines


def _row(poll: Poll) -> tuple[str, ...]:
    return (
        f"{poll.started_at:%Y-%m-%d %H:%MZ}",
        f"{poll.seconds:.1f} s",
        poll.outcome,
        "" if poll.status is None else f"{poll.status}",
        f"{poll.requests:,}",
        f"{poll.bytes:,}",
        f"{poll.reports:,}",
        f"{poll.new:,}",
        f"{poll.refused:,}",
    )


def _refused(standing: Standing) -> Iterator[str]:
    if not standing.feed.refused:
        return
    yield ""
    yield bold("Refused by the last poll that was read")
    for each in standing.feed.refused:
        yield from wrapped(plain(f"{each.row}: {each.reason}"), 2, 4)
