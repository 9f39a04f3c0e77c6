"""The stage of a chaos run: a server, three replicas each on its own way to it, a publisher."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.chaos.proxy import Proxy
from tests.chaos.publisher import Publisher
from tests.chaos.replica import Replica
from tests.chaos.truth import Server as Truth
from tests.postgresql import Server

SETTLED_WITHIN_S = 90.0
"""How long everything may take to be as if nothing had happened."""

LOOK_S = 0.05

LEADS = "darial_leader 1.0"


class Unsettled(Exception):
    """Something did not come about in time."""


@dataclass
class Stage:
    """Everything that a fault may be done to."""

    server: Server
    truth: Truth
    replicas: Sequence[Replica]
    ways: Sequence[Proxy]
    publisher: Publisher
    asking: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(timeout=1.0, trust_env=False)
    )

    def way_of(self, replica: Replica) -> Proxy:
        """Give a replica's way to the database."""
        return self.ways[self.replicas.index(replica)]

    async def leader(self) -> Replica:
        """Give the replica that leads, waiting until one does."""
        found: list[Replica] = []

        async def somebody_leads() -> bool:
            found[:] = [each for each in self.replicas if await self._leads(each)]
            return len(found) == 1

        await self.until("one replica leads", somebody_leads)
        return found[0]

    async def _leads(self, replica: Replica) -> bool:
        return LEADS in (await self._got(replica, "/metrics") or "")

    async def _got(self, replica: Replica, path: str) -> str | None:
        try:
            answer = await self.asking.get(replica.address + path)
        except httpx.TransportError:
            return None
        return answer.text if answer.status_code == httpx.codes.OK else None

    async def settled(self) -> None:
        """Wait until all replicas answer from the database, one leads, and nothing is spooled."""
        await self.until("every replica has its database", self._all_have_database)
        await self.leader()
        await self.until("every spool is empty", self._no_spool)

    async def _all_have_database(self) -> bool:
        told = [await self._got(each, "/readyz") for each in self.replicas]
        return all(each is not None and '"present"' in each for each in told)

    async def _no_spool(self) -> bool:
        return not any(_files(each.spool) for each in self.replicas)

    async def agree(self) -> None:
        """Wait until all replicas give the same status, byte for byte, where nothing is new."""
        with self.publisher.silent():
            await self.until("all replicas agree", self._agree)

    async def _agree(self) -> bool:
        tags = set()
        for each in self.replicas:
            try:
                answer = await self.asking.get(f"{each.address}/v1/status")
            except httpx.TransportError:
                return False
            tags.add((answer.headers.get("etag"), answer.headers.get("darial-version")))
        return len(tags) == 1

    async def taken_over(self, term: int) -> float:
        """Wait until a leader has a later term than this; gives how many seconds that took."""
        began = time.monotonic()

        async def later() -> bool:
            now = await self.truth.term()
            return now is not None and now > term

        await self.until("another leader is there", later)
        return time.monotonic() - began

    async def until(self, what: str, happened: Callable[[], Awaitable[bool]]) -> None:
        """Wait for something; raises Unsettled, with what it is, where it does not come about."""
        end = time.monotonic() + SETTLED_WITHIN_S
        while not await happened():
            if time.monotonic() > end:
                words = "".join(f"; {each.name}: {each.last_words()}" for each in self.replicas)
                raise Unsettled(f"waited {SETTLED_WITHIN_S:.0f} s in vain: {what}{words}")
            await asyncio.sleep(LOOK_S)


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()] if folder.is_dir() else []
