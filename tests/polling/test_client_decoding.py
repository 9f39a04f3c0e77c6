"""Unpacking: in whatever pieces it comes, to the same bytes, and never to more than is allowed."""

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.polling.client.decoding import Body
from app.sources.kit import Unreadable

LARGEST = 2000


def _bare(body: bytes) -> bytes:
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(body) + packing.flush()


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    " Deflate": _bare,
    "": bytes,
    "identity": bytes,
}


def _unpacked(encoding: str, packed: bytes, piece: int, largest: int = LARGEST) -> Body:
    body = Body(encoding, largest)
    for start in range(0, len(packed), piece):
        body.add(packed[start : start + piece])
    return body


@pytest.mark.parametrize("encoding", PACK)
@given(body=st.binary(min_size=1, max_size=LARGEST // 2), piece=st.integers(1, LARGEST))
def test_what_was_packed_comes_out(encoding: str, body: bytes, piece: int) -> None:
    """Each encoding gives the bytes that were packed, however they are cut."""
    packed = PACK[encoding](body)
    unpacked = _unpacked(encoding, packed, piece)

    assert unpacked.whole() == body
    assert unpacked.received == len(packed)


@pytest.mark.parametrize("encoding", PACK)
def test_the_limit_is_of_what_comes_out(encoding: str) -> None:
    """As much as is allowed is taken, and not one byte more."""
    full = _unpacked(encoding, PACK[encoding](b"a" * LARGEST), 100).whole()
    with pytest.raises(Unreadable, match="larger than 2000 bytes"):
        _unpacked(encoding, PACK[encoding](b"a" * (LARGEST + 1)), 100)

    assert len(full) == LARGEST


@pytest.mark.parametrize("encoding", ["gzip", "deflate", " Deflate"])
def test_what_breaks_off_is_unreadable(encoding: str) -> None:
    """Wherever it breaks off, nothing of it is taken."""
    packed = PACK[encoding](b"some queue or other")
    for length in range(len(packed)):
        with pytest.raises(Unreadable):
            _unpacked(encoding, packed[:length], 7).whole()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("piece", [1, 1000])
def test_what_goes_on_behind_the_end_is_unreadable(encoding: str, piece: int) -> None:
    """Bytes behind the end are not dropped unseen: half an answer would look whole."""
    with pytest.raises(Unreadable, match="goes on"):
        _unpacked(encoding, PACK[encoding](b"one") + PACK[encoding](b"two"), piece)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@given(garbage=st.binary(min_size=2, max_size=200))
def test_garbage_is_unreadable(encoding: str, garbage: bytes) -> None:
    """Bytes that were never packed end as unreadable, or as the few that they happen to be."""
    try:
        body = _unpacked(encoding, garbage, 50).whole()
    except Unreadable:
        return
    assert len(body) <= LARGEST


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "identity, gzip", "x" * 500])
def test_other_encodings_are_unreadable(encoding: str) -> None:
    """What we did not ask for, and one packed within another, is not unpacked."""
    with pytest.raises(Unreadable, match="did not ask for") as caught:
        Body(encoding, LARGEST)

    assert len(str(caught.value)) < 120


def test_nothing_is_unreadable() -> None:
    """A body without a byte is no empty queue."""
    with pytest.raises(Unreadable, match="empty"):
        Body("gzip", LARGEST).whole()
    with pytest.raises(Unreadable, match="empty"):
        _unpacked("gzip", gzip.compress(b""), 100).whole()


def test_what_unpacks_to_nothing_has_an_end() -> None:
    """A packed answer that goes on for ever and says nothing is too large by what came of it."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    begun = packing.compress(b"one") + packing.flush(zlib.Z_SYNC_FLUSH)
    empty_block = b"\x00\x00\x00\xff\xff"
    with pytest.raises(Unreadable, match="larger than 2000 bytes"):
        _unpacked("deflate", begun + empty_block * LARGEST, 500)
