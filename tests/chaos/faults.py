"""The faults of a chaos run: each does its harm, and mends it again.

A fault gives how many seconds it took until somebody else led, where that is its point. `Lengths`
says how long things stay broken: the short run of each change is content with less than the issue's
own lengths, which `make chaos` keeps to.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from tests.chaos.stage import Stage

OFF_S = 600.0
"""By how much a wrong clock is ahead: ten minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """For how many seconds things stay broken."""

    frozen: float
    gone: float
    cut: float
    full: float
    off: float


LONG = Lengths(frozen=30, gone=60, cut=20, full=30, off=20)
SHORT = Lengths(frozen=7, gone=9, cut=7, full=6, off=6)

Fault = Callable[[Stage, Lengths], Awaitable[float | None]]


async def _term(stage: Stage) -> int:
    term = await stage.truth.term()
    assert term is not None, "the database server is away"
    return term


async def kill_leader(stage: Stage, _lengths: Lengths) -> float:
    """Kill -9 the leader; it is started again once another leads."""
    leader, term = await stage.leader(), await _term(stage)
    leader.kill()
    took = await stage.taken_over(term)
    leader.start()
    return took


async def freeze_leader(stage: Stage, lengths: Lengths) -> float:
    """Freeze the leader (SIGSTOP); later it goes on, and does not know."""
    leader = await stage.leader()
    return await _silenced(stage, lengths.frozen, leader.freeze, leader.thaw)


async def cut_leader(stage: Stage, lengths: Lengths) -> float:
    """Cut the leader off from the database: its packets just go nowhere."""
    way = stage.way_of(await stage.leader())
    return await _silenced(stage, lengths.cut, way.cut, way.mend)


async def _silenced(
    stage: Stage, seconds: float, harm: Callable[[], None], mend: Callable[[], None]
) -> float:
    """Silence the leader for so many seconds, and until another leads; gives how long that took."""
    term = await _term(stage)
    harm()
    try:
        took = await stage.taken_over(term)
        await asyncio.sleep(max(0.0, seconds - took))
    finally:
        mend()
    return took


async def restart_server(stage: Stage, _lengths: Lengths) -> None:
    """Restart the database server: all connections break."""
    await asyncio.to_thread(stage.server.stop)
    await asyncio.to_thread(stage.server.start)


async def server_gone(stage: Stage, lengths: Lengths) -> None:
    """Have the database server away for a while, as after a crash."""
    await asyncio.to_thread(stage.server.stop, "immediate")
    await asyncio.sleep(lengths.gone)
    await asyncio.to_thread(stage.server.start)


async def full_disk(stage: Stage, lengths: Lengths) -> None:
    """Fill every replica's disk while the server is away: nothing more can be spooled."""
    await asyncio.to_thread(stage.server.stop, "immediate")
    await asyncio.sleep(lengths.full / 2)
    for replica in stage.replicas:
        replica.fill_disk()
    await asyncio.sleep(lengths.full)
    for replica in stage.replicas:
        replica.free_disk()
    await asyncio.to_thread(stage.server.start)


async def wrong_clock(stage: Stage, lengths: Lengths) -> float:
    """Have a replica lead whose clock is ten minutes ahead."""
    leader = await stage.leader()
    wrong = next(each for each in stage.replicas if each is not leader)
    others = [each for each in stage.replicas if each is not wrong]
    wrong.end()
    wrong.ahead_s = OFF_S
    wrong.start()
    await stage.settled()
    term = await _term(stage)
    for each in others:  # so that nobody but the wrong one is left to lead
        each.freeze()
    try:
        took = await stage.taken_over(term)
    finally:
        for each in others:
            each.thaw()
    await asyncio.sleep(lengths.off)
    wrong.end()
    wrong.ahead_s = 0.0
    wrong.start()
    return took


async def rolling_restart(stage: Stage, _lengths: Lengths) -> None:
    """End and start every replica, one after another."""
    for replica in stage.replicas:
        replica.end()
        replica.start()
        await stage.settled()


FAULTS: Mapping[str, Fault] = {
    "kill -9 of the leader": kill_leader,
    "leader frozen": freeze_leader,
    "leader cut off": cut_leader,
    "server restarted": restart_server,
    "server gone": server_gone,
    "disks full, server gone": full_disk,
    "clock 10 min ahead": wrong_clock,
    "rolling restart": rolling_restart,
}
"""Every fault, by the name it is told by."""
