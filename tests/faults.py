"""Faults: the ways in which publishers fail, each exact, over the real sockets of an Upstream.

FAULTS has a behaviour for each fault, made from the good answer that it spoils. An Upstream serves
it at a target; as a mirror it is asked for `/host/path`.
"""

import asyncio
import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.health import Outcome
from tests.upstream import Behaviour, Good, Ground, Talk, answer, head, packed, raw, refusal

MEBIBYTE = 1024 * 1024


def _slow_headers(_good: Good) -> Behaviour:
    async def behave(talk: Talk) -> None:
        await talk.send(b"HTTP/1.1 200 OK\r\nContent-")
        await talk.hold()

    return behave


def _slow_body(good: Good) -> Behaviour:
    async def behave(talk: Talk) -> None:
        await talk.send(head(good, len(good.body)) + good.body[:1])
        await talk.hold()

    return behave


def _dripping_body(good: Good) -> Behaviour:
    async def behave(talk: Talk) -> None:
        await talk.send(head(good, MEBIBYTE))
        while True:
            await talk.send(b" ")
            await asyncio.sleep(0.005)

    return behave


def _endless_body(good: Good) -> Behaviour:
    async def behave(talk: Talk) -> None:
        await talk.send(head(good, None))
        while True:
            await talk.send(b" " * 65_536)

    return behave


def _half_closed(good: Good) -> Behaviour:
    async def behave(talk: Talk) -> None:
        await talk.send(head(good, len(good.body)) + good.body[:-1])
        talk.hang_up_half()
        await talk.hold()

    return behave


def _truncated(good: Good) -> Behaviour:
    return raw(head(good, len(good.body)) + good.body[: len(good.body) // 2])


def _wrong_length(good: Good) -> Behaviour:
    return raw(head(good, len(good.body) // 2) + good.body)


def _redirect_loop(good: Good) -> Behaviour:
    async def behave(talk: Talk) -> None:
        await answer(replace(good, status="302 Found").having(("Location", talk.asked.target)))(
            talk
        )

    return behave


def _gzip_bomb(good: Good) -> Behaviour:
    """Send a gibibyte of spaces in a mebibyte: a block that stands for itself, a thousand times."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packing.compress(b" " * MEBIBYTE) + packing.flush(zlib.Z_FULL_FLUSH)
    return answer(packed(good, "gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block * 1024))


def _broken_gzip(good: Good) -> Behaviour:
    whole = gzip.compress(good.body)
    return answer(packed(good, "gzip", whole[:12] + b"\xff\xff" + whole[14:]))


def _cut_gzip(good: Good) -> Behaviour:
    return answer(packed(good, "gzip", gzip.compress(good.body)[:-9]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to fail.

    `outcome` is what the client by itself makes of it; None where it hands the answer on and the
    source's reader decides. `slow` tells that only time ends it: give those a short timeout.
    `spoil` changes the good body; `behave` makes the behaviour of what comes of that. `ground` is
    the address to ask (`Upstream.address`), as a mirror or a proxy.
    """

    outcome: Outcome | None
    behave: Callable[[Good], Behaviour] = answer
    spoil: Callable[[bytes], bytes] = bytes
    ground: Ground = Ground.GOOD
    slow: bool = False

    def behaviour(self, good: Good) -> Behaviour:
        """Give what a publisher does that has this fault instead of its good answer."""
        return self.behave(replace(good, body=self.spoil(good.body)))


MAINTENANCE = "<html><body><h1>Back soon</h1></body></html>"
CAPTCHA = "<html><body><form>Please solve this CAPTCHA</form></body></html>"
ELSEWHERE = "https://elsewhere.example/front?key=secret"

FAULTS: dict[str, Fault] = {
    "refused": Fault(outcome=Outcome.UNREACHABLE, ground=Ground.REFUSED),
    "dns_failure": Fault(outcome=Outcome.UNREACHABLE, ground=Ground.NAMELESS),
    "tls_failure": Fault(outcome=Outcome.UNREACHABLE, ground=Ground.NO_TLS),
    "self_signed": Fault(outcome=Outcome.UNREACHABLE, ground=Ground.UNTRUSTED),
    "slow_headers": Fault(outcome=Outcome.UNREACHABLE, behave=_slow_headers, slow=True),
    "slow_body": Fault(outcome=Outcome.UNREACHABLE, behave=_slow_body, slow=True),
    "dripping_body": Fault(outcome=Outcome.UNREACHABLE, behave=_dripping_body, slow=True),
    "half_closed": Fault(outcome=Outcome.UNREACHABLE, behave=_half_closed),
    "endless_body": Fault(outcome=Outcome.UNREADABLE, behave=_endless_body),
    "truncated": Fault(outcome=Outcome.UNREACHABLE, behave=_truncated),
    "wrong_length": Fault(outcome=None, behave=_wrong_length),
    "moved_elsewhere": Fault(
        outcome=Outcome.MOVED, behave=refusal("301 Moved Permanently", ("Location", ELSEWHERE))
    ),
    "redirect_loop": Fault(outcome=Outcome.MOVED, behave=_redirect_loop),
    "forbidden_403": Fault(outcome=Outcome.BLOCKED, behave=refusal("403 Forbidden")),
    "too_many_429": Fault(
        outcome=Outcome.BLOCKED, behave=refusal("429 Too Many Requests", ("Retry-After", "120"))
    ),
    "server_error_500": Fault(outcome=Outcome.UNREACHABLE, behave=refusal("500 Oops")),
    "unavailable_503_html": Fault(
        outcome=Outcome.UNREACHABLE, behave=refusal("503 Away", page=MAINTENANCE)
    ),
    "no_content_204": Fault(
        outcome=Outcome.UNREADABLE, behave=lambda _: raw(b"HTTP/1.1 204 No Content\r\n\r\n")
    ),
    "empty_200": Fault(outcome=Outcome.UNREADABLE, spoil=lambda _: b""),
    "wrong_type": Fault(
        outcome=Outcome.UNREADABLE,
        behave=lambda good: answer(replace(good, media="application/zip")),
    ),
    "captcha": Fault(outcome=Outcome.BLOCKED, behave=refusal("200 OK", page=CAPTCHA)),
    "wrong_charset": Fault(
        outcome=None,
        behave=lambda good: answer(replace(good, media=f"{good.media}; charset=klingon")),
    ),
    "gzip_bomb": Fault(outcome=Outcome.UNREADABLE, behave=_gzip_bomb),
    "broken_gzip": Fault(outcome=Outcome.UNREADABLE, behave=_broken_gzip),
    "cut_gzip": Fault(outcome=Outcome.UNREADABLE, behave=_cut_gzip),
    "nul_bytes": Fault(outcome=None, spoil=lambda body: b"\0" * len(body)),
}
"""The faults by name. Those of the data itself, which only its source knows, are further ones with
`spoil` and no `outcome`.
"""
