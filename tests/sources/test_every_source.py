"""What every source keeps to, whoever wrote it: a new one is held to it by being listed."""

import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app.sources
from app.domain.channel import ChannelKind
from app.domain.place import BOTH
from app.domain.report import check_against
from app.sources import SOURCES
from app.sources.kit import Parsed, Payload, Request, Source, SourceError
from tests.long import examples
from tests.sources.made_payloads import FETCHED_AT, made, made_scope
from tests.sources.mutation import mutated, planted

SCOPE = made_scope()
EXAMPLES = examples(40)
MOST_ABOUT = 8
"""So many different requests of a source are answered with rubbish."""

RUBBISH = {
    "nothing": b"",
    "null": b"null",
    "empty object": b"{}",
    "empty list": b"[]",
    "out of service": b"<html><body><h1>503 Service Unavailable</h1></body></html>",
    "no text": b"\xff\xfe\x00",
    "login": (
        b"<html><body><form action='/login'><input name='user'>"
        b"<input type='password' name='password'></form></body></html>"
    ),
    "zeros": b"\x00" * 100,
    "deep": b"[" * 100_000,
}
EXCUSED = {
    # How it says that nothing was found.
    ("gdelt", "empty object"),
    # An announcement without a past; its list is another request.
    ("digitraffic_announcements", "empty list"),
    # A crossing's page gives no figure: without a capacity it is told, and leads to the board.
    ("cargoruqsat", "out of service"),
    ("cargoruqsat", "login"),
}
"""What looks like rubbish and may pass all the same, as long as nobody's words come of it."""

PERSONAL = re.compile(
    r"(?<![\w.])@[a-z_]\w{3,}"
    r"|(?<![\d:T.-])(?!\d{4}-\d\d-)\+?\d(?:[ ()-]{0,2}\d){9,14}(?!\d)"
    r"|\b[авекмнорстухabekmhopctyx]\d{3}[авекмнорстухabekmhopctyx]{2}\d{0,3}\b",
    re.IGNORECASE,
)
"""A handle, a phone or a plate; written otherwise than in app/domain/contact.py, on purpose."""

TRACES = ("made_person", "555-35", "А123ВС", "а123вс")
"""What would be left of what the mutations plant."""

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)


def asked(source: Source) -> list[Request]:
    """Give every request that is known without asking anybody."""
    requests = list(source.asks(SCOPE, FETCHED_AT))
    if source.past is not None:
        requests += source.past(SCOPE, date(2022, 9, 27))
    for payload in made(source.id):
        requests += source.parse(payload, SCOPE).further
    return requests


def read(source: Source, payload: Payload) -> Parsed:
    """Read a payload; one that is not theirs gives nothing."""
    with suppress(SourceError):
        return source.parse(payload, SCOPE)
    return Parsed()


def stripped(source: Source, payload: Payload) -> bytes:
    """Give what is kept of a payload; raises SourceError."""
    return payload.body if source.strip is None else source.strip(payload)


def words_of(parsed: Parsed) -> Iterator[str]:
    """Give every text that a payload's reader lets out."""
    for report in parsed.reports:
        yield from (report.note, report.origin, report.publisher, report.identity, report.url)
    for refused in parsed.refused:
        yield from (refused.row, refused.reason)
    for post in parsed.posts:
        yield post.text
        if post.kind is ChannelKind.TRAVELLERS:
            yield from (post.permalink, post.place, post.language)


def hold(parsed: Parsed) -> None:
    """Hold reports to the catalogue's places and their directions, whatever the feed said."""
    for report in parsed.reports:
        place = SCOPE.places[report.place]
        assert report.direction in (*place.directions, BOTH)
    for post in parsed.posts:
        assert post.place in SCOPE.places
        assert post.published_at.utcoffset() is not None
        assert not (post.permalink and post.kind is ChannelKind.TRAVELLERS)


def test_no_module_is_left_unlisted() -> None:
    """Each module in app/sources, bar the kit, has its source in SOURCES, by the alphabet."""
    modules = {module.name for module in pkgutil.iter_modules(app.sources.__path__)}

    assert [source.id for source in SOURCES] == sorted(modules - {"kit"})


@every_source
def test_documented_and_licensed(source: Source) -> None:
    """A source says what it is called, on which terms, and whom to name; its module says more."""
    module = sys.modules[source.parse.__module__]
    told = inspect.getdoc(module) or ""

    assert module.__name__ == f"app.sources.{source.id}"
    assert re.search(r"licen[cs]e|terms|rights|agreement|CC BY|none stated", told, re.IGNORECASE)
    assert all((source.name, source.licence, source.attribution))
    assert urlsplit(source.url).scheme == "https"


