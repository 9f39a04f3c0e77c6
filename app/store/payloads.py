"""Payloads: what sources answered, kept for a set time, so that a better reader can read it again.

Each is kept once, compressed, under a digest of what was asked and answered. Personal data was
taken out before: nothing here knows what a body says.
"""

import asyncio
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, exists, insert, select, true, tuple_, update

from app.store.columns import Moment
from app.store.database import ReadSession, WriteSession
from app.store.fault import UnfitPayload
from app.store.live_tables import held
from app.store.live_tables import payloads as table

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest body that is kept, or unpacked again."""

LEVEL = 6
"""How hard bodies are compressed: harder takes much longer and gains little."""

BATCH = 200
"""So many payloads are deleted together: they are large, and others wait to write meanwhile."""


# Every poll asks these, and a statement that is made once is put together once.
_at = bindparam("at", type_=Moment)
AGAIN = (
    update(table)
    .where(table.c.digest == bindparam("asked"))
    .values(last_at=case((table.c.last_at > _at, table.c.last_at), else_=_at))
)
ADDING = insert(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPayload:
    """One answer: first fetched at `fetched_at`, and the very same again up to `last_at`.

    `about` is what the request knew beside its address, `charset` the one the answer named;
    `digest` is what `digest_of` gives.
    """

    source: str
    url: str
    about: Mapping[str, str]
    charset: str | None
    body: bytes
    fetched_at: datetime
    last_at: datetime
    digest: str


def digest_of(source: str, url: str, about: Mapping[str, str], body: bytes) -> str:
    """Give the digest of an answer and of what was asked (SHA-256, 64 hex digits)."""
    asked = json.dumps([source, url, sorted(about.items())])
    # JSON writes no NUL, so it is plain where the question ends and the body begins.
    return hashlib.sha256(asked.encode() + b"\x00" + body).hexdigest()


async def add(session: WriteSession, payload: KeptPayload) -> None:
    """Keep a payload of a registered source; one that is there already was only seen again.

    Raises UnfitPayload for a body of more than LARGEST bytes.
    """
    seen = await session.execute(AGAIN, {"asked": payload.digest, "at": payload.last_at})
    if seen.rowcount == 0:
        packed = await asyncio.to_thread(_packed, payload.body)
        await session.execute(ADDING, {**_facts(payload), "packed": packed})


async def digests(
    session: ReadSession, source: str, since: datetime, until: datetime | None = None
) -> list[str]:
    """Give the digests of what a source has answered since a moment (and up to another).

    In the order in which they were first fetched.
    """
    rows = await session.scalars(
        select(table.c.digest)
        .where(
            table.c.source == source,
            table.c.last_at >= since,
            true() if until is None else table.c.fetched_at <= until,
        )
        .order_by(table.c.fetched_at, table.c.id)
    )
    return list(rows)


async def one(session: ReadSession, digest: str) -> KeptPayload | None:
    """Give the payload of this digest; None when it is not kept, or not any more.

    Raises UnfitPayload for one that is damaged or unpacks to more than LARGEST bytes.
    """
    row = (await session.execute(select(table).where(table.c.digest == digest))).one_or_none()
    if row is None:
        return None
    return _payload(row, await asyncio.to_thread(_unpacked, row.packed))


async def prune(
    session: WriteSession, before: datetime, *, keep_held: bool = True, most: int = BATCH
) -> int:
    """Delete up to `most` of the payloads last seen before a moment; give how many went.

    Those that are held stay, unless `keep_held` is false: then they are not held any more either.
    Call it again, in a transaction of its own, until it gives 0.
    """
    waiting = exists().where(held.c.source == table.c.source, held.c.digest == table.c.digest)
    rows = await session.execute(
        select(table.c.id, table.c.source, table.c.digest)
        .where(table.c.last_at < before, ~waiting if keep_held else true())
        .order_by(table.c.last_at)
        .limit(most)
    )
    gone = rows.all()
    await session.execute(delete(table).where(table.c.id.in_([row.id for row in gone])))
    if not keep_held:
        named = tuple_(held.c.source, held.c.digest)
        keys = [(row.source, row.digest) for row in gone]
        await session.execute(delete(held).where(named.in_(keys)))
    return len(gone)


def _packed(body: bytes) -> bytes:
    if len(body) > LARGEST:
        raise UnfitPayload(f"a payload of {len(body)} bytes is larger than we keep")
    return zlib.compress(body, LEVEL)


def _unpacked(packed: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        body = reader.decompress(packed, LARGEST + 1)
    except zlib.error as error:
        raise UnfitPayload("a kept payload is damaged") from error
    if len(body) > LARGEST or not reader.eof:
        raise UnfitPayload("a kept payload is cut off, or larger than we unpack")
    return body


def _facts(payload: KeptPayload) -> dict[str, Any]:
    return {
        "digest": payload.digest,
        "source": payload.source,
        "fetched_at": payload.fetched_at,
        "last_at": payload.last_at,
        "url": payload.url,
        "about": dict(payload.about),
        "charset": payload.charset,
    }


def _payload(row: Row[Any], body: bytes) -> KeptPayload:
    return KeptPayload(
        source=row.source,
        url=row.url,
        about=row.about,
        charset=row.charset,
        body=body,
        fetched_at=row.fetched_at,
        last_at=row.last_at,
        digest=row.digest,
    )
