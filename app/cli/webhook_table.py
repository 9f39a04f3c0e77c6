"""Webhooks as a table: how each stands, and under those that need it what to do next."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from app.cli.source_table import written
from app.cli.terminal import bold, columns, faint, plain, wrapped
from app.cli.words import age
from app.store.deliveries import Attempt
from app.store.webhooks import Webhook
from app.webhooks.address import host_of

HEADER = ("WEBHOOK", "HOST", "STANDS", "WAITING", "LAST TAKEN", "LAST FAILURE")
FIGURES = frozenset({3})
ATTEMPTS = ("WHEN (UTC)", "MESSAGE", "TOOK", "CAME BACK")

NONE = "There is no webhook: `darial webhooks add https://example.org/hook` adds one."
EVERY = "every change"


class Standing(NamedTuple):
    """How a webhook stands, and how many messages wait for it."""

    webhook: Webhook
    waiting: int

    @property
    def word(self) -> str:
        """Say how it stands."""
        return stands(self.webhook)


def table(standing: Sequence[Standing], at: datetime) -> Iterator[str]:
    """Write a line for each webhook, and below it its filter and the next thing to do."""
    if not standing:
        yield NONE
        return
    header, *lines = columns([HEADER, *(_row(each, at) for each in standing)], FIGURES)
    yield bold(header)
    for each, line in zip(standing, lines, strict=True):
        yield line
        for below in filter(None, (filter_of(each.webhook), next_step(each.webhook))):
            yield from map(faint, wrapped(plain(below), 4, 0))


def stands(webhook: Webhook) -> str:
    """Say how a webhook stands."""
    if webhook.disabled_at is not None:
        return "disabled"
    return "failing" if webhook.failures else "well"


def filter_of(webhook: Webhook) -> str:
    """Say what a webhook is told of: `mode=car place=vaalimaa`."""
    words = [
        f"{name}={word}" for name, some in sorted(webhook.filters.items()) for word in sorted(some)
    ]
    return " ".join(words) or EVERY


def host(webhook: Webhook) -> str:
    """Give all of its address that is shown, fit for a terminal."""
    return plain(host_of(webhook.url))


def next_step(webhook: Webhook) -> str:
    """Say the next thing to do about a webhook; nothing where all is well."""
    if webhook.disabled_at is not None:
        return (
            f"since {webhook.disabled_at:%Y-%m-%d %H:%MZ}: {webhook.disabled_because}; tell whoever"
            f" receives, then `darial webhooks enable {webhook.id}`, or `remove`"
        )
    if webhook.failing_since is not None:
        return (
            f"since {webhook.failing_since:%Y-%m-%d %H:%MZ}: {webhook.failure};"
            f" `darial webhooks log {webhook.id}` shows each attempt"
        )
    return ""


def fields(standing: Standing) -> dict[str, Any]:
    """Give one line as an object."""
    webhook = standing.webhook
    return {
        "id": webhook.id,
        "host": host_of(webhook.url),
        "filters": {name: list(words) for name, words in webhook.filters.items()},
        "stands": standing.word,
        "waiting": standing.waiting,
        "added_at": written(webhook.added_at),
        "taken_at": written(webhook.taken_at),
        "failed_at": written(webhook.failed_at),
        "failing_since": written(webhook.failing_since),
        "failure": webhook.failure,
        "disabled_at": written(webhook.disabled_at),
        "disabled_because": webhook.disabled_because,
        "next": next_step(webhook),
    }


def attempt_table(attempts: Iterable[Attempt]) -> Iterator[str]:
    """Write a line for each attempt."""
    header, *lines = columns([ATTEMPTS, *map(_attempt, attempts)])
    yield bold(header)
    yield from lines


def attempt_fields(attempt: Attempt) -> dict[str, Any]:
    """Give an attempt as an object."""
    return {
        "at": written(attempt.at),
        "message": attempt.message,
        "seconds": round(attempt.seconds, 3),
        "status": attempt.status,
        "reason": attempt.reason,
    }


def _row(standing: Standing, at: datetime) -> tuple[str, ...]:
    webhook = standing.webhook
    return (
        webhook.id,
        host(webhook),
        standing.word,
        f"{standing.waiting:,}",
        _ago(webhook.taken_at, at),
        _ago(webhook.failed_at, at),
    )


def _ago(moment: datetime | None, at: datetime) -> str:
    return f"{age(moment, at)} ago" if moment else "never"


def _attempt(attempt: Attempt) -> tuple[str, ...]:
    return (
        f"{attempt.at:%Y-%m-%d %H:%M:%S}",
        attempt.message,
        f"{attempt.seconds:.2f} s",
        plain(attempt.reason) if attempt.status is None else str(attempt.status),
    )
