"""A chaos run: faults in a random order under load, and after each what is stored and told."""

import asyncio
import itertools
import random
import secrets
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.catalog import load
from app.clock import now
from app.polling.import_reports import import_archive
from app.store import migrate, webhooks
from app.store.database import Database
from app.store.webhooks import Webhook
from app.webhooks.signing import new_secret
from tests.archived import IMPORTED_AT
from tests.chaos.faults import FAULTS, Lengths
from tests.chaos.proxy import Proxy
from tests.chaos.publisher import Publisher
from tests.chaos.readers import Follower, Load
from tests.chaos.receiver import Receiver
from tests.chaos.replica import Replica
from tests.chaos.stage import LOOK_S, Stage, Unsettled
from tests.chaos.truth import Kept, Versions
from tests.chaos.truth import Server as Truth
from tests.postgresql import Server

REPLICAS = 3
READERS = 4
DURABLE = ("synchronous_commit=on",)
"""What the server is told: commits are kept, though it is ended at once."""

CALM_S = 2.0
"""How long nothing is broken between two faults."""

LAST_S = 5.0
"""How long the run goes on after the last fault, so that what is under way is acknowledged."""

HEARD_WITHIN_S = 10.0
"""How soon who follows the stream has to hear of what was published, once nothing is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One fault as it went: how long until somebody else led, and until all was as before."""

    fault: str
    takeover_s: float | None
    settled_s: float
    kept: Kept
    errors: int
    trouble: str = ""


@dataclass(kw_only=True)
class Outcome:
    """What became of a run."""

    seed: int
    steps: list[Step] = field(default_factory=list)
    kept: Kept | None = None
    acknowledged: int = 0
    untold: int = 0
    unheard: Sequence[str] = ()
    repeated: int = 0
    load: Load
    follower: Follower
    receiver: Receiver

    def faults(self) -> list[str]:
        """Give a sentence for each promise that was not kept."""
        kept = self.kept or Kept(stored=0, lost=0, doubled=0)
        slow = [each for each in self.steps if (each.takeover_s or 0) >= TAKEOVER_S]
        told = {
            "acknowledged reports are lost": kept.lost,
            "reports are stored twice": kept.doubled,
            "changes were told to no webhook": self.untold,
            f"queues were not told of in the stream: {'; '.join(self.unheard)}": len(self.unheard),
            "changes were told twice in the stream": self.repeated,
            "reads failed": sum(self.load.errors.values()),
            "numbers were shown as fresh for too long": sum(self.load.too_old.values()),
            "answers were older than one seen before": sum(self.load.went_back.values()),
            f"takeovers took {TAKEOVER_S:.0f} s or longer": len(slow),
            "faults were not overcome": sum(bool(each.trouble) for each in self.steps),
        }
        return [f"{count} {what}" for what, count in told.items() if count]


TAKEOVER_S = 10.0
"""By when somebody else leads."""


async def run(
    *, seconds: float, seed: int, lengths: Lengths, say: Callable[[str], None], folder: Path | None
) -> Outcome:
    """Run for so many seconds, each fault at least once; `folder` keeps what processes said."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    kept_in = folder or own_folder()
    kept_in.mkdir(parents=True, exist_ok=True)
    try:
        async with _staged(kept_in, chance) as (stage, outcome):
            outcome.seed = seed
            await _faults(stage, outcome, lengths, chance=chance, seconds=seconds, say=say)
            await asyncio.sleep(LAST_S)
            await _count(stage, outcome)
            return outcome
    finally:
        if folder is None:
            shutil.rmtree(kept_in, ignore_errors=True)


def own_folder() -> Path:
    """Make a folder that is removed afterwards; PostgreSQL's user may pass through it."""
    made = Path(tempfile.mkdtemp(prefix="darial-chaos-"))
    made.chmod(0o755)
    return made


@asynccontextmanager
async def _staged(folder: Path, chance: random.Random) -> AsyncIterator[tuple[Stage, Outcome]]:
    """Set the stage, with load on it."""
    async with AsyncExitStack() as opened:
        cluster = folder / "postgresql"
        cluster.mkdir()
        server = await asyncio.to_thread(Server, cluster, DURABLE)
        opened.callback(server.stop, "immediate")
        await asyncio.to_thread(server.start)
        url = await asyncio.to_thread(server.make, "darial")
        await asyncio.to_thread(migrate.upgrade, url)
        receiver = await opened.enter_async_context(Receiver(chance))
        await _filled(url, receiver.address)
        publisher = await opened.enter_async_context(Publisher(chance))
        ways = [await opened.enter_async_context(Proxy(server.port)) for _ in range(REPLICAS)]
        replicas = [
            Replica(
                f"replica-{number}",
                folder / f"replica-{number}",
                server.url("darial", way.port),
                publisher.address,
            )
            for number, way in enumerate(ways, 1)
        ]
        stage = Stage(server, Truth(url), replicas, ways, publisher)
        opened.push_async_callback(stage.asking.aclose)
        for replica in replicas:
            opened.callback(replica.close)
            replica.start()
        await stage.settled()
        addresses = [each.address for each in replicas]
        load, follower = Load(addresses, chance), Follower(addresses)
        async with _under(load, follower):
            yield stage, Outcome(seed=0, load=load, follower=follower, receiver=receiver)


