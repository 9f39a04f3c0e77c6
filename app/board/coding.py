"""Content codings: how a body is compressed, and which form a reader wants (RFC 9110)."""

import gzip
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli

PACKERS: Mapping[bytes, Callable[[bytes], bytes]] = {
    # A higher quality saves a twentieth and takes five times as long.
    b"br": lambda body: bytes(brotli.compress(body, quality=5)),
    b"gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
"""The content codings we have (section 8.4.1), the better first; equal bytes are packed equally."""

LONGEST_ACCEPT = 200
"""Bytes of an Accept-Encoding header that are read; who sends more gets the plain form."""

_WEIGHT = re.compile(rb"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


def preferred(accept_encoding: bytes) -> bytes:
    """Give the coding to answer with (section 12.5.3); empty for the plain form."""
    if len(accept_encoding) > LONGEST_ACCEPT:
        return b""
    return _preferred(accept_encoding)


@lru_cache(maxsize=64)
def _preferred(accept_encoding: bytes) -> bytes:
    weights = dict(map(_weight, accept_encoding.lower().split(b",")))
    of_others = weights.get(b"*", 0.0)
    ranked = [(weights.get(coding, of_others), coding) for coding in PACKERS]
    best, coding = max(ranked, key=lambda each: each[0])
    return coding if best > 0 and best >= weights.get(b"identity", 0.0) else b""


def _weight(part: bytes) -> tuple[bytes, float]:
    """Read one coding and its weight; what cannot be read counts as refused."""
    coding, _, further = part.partition(b";")
    name, _, value = further.strip().partition(b"=")
    if not further.strip():
        return coding.strip(), 1.0
    is_weight = name.strip() == b"q" and _WEIGHT.fullmatch(value.strip())
    return coding.strip(), float(value) if is_weight else 0.0
