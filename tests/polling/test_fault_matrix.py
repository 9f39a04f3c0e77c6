"""Every source among every fault, over real sockets and into a real database.

For each: the outcome it should have, no figure that was not said, another source undisturbed,
memory bounded, and the next good answer makes it good again. What the client meets before any
source reads is tried with three of them in turn, and with all by FULL=1. The matrix is printed at
the end of a run.
"""

import asyncio
import json
import math
import re
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle, product
from typing import Any

import pytest

from app.catalog import Catalogue
from app.domain.health import Health, Outcome
from app.domain.report import Report
from app.polling.client import Answer, Client, Manners
from app.polling.gathering import Gatherer
from app.polling.hosts import Hosts
from app.polling.poll import Polled, Poller
from app.sources import SOURCES
from app.sources.kit import Request, Source
from app.store.database import Database
from tests.faults import FAULTS, Fault
from tests.long import FULL
from tests.mirror import Mirror, moved, scope_of_made
from tests.polling.feeds import NOON, body
from tests.polling.feeds import answer as told
from tests.polling.feeds import source as other_source
from tests.sources.made_payloads import made
from tests.upstream import Behaviour, Good, Ground, Talk, Upstream, answer, refusal, resolve

MEBIBYTE = 1024 * 1024
LARGE = frozenset({"endless_body", "gzip_bomb"})
"""The faults that could take any amount of memory."""

BESIDES = 16 * MEBIBYTE
"""What a poll may take at the most beside twice the largest answer of its source."""
SHORT = timedelta(milliseconds=80)
IN_A_CELL = re.compile(r">\s*\d[\d\s\u00a0]*<")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def of_data(spoil: Callable[[str], str]) -> Fault:
    """Make a fault of what an answer says, not of how it comes."""
    return Fault(outcome=None, spoil=lambda content: spoil(content.decode()).encode())


