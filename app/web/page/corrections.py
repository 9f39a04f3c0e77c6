"""The page of corrections: what was put right, when and why, and which figures it touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.board import citation
from app.board import corrections as board
from app.board.corrections import Correction
from app.catalog import Catalogue
from app.domain.act import SOURCE_ROLE
from app.domain.place import BOTH
from app.store import published
from app.web import corrections as interface
from app.web.page.answering import Told, page
from app.web.page.figures import Fields
from app.web.page.speech import Speech, aware
from app.web.page.spoken import Language
from app.web.page.spot import Spot
from app.web.page.writing import Seen
from app.web.parts import Basis, Here
from app.web.queries import Asked
from app.web.refusing import PAGE

router = APIRouter(include_in_schema=False, tags=[PAGE])

MOST_ROWS, MOST_FIGURES = 10, 5
"""How many corrections a page shows, and how many of the figures that each touched."""


class PageAsked(Asked):
    """What a reader may ask of the page of corrections."""

    cursor: Annotated[
        str, Field(pattern=r"^[0-9]{0,18}$", description="Where to go on; empty for the newest.")
    ] = ""

    @property
    def of_the_interface(self) -> interface.CorrectionsAsked:
        """Give the same question to `/v1/corrections`."""
        return interface.CorrectionsAsked(cursor=self.cursor or None, limit=MOST_ROWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One published figure: what it was about, and when it was published; not what it said."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One correction in words; an empty text is left out.

    `places` are ids with names, `figures` the first of as many as `further` says besides.
    """

    id: str
    at: datetime
    when: str
    age: str
    verb: str
    who: str
    reason: str
    places: Sequence[tuple[str, str]]
    withheld: str
    reports: str
    figures: Sequence[Line]
    further: str
    undone: str
    undoes: str


@router.get("/{language}/corrections")
async def corrections(
    request: Request, language: Language, asked: Annotated[PageAsked, Query()], here: Here
) -> Response:
    """Give the page of corrections, the newest first."""

    async def reading(seen: Seen) -> Told:
        return await read(here, seen, asked)

    spot = Spot(path="corrections", query=f"cursor={asked.cursor}" if asked.cursor else "")
    return await page(
        request, here, template="corrections.html", language=language, spot=spot, reading=reading
    )


async def read(here: Basis, seen: Seen, asked: PageAsked) -> Told:
    """Read the corrections asked for, and the figures that each touched."""
    rows, found = await interface.found(asked.of_the_interface, here)
    figures = await _figures(rows, here)

    def told(speech: Speech) -> Mapping[str, Any]:
        wording = Wording(speech, seen.view.catalogue, seen.now)
        return {
            "entries": [wording.entry(row, figures) for row in map(board.describe, rows)],
            "next": str(found.cursor) if found.more else "",
            "begun": bool(asked.cursor),
        }

    return told


async def _figures(rows: Sequence[Correction], here: Basis) -> Mapping[str, Fields]:
    """Give the first published figures that each correction touched, by id."""
    wanted = dict.fromkeys(each for row in rows for each in row.published[:MOST_FIGURES])
    async with here.database.reading() as session:
        found = [await published.one(session, each) for each in wanted]
    known = [each for each in found if each is not None]
    return {each.id: citation.describe(each, here.catalogue, None, ()) for each in known}


@dataclass(frozen=True, slots=True)
class Wording:
    """How corrections are put into words: in which language, of which places, and when."""

    speech: Speech
    catalogue: Catalogue
    now: datetime

    def entry(self, told: Fields, figures: Mapping[str, Fields]) -> Entry:
        """Give one correction of `/v1/corrections` in words."""
        at, shown = aware(told["at"]), told["published"][:MOST_FIGURES]
        return Entry(
            id=told["id"],
            at=at,
            when=f"{self.speech.moment(at)} UTC",
            age=self.speech.beside(at, self.now),
            verb=self.speech.label("verb", told["verb"]),
            who=self._who(told["role"]),
            reason=told["reason"],
            places=[(each, self._name(each)) for each in told["places"]],
            withheld=self._withheld(told["withheld"]),
            reports=self._reports(told["report_count"]),
            figures=[
                self._line(figures[each], told["places"]) for each in shown if each in figures
            ],
            further=self._further(told, len(shown)),
            undone=self._undone(told["undone_at"]),
            undoes=told["undoes"] or "",
        )

    def _who(self, role: str) -> str:
        if role == SOURCE_ROLE:
            return self.speech.say("by the source itself")
        return self.speech.say("by the operator of this service")

    def _withheld(self, order: Fields | None) -> str:
        if order is None:
            return ""
        quantity = order["quantity"]
        what = (
            self.speech.label("quantity", quantity)
            if quantity
            else self.speech.say("open or closed, and every number")
        )
        until = self.speech.say("until %(moment)s") % {
            "moment": f"{self.speech.moment(aware(order['until']))} UTC"
        }
        return ", ".join([what, self._queue(order), until])

    def _line(self, figure: Fields, places: Sequence[str]) -> Line:
        """Name a figure; its place too, where the correction concerns several."""
        what = self.speech.label("quantity", figure["quantity"])
        moment = f"{self.speech.moment(aware(figure['published_at']))} UTC"
        published_at = self.speech.say("published %(moment)s") % {"moment": moment}
        name = [] if places == [figure["place"]] else [self._name(figure["place"])]
        return Line(
            id=figure["id"], text=", ".join([*name, what, self._queue(figure), published_at])
        )

    def _queue(self, told: Fields) -> str:
        return f"{self.speech.label('mode', told['mode'])}, {self._way(told['direction'])}"

    def _way(self, direction: str) -> str:
        if direction == BOTH:
            return self.speech.say("both directions")
        return self.speech.leading(direction)

    def _name(self, place_id: str) -> str:
        place = self.catalogue.places.get(place_id)
        return self.speech.name(place) if place else place_id

    def _reports(self, number: int) -> str:
        if not number:
            return ""
        return self.speech.count("%(number)s report", "%(number)s reports", number)

    def _further(self, told: Fields, shown: int) -> str:
        rest = told["published_count"] - shown
        if rest > 0:
            return self.speech.count("and %(number)s more", "and %(number)s more", rest)
        return "" if told["complete"] else self.speech.say("and perhaps more")

    def _undone(self, undone_at: str | None) -> str:
        if undone_at is None:
            return ""
        moment = f"{self.speech.moment(aware(undone_at))} UTC"
        return self.speech.say("This was undone on %(moment)s.") % {"moment": moment}