@asynccontextmanager
async def _under(load: Load, follower: Follower) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(load.run(READERS)), asyncio.create_task(follower.run())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for each in ended:
        if isinstance(each, Exception) and not isinstance(each, asyncio.CancelledError):
            raise each


async def _filled(url: str, hook: str) -> None:
    """Fill the database with the archive, and have somebody told of each change."""
    database = Database(url)
    try:
        await import_archive(database, load(), now=IMPORTED_AT)
        async with database.writing() as session:
            told = Webhook(
                id=secrets.token_hex(4),
                url=hook,
                filters={"kind": ["checkpoint", "area"]},
                secret=new_secret(),
                added_at=now(),
                seen=0,
            )
            await webhooks.add(session, told)
    finally:
        await database.close()


async def _faults(  # noqa: PLR0913 - what it is done to, and how long
    stage: Stage,
    outcome: Outcome,
    lengths: Lengths,
    *,
    chance: random.Random,
    seconds: float,
    say: Callable[[str], None],
) -> None:
    """Do every fault in a random order, again and again until the time is over."""
    end, waiting = time.monotonic() + seconds, list[str]()
    while time.monotonic() < end or waiting or not outcome.steps:
        if not waiting:
            waiting = chance.sample(list(FAULTS), len(FAULTS))
        await asyncio.sleep(CALM_S * (0.5 + chance.random()))
        step = await _step(stage, outcome, waiting.pop(), lengths)
        outcome.steps.append(step)
        say(told(step))


async def _step(stage: Stage, outcome: Outcome, name: str, lengths: Lengths) -> Step:
    before, took, trouble = sum(outcome.load.errors.values()), None, ""
    began = time.monotonic()
    try:
        took = await FAULTS[name](stage, lengths)
        began = time.monotonic()
        await stage.settled()
        await stage.agree()
    except Unsettled as error:
        trouble = str(error)
    return Step(
        fault=name,
        takeover_s=took,
        settled_s=time.monotonic() - began,
        kept=await stage.truth.kept(frozenset(stage.publisher.acknowledged)),
        errors=sum(outcome.load.errors.values()) - before,
        trouble=trouble,
    )


async def _count(stage: Stage, outcome: Outcome) -> None:
    """Count what is there and what was told, once all is quiet."""
    acknowledged = frozenset(stage.publisher.acknowledged)
    outcome.acknowledged, outcome.kept = len(acknowledged), await stage.truth.kept(acknowledged)
    outcome.untold = await stage.truth.untold(outcome.receiver.taken, 0)
    heard = outcome.follower.heard
    outcome.repeated = sum(later < earlier for earlier, later in itertools.pairwise(heard))
    versions = await stage.truth.versions(heard[0] if heard else 0)
    outcome.unheard = await unheard(outcome.follower, versions, HEARD_WITHIN_S)


async def unheard(follower: Follower, versions: Versions, seconds: float) -> list[str]:
    """Give the queues that a follower was not told of as of these versions, in so many seconds."""
    end = time.monotonic() + seconds
    while (waits := _behind(follower, versions)) and time.monotonic() < end:  # noqa: ASYNC110 - nobody says when
        await asyncio.sleep(LOOK_S)
    return waits


def _behind(follower: Follower, versions: Versions) -> list[str]:
    return [
        f"{' '.join(queue)} of version {version}, last of {follower.versions.get(queue, 'none')}"
        for queue, version in sorted(versions.items())
        if follower.versions.get(queue, 0) < version
    ]


def told(step: Step) -> str:
    """Say how a step went, in a line."""
    takeover = "" if step.takeover_s is None else f"another led after {step.takeover_s:.1f} s, "
    return (
        f"{step.fault:24} {takeover}settled after {step.settled_s:.1f} s,"
        f" {step.kept.lost} lost, {step.kept.doubled} twice of {step.kept.stored},"
        f" {step.errors} reads failed{': ' + step.trouble if step.trouble else ''}"
    )
