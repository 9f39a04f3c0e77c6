"""Judging: how a poll ended, and what of it may be stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.catalog import Catalogue
from app.domain.health import Outcome
from app.domain.report import Report
from app.polling.gathering import Gathered
from app.polling.judging import Verdict, judge
from app.sources.kit import Blocked, Payload, Refused, Scope, Source, Unreachable
from app.store.feeds import Feed
from tests.polling.feeds import HOUR, MINUTE, NOON, URL, body, parse, source

DAY = timedelta(days=1)


def reports(*rows: tuple[datetime, float], at: datetime = NOON) -> list[Report]:
    """Give what the made feed says."""
    payload = Payload(body=body(*rows), fetched_at=at, url=URL)
    return parse(payload, Scope(places={})).reports


def gathered(said: Sequence[Report] = (), **changes: object) -> Gathered:
    """Make what one answered request brought."""
    made = Gathered(requests=1, answered=1, reports=list(said))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def judged(
    found: Gathered,
    catalogue: Catalogue,
    feed: Feed | None = None,
    at: datetime = NOON,
    of: Source | None = None,
) -> Verdict:
    """Judge at noon, of a source never polled before."""
    return judge(of or source(), found, feed or Feed(source="feed"), catalogue, at)


def test_good(catalogue: Catalogue) -> None:
    """An answer with figures of now is ok, and tells the newest moment it spoke of."""
    said = reports((NOON - MINUTE, 40), (NOON - 2 * MINUTE, 41))

    verdict = judged(gathered(said), catalogue)

    assert (verdict.outcome, verdict.reports) == (Outcome.OK, tuple(said))
    assert verdict.newest_at == NOON - MINUTE


def test_nothing_new(catalogue: Catalogue) -> None:
    """Where every request was answered with nothing new, so is the poll."""
    assert judged(gathered(unchanged=1), catalogue).outcome is Outcome.NOT_MODIFIED


def test_a_fault_alone_is_the_outcome(catalogue: Catalogue) -> None:
    """A poll that was not answered ends as its first fault did, with its sentence."""
    fault = Blocked("feed.example answered 403")

    verdict = judged(Gathered(requests=1, faults=[fault]), catalogue)

    assert (verdict.outcome, verdict.error) == (Outcome.BLOCKED, "feed.example answered 403")


def test_a_fault_beside_many_answers_keeps_the_good(catalogue: Catalogue) -> None:
    """Where most requests were answered, a failing one is shown and the others count."""
    found = gathered(reports((NOON, 40)), requests=3, answered=2)
    found.faults.append(Unreachable("no answer"))
    found.refused.append(Refused(row="feed.example/b", reason="no answer"))

    verdict = judged(found, catalogue)

    assert (verdict.outcome, len(verdict.reports)) == (Outcome.OK, 1)
    assert verdict.refused == (Refused(row="feed.example/b", reason="no answer"),)


def test_what_came_before_most_requests_failed_is_kept(catalogue: Catalogue) -> None:
    """A poll that failed for the greater part is down, but what it brought is stored."""
    found = gathered(reports((NOON, 40)), requests=3, faults=[Unreachable("no answer")] * 2)

    verdict = judged(found, catalogue)

    assert (verdict.outcome, len(verdict.reports)) == (Outcome.UNREACHABLE, 1)


def test_all_refused_is_unreadable(catalogue: Catalogue) -> None:
    """Rows of which none can be used are never an empty queue; the first reason is told."""
    elsewhere = [replace(each, place="nowhere") for each in reports((NOON, 40), (NOON, 41))]

    verdict = judged(gathered(elsewhere), catalogue)

    assert verdict.outcome is Outcome.UNREADABLE
    assert "'nowhere' is not in the catalogue" in verdict.error
    assert verdict.reports == ()


def test_some_refused_keeps_the_good(catalogue: Catalogue) -> None:
    """A wrong direction is refused by itself, with the reason."""
    good, wrong = reports((NOON, 40), (NOON - MINUTE, 41))

    verdict = judged(gathered([good, replace(wrong, direction="RU-FI")]), catalogue)

    assert (verdict.outcome, verdict.reports) == (Outcome.OK, (good,))
    assert "direction" in verdict.refused[0].reason


def test_times_ahead_are_held(catalogue: Catalogue) -> None:
    """A figure ten minutes ahead may be our clock; beyond, it is held and not stored."""
    near, far = reports((NOON + 10 * MINUTE, 40), (NOON + 11 * MINUTE, 41))

    verdict = judged(gathered([near, far]), catalogue)

    assert (verdict.outcome, verdict.reports, verdict.future) == (Outcome.OK, (near,), (far,))
    assert judged(gathered([far]), catalogue).outcome is Outcome.UNREADABLE


def test_times_long_ago_are_refused(catalogue: Catalogue) -> None:
    """A stamp of 1970 is a broken clock, not history."""
    verdict = judged(gathered(reports((datetime.fromisoformat("1970-01-01T00:00Z"), 3))), catalogue)

    assert verdict.outcome is Outcome.UNREADABLE
    assert "too long ago" in verdict.error


@pytest.mark.parametrize(
    ("age", "outcome"),
    [(HOUR - MINUTE, Outcome.OK), (HOUR, Outcome.STALE)],
)
def test_old_figures_are_stale(catalogue: Catalogue, age: timedelta, outcome: Outcome) -> None:
    """A feed whose every figure is stale by its cadence is stale; they are stored all the same."""
    verdict = judged(gathered(reports((NOON - age, 40))), catalogue)

    assert (verdict.outcome, len(verdict.reports)) == (outcome, 1)


def polled(
    catalogue: Catalogue, still: timedelta | None, *rows: tuple[datetime, float]
) -> list[Outcome]:
    """Poll a feed again and again, a row at a time, and give the outcomes."""
    feed, outcomes = Feed(source="feed"), []
    for at, cars in rows:
        verdict = judged(
            gathered(reports((at, cars), at=at)), catalogue, feed, at, source(still=still)
        )
        outcomes.append(verdict.outcome)
        feed = replace(
            feed,
            outcome=verdict.outcome,
            newest_at=verdict.newest_at,
            fingerprint=verdict.fingerprint,
            fingerprint_at=verdict.fingerprint_at,
        )
    return outcomes


def test_standing_figures_under_moving_times_are_frozen(catalogue: Catalogue) -> None:
    """One number for longer than it can stand is a frozen feed, until it moves again."""
    rows = [(NOON + hour * HOUR, 40.0) for hour in range(4)]

    outcomes = polled(catalogue, 2 * HOUR, *rows, (NOON + 4 * HOUR, 41.0))

    assert outcomes == [*[Outcome.OK] * 3, Outcome.FROZEN, Outcome.OK]


def test_what_is_frozen_is_not_stored(catalogue: Catalogue) -> None:
    """The repeats of a frozen feed are not stored, so that what it last said grows old."""
    feed = Feed(source="feed")
    first = judged(gathered(reports((NOON, 40))), catalogue, feed, of=source(still=HOUR))
    feed = replace(
        feed,
        newest_at=first.newest_at,
        fingerprint=first.fingerprint,
        fingerprint_at=first.fingerprint_at,
    )
    later = NOON + 2 * HOUR

    verdict = judged(
        gathered(reports((later, 40), at=later)), catalogue, feed, later, source(still=HOUR)
    )

    assert (verdict.outcome, verdict.reports) == (Outcome.FROZEN, ())
    assert "2026-11-25 12:00Z" in verdict.error


def test_an_empty_road_may_stand_for_ever(catalogue: Catalogue) -> None:
    """Nothing but zeros is no frozen feed."""
    rows = [(NOON + hour * HOUR, 0.0) for hour in range(6)]

    assert set(polled(catalogue, HOUR, *rows)) == {Outcome.OK}


def test_sources_that_may_stand_still(catalogue: Catalogue) -> None:
    """A source without such a limit is never frozen."""
    rows = [(NOON + hour * HOUR, 40.0) for hour in range(6)]

    assert set(polled(catalogue, None, *rows)) == {Outcome.OK}
