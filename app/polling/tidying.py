"""Tidying: what was kept for a time goes when that time is over."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from app.polling.plan import Plan
from app.store import changes, payloads, polls
from app.store.database import Database, WriteSession
from app.store.fault import StoreError

log = structlog.get_logger(__name__)

EVERY_S = 6 * 3600.0
SOON_S = 300.0
"""How often we tidy, and how soon after the start."""

KEEP_CHANGES = timedelta(days=30)
"""How long it is kept what was told when: longer than anybody is waited for who follows along."""


async def tidy(database: Database, plan: Plan, now: datetime) -> None:
    """Drop the payloads and changes whose time is over, and thin old polls; raises StoreError.

    A little at a time: others wait to write meanwhile.
    """
    await _until_none(database, lambda each: payloads.prune(each, now - plan.keep_payloads))
    await _until_none(database, lambda each: polls.thin(each, now - plan.keep_polls))
    await _until_none(database, lambda each: changes.prune(each, now - KEEP_CHANGES))


async def _until_none(database: Database, some: Callable[[WriteSession], Awaitable[int]]) -> None:
    gone = 1
    while gone:
        async with database.writing() as session:
            gone = await some(session)


async def keep_tidy(
    database: Database,
    plan: Plan,
    now: Callable[[], datetime],
    wait: Callable[[float], Awaitable[object]],
) -> None:
    """Tidy again and again until cancelled; what fails is logged and tried the next time."""
    await wait(SOON_S)
    while True:
        try:
            await tidy(database, plan, now())
        except StoreError as error:
            log.warning("old payloads and polls could not be tidied away", reason=str(error))
        await wait(EVERY_S)
