"""Refusal: an error as a page, for people: what is wrong and how to mend it, in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from app.board.document import HTML, Header
from app.catalog import Catalogue
from app.domain.errors import (
    AmbiguousPlace,
    Busy,
    DarialError,
    InvalidQuery,
    NotAcceptable,
    NotFound,
    TookTooLong,
    Unavailable,
    UnknownPlace,
)
from app.web.page.messages import LANGUAGES, chosen
from app.web.page.speech import Speech, minute_of, sentence
from app.web.page.spot import Spot
from app.web.page.writing import Seen, write
from app.web.paging import view_of
from app.web.parts import Parts
from app.web.problems import MethodNotAllowed, NoSuchPath

LONGEST_PATH = 200
"""Characters of a path that is offered in the other languages."""

GUARDING = (b"content-security-policy", b"content-language")
"""The headers of a page that its refusal has too."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong, how to mend it, and whether asking again helps."""

    wrong: str
    mend: str
    again: bool = False


WORDS: Mapping[type[DarialError], Words] = {
    UnknownPlace: Words(
        sentence("We know no crossing of this name"),
        sentence("Perhaps it is written otherwise. The front page lists every crossing."),
    ),
    AmbiguousPlace: Words(
        sentence("Several crossings have this name"), sentence("Choose the one you mean.")
    ),
    NotFound: Words(
        sentence("There is no such page"),
        sentence("The address may be cut off or out of date. Begin from the front page."),
    ),
    MethodNotAllowed: Words(
        sentence("This page can only be read"), sentence("Open it from the front page.")
    ),
    NotAcceptable: Words(
        sentence("Your browser asks for a form that we do not have"),
        sentence("Open it from the front page."),
    ),
    InvalidQuery: Words(
        sentence("The address of this page cannot be used"),
        sentence("Choose again on the front page, or leave out what does not fit:"),
    ),
    Busy: Words(
        sentence("Very many people ask just now"),
        sentence("Wait a few seconds and try again."),
        again=True,
    ),
    TookTooLong: Words(
        sentence("The answer took too long"),
        sentence("Ask for less, such as a shorter time, or try again."),
        again=True,
    ),
    Unavailable: Words(
        sentence("We cannot answer just now"),
        sentence("We cannot reach what we have stored. It comes back by itself: try again soon."),
        again=True,
    ),
    DarialError: Words(
        sentence("We made a mistake"),
        sentence("The fault is ours and is noted, without anything about you. Try again."),
        again=True,
    ),
}
"""The words for every problem a page can have, most particular first."""

FIELDS = {
    "q": sentence("Find a crossing"),
    "country": sentence("Country"),
    "mode": sentence("Way of crossing"),
    "way": sentence("Direction"),
    "direction": sentence("Direction"),
    "quantity": sentence("Which number"),
    "range": sentence("How far back"),
    "as_of": sentence("the moment: a day or a time that has passed, such as 2022-09-28"),
    "cursor": sentence("where the list goes on: begin with its newest"),
}
"""What a reader calls a parameter; any other is called by its own name."""


def reads_pages(request: Request) -> bool:
    """Tell whether who asks reads pages: it is said by name, as browsers do, and not by `*/*`."""
    return "text/html" in ",".join(request.headers.getlist("accept")).casefold()


def refusal(request: Request, here: Parts, error: DarialError, problem: Response) -> Response:
    """Give the page that says what a problem says, with its status and headers."""
    first, _, rest = request.scope["path"].lstrip("/").partition("/")
    known = first in LANGUAGES
    language = first if known else chosen(request.headers.get("accept-language", ""))
    speech = Speech(language, here.catalogue.labels)
    now = minute_of(here.now())
    page = write(
        "refusal.html",
        speech,
        Spot(path=_offered(rest if known else request.scope["path"])),
        Seen(view=view_of(here), now=now, present=now, past=None),
        {
            "words": next(words for kind, words in WORDS.items() if isinstance(error, kind)),
            "parameters": _parameters(error, speech),
            "near": _near(error, here.catalogue, speech, below=known),
            "again": _again(request),
        },
    )
    guarding = [each for each in page.start["headers"] if each[0] in GUARDING]
    return Response(page.body, problem.status_code, _headers(problem, guarding), HTML)


def _headers(problem: Response, guarding: Iterable[Header]) -> dict[str, str]:
    """Give the headers of a problem but for those of its form, with what guards a page."""
    lasting = [each for each in problem.raw_headers if not each[0].startswith(b"content-")]
    vary = (b"vary", b"accept, accept-language")
    return {name.decode(): value.decode() for name, value in (*lasting, *guarding, vary)}


def _offered(path: str) -> str:
    """Give a path as it stands in a link, below each language; a very long one is left out."""
    return quote(path.lstrip("/")) if len(path) <= LONGEST_PATH else ""


def _again(request: Request) -> str:
    """Give the address that was asked for, to be asked again."""
    path = "/" + quote(request.scope["path"].lstrip("/"))
    query = request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def _parameters(error: DarialError, speech: Speech) -> list[str]:
    """Name the parameters that cannot be used, as the page calls them."""
    faults = error.faults if isinstance(error, InvalidQuery) else ()
    names = dict.fromkeys(fault.parameter.rpartition("/")[2] for fault in faults)
    return [speech.say(FIELDS[name]) if name in FIELDS else name for name in names]


def _near(
    error: DarialError, catalogue: Catalogue, speech: Speech, *, below: bool
) -> list[tuple[str, str]]:
    """Give what was probably meant, as addresses with names: crossings, or paths of data.

    The latter are left out `below` a language, where pages are.
    """
    near = getattr(error, "near", ())
    if isinstance(error, NoSuchPath):
        return [(path, path) for path in near if "{" not in path and not below]
    places = [catalogue.places[each] for each in near if each in catalogue.places]
    return [(f"/{speech.language}/places/{each.id}", speech.name(each)) for each in places]
