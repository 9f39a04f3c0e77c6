"""The page about Darial: what the numbers mean and what they are not, and how to reach us."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.vocabulary import AccessWord, NoNumber
from app.web.page.answering import at_once, page
from app.web.page.links import outward
from app.web.page.speech import Speech, sentence
from app.web.page.spoken import Language
from app.web.page.spot import Spot
from app.web.page.writing import Seen
from app.web.parts import Here
from app.web.refusing import PAGE

router = APIRouter(include_in_schema=False, tags=[PAGE])

REASONS: Mapping[NoNumber, str] = {
    NoNumber.UNKNOWN: sentence("Nobody has told us anything."),
    NoNumber.CLOSED: sentence("Nobody waits to cross what is closed."),
    NoNumber.OUTSIDE_HOURS: sentence("The crossing is shut at this hour by its own timetable."),
    NoNumber.NOT_APPLICABLE: sentence("There is no such way of crossing there."),
    NoNumber.STALE: sentence("The last number is too old to stand; it is shown with its age."),
    NoNumber.SOURCE_DOWN: sentence("Whoever tells this number does not answer just now."),
    NoNumber.CONFLICT: sentence("The reports are so far apart that no number would be honest."),
    NoNumber.WITHHELD: sentence(
        "An operator holds it back, because it was wrong or could hurt somebody."
    ),
}
"""What each reason why there is no number means."""


@router.get("/{language}/about")
async def about(request: Request, language: Language, here: Here) -> Response:
    """Give the page about Darial."""
    return await page(
        request,
        here,
        template="about.html",
        language=language,
        spot=Spot(path="about"),
        reading=at_once(told),
    )


def told(seen: Seen, speech: Speech) -> Mapping[str, Any]:
    """Give what the page tells besides its sentences."""
    contact = seen.view.contact or ""
    return {
        "words": [(word, speech.label("access_word", word)) for word in AccessWord],
        "reasons": [
            (speech.label("no_number", reason), speech.say(words))
            for reason, words in REASONS.items()
        ],
        "contact": contact,
        "reached": reached(contact),
    }


def reached(contact: str) -> str:
    """Give what a link to a contact leads to: a page, or a letter; empty where neither is sure."""
    name, _, host = contact.partition("@")
    is_mail = bool(name) and "." in host and not set(contact) & set(" <>,;:?&/\"'")
    return f"mailto:{contact}" if is_mail else outward(contact)
