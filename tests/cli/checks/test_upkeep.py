"""Checks of what the database tells: backups, notices, sources, and whether anything is polled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.catalog import load
from app.cli.checks.files import past_review
from app.cli.checks.finding import Finding, State
from app.cli.checks.upkeep import Upkeep, upkeep
from app.cli.source_table import Standing
from app.domain.act import Act, Verb
from app.domain.health import Health, Outcome
from app.sources import SOURCES
from app.store.feeds import Feed
from app.store.notices import Orders
from app.store.webhooks import Webhook

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOURCE = next(source for source in SOURCES if source.on)


def standing(polled: bool = True, **feed: Any) -> Standing:  # noqa: ANN401, FBT001, FBT002 - any field
    """Give a source that is up and was asked a minute ago, or as the test says."""
    stands: dict[str, Any] = {"health": Health.UP, "polled_at": NOW - MINUTE, **feed}
    return Standing(
        source=SOURCE,
        polled=polled,
        feed=Feed(source=SOURCE.id, **stands),
        last=None,
        reports=0,
    )


HOOK = Webhook(
    id="1a2b3c4d",
    url="https://example.org/hidden",
    filters={},
    secret="",
    added_at=NOW - 9 * DAY,
    seen=0,
)


def looked(*sources: Standing, **changes: Any) -> dict[str, Finding]:  # noqa: ANN401 - any field
    """Look at what the database tells, by what was looked at."""
    backup = Act(at=NOW - HOUR, verb=Verb.BACKUP, role="operator", reason="", version=1)
    told = Upkeep(backup=backup, sources=sources or (standing(),), orders=Orders())
    findings = upkeep(replace(told, **changes), NOW, polling=True)
    return {each.check: each for each in findings}


def test_all_is_well() -> None:
    """A fresh backup, a fresh poll, every source up."""
    found = looked()

    assert [(each.check, each.state, each.says) for each in found.values()] == [
        ("backup", State.OK, "the last was made 60 min ago"),
        ("polling", State.OK, "the last poll was 1 min ago"),
        ("sources", State.OK, "1 of 1 are up"),
    ]


@pytest.mark.parametrize(
    ("age", "state", "says"),
    [
        (DAY, State.OK, "the last was made 24 h ago"),
        (DAY + MINUTE, State.LOOK, "the last was made 24 h ago"),
        (5 * DAY, State.LOOK, "the last was made 5 days ago"),
        (None, State.LOOK, "none was ever noted"),
    ],
)
def test_a_backup_grows_old(age: timedelta | None, state: State, says: str) -> None:
    """After a day somebody should look why there is no newer one."""
    act = Act(at=NOW - (age or DAY), verb=Verb.BACKUP, role="operator", reason="", version=1)

    found = looked(backup=act if age else None)["backup"]

    assert (found.state, found.says) == (state, says)


@pytest.mark.parametrize(
    ("feed", "says"),
    [
        ({"health": Health.DOWN, "outcome": Outcome.BLOCKED, "error": "kept out"}, "down"),
        ({"paused_at": NOW - DAY}, "paused"),
    ],
)
def test_a_source_in_trouble_has_a_line(feed: dict[str, Any], says: str) -> None:
    """With the next thing to do about it."""
    found = looked(standing(**feed))["source"]

    assert (found.state, found.says) == (State.LOOK, f"{SOURCE.id}: {says}")
    assert found.fix


def test_sources_never_polled_share_a_line() -> None:
    """A new server asks each within a minute."""
    new = standing(health=Health.UNKNOWN, polled_at=None)

    found = looked(new)

    assert found["polling"].says == "nothing was ever polled"
    assert found["sources"].says == f"never polled: {SOURCE.id}"


def test_a_silence_of_all_sources_is_told() -> None:
    """One that is asked every few minutes should have been asked by now."""
    late = standing(polled_at=NOW - 2 * SOURCE.every - timedelta(minutes=5, seconds=1))

    assert looked(late)["polling"].state is State.LOOK
    assert looked(late, sources=(late, standing()))["polling"].state is State.OK


def test_sources_that_are_not_chosen_are_no_trouble() -> None:
    """They are left alone on purpose."""
    found = looked(standing(polled=False, health=Health.DOWN))

    assert list(found) == ["backup", "polling"]
    assert found["polling"].says == "no source is polled"


def test_a_process_that_polls_nothing_does_not_look_for_polls() -> None:
    """With these settings none is expected."""
    told = Upkeep(backup=None, sources=(standing(),), orders=Orders())

    findings = [each.check for each in upkeep(told, NOW, polling=False)]

    assert findings == ["backup", "polling"]


def test_notices_past_their_review_are_named() -> None:
    """Those an operator added; one that has ended needs no look."""
    (some, other, third) = [
        replace(notice, valid_to=None, review_at=NOW - DAY) for notice in load().notices[:3]
    ]
    orders = Orders(
        added=(some, replace(other, valid_to=NOW - HOUR), replace(third, withdrawn_at=NOW - HOUR))
    )

    found = looked(orders=orders)["notices"]

    assert (found.state, found.says) == (
        State.LOOK,
        f"added ones are past the day of review: {some.id}",
    )


@pytest.mark.parametrize(
    ("review", "end", "due"),
    [
        (None, None, False),
        (-DAY, None, True),
        (timedelta(0), None, True),
        (DAY, None, False),
        (-DAY, -DAY, False),
        (-DAY, DAY, True),
    ],
)
def test_when_a_notice_is_due(review: timedelta | None, end: timedelta | None, due: bool) -> None:  # noqa: FBT001 - a column
    """From its day of review until it ends."""
    notice = replace(
        load().notices[0],
        valid_to=None if end is None else NOW + end,
        review_at=None if review is None else NOW + review,
    )

    assert past_review(notice, NOW) is due


@pytest.mark.parametrize(
    ("stands", "says"),
    [
        ({"disabled_at": NOW - HOUR, "disabled_because": "it answered 410"}, "1a2b3c4d: disabled"),
        ({"failing_since": NOW - DAY, "failures": 9, "failure": "x"}, "1a2b3c4d: failing"),
    ],
)
def test_a_webhook_that_is_told_nothing(stands: dict[str, Any], says: str) -> None:
    """One that is disabled, or takes nothing for a day, is to be looked at, with what to do."""
    found = looked(webhooks=[replace(HOOK, **stands)])["webhook"]

    assert (found.state, found.says) == (State.LOOK, says)
    assert "darial webhooks" in found.fix
    assert "hidden" not in found.fix


def test_a_webhook_that_is_well_or_failed_just_now() -> None:
    """Nothing is said of one that takes what comes, nor of one that is tried again by itself."""
    failing = replace(HOOK, failing_since=NOW - HOUR, failures=3)

    assert "webhook" not in looked(webhooks=[HOOK, failing])
