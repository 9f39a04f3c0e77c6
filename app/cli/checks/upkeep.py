"""Checks of what the database tells: backup, notices to review, sources, polling, webhooks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cli.checks.files import past_review
from app.cli.checks.finding import Finding, look, ok
from app.cli.source_table import Standing, next_step, standings
from app.cli.webhook_table import next_step as webhook_step
from app.cli.webhook_table import stands
from app.cli.words import age
from app.domain.act import Act, Verb
from app.domain.health import Health
from app.sources.kit import Source
from app.store import acts, notices, webhooks
from app.store.database import ReadSession
from app.store.notices import Orders
from app.store.webhooks import Webhook

DAY = timedelta(days=1)

GRACE = timedelta(minutes=5)
"""How much longer than between two of its polls the most often asked source may be silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What the database tells: the last backup, what operators said, how all others stand."""

    backup: Act | None
    sources: Sequence[Standing]
    orders: Orders
    webhooks: Sequence[Webhook] = ()


async def read(session: ReadSession, sources: Sequence[Source], polled: frozenset[str]) -> Upkeep:
    """Read all of it; `polled` are the sources that the settings choose."""
    return Upkeep(
        backup=await acts.newest(session, (Verb.BACKUP,)),
        sources=await standings(session, sources, polled),
        orders=await notices.orders(session),
        webhooks=await webhooks.every(session),
    )


def upkeep(found: Upkeep, at: datetime, *, polling: bool) -> Iterator[Finding]:
    """Look at all of it; `polling` is whether the settings have live sources polled."""
    yield _backup(found.backup, at)
    yield from _notices(found.orders, at)
    yield from _webhooks(found.webhooks, at)
    chosen = [each for each in found.sources if each.polled]
    if not polling:
        yield ok("polling", "DARIAL_POLLING is false here: with these settings nothing is polled")
        return
    yield _polling(chosen, at)
    yield from _sources(chosen)


def _backup(last: Act | None, at: datetime) -> Finding:
    fix = "`darial backup FILE.db.gz` makes one, also while a server runs"
    if last is None:
        return look("backup", "none was ever noted", fix)
    says = f"the last was made {age(last.at, at)} ago"
    return ok("backup", says) if at - last.at <= DAY else look("backup", says, fix)


def _notices(orders: Orders, at: datetime) -> Iterator[Finding]:
    standing = (each for each in notices.versions((), orders) if each.withdrawn_at is None)
    due = [each.id for each in standing if past_review(each, at)]
    if due:
        yield look(
            "notices",
            f"added ones are past the day of review: {', '.join(due)}",
            "see their links; then end each by `darial notice end`, and add it anew if it stands",
        )


def _webhooks(listed: Sequence[Webhook], at: datetime) -> Iterator[Finding]:
    for each in listed:
        failing = each.failing_since is not None and at - each.failing_since >= DAY
        if failing or each.disabled_at is not None:
            yield look("webhook", f"{each.id}: {stands(each)}", webhook_step(each))


def _polling(chosen: Sequence[Standing], at: datetime) -> Finding:
    asked = [each for each in chosen if each.feed.paused_at is None]
    if not asked:
        return look("polling", "no source is polled", "`darial sources` tells why")
    fix = "`darial serve` polls: see whether it runs, with these settings"
    times = [each.feed.polled_at for each in asked if each.feed.polled_at is not None]
    if not times:
        return look("polling", "nothing was ever polled", fix)
    last, often = max(times), min(each.source.every for each in asked)
    says = f"the last poll was {age(last, at)} ago"
    # Failing sources are asked more seldom, so only all of them together tell.
    return ok("polling", says) if at - last <= 2 * often + GRACE else look("polling", says, fix)


def _sources(chosen: Sequence[Standing]) -> Iterator[Finding]:
    up = [each for each in chosen if each.word == Health.UP]
    new = [each for each in chosen if each.word == Health.UNKNOWN]
    for each in chosen:
        if each not in up and each not in new:
            yield look("source", f"{each.source.id}: {each.word}", next_step(each))
    if new:
        names = ", ".join(each.source.id for each in new)
        yield look("sources", f"never polled: {names}", "a server asks each within a minute")
    if up:
        yield ok("sources", f"{len(up)} of {len(chosen)} are up")