@every_source
def test_polite(source: Source) -> None:
    """A source is asked at most once a minute, over https, unhurried and within its own time."""
    requests = asked(source)

    assert requests
    assert {urlsplit(request.url).scheme for request in requests} == {"https"}
    assert source.every >= timedelta(minutes=1)
    assert source.timeout < source.every
    assert source.pause >= timedelta(seconds=1)
    assert len(source.asks(SCOPE, FETCHED_AT)) <= source.most
    assert source.media


@every_source
@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_is_a_source_error(source: Source, rubbish: str) -> None:
    """An answer that is not theirs raises SourceError, whatever was asked for: it is no zero."""
    abouts = [payload.about for payload in made(source.id)]
    abouts += [request.about for request in source.asks(SCOPE, FETCHED_AT)]
    for about in [*abouts[:MOST_ABOUT], {}]:
        payload = Payload(body=RUBBISH[rubbish], fetched_at=FETCHED_AT, url="", about=about)
        if (source.id, rubbish) in EXCUSED:
            said = read(source, payload)
            assert (said.reports, said.posts) == ([], [])
            continue
        with pytest.raises(SourceError):
            source.parse(payload, SCOPE)


@every_source
def test_made_payloads_parse(source: Source) -> None:
    """Each made payload gives something, of places of ours, and nothing from the future."""
    payloads = made(source.id)

    assert payloads, f"make a payload under tests/sources/made/{source.id}/"
    for payload in payloads:
        parsed = source.parse(payload, SCOPE)
        hold(parsed)
        for report in parsed.reports:
            check_against(report, SCOPE.places[report.place], payload.fetched_at)
            assert report.source == source.id
            assert report.recorded_at == payload.fetched_at
            assert (report.published_at or payload.fetched_at) <= payload.fetched_at
        assert all(post.published_at <= payload.fetched_at for post in parsed.posts)
    results = [source.parse(payload, SCOPE) for payload in payloads]
    assert any(result.reports or result.posts for result in results)


@every_source
def test_reading_is_pure(source: Source) -> None:
    """A payload read twice gives the same twice."""
    for payload in made(source.id):
        assert source.parse(payload, SCOPE) == source.parse(payload, SCOPE)


@every_source
def test_identities_tell_rows_apart(source: Source) -> None:
    """No two rows of one payload share an identity, or one would be taken for the other."""
    for payload in made(source.id):
        parsed = source.parse(payload, SCOPE)
        for names in (
            [report.identity for report in parsed.reports],
            [post.identity for post in parsed.posts],
        ):
            assert len(names) == len(set(names))


@every_source
def test_what_is_kept_gives_the_same(source: Source) -> None:
    """A payload without its personal data is read as it was with them."""
    for payload in made(source.id):
        kept = replace(payload, body=stripped(source, payload))

        assert source.parse(kept, SCOPE) == source.parse(payload, SCOPE)


@every_source
def test_nothing_personal_gets_out(source: Source) -> None:
    """No plate, phone or handle is in what a made payload gives, nor in what is kept of it."""
    for payload in made(source.id):
        kept = stripped(source, payload).decode(payload.charset or "utf-8")

        texts = [*words_of(source.parse(payload, SCOPE)), kept]
        assert [found[0] for text in texts for found in PERSONAL.finditer(text)] == []


@every_source
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=EXAMPLES)
def test_spoilt_payloads(source: Source, random: Random) -> None:
    """Of a spoilt payload comes a SourceError or what fits our places; so it does when kept."""
    payload = mutated(random.choice(made(source.id)), random)

    parsed = read(source, payload)
    hold(parsed)
    kept = Parsed()
    with suppress(SourceError):
        kept = read(source, replace(payload, body=stripped(source, payload)))
    assert (kept.reports, kept.posts) == (parsed.reports, parsed.posts)


@every_source
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=EXAMPLES)
def test_planted_persons(source: Source, random: Random) -> None:
    """Where a payload is stripped, whoever is planted in it is in nothing that is read of it."""
    personal = [each for each in made(source.id) if stripped(source, each) != each.body]
    if not personal:
        return
    payload = planted(random.choice(personal), random)

    said = "\n".join(words_of(read(source, payload)))
    assert [trace for trace in TRACES if trace in said] == []
