"""Settling: what becomes of a delivery and its webhook by how an attempt ended. One transaction."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.store import deliveries, webhooks
from app.store.database import WriteSession
from app.store.deliveries import Attempt, Delivery
from app.store.webhooks import Webhook
from app.webhooks.posting import Outcome
from app.webhooks.retrying import LOST, RETURNED, delay_after, held_until, no_sooner


class Ending(StrEnum):
    """How an attempt ended for the operator."""

    TAKEN = "taken"
    RETURNED = "returned"
    FAILED = "failed"
    GIVEN_UP = "given up"
    DISABLED = "disabled"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An attempt that was made: of which delivery, under which id, when it began, what came."""

    delivery: Delivery
    message: str
    at: datetime
    outcome: Outcome


async def settle(session: WriteSession, tried: Tried, now: datetime, chance: float) -> Ending:
    """Note an attempt, and go on by it; `chance` (0..1) spreads the next one."""
    delivery, outcome = tried.delivery, tried.outcome
    webhook = await webhooks.one(session, delivery.webhook)
    if webhook is None:
        return Ending.REMOVED
    await deliveries.note(session, attempt_of(webhook.id, tried.message, tried.at, outcome))
    if outcome.taken:
        return await _taken(session, webhook, delivery, now)
    held = held_until(webhook.failures + 1, now, outcome.retry)
    await webhooks.failed(session, webhook, now, outcome.told, held)
    if webhook.disabled_at is not None:
        return Ending.FAILED
    if outcome.gone:
        await webhooks.disable(session, webhook.id, now, "it answered 410: it wants nothing more")
        return Ending.DISABLED
    return await _failed(session, webhook, tried, now, chance)


def attempt_of(webhook: str, message: str, at: datetime, outcome: Outcome) -> Attempt:
    """Give what is remembered of an attempt."""
    return Attempt(
        webhook=webhook,
        message=message,
        at=at,
        seconds=outcome.seconds,
        status=outcome.status,
        reason=outcome.reason,
    )


async def _taken(
    session: WriteSession, webhook: Webhook, delivery: Delivery, now: datetime
) -> Ending:
    await webhooks.took(session, webhook.id, now)
    await deliveries.end(session, delivery, now)
    if webhook.failing_since is None:
        return Ending.TAKEN
    if now - webhook.failing_since >= RETURNED:
        await deliveries.bring_forward(session, webhook.id, now)
    return Ending.RETURNED


async def _failed(
    session: WriteSession, webhook: Webhook, tried: Tried, now: datetime, chance: float
) -> Ending:
    delivery = tried.delivery
    if delivery.due_at is not None and now < delivery.due_at:
        # It was tried early, for others were taken or came behind it: that is no attempt of its.
        due, failures = delivery.due_at, delivery.attempts
    else:
        failures = delivery.attempts + 1
        delay = delay_after(failures, chance)
        if delay is None:
            return await _given_up(session, webhook, delivery, now)
        due = now + delay
    next_at = no_sooner(due, now, tried.outcome.retry)
    await deliveries.put_off(session, delivery, failures, due, next_at)
    return Ending.FAILED


async def _given_up(
    session: WriteSession, webhook: Webhook, delivery: Delivery, now: datetime
) -> Ending:
    """Let a message go that nobody takes, or the webhook, where it takes none at all."""
    since = webhook.failing_since or now
    if now - since < LOST:
        await deliveries.end(session, delivery, now)
        return Ending.GIVEN_UP
    # It stays the first of its lane, so that `enable` begins with it.
    await webhooks.disable(session, webhook.id, now, f"nothing was taken since {since:%Y-%m-%d}")
    return Ending.DISABLED
