"""Content codings: each reader gets the form it can read, with an ETag of its own."""

import gzip
from collections.abc import Callable
from functools import partial

import brotli
import pytest

from app.board.coding import LONGEST_ACCEPT, PACKERS, preferred
from app.board.document import JSON, Written, document, pack, packed_on_demand
from app.board.reply import reply

BODY = b'{"data":[' + b",".join(b'"%d"' % number for number in range(500)) + b"]}"
ANSWER = pack(document(BODY, JSON, version=7))
BR, GZIP = ANSWER.packed[b"br"], ANSWER.packed[b"gzip"]


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        (b"br", b"br"),
        (b"gzip", b"gzip"),
        (b"GZIP", b"gzip"),
        (b"gzip, deflate, br, zstd", b"br"),
        (b"br;q=0.5, gzip;q=0.8", b"gzip"),
        (b"br;q=0, gzip", b"gzip"),
        (b"br ; q=0.000 , gzip;q=0", b""),
        (b"*", b"br"),
        (b"br;q=0, *", b"gzip"),
        (b"*;q=0", b""),
        (b"identity", b""),
        (b"identity, gzip;q=0.5", b""),
        (b"identity;q=0.5, gzip", b"gzip"),
        (b"deflate, zstd", b""),
        (b"", b""),
        (b"br;q=high", b""),
        (b"br;level=3", b""),
        (b",,;", b""),
        (b"gzip," * LONGEST_ACCEPT, b""),
    ],
)
def test_the_reader_chooses(accept_encoding: bytes, coding: bytes) -> None:
    """The best of what is accepted is taken; what is refused, unknown or unreadable is not."""
    assert preferred(accept_encoding) == coding


@pytest.mark.parametrize(
    ("accept_encoding", "form"),
    [(b"br, gzip", BR), (b"gzip", GZIP), (b"identity", ANSWER), (b"compress", ANSWER)],
)
def test_each_form_has_its_own_headers(accept_encoding: bytes, form: Written) -> None:
    """Length, coding and ETag are those of the form that is sent; each says that it varies."""
    start, content = reply(ANSWER, "GET", [(b"accept-encoding", accept_encoding)]) or ({}, {})

    headers = dict(start["headers"])
    assert content["body"] is form.body
    assert headers[b"content-length"] == b"%d" % len(form.body)
    assert headers[b"etag"] == form.etag
    assert headers[b"vary"] == b"accept-encoding"
    assert headers[b"darial-version"] == b"7"
    assert headers.get(b"content-encoding", b"") in accept_encoding


def test_what_is_packed_is_the_same() -> None:
    """Each form unpacks to the plain bytes, and is smaller."""
    assert brotli.decompress(BR.body) == gzip.decompress(GZIP.body) == ANSWER.body == BODY
    assert len(BR.body) < len(GZIP.body) < len(BODY)


def test_a_form_is_made_when_a_reader_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most readers take the same one, so the others need not be there; it is the very same form."""
    made: list[bytes] = []
    packers = {coding: partial(_noted, made, coding, packer) for coding, packer in PACKERS.items()}
    monkeypatch.setattr("app.board.document.PACKERS", packers)
    answer = packed_on_demand(document(BODY, JSON, version=7))

    reply(answer, "GET", [(b"accept-encoding", b"identity")])
    assert made == []
    for _ in range(2):
        _, content = reply(answer, "GET", [(b"accept-encoding", b"gzip")]) or ({}, {})
        assert content["body"] == GZIP.body
    assert made == [b"gzip"]


def _noted(
    made: list[bytes], coding: bytes, packer: Callable[[bytes], bytes], body: bytes
) -> bytes:
    made.append(coding)
    return packer(body)


def test_equal_bytes_are_packed_equally() -> None:
    """Two processes, at two moments, give the same forms the same ETags: no clock gets in."""
    again = pack(document(BODY, JSON, version=9))

    assert [each.body for each in again.packed.values()] == [BR.body, GZIP.body]
    assert [each.etag for each in again.packed.values()] == [BR.etag, GZIP.etag]
    assert len({ANSWER.etag, BR.etag, GZIP.etag}) == 3


@pytest.mark.parametrize(
    ("accept_encoding", "tag", "status"),
    [
        (b"br", BR.etag, 304),
        (b"gzip", GZIP.etag, 304),
        (b"gzip", BR.etag, 200),
        (b"br", ANSWER.etag, 200),
        (b"identity", ANSWER.etag, 304),
        (b"br", b"*", 304),
    ],
)
def test_an_etag_is_of_one_form(accept_encoding: bytes, tag: bytes, status: int) -> None:
    """Only who holds the very form that would be sent is told that nothing changed."""
    headers = [(b"accept-encoding", accept_encoding), (b"if-none-match", tag)]

    start, _ = reply(ANSWER, "GET", headers) or ({}, {})

    assert start["status"] == status
    assert (b"vary", b"accept-encoding") in start["headers"]


def test_a_small_answer_stays_plain() -> None:
    """Where compressing saves no packet there is one form, and nothing varies."""
    small = pack(document(b"{}", JSON))

    assert not small.packed
    assert b"vary" not in dict(small.start["headers"])


def test_packing_twice_changes_nothing() -> None:
    """A document that has its forms is given back as it is."""
    assert pack(ANSWER) is ANSWER