def _figures(replaced: str) -> Callable[[str], str]:
    """Put a figure in place of every number of a JSON answer, or of a page's cells."""

    def changed(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            return {name: changed(each) for name, each in value.items()}
        if isinstance(value, list):
            return [changed(each) for each in value]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return "@" if number else value

    def spoil(text: str) -> str:
        if not text.lstrip().startswith(("{", "[")):
            return IN_A_CELL.sub(f">{replaced}<", text)
        return json.dumps(changed(json.loads(text))).replace('"@"', replaced)

    return spoil


def _doubled(text: str) -> str:
    def changed(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            return {name: changed(each) for name, each in value.items()}
        return [changed(each) for each in value for _ in "12"] if isinstance(value, list) else value

    return json.dumps(changed(json.loads(text))) if text.startswith(("{", "[")) else text + text


DATA_FAULTS: dict[str, Fault] = {
    "times_ahead": of_data(lambda text: moved(text, 30 * DAY)),
    "times_of_1970": of_data(lambda text: moved(text, -20_400 * DAY)),
    "clock_back_an_hour": of_data(lambda text: moved(text, -HOUR)),
    "not_a_number": of_data(_figures("NaN")),
    "1e308": of_data(_figures("1e308")),
    "negative": of_data(_figures("-7")),
    "duplicates": of_data(_doubled),
}
EVERY_FAULT = FAULTS | DATA_FAULTS

ALIKE = dict(zip(EVERY_FAULT, cycle(("georoad", "news", "telegram")), strict=False))
"""With which source each fault is tried that the client meets before any source reads.

One of JSON, of XML and of HTML, so that each of them meets a third of these.
"""


def _cells() -> Iterator[Any]:
    """Give each source with each fault that it may meet in a way of its own; with FULL, all."""
    for source, name in product(SOURCES, EVERY_FAULT):
        own = name in DATA_FAULTS or EVERY_FAULT[name].outcome is None
        if FULL or own or source.id == ALIKE[name]:
            yield pytest.param(source, name, id=f"{source.id}-{name}")


@dataclass
class World:
    """A source's publishers behind a mirror, another source beside it, and a poller for both."""

    source: Source
    poller: Poller
    mirror: Mirror
    upstream: Upstream
    fault: Fault | None = None
    now: datetime = NOON
    said_at: datetime = NOON

    async def behave(self, talk: Talk) -> None:
        """Answer as the publisher would, or with the fault."""
        good = self.mirror.good("https:/" + talk.asked.target)
        behaviour: Behaviour
        if self.fault is None:
            behaviour = refusal("404 Not Found")(Good()) if good is None else answer(good)
        else:
            behaviour = self.fault.behaviour(good or Good())
        await behaviour(talk)

    async def poll(self, after: timedelta = timedelta(0), *, same: bool = False) -> Polled:
        """Poll once, some time later; the publishers say what is so then, or the same as before."""
        self.now += after
        self.said_at = self.said_at if same else self.now
        polled = await self.poller.poll(self.source)
        assert polled is not None
        return polled


def now_of(source: Source) -> datetime:
    """Give a moment at which a source's made payloads are news."""
    return max(payload.fetched_at for payload in made(source.id))


@asynccontextmanager
async def world(
    source: Source, fault: Fault | None, database: Database, catalogue: Catalogue
) -> AsyncIterator[World]:
    """Set a source among a fault; without one, all is well."""
    here: World
    start = now_of(source)

    async def behave(talk: Talk) -> None:
        await here.behave(talk)

    async def ask(
        of: Source, request: Request, /, *, etag: str | None, modified: str | None
    ) -> Answer:
        if of.id == "feed":
            await asyncio.sleep(0)
            return told(body((here.now, 40)), fetched_at=here.now)
        client = faulty if here.fault is not None else well
        return await client.ask(of, request, etag=etag, modified=modified)

    async with Upstream(otherwise=behave) as upstream:
        ground = Ground.GOOD if fault is None else fault.ground
        quick = replace(source, pause=timedelta(0), quiet=None)
        if fault is not None and fault.slow:
            quick = replace(quick, timeout=SHORT)
        faulty, well = (
            Client(
                Manners(user_agent="Darial/test", mirror=address),
                (quick,),
                now=lambda: here.now,
                resolve=resolve,
            )
            for address in (upstream.address(ground), upstream.address())
        )
        scope = scope_of_made(catalogue)
        poller = Poller(
            database=database,
            catalogue=catalogue,
            gatherer=Gatherer(ask=ask, hosts=Hosts(), scope=scope),
            now=lambda: here.now,
        )
        mirror = Mirror(now=lambda: here.said_at)
        here = World(quick, poller, mirror, upstream, fault, start)
        async with faulty, well:
            yield here


def said(polled: Polled) -> set[tuple[object, ...]]:
    """Give what the reports of a poll say."""
    return {_said(report) for report in polled.attempt.verdict.reports}


def _said(report: Report) -> tuple[object, ...]:
    return (report.series, report.word, report.value, report.low, report.high, report.observed_from)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
async def test_all_is_well(source: Source, database: Database, catalogue: Catalogue) -> None:
    """Without any fault a source is up with what is made; what it repeats is stored once."""
    async with world(source, None, database, catalogue) as here:
        first = await here.poll()
        second = await here.poll(timedelta(seconds=1), same=True)

    assert first.kept.feed.outcome is Outcome.OK, first.kept.feed
    assert first.kept.added.new or first.attempt.verdict.posts
    assert second.kept.feed.health is Health.UP
    if source.stamped:
        assert (second.kept.added.new, second.kept.added.revised) == (0, 0)


@pytest.mark.parametrize(("source", "name"), list(_cells()))
async def test_source_among_faults(
    source: Source,
    name: str,
    database: Database,
    catalogue: Catalogue,
    record_property: Callable[[str, object], None],
) -> None:
    """The fault has its outcome, says nothing, disturbs nobody, and is over with a good answer."""
    fault = EVERY_FAULT[name]
    async with world(source, fault, database, catalogue) as here:
        with _peak(measured=name in LARGE) as peak:
            polled, beside = await asyncio.gather(here.poll(), here.poller.poll(other_source()))
        record_property("fault", (source.id, name, str(polled.kept.feed.outcome)))
        here.fault = None
        here.source = replace(here.source, timeout=source.timeout)
        after = await here.poll(timedelta(minutes=1))

    assert peak() < 2 * source.largest + BESIDES
    assert beside is not None
    assert beside.kept.feed.outcome is Outcome.OK
    if fault.outcome is not None:
        assert polled.kept.feed.outcome is fault.outcome, polled.kept.feed.error
        assert polled.kept.feed.health is Health.DOWN
        assert not polled.attempt.verdict.reports
    _sound(polled, here.now)
    assert after.kept.feed.health is Health.UP, after.kept.feed
    assert after.pace.failures == 0


@contextmanager
def _peak(*, measured: bool) -> Iterator[Callable[[], int]]:
    """Measure the bytes that a block takes at the most; not every time, as it is slow."""
    peak = 0
    if measured:
        tracemalloc.start()
    try:
        yield lambda: peak
    finally:
        if measured:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()


def _sound(polled: Polled, now: datetime) -> None:
    """Hold what was stored to what can be."""
    for report in polled.attempt.verdict.reports:
        figures = [each for each in (report.value, report.low, report.high) if each is not None]
        assert all(math.isfinite(each) and each < 1e9 for each in figures)
        assert report.word or report.observed_from <= now + timedelta(minutes=10)
        assert report.word or report.ends >= now - 400 * DAY
    identities = [report.identity for report in polled.attempt.verdict.reports]
    assert polled.kept.added.new == len(set(identities))


@pytest.mark.parametrize("name", ["wrong_length", "truncated", "half_closed"])
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
async def test_a_part_of_an_answer_says_nothing_else(
    source: Source, name: str, database: Database, catalogue: Catalogue
) -> None:
    """What of a cut answer is read at all is what the whole one says: no smaller count, no zero."""
    async with world(source, None, database, catalogue) as here:
        whole = said(await here.poll())
        here.fault = FAULTS[name]
        here.poller._known.clear()  # noqa: SLF001 - ask for all of it again
        part = said(await here.poll(timedelta(minutes=1)))

    moments = {each[:-1] for each in whole}
    assert {each[:-1] for each in part} <= moments


STILL = [source for source in SOURCES if source.still is not None]


@pytest.mark.parametrize("source", STILL, ids=lambda source: source.id)
async def test_restamped_constants_are_frozen(
    source: Source, database: Database, catalogue: Catalogue
) -> None:
    """The same figures under new times are frozen once they have stood for longer than they can."""
    assert source.still is not None
    async with world(source, None, database, catalogue) as here:
        before = await here.poll()
        frozen = await here.poll((source.still // DAY + 1) * DAY)

    assert before.kept.feed.outcome is Outcome.OK
    assert frozen.kept.feed.outcome is Outcome.FROZEN
    assert frozen.kept.added.new == 0
