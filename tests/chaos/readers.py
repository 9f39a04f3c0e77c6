"""The load of a chaos run: readers that ask whoever answers, and believe nothing.

Each asks as one behind a balancer does: where a replica does not answer at once the next is asked.
That costs the reader time, which is told; an error is what no replica could answer, or answered
wrongly. A reader says which version it has seen, and must never get an older one as new.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.chaos.made_sources import QUEUES

PAUSE_S = 0.05
PATIENCE_S = 1.5
"""How long a reader waits for one replica before it asks the next."""

TURNS = 12
"""How often a reader tries before it has no answer: about as long as nginx would try."""

QUANTITIES = ("queue_vehicles", "queue_people", "queue_km", "wait_minutes")

GRACE = timedelta(seconds=5)
"""How much later than told a number may turn late in what readers get: a look is to find out that
the database is away, and an answer is under way for a while."""


@dataclass
class Load:
    """Readers of the board, while `run` goes on; what they met is counted."""

    addresses: Sequence[str]
    random: random.Random
    answers: int = 0
    retries: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    too_old: Counter[str] = field(default_factory=Counter)
    went_back: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    pause_s: float = PAUSE_S

    async def run(self, readers: int) -> None:
        """Ask on and on until cancelled."""
        limits = httpx.Limits(max_connections=4 * readers)
        async with httpx.AsyncClient(timeout=PATIENCE_S, limits=limits, trust_env=False) as client:
            await asyncio.gather(*(self._read(client, number) for number in range(readers)))

    async def _read(self, client: httpx.AsyncClient, number: int) -> None:
        seen: dict[str, int] = {}
        while True:
            place = QUEUES[(number + self.answers) % len(QUEUES)].place
            await self._ask(client, f"/v1/status?place={place}", seen)
            await asyncio.sleep(self.pause_s)

    async def _ask(self, client: httpx.AsyncClient, path: str, seen: dict[str, int]) -> None:
        began = time.monotonic()
        said = {"darial-version": str(seen[path])} if path in seen else {}
        start, problem = self.random.randrange(len(self.addresses)), "nobody was asked"
        for turn in range(TURNS):
            address = self.addresses[(start + turn) % len(self.addresses)]
            try:
                answer = await client.get(address + path, headers=said)
            except httpx.TransportError as error:
                problem = type(error).__name__
            else:
                if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    self._take(answer, path, seen)
                    break
                problem = f"{answer.status_code} {answer.json().get('title', '')}"
            self.retries += 1
            await asyncio.sleep(self.pause_s * (turn // len(self.addresses)))
        else:
            self.errors[problem] += 1
        self.slowest_s = max(self.slowest_s, time.monotonic() - began)

    def _take(self, answer: httpx.Response, path: str, seen: dict[str, int]) -> None:
        self.answers += 1
        if answer.status_code != httpx.codes.OK:
            if answer.status_code != httpx.codes.NOT_MODIFIED:
                self.errors[f"{answer.status_code}"] += 1
            return
        told = answer.json()
        version = told["meta"]["version"]
        if version < seen.get(path, version):
            self.went_back[f"{answer.url.port}: {seen[path]} -> {version}"] += 1
        seen[path] = max(version, seen.get(path, version))
        self._check_ages(told["data"], str(answer.url.port))

    def _check_ages(self, rows: Sequence[dict[str, Any]], who: str) -> None:
        now = datetime.now(UTC)  # noqa: TID251 - the run's own clock is the truth here
        for row in rows:
            for number in (row[each] for each in QUANTITIES if row[each] is not None):
                if number["freshness"] == "fresh" and _passed(number["late_at"], now):
                    self.too_old[f"{who} {row['place']}"] += 1


def _passed(late_at: str | None, now: datetime) -> bool:
    return late_at is not None and datetime.fromisoformat(late_at) + GRACE < now


@dataclass
class Follower:
    """One who follows the stream, at another replica whenever one goes away.

    `heard` has the number of each change it was told of, in the order of being told; `versions` the
    version of each queue as it was told last.
    """

    addresses: Sequence[str]
    heard: list[int] = field(default_factory=list)
    versions: dict[tuple[str, str, str], int] = field(default_factory=dict)
    resets: int = 0
    connections: int = 0

    async def run(self) -> None:
        """Follow on and on until cancelled."""
        last, turn = "", 0
        timeout = httpx.Timeout(PATIENCE_S, read=20.0)
        async with httpx.AsyncClient(timeout=timeout, trust_env=False) as client:
            while True:
                address = self.addresses[turn % len(self.addresses)]
                turn += 1
                with suppress(httpx.TransportError):
                    last = await self._follow(client, address, last)
                await asyncio.sleep(PAUSE_S)

    async def _follow(self, client: httpx.AsyncClient, address: str, last: str) -> str:
        headers = {"last-event-id": last} if last else {}
        async with client.stream("GET", f"{address}/v1/stream", headers=headers) as answer:
            if answer.status_code != httpx.codes.OK:
                return last
            self.connections += 1
            with suppress(httpx.TransportError):
                told: dict[str, str] = {}
                async for line in answer.aiter_lines():
                    name, _, value = line.partition(": ")
                    if line:
                        told[name] = value
                    elif "event" in told:
                        last = told.get("id", last)
                        self._note(told)
                        told = {}
        return last

    def _note(self, told: Mapping[str, str]) -> None:
        if told["event"] == "reset":
            self.resets += 1
        elif "id" in told:
            self.heard.append(int(told["id"].partition("-")[0]))
        if told["event"] in {"status", "gone"}:
            said = json.loads(told["data"])
            row = said["data"]
            self.versions[row["place"], row["direction"], row["mode"]] = said["meta"]["version"]
