"""Pausing: live sources are left alone, or polled again; each an act of its own kind."""

from collections.abc import Sequence
from datetime import datetime

from app.correcting.mandate import Mandate
from app.domain.act import Act, Verb
from app.store import acts, feeds, sources
from app.store.database import WriteSession
from app.store.sources import Source


async def pause(
    session: WriteSession, at: datetime, named: Sequence[Source], mandate: Mandate
) -> Act:
    """Have sources left alone from now on; one that is paused already keeps its moment."""
    act = await _noted(session, at, Verb.PAUSE, named, mandate)
    for source in named:
        feed = await feeds.one(session, source.id)
        since = feed.paused_at if feed else None
        await feeds.pause(session, source.id, since or at)
    return act


async def resume(
    session: WriteSession, at: datetime, named: Sequence[Source], mandate: Mandate
) -> Act:
    """Have sources polled again."""
    act = await _noted(session, at, Verb.RESUME, named, mandate)
    for source in named:
        await feeds.pause(session, source.id, None)
    return act


async def _noted(
    session: WriteSession, at: datetime, verb: Verb, named: Sequence[Source], mandate: Mandate
) -> Act:
    told = {"sources": " ".join(source.id for source in named)}
    act = await acts.begin(
        session, verb, at=at, role=mandate.role, reason=mandate.reason, told=told
    )
    await acts.add(session, act)
    for source in named:
        if await sources.one(session, source.id) is None:
            await sources.register(session, source)
    return act
