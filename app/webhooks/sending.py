"""Sending: each change goes to every webhook that wants it, in order, until it is taken.

What is to be sent is noted before it is sent, and taken out once its answer is noted. So whenever
we end, nothing is lost, and only what was under way is sent again, under the same id. Each webhook
has its own turn: one that is slow holds up no other.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import NamedTuple, Self

import structlog

from app.catalog import Catalogue
from app.domain.change import Change
from app.store import changes, deliveries, webhooks
from app.store.database import Database, ReadSession
from app.store.deliveries import Delivery, Wanted
from app.store.fault import StoreError
from app.store.webhooks import Webhook
from app.webhooks.address import host_of
from app.webhooks.filtering import Wanting
from app.webhooks.message import lane_of, message_of
from app.webhooks.posting import Poster
from app.webhooks.settling import Ending, Tried, settle

log = structlog.get_logger(__name__)

LOOK_S = 1.0
"""How often we look whether there is anything to send."""

AT_ONCE = 4
"""How many messages are under way to one webhook; to one that fails, a single one."""

READ_AT_ONCE = 500
"""How many changes are looked at in one transaction."""

MOST_WAITING = 10_000
"""How many wait for one webhook; further ones stay among the changes until then."""

Now = Callable[[], datetime]
Wait = Callable[[float], Awaitable[object]]

UnderWay = dict[asyncio.Task[None], int]
"""What is being sent to one webhook, with the numbers of the changes."""


class Due(NamedTuple):
    """What is to be sent now: to whom, and of which change; None where that is kept no more."""

    webhook: Webhook
    delivery: Delivery
    change: Change | None


@dataclass(slots=True, kw_only=True)
class Sender:
    """Sends what is to be sent, while it is entered; `run` goes on until cancelled.

    `chance` draws a number from 0 to 1.
    """

    database: Database
    catalogue: Catalogue
    poster: Poster
    now: Now
    wait: Wait = asyncio.sleep
    chance: Callable[[], float] = random.random
    _turns: dict[str, asyncio.Task[None]] = field(default_factory=dict, init=False)
    _broken: set[str] = field(default_factory=set, init=False)
    _stalled: bool = field(default=False, init=False)

    async def __aenter__(self) -> Self:
        """Open the way out."""
        await self.poster.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """End what is under way; it is sent again the next time."""
        for turn in self._turns.values():
            turn.cancel()
        await asyncio.gather(*self._turns.values(), return_exceptions=True)
        await self.poster.__aexit__(*exc_info)

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self.look()
            await self.wait(LOOK_S)

    async def look(self) -> None:
        """Note what is to be sent, and begin to send what is due; a database away is a pause."""
        try:
            await self._try_to_write()
            for public in await self._behind():
                await self._want(public)
            async with self.database.reading() as session:
                ready = await webhooks.ready(session, self.now())
        except StoreError as error:
            self._stall(error)
            return
        self._begin(ready)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._turns:
            await asyncio.gather(*self._turns.values())
            await asyncio.sleep(0)

    async def _try_to_write(self) -> None:
        """After a failure, see first whether an answer can be noted again: else nothing is sent."""
        if self._stalled:
            async with self.database.writing() as session:
                await webhooks.touch(session)
            self._stalled = False
            log.info("webhooks go on")

    def _stall(self, error: StoreError) -> None:
        if not self._stalled:
            log.error("webhooks pause: nothing can be noted", reason=str(error))
        self._stalled = True

    async def _behind(self) -> list[str]:
        """Give the webhooks that were not shown every change yet."""
        async with self.database.reading() as session:
            listed = await webhooks.every(session)
            newest = await changes.newest(session) if listed else 0
        return [each.id for each in listed if each.disabled_at is None and each.seen < newest]

    async def _want(self, public: str) -> None:
        """Note what a webhook wants of the changes it was not shown yet."""
        while True:
            async with self.database.writing() as session:
                webhook = await webhooks.one(session, public)
                if webhook is None or await deliveries.waiting(session, public) >= MOST_WAITING:
                    return
                told = await changes.since(session, webhook.seen, READ_AT_ONCE)
                if not told:
                    return
                wanting = Wanting(webhook.filters, self.catalogue)
                wanted = [
                    Wanted(each.number, lane_of(each)) for each in told if wanting.wants(each)
                ]
                await deliveries.add(session, public, wanted, self.now())
                await webhooks.saw(session, public, told[-1].number)

    def _begin(self, ready: tuple[str, ...]) -> None:
        for public in ready:
            if public not in self._turns and public not in self._broken:
                turn = asyncio.create_task(self._turn(public))
                self._turns[public] = turn
                turn.add_done_callback(partial(self._ended, public))

    def _ended(self, public: str, _turn: asyncio.Task[None]) -> None:
        del self._turns[public]

    async def _turn(self, public: str) -> None:
        """Send what is due to one webhook until nothing is; whatever happens is its own."""
        under_way: UnderWay = {}
        try:
            await self._send(public, under_way)
        except StoreError as error:
            self._stall(error)
        except Exception:
            # The one net under a turn: a fault of ours with one webhook must not end the others,
            # and not be made again each second.
            log.exception("sending to a webhook broke: restart to try again", webhook=public)
            self._broken.add(public)
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def _send(self, public: str, under_way: UnderWay) -> None:
        while True:
            for each in await self._due(public, tuple(under_way.values())):
                under_way[asyncio.create_task(self._deliver(each))] = each.delivery.change
            if not under_way:
                return
            done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del under_way[task]
                task.result()

    async def _due(self, public: str, under_way: tuple[int, ...]) -> list[Due]:
        now = self.now()
        async with self.database.reading() as session:
            webhook = await webhooks.one(session, public)
            if webhook is None or not webhook.listens(now):
                return []
            room = (1 if webhook.failures else AT_ONCE) - len(under_way)
            if room <= 0:
                return []
            return [
                Due(webhook, each, await _change(session, each.change))
                for each in await deliveries.due(session, public, now, room, under_way)
            ]

    async def _deliver(self, due: Due) -> None:
        webhook, delivery, change = due
        if change is None:
            await self._let_go(webhook, delivery)
            return
        at, message = self.now(), message_of(change)
        outcome = await self.poster.post(webhook, message)
        tried = Tried(delivery=delivery, message=message.id, at=at, outcome=outcome)
        async with self.database.writing() as session:
            ending = await settle(session, tried, self.now(), self.chance())
        _tell(webhook, ending, outcome.told)

    async def _let_go(self, webhook: Webhook, delivery: Delivery) -> None:
        async with self.database.writing() as session:
            await deliveries.end(session, delivery, self.now())
        log.warning(
            "a message was never taken and is too old now",
            webhook=webhook.id,
            host=host_of(webhook.url),
        )


async def _change(session: ReadSession, number: int) -> Change | None:
    found = await changes.since(session, number - 1, 1)
    return found[0] if found and found[0].number == number else None


def _tell(webhook: Webhook, ending: Ending, reason: str) -> None:
    """Tell the operator of a turn: neither of each success nor of each failure."""
    about = {"webhook": webhook.id, "host": host_of(webhook.url)}
    if ending is Ending.RETURNED:
        log.info("a webhook takes messages again", **about)
    elif ending is Ending.FAILED and not webhook.failures:
        log.warning("a webhook fails", reason=reason, **about)
    elif ending is Ending.GIVEN_UP:
        log.error("a message to a webhook was given up", reason=reason, **about)
    elif ending is Ending.DISABLED:
        log.error("a webhook is disabled", reason=reason, **about)
