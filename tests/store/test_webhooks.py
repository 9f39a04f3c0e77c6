"""Webhooks and deliveries in the store: kept as given, in order per lane, found without a walk."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.store import deliveries, webhooks
from app.store.database import Database, ReadSession, WriteSession
from app.store.deliveries import Attempt, Delivery, Wanted
from app.store.webhooks import Webhook
from tests.store.made import DAY, HOUR, NOON
from tests.store.plans import Statement, plan, walks

HOOK = Webhook(
    id="hook",
    url="https://example.org/hook",
    filters={"place": ("lars",), "mode": ("car", "bus")},
    secret="whsec_AAAA",  # noqa: S106 - no secret of anybody
    added_at=NOON,
    seen=3,
)
OTHER = replace(HOOK, id="other", filters={})

THREE = (Wanted(4, "a"), Wanted(5, "a"), Wanted(6, "b"))


async def numbers(session: ReadSession, webhook: str = "hook") -> list[int]:
    """Give what is due at noon."""
    return [each.change for each in await deliveries.due(session, webhook, NOON, 10)]


@pytest.fixture
async def listed(writing: WriteSession) -> WriteSession:
    """Give a transaction in which two webhooks are listed, and three changes wait for one."""
    await webhooks.add(writing, HOOK)
    await webhooks.add(writing, OTHER)
    await deliveries.add(writing, "hook", THREE, NOON)
    return writing


async def first(session: ReadSession) -> Delivery:
    """Give the first delivery that is due."""
    return (await deliveries.due(session, "hook", NOON + DAY, 1))[0]


async def test_a_webhook_is_kept_as_it_is_given(listed: WriteSession) -> None:
    """Every field comes back, and an unknown id gives nothing."""
    full = replace(
        HOOK, id="full", old_secret=HOOK.secret, old_until=NOON, disabled_at=NOON, failures=2,
        failing_since=NOON, held_until=NOON, taken_at=NOON, failed_at=NOON, failure="f",
    )  # fmt: skip
    await webhooks.add(listed, full)

    assert await webhooks.one(listed, "full") == full
    assert await webhooks.one(listed, "nobody") is None
    assert await webhooks.count(listed) == 3
    assert {each.id for each in await webhooks.every(listed)} == {"full", "hook", "other"}


def test_no_repr_tells_the_address_or_a_secret() -> None:
    """Whatever prints a webhook prints neither."""
    shown = repr(replace(HOOK, old_secret="whsec_BBBB"))  # noqa: S106

    assert not [word for word in ("whsec", "example") if word in shown]


async def test_the_first_of_each_lane_is_due(listed: WriteSession) -> None:
    """The next is due once the one before it is through."""
    before = await numbers(listed)
    await deliveries.end(listed, await first(listed), NOON)
    after = await numbers(listed)

    assert (before, after) == ([4, 6], [5, 6])
    assert await numbers(listed, "other") == []


async def test_more_of_a_lane_brings_its_first_forward(listed: WriteSession) -> None:
    """What waits for its next attempt is tried when more comes; what waits behind it is not."""
    await deliveries.put_off(listed, await first(listed), 1, NOON + HOUR, NOON + HOUR)
    put_off = await numbers(listed)
    await deliveries.add(listed, "hook", [Wanted(7, "a")], NOON)
    found = await first(listed)

    assert put_off == [6]
    assert await numbers(listed) == [4, 6]
    assert (found.attempts, found.due_at) == (1, NOON + HOUR)
    assert await deliveries.waiting(listed, "hook") == 4


async def test_who_is_ready(listed: WriteSession) -> None:
    """One with something due, that is neither held nor disabled."""
    ready = await webhooks.ready(listed, NOON)
    await webhooks.failed(listed, HOOK, NOON, "x" * 300, NOON + HOUR)
    held = await webhooks.ready(listed, NOON)
    later = await webhooks.ready(listed, NOON + HOUR)
    await webhooks.disable(listed, "hook", NOON, "gone")
    disabled = await webhooks.ready(listed, NOON + HOUR)

    assert (ready, held, later, disabled) == (("hook",), (), ("hook",), ())


async def test_enabled_it_is_as_if_it_had_never_failed(listed: WriteSession) -> None:
    """All its attempts are before it again, and what waited behind others still waits."""
    await deliveries.put_off(listed, await first(listed), 9, NOON + DAY, NOON + DAY)
    await webhooks.failed(listed, HOOK, NOON, "away", NOON + DAY)
    await webhooks.disable(listed, "hook", NOON, "away")
    await webhooks.enable(listed, "hook", NOON)
    found = await webhooks.one(listed, "hook")

    assert found is not None
    assert (found.disabled_at, found.failures, found.held_until) == (None, 0, None)
    assert found.failed_at == NOON
    assert await numbers(listed) == [4, 6]
    assert (await first(listed)).attempts == 0


async def test_nothing_is_left_of_one_that_is_removed(listed: WriteSession) -> None:
    """Address, secret, what waited and how attempts went are gone; others stay."""
    attempt = Attempt(webhook="hook", message="4-ab", at=NOON, seconds=0.5, status=204)
    await deliveries.note(listed, attempt)
    assert await deliveries.attempts(listed, "hook", 5) == (attempt,)

    await webhooks.remove(listed, "hook")

    assert [each.id for each in await webhooks.every(listed)] == ["other"]
    assert await deliveries.attempts(listed, "hook", 5) == ()
    assert await deliveries.waiting(listed, "hook") == 0


Do = Callable[[WriteSession], Awaitable[object]]

DELIVERY = Delivery(webhook="hook", change=4, lane="a", attempts=0, due_at=NOON, next_at=NOON)

STEPS: dict[str, Do] = {
    "added": lambda session: deliveries.add(session, "hook", [Wanted(9, "a")], NOON),
    "due": lambda session: deliveries.due(session, "hook", NOON, 4, (4, 5)),
    "waiting": lambda session: deliveries.waiting(session, "hook"),
    "ended": lambda session: deliveries.end(session, DELIVERY, NOON),
    "put off": lambda session: deliveries.put_off(session, DELIVERY, 1, NOON, NOON),
    "brought forward": lambda session: deliveries.bring_forward(session, "hook", NOON),
    "noted": lambda session: deliveries.note(
        session, Attempt(webhook="hook", message="m", at=NOON, seconds=1, status=200)
    ),
    "attempts": lambda session: deliveries.attempts(session, "hook", 5),
    "enabled": lambda session: webhooks.enable(session, "hook", NOON),
    "removed": lambda session: webhooks.remove(session, "hook"),
    "ready": lambda session: webhooks.ready(session, NOON),
}


@pytest.mark.parametrize("do", STEPS.values(), ids=STEPS)
async def test_no_step_of_sending_reads_everything(
    database: Database, path: Path, statements: list[Statement], do: Do
) -> None:
    """However much waits, and however many attempts are kept, each step goes by an index."""
    async with database.writing() as session:
        await webhooks.add(session, HOOK)
        await deliveries.add(session, "hook", THREE, NOON)
    statements.clear()
    async with database.writing() as session:
        await do(session)
    asked = [each for each in statements if not each.sql.startswith(("BEGIN", "INSERT"))]
    steps = [(step, each) for each in asked for step in plan(path, each)]

    assert steps
    assert [
        step.does for step, each in steps if walks(step, each, {"deliveries", "attempts"})
    ] == []
