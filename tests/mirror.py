"""The made mirror: every made payload as its publisher would send it now.

`python -m tests.mirror --port 9000` serves them on loopback; with
`DARIAL_UPSTREAM_MIRROR=http://127.0.0.1:9000` the service polls it in place of the publishers.
Times in the payloads are moved so that they lie before now as they lay before the making. What it
says is made up: never let it near a database that anybody trusts.
"""

import argparse
import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from urllib.parse import parse_qsl, urlsplit

from app.catalog import Catalogue, load
from app.clock import now as clock
from app.sources import SOURCES
from app.sources.kit import Payload, Scope, Source
from tests.sources.made_payloads import CHANNELS, made_names, made_payload, made_scope
from tests.upstream import Good, Talk, Upstream, answer, refusal

DAY = timedelta(days=1)
MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

WITH_TIME = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d"), None),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?!:)"), "%Y-%m-%dT%H:%M"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?!:)"), "%Y-%m-%d %H:%M"),
    (re.compile(r"\d{8}T\d{6}Z"), "%Y%m%dT%H%M%SZ"),
    (re.compile(r"\d\d\.\d\d\.\d{4} \d\d:\d\d"), "%d.%m.%Y %H:%M"),
    (re.compile(r"\d\d (?:" + "|".join(ENGLISH) + r") \d{4} \d\d:\d\d:\d\d"), "%d %b %Y %H:%M:%S"),
)
WITHOUT_TIME = (
    (re.compile(r"\b\d\d\.\d\d\.\d{4}\b(?! \d\d:)"), "%d.%m.%Y"),
    (re.compile(r"\b\d\d\.\d\d\.\d\d\b(?!\.|\d)"), "%d.%m.%y"),
)
IN_WORDS = re.compile(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r")\b")

NUMBER = re.compile(r"\d{3,}")

NOWHERE = "https://made.example/"
"""Where payloads come from of which nothing is said."""

TELLING = frozenset({"app", "flCheckpoint"})
"""Parameters that name a place: where they differ, another place was asked for."""


def moved(text: str, by: timedelta) -> str:
    """Move every date and time in a text; dates without a time by whole days."""
    days = timedelta(days=round(by / DAY))
    marks: list[str] = []

    def kept(moment: str) -> str:
        marks.append(moment)
        return f"\x00{len(marks) - 1}\x00"

    def further(found: re.Match[str], form: str | None, shift: timedelta) -> str:
        return kept(_moved(found[0], form, shift))

    for pattern, form in WITH_TIME:
        text = pattern.sub(partial(further, form=form, shift=by), text)
    for pattern, form in WITHOUT_TIME:
        text = pattern.sub(partial(further, form=form, shift=days), text)
    text = IN_WORDS.sub(lambda found: kept(_in_words(found, days)), text)
    return re.sub(r"\x00(\d+)\x00", lambda found: marks[int(found[1])], text)


def _moved(text: str, form: str | None, by: timedelta) -> str:
    if form is None:
        moment = datetime.fromisoformat(text) + by
        return moment.replace(microsecond=0).isoformat(sep=text[10])
    return (datetime.strptime(text, form) + by).strftime(form)  # noqa: DTZ007 - moved, not read


def _in_words(found: re.Match[str], by: timedelta) -> str:
    day = date(clock().year, MONTHS.index(found[2]) + 1, int(found[1])) + by
    return f"{day.day} {MONTHS[day.month - 1]}"


@cache
def _outlets() -> frozenset[str | None]:
    """Give the hosts of the catalogue's outlets; reading the catalogue takes long, so once."""
    return frozenset(urlsplit(outlet.feed).hostname for outlet in load().outlets)


