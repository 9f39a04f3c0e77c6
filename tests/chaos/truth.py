"""What is stored in the end, asked of the server itself, and how it fits with what was told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from app.store.columns import moment_of
from tests.chaos.made_sources import IDS
from tests.chaos.publisher import Told

Queue = tuple[str, str, str]
Versions = Mapping[Queue, int]
"""The version that told of each queue last."""

STORED = """
SELECT source, observed_from, count(*) FROM reports WHERE source = ANY(%s) GROUP BY 1, 2
"""
LAST_OF_QUEUES = """
SELECT place, direction, mode, max(version) FROM changes
WHERE kind = 'status' AND id > %s GROUP BY 1, 2, 3
"""

UNDELIVERED = """
SELECT id FROM changes WHERE id > %s AND id <= (SELECT min(seen) FROM webhooks)
AND NOT EXISTS (SELECT FROM deliveries WHERE deliveries.change = changes.id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How what is stored fits with what was acknowledged."""

    stored: int
    lost: int
    doubled: int


class Server:
    """The database server, asked past every proxy."""

    def __init__(self, url: str) -> None:
        """Name the database."""
        self._url = url

    async def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask one thing; raises OperationalError while the server is away."""
        connection = await psycopg.AsyncConnection.connect(self._url, connect_timeout=2)
        async with connection:
            return await (await connection.execute(question, values)).fetchall()

    async def term(self) -> int | None:
        """Give the term of the leader; None while the server is away."""
        try:
            ((term,),) = await self.ask("SELECT term FROM leaders")
        except psycopg.OperationalError:
            return None
        return int(term)

    async def kept(self, acknowledged: Collection[Told]) -> Kept:
        """Compare what is stored with what was acknowledged."""
        rows = {(row[0], moment_of(row[1])): row[2] for row in await self.ask(STORED, list(IDS))}
        return Kept(
            stored=len(rows),
            lost=sum(told not in rows for told in acknowledged),
            doubled=sum(count > 1 for count in rows.values()),
        )

    async def versions(self, after: int) -> Versions:
        """Give the version of each queue that changed after a change, as it was told last."""
        rows = await self.ask(LAST_OF_QUEUES, after)
        return {(place, direction, mode): version for place, direction, mode, version in rows}

    async def untold(self, taken: Collection[str], after: int) -> int:
        """Count the changes after one that no message told of, and that wait for no delivery."""
        waits_for_none = await self.ask(UNDELIVERED, after)
        # Only now: what was taken while we asked waits for no delivery any more.
        told = {int(each.partition("-")[0]) for each in taken}
        return sum(number not in told for (number,) in waits_for_none)
