"""Messages: every word of the page is said in each language, whole, and none is left in English."""

import re
from collections.abc import Iterator, Mapping

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from app.domain.health import Health, Outcome
from app.store import feeds, sources
from app.store.feeds import Feed
from app.web.page.messages import ENGLISH
from tests.archived import NOW
from tests.long import FULL
from tests.serving import Service, live, serving
from tests.web.page.markup import HEIGHT
from tests.web.page.messages import (
    TRANSLATED,
    found,
    kept,
    of_code,
    of_template,
    path_of,
    renewed,
    untranslated,
)
from tests.web.page.reading import BROWSER, Read, opened, read

MENDED = "python -m tests.web.page.messages, then translate what it names"
PLACEHOLDER = re.compile(r"%\(\w+\)s|%[^(]")
SAID = ("aria-label", "alt", "title", "data-play", "data-pause", "data-label", "data-updated")
"""Attributes that are words."""

PAGES = ("", f"?{HEIGHT}", "map", f"places/verkhny-lars?{HEIGHT}", "places/vaalimaa")
FURTHER = ("sources", "corrections", "about")
FAULTS = ("nothing", "?mode=none&as_of=x", "corrections?cursor=x")


def said(catalogue: Catalog) -> Iterator[Message]:
    """Give the messages of a catalogue, without its head."""
    return (each for each in catalogue if each.id)


def forms(words: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """Give a message's forms, one or several."""
    return [words or ""] if words is None or isinstance(words, str) else list(words)


def english_in(page: Read, known: Mapping[str, str]) -> set[str]:
    """Give what a page says in English although it has other words in `known`."""
    body = page.tree.body
    assert body is not None
    nodes = list(body.traverse(include_text=True))
    texts = {" ".join((each.text_content or "").split()) for each in nodes if each.tag == "-text"}
    texts |= {each.attributes.get(name) or "" for each in nodes for name in SAID}
    texts.add(page.part("head title").removesuffix(" · Darial"))
    pieces = {piece.strip() for each in texts for piece in (each, *re.split("[:·(]", each))}
    return set(filter(english_of(known).fullmatch, pieces))


def english_of(known: Mapping[str, str]) -> re.Pattern[str]:
    """Give a pattern of all English words that have others, whatever is filled in."""
    differing = sorted(each for each in known if known[each] != each)
    parts = [map(re.escape, re.split(r"%\(\w+\)s", each)) for each in differing]
    return re.compile("|".join("[0-9].{0,40}".join(each) for each in parts))


def words_of(language: str) -> Mapping[str, str]:
    """Give each form of a language's messages by the English words of it."""
    return {
        english: form
        for each in said(kept(language))
        for english, form in zip(forms(each.id), forms(each.string), strict=False)
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_missing_or_left_over(language: str) -> None:
    """A catalogue has exactly the messages that the page says, in its one order."""
    known = {
        each.id if isinstance(each.id, str) else tuple(each.id) for each in said(kept(language))
    }

    assert known == found(), MENDED
    before = path_of(language).read_bytes()
    assert renewed(language, found(), kept(language)) == before, MENDED


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    """Each message is said in every form that the language counts in, and none is a guess."""
    catalogue = kept(language)

    assert untranslated(catalogue) == []
    assert [each.id for each in said(catalogue) if each.fuzzy] == []
    assert not catalogue.obsolete
    assert catalogue.num_plurals == get_plural(language).num_plurals
    counted = [each for each in said(catalogue) if each.pluralizable]
    assert {len(forms(each.string)) for each in counted} == {catalogue.num_plurals}


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_kept(language: str) -> None:
    """Every form has what is filled in, and nothing else that would be."""
    differing = {
        form: forms(each.id)[0]
        for each in said(kept(language))
        for form in forms(each.string)
        if sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(forms(each.id)[0]))
    }

    assert differing == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_ends_as_its_message(language: str) -> None:
    """A sentence stays a sentence, a label a label, and no space is lost or won."""
    differing = {
        form
        for each in said(kept(language))
        for form in forms(each.string)
        if form != form.strip() or _end(form) != _end(forms(each.id)[0])
    }

    assert differing == set()


def _end(words: str) -> str:
    return words[-1] if words[-1:] in {".", ":"} else ""


# All catalogues are held to be whole above: one tells whether every sentence goes through them.
@pytest.mark.parametrize("language", TRANSLATED if FULL else TRANSLATED[1:2])
@pytest.mark.asyncio(loop_scope="module")
async def test_no_english_is_left(service: Service, language: str) -> None:
    """No page in another language says a message in English, whatever is asked of it."""
    known = words_of(language)
    pages = [await opened(service.client, f"/{language}/{path}") for path in (*PAGES, *FURTHER)]
    faults = [await service.client.get(f"/{language}/{path}", headers=BROWSER) for path in FAULTS]

    left = [english_in(each, known) for each in (*pages, *map(read, faults))]

    assert left == [set()] * len(left)


async def test_no_english_is_left_of_live_sources(bare_url: str) -> None:
    """A source that is down is told in each language alike."""
    down = Feed(
        source="loops", health=Health.DOWN, outcome=Outcome.BLOCKED, failures=4, polled_at=NOW
    )
    async with serving(bare_url) as service:
        async with service.parts.database.writing() as session:
            await sources.register(session, live("loops", NOW, NOW - NOW.replace(hour=11)))
            await feeds.save(session, down)
        pages = {each: await opened(service.client, f"/{each}/sources") for each in TRANSLATED}

    left = {each: english_in(page, words_of(each)) for each, page in pages.items()}

    assert not any(left.values()), left


@pytest.mark.asyncio(loop_scope="module")
async def test_english_is_seen(service: Service) -> None:
    """The look at pages finds English where there is some: on the English page."""
    page = await opened(service.client, f"/{ENGLISH}/about")

    left = english_in(page, words_of("ru"))

    assert {"About Darial", "What the numbers mean", "Pages", "About"} <= left


def test_messages_are_found_wherever_they_are_said() -> None:
    """A message is found in code and template, marked or said, alone or counted."""
    code = """
WORDS = sentence("one")
SEVERAL = sentences("%(number)s a", "%(number)s b")
speech.say("two" " three")
speech.count("x", "y", 3), "text".count("x"), speech.say(WORDS), speech.say("a" if b else "c")
"""
    template = """{{ _("four") | format(x=1) }} <a title="{{ _('five') }}">
{{ speech.count("x", "y", n) }} {{ speech.say("six") if a else _(b) }}"""

    several = ("%(number)s a", "%(number)s b")
    assert set(of_code(code)) == {"one", several, "two three", ("x", "y"), "a", "c"}
    assert set(of_template(template)) == {"four", "five", ("x", "y"), "six"}


def test_what_is_known_is_kept() -> None:
    """Bringing a catalogue up to date keeps what still stands, and drops what does not."""
    before = Catalog(locale="fi")
    before.add("stays", "pysyy")
    before.add("goes", "menee")

    after = renewed("fi", {"stays", "comes"}, before).decode()

    assert 'msgid "stays"\nmsgstr "pysyy"' in after
    assert 'msgid "comes"\nmsgstr ""' in after
    assert "goes" not in after
    assert "Date" not in after