class Mirror:
    """Chooses the made payload that answers an address, as of a moment."""

    def __init__(self, now: Callable[[], datetime] = clock) -> None:
        """Give every made payload, as of the moment that `now` gives."""
        self._now = now
        self._outlets = _outlets()
        self._made = _sent_ones()

    def good(self, url: str) -> Good | None:
        """Give the answer to an address; None where nothing was made for it."""
        if "/v1/forecast" in url:
            return self._weather(url)
        path, shape = _path(url), _shape(url)
        fitting = [each for each in self._made if _path(each[2].url) == path]
        alike = fitting or [each for each in self._made if _shape(each[2].url) == shape]
        if not alike:
            alike = self._any_of(url)
        if not alike:
            return None
        source, _, payload = max(alike, key=lambda each: _fits(each[1], each[2].url, url))
        if not fitting:
            payload = _renumbered(payload, url)
        media = source.media[0]
        if len(source.media) > 1 and not payload.body.lstrip().startswith(b"<"):
            media = "application/json"
        charset = f"; charset={payload.charset}" if payload.charset else ""
        return Good(body=self._body(payload), media=media + charset)

    def _any_of(self, url: str) -> list[tuple[Source, str, Payload]]:
        """Give what was made for another feed or channel, as if it were this one's."""
        host, path = _path(url)
        if host in self._outlets:
            return [each for each in self._made if each[0].id == "news"]
        if host != "t.me":
            return []
        found = []
        for source, name, payload in self._made:
            handle = payload.about.get("channel", "")
            if source.id == "telegram" and payload.about.get("kind") == "authority":
                body = payload.body.replace(handle.encode(), path.rpartition("/")[2].encode())
                found.append((source, name, replace(payload, body=body)))
        return found

    def _body(self, payload: Payload) -> bytes:
        charset = payload.charset or "utf-8"
        text = payload.body.decode(charset)
        return moved(text, self._now() - payload.fetched_at).encode(charset)

    def _weather(self, url: str) -> Good | None:
        """Give as many points as were asked for, each in the shape of a made one."""
        asked = dict(parse_qsl(urlsplit(url).query))
        points = zip(asked["latitude"].split(","), asked["longitude"].split(","), strict=True)
        payloads = [made for source, _, made in self._made if source.id == "open_meteo"]
        shapes = [each for made in payloads for each in _rows(self._body(made))]
        whole = [shape for shape in shapes if "current" in shape and "latitude" in shape]
        if not whole:
            return None
        told = [
            {**whole[0], "latitude": float(latitude), "longitude": float(longitude)}
            for latitude, longitude in points
        ]
        return Good(body=json.dumps(told).encode())


@cache
def _sent_ones() -> tuple[tuple[Source, str, Payload], ...]:
    """Give every made payload with its source and name; they are many files, so read once."""
    return tuple(
        (source, name, _sent(source, name)) for source in SOURCES for name in made_names(source.id)
    )


def _sent(source: Source, name: str) -> Payload:
    """Give a made payload; one that does not say where it came from answers the first request."""
    payload = made_payload(source.id, name)
    first = next(iter(source.asks(made_scope(), payload.fetched_at)), None)
    if first is None or not payload.url.startswith(NOWHERE):
        return payload
    return replace(payload, url=first.url)


def scope_of_made(catalogue: Catalogue) -> Scope:
    """Give what sources are asked about: the catalogue's, but the channels of made payloads."""
    return Scope(
        places=catalogue.places,
        channels=CHANNELS,
        outlets=catalogue.outlets,
    )


def _rows(body: bytes) -> list[dict[str, object]]:
    found = json.loads(body)
    return found if isinstance(found, list) else [found]


def _path(url: str) -> tuple[str | None, str]:
    parts = urlsplit(url)
    return parts.hostname, parts.path


def _shape(url: str) -> tuple[str | None, str]:
    """Give host and path without the numbers in it."""
    host, path = _path(url)
    return host, NUMBER.sub("#", path)


def _renumbered(payload: Payload, url: str) -> Payload:
    """Give an answer about one number as if it were about the number asked for."""
    pairs = zip(NUMBER.findall(payload.url), NUMBER.findall(url), strict=False)
    body = payload.body
    for have, want in pairs:
        body = body.replace(have.encode(), want.encode())
    return replace(payload, body=body)


def _fits(name: str, made: str, asked: str) -> tuple[int, int, int]:
    """Rank a payload for an address: of that very place, or else an empty one, then the nearest."""
    have, want = set(parse_qsl(urlsplit(made).query)), set(parse_qsl(urlsplit(asked).query))
    same_place = {each for each in have if each[0] in TELLING} <= want
    empty = any(word in name for word in ("empty", "none"))
    return int(same_place != empty), len(have & want), -len(name)


async def behave(mirror: Mirror, talk: Talk) -> None:
    """Answer a request for `/host/path?query`."""
    good = mirror.good("https:/" + talk.asked.target)
    await (refusal("404 Not Found")(Good()) if good is None else answer(good))(talk)


async def serve(port: int) -> None:
    """Serve until cancelled."""
    mirror = Mirror()
    async with Upstream(plain_port=port, otherwise=lambda talk: behave(mirror, talk)) as upstream:
        print(f"made mirror at {upstream.address()}", flush=True)  # noqa: T201
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9000)
    asyncio.run(serve(parser.parse_args().port))
