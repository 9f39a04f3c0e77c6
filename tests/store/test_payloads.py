"""Payloads: answers are kept once, come back as they were, and go when their time is over."""

import zlib
from dataclasses import replace

import pytest
from sqlalchemy import text

from app.store import held, payloads
from app.store.database import WriteSession
from app.store.fault import UnfitPayload
from app.store.payloads import LARGEST, digest_of
from tests.store.made import DAY, HOUR, NOON, payload


async def kept(session: WriteSession, source: str = "guard") -> list[str]:
    """Give the digests of all that is kept of a source."""
    return await payloads.digests(session, source, NOON - 365 * DAY)


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 1000, "Очередь".encode("cp1251")])
async def test_a_payload_comes_back_as_it_was(writing: WriteSession, body: bytes) -> None:
    """Byte for byte, with what was asked; another digest has none."""
    await payloads.add(writing, payload(body))

    assert await payloads.one(writing, payload(body).digest) == payload(body)
    assert await payloads.one(writing, "0" * 64) is None


async def test_a_payload_without_a_charset(writing: WriteSession) -> None:
    """Most name none, and some requests know nothing beside their address."""
    plain = replace(payload(), charset=None, about={})

    await payloads.add(writing, plain)

    assert await payloads.one(writing, plain.digest) == plain


async def test_the_same_answer_again_is_kept_once(writing: WriteSession) -> None:
    """When it came first stays, when it came last moves on, and never back."""
    for at in (NOON, NOON + HOUR, NOON - HOUR):
        await payloads.add(writing, payload(at=at))

    found = await payloads.one(writing, payload().digest)

    assert found == replace(payload(), last_at=NOON + HOUR)
    assert await kept(writing) == [payload().digest]


def test_a_digest_tells_apart_what_was_asked_and_answered() -> None:
    """Another source, address, question or body is another payload; the order of facts is none."""
    about = {"a": "1", "b": "2"}
    digests = {
        digest_of("guard", "https://guard.example", about, b"body"),
        digest_of("other", "https://guard.example", about, b"body"),
        digest_of("guard", "https://guard.example/", about, b"body"),
        digest_of("guard", "https://guard.example", {"a": "1"}, b"body"),
        digest_of("guard", "https://guard.example", about, b"body "),
        digest_of("guard", "https://guard.example", {"b": "2", "a": "1"}, b"body"),
    }

    assert len(digests) == 5
    assert {len(digest) for digest in digests} == {64}


async def test_what_a_source_has_answered_since(writing: WriteSession) -> None:
    """By when it came first, whatever came again later, of that source only."""
    old, recurring, new = (
        payload(b"old"),
        payload(b"recurring", NOON + HOUR),
        payload(b"new", NOON + DAY),
    )
    for each in (new, old, recurring, payload(b"theirs", NOON + DAY, "hotline")):
        await payloads.add(writing, each)
    await payloads.add(writing, replace(recurring, last_at=NOON + 2 * DAY))

    assert await kept(writing) == [old.digest, recurring.digest, new.digest]
    assert await payloads.digests(writing, "guard", NOON + DAY) == [recurring.digest, new.digest]


async def test_old_payloads_go(writing: WriteSession) -> None:
    """Those that nobody has answered since the moment; one that came again stays."""
    old, recurring, new = payload(b"old"), payload(b"recurring"), payload(b"new", NOON + DAY)
    for each in (old, recurring, new, replace(recurring, last_at=NOON + 2 * DAY)):
        await payloads.add(writing, each)

    gone = await payloads.prune(writing, NOON + DAY)

    assert gone == 1
    assert await kept(writing) == [recurring.digest, new.digest]


async def test_pruning_goes_in_steps(writing: WriteSession) -> None:
    """A step deletes a bounded number, the longest unseen first."""
    made = [payload(str(number).encode(), NOON - number * HOUR) for number in range(5)]
    for each in made:
        await payloads.add(writing, each)

    first = await payloads.prune(writing, NOON + DAY, most=2)
    left = await kept(writing)

    assert first == 2
    assert left == [each.digest for each in made[2::-1]]
    assert [await payloads.prune(writing, NOON + DAY, most=2) for _ in range(3)] == [2, 1, 0]


async def test_what_is_held_stays(writing: WriteSession) -> None:
    """It is still to be read, unless it is said to go as well; then nothing is held any more."""
    waiting, old, theirs = payload(b"waiting"), payload(b"old"), payload(b"t", source="hotline")
    for each in (waiting, old, theirs):
        await payloads.add(writing, each)
    await held.add(writing, "guard", waiting.digest, NOON)
    await held.add(writing, "hotline", theirs.digest, NOON)

    first = await payloads.prune(writing, NOON + DAY)
    left = await kept(writing)
    second = await payloads.prune(writing, NOON + DAY, keep_held=False)

    assert (first, left, second) == (1, [waiting.digest], 2)
    assert await held.of(writing, "guard") == await held.of(writing, "hotline") == []


async def test_bodies_are_compressed(writing: WriteSession) -> None:
    """Feeds repeat themselves a lot."""
    await payloads.add(writing, payload(b"queue " * 10_000))

    size = await writing.scalar(text("SELECT length(packed) FROM payloads"))

    assert size < 1000


async def test_more_than_we_unpack_is_not_kept(writing: WriteSession) -> None:
    """What could not be read again is refused at once."""
    with pytest.raises(UnfitPayload, match="larger"):
        await payloads.add(writing, payload(bytes(LARGEST + 1)))

    assert await kept(writing) == []


@pytest.mark.parametrize(
    "packed",
    [zlib.compress(bytes(LARGEST + 1)), zlib.compress(b"queue")[:-1], b"queue", b""],
    ids=["bomb", "cut off", "no zlib", "nothing"],
)
async def test_what_is_damaged_or_grows_is_refused(writing: WriteSession, packed: bytes) -> None:
    """However it came into the file, it neither fills the memory nor passes for an answer."""
    await payloads.add(writing, payload())
    await writing.execute(text("UPDATE payloads SET packed = :packed"), {"packed": packed})

    with pytest.raises(UnfitPayload):
        await payloads.one(writing, payload().digest)


async def test_the_largest_body_is_kept(writing: WriteSession) -> None:
    """To the byte."""
    largest = payload(bytes(LARGEST))

    await payloads.add(writing, largest)

    found = await payloads.one(writing, largest.digest)
    assert found is not None
    assert found.body == largest.body
