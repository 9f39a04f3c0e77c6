"""Judging: how a poll ended, and what of it may be stored. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from app.catalog import Catalogue
from app.domain.freshness import live_limits
from app.domain.health import Outcome
from app.domain.report import Report, check_against
from app.domain.report_check import FIGURE_AHEAD, WORD_AHEAD, InvalidReport
from app.domain.vocabulary import WORDS
from app.polling.gathering import Gathered
from app.sources.kit import Post, Refused, Source
from app.store.feeds import Feed

OLDEST = timedelta(days=400)
"""A live report that speaks of a time before this is refused: such stamps are broken clocks."""

MOST_SHOWN = 20
"""How many refused rows of a poll are kept to be looked at."""

GOOD = frozenset({Outcome.OK, Outcome.NOT_MODIFIED})
"""The outcomes after which a source is up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Reports: those that may be stored, those ahead of our time, and the refused rows."""

    good: tuple[Report, ...] = ()
    future: tuple[Report, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a poll ended: what is stored (`reports`, `posts`), what is held as future or refused.

    `fingerprint` stands for the figures (empty: it gave none), `fingerprint_at` tells since when
    they are the same, `newest_at` is the newest moment anything spoke of.
    """

    outcome: Outcome
    error: str = ""
    reports: tuple[Report, ...] = ()
    posts: tuple[Post, ...] = ()
    future: tuple[Report, ...] = ()
    refused: tuple[Refused, ...] = ()
    fingerprint: str = ""
    fingerprint_at: datetime | None = None
    newest_at: datetime | None = None


def judge(
    source: Source, gathered: Gathered, feed: Feed, catalogue: Catalogue, now: datetime
) -> Verdict:
    """Tell how a poll ended by what it gathered and by what its feed said before."""
    sifted = sift(gathered.reports, catalogue, now)
    sifted = replace(sifted, refused=(*gathered.refused, *sifted.refused))
    if fault := _fault(gathered):
        return Verdict(
            outcome=fault[0],
            error=fault[1],
            reports=sifted.good,
            posts=tuple(gathered.posts),
            future=sifted.future,
            refused=sifted.refused,
            fingerprint=feed.fingerprint,
            fingerprint_at=feed.fingerprint_at,
            newest_at=_newest(sifted.good, gathered.posts, feed),
        )
    return _judged(source, gathered, feed, now, sifted)


def _judged(
    source: Source, gathered: Gathered, feed: Feed, now: datetime, sifted: Sifted
) -> Verdict:
    stands = _standing(sifted.good, feed, now)
    newest = _newest(sifted.good, gathered.posts, feed)
    outcome, error = _outcome(source, gathered, sifted, now)
    if outcome is Outcome.OK and _frozen(source, feed, stands, newest, now):
        outcome, error = Outcome.FROZEN, f"no figure has changed since {stands.since:%F %H:%MZ}"
    return Verdict(
        outcome=outcome,
        error=error,
        # What a frozen feed repeats is no news: not stored, so that its last words grow old.
        reports=() if outcome is Outcome.FROZEN else sifted.good,
        posts=tuple(gathered.posts),
        future=sifted.future,
        refused=sifted.refused,
        fingerprint=stands.fingerprint,
        fingerprint_at=stands.since,
        newest_at=newest,
    )


def _outcome(
    source: Source, gathered: Gathered, sifted: Sifted, now: datetime
) -> tuple[Outcome, str]:
    if gathered.unchanged == gathered.requests:
        return Outcome.NOT_MODIFIED, ""
    unusable = len(sifted.future) + len(sifted.refused)
    useful = sifted.good or gathered.posts or gathered.unchanged or gathered.silent
    if unusable and not useful:
        reason = sifted.refused[0].reason if sifted.refused else "they lie in the future"
        return Outcome.UNREADABLE, f"none of {unusable} rows could be used: {reason}"[:300]
    if old := _all_old(source, sifted.good, now):
        return Outcome.STALE, f"its newest figure is of {old:%Y-%m-%d %H:%MZ}"
    return Outcome.OK, ""


def _fault(gathered: Gathered) -> tuple[Outcome, str] | None:
    """Give the first fault where more requests failed than were answered."""
    if not gathered.faults or gathered.answered > len(gathered.faults):
        return None
    first = gathered.faults[0]
    return first.outcome, str(first)[:300]


def sift(
    reports: Iterable[Report], catalogue: Catalogue, now: datetime, oldest: timedelta = OLDEST
) -> Sifted:
    """Part the reports that may be stored from those that lie ahead of `now` and the unfit."""
    good: list[Report] = []
    future: list[Report] = []
    refused: list[Refused] = []
    for report in reports:
        if report.observed_from > now + (WORD_AHEAD if report.word else FIGURE_AHEAD):
            future.append(report)
        elif reason := _unfit(report, catalogue, now, oldest):
            refused.append(Refused(row=report.identity, reason=reason))
        else:
            good.append(report)
    return Sifted(good=tuple(good), future=tuple(future), refused=tuple(refused))


def _unfit(report: Report, catalogue: Catalogue, now: datetime, oldest: timedelta) -> str:
    place = catalogue.places.get(report.place)
    if place is None:
        return f"place: {report.place!r} is not in the catalogue"
    if report.ends < now - oldest and report.word is None:
        return f"observed_to: {report.ends:%Y-%m-%d} is too long ago for a live figure"
    try:
        check_against(report, place, now)
    except InvalidReport as error:
        return str(error)
    return ""


def _newest(reports: Iterable[Report], posts: Iterable[Post], feed: Feed) -> datetime | None:
    spoken = [min(report.ends, report.recorded_at) for report in reports]
    spoken += (post.published_at for post in posts)
    if feed.newest_at is not None:
        spoken.append(feed.newest_at)
    return max(spoken, default=None)


def _all_old(source: Source, reports: Sequence[Report], now: datetime) -> datetime | None:
    """Give the moment of the newest figure where all figures are stale by the source's cadence.

    What was read from a text is no figure of the source's, and says nothing of how it keeps up.
    """
    figures = [each for each in reports if each.quantity not in WORDS and not each.fired]
    if not figures:
        return None
    newest = max(figures, key=lambda report: report.ends)
    lasts = live_limits(source.cadence)[1] + (newest.ends - newest.observed_from)
    return newest.ends if now >= newest.ends + lasts else None


class _Stands(NamedTuple):
    """What stands for a poll's figures, and since when they are these."""

    fingerprint: str
    since: datetime | None


def _standing(reports: Iterable[Report], feed: Feed, now: datetime) -> _Stands:
    """Give what stands for the newest figure of each series.

    Nothing but zeros may stand for ever: the road is empty then.
    """
    newest = {
        report.series: report
        for report in sorted(reports, key=lambda report: report.ends)
        if report.quantity not in WORDS
    }
    said = sorted(
        f"{series}={report.value},{report.low},{report.high}"
        for series, report in newest.items()
        if report.value or report.low or report.high
    )
    if not said:
        return _Stands("", None)
    found = hashlib.blake2b("\n".join(said).encode(), digest_size=8).hexdigest()
    return _Stands(found, feed.fingerprint_at if found == feed.fingerprint else now)


def _frozen(
    source: Source, feed: Feed, stands: _Stands, newest: datetime | None, now: datetime
) -> bool:
    """Tell whether the figures stand still for longer than they can while their times move on."""
    if source.still is None or stands.since is None or now - stands.since <= source.still:
        return False
    moved = newest is not None and feed.newest_at is not None and newest > feed.newest_at
    return moved or feed.outcome is Outcome.FROZEN
