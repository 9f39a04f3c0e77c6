"""The page of sources: who tells us, under which terms, and whether we hear them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.roster import describe
from app.domain.health import Health
from app.domain.source_kind import SourceKind
from app.web.page.answering import Told, page
from app.web.page.figures import Fields
from app.web.page.front import State
from app.web.page.links import outward
from app.web.page.speech import Speech, aware, sentences
from app.web.page.spoken import Language
from app.web.page.spot import Spot
from app.web.page.writing import Seen
from app.web.parts import Basis, Here
from app.web.refusing import PAGE

router = APIRouter(include_in_schema=False, tags=[PAGE])

ORDER = (Health.DOWN, Health.PAUSED, Health.UNKNOWN, Health.UP)
"""What needs attention first."""

SIGNS = {Health.UP: "●", Health.DOWN: "✕", Health.PAUSED: "◐", Health.UNKNOWN: "○"}
LOOKS = {Health.UP: "open", Health.DOWN: "closed", Health.PAUSED: "restricted"}
"""Which colour of access the word on health has; none for what nobody knows."""

SPOKEN_OF = {
    Health.DOWN: sentences(
        "%(number)s source does not answer.", "%(number)s sources do not answer."
    ),
    Health.PAUSED: sentences(
        "%(number)s source is stopped by an operator.",
        "%(number)s sources are stopped by an operator.",
    ),
    Health.UNKNOWN: sentences(
        "%(number)s source was not asked yet.", "%(number)s sources were not asked yet."
    ),
    Health.UP: sentences("%(number)s source answers.", "%(number)s sources answer."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One source in words; an empty text is left out.

    `state` is its health with the look of a word on access, `outcome` how its last poll ended where
    that was no good end, `shown` what is shown of it now or when it falls silent.
    """

    id: str
    name: str
    kind: str
    state: State | None
    sign: str
    outcome: str
    good_at: datetime | None
    good: str
    newest: str
    cadence: str
    reports: str
    passed_on: str
    shown: str
    licence: str
    attribution: str
    url: str


@router.get("/{language}/sources")
async def sources(request: Request, language: Language, here: Here) -> Response:
    """Give the page of sources."""

    async def reading(seen: Seen) -> Told:
        return await read(here, seen)

    spot = Spot(path="sources")
    return await page(
        request, here, template="sources.html", language=language, spot=spot, reading=reading
    )


async def read(here: Basis, seen: Seen) -> Told:
    """Read how each source stands."""
    described = describe(await here.board.roster())
    return lambda speech: told_of(described, speech, seen.now)


def told_of(described: Sequence[Fields], speech: Speech, now: datetime) -> Mapping[str, Any]:
    """Give what the page tells of the sources of `/v1/sources`: those asked, and all others."""
    live = sorted(
        (each for each in described if each["health"] is not None),
        key=lambda each: (ORDER.index(each["health"]), each["name"]),
    )
    others = [each for each in described if each["health"] is None]
    return {
        "summary": list(_summary(live, speech)),
        "live": [entry_of(each, speech, now) for each in live],
        "others": [entry_of(each, speech, now) for each in others],
    }


def _summary(live: Sequence[Fields], speech: Speech) -> Iterator[str]:
    for health in ORDER:
        number = sum(each["health"] == health for each in live)
        if number:
            yield speech.count(*SPOKEN_OF[health], number)


def entry_of(told: Fields, speech: Speech, now: datetime) -> Entry:
    """Give one source of `/v1/sources` in words."""
    good_at, newest_at = _moment(told["good_at"]), _moment(told["last_recorded_at"])
    health = told["health"]
    return Entry(
        id=told["id"],
        name=told["name"],
        kind=speech.label("source_kind", told["kind"]),
        state=_state(health, speech),
        sign=SIGNS[health] if health else "",
        outcome=_outcome(told, speech),
        good_at=good_at,
        good=speech.age(good_at, now) if good_at else "",
        newest=speech.age(newest_at, now) if newest_at else "",
        cadence=_every(told["cadence_s"], speech),
        reports=speech.count("%(number)s report", "%(number)s reports", told["reports"]),
        passed_on=_passed_on(speech, redistribute=told["redistribute"]),
        shown=_shown(told, speech, now) if told["kind"] == SourceKind.LIVE else "",
        licence=told["licence"],
        attribution=told["attribution"],
        url=outward(told["url"]),
    )


def _state(health: Health | None, speech: Speech) -> State | None:
    if health is None:
        return None
    return State(code=LOOKS.get(health, "unknown"), word=speech.label("health", health))


def _outcome(told: Fields, speech: Speech) -> str:
    failed = told["failures"] and told["outcome"]
    return speech.label("outcome", told["outcome"]) if failed else ""


def _every(cadence_s: int | None, speech: Speech) -> str:
    if cadence_s is None:
        return ""
    minutes = max(1.0, cadence_s / 60)
    return speech.say("every %(time)s") % {"time": speech.wait(minutes, minutes)}


def _passed_on(speech: Speech, *, redistribute: bool) -> str:
    if redistribute:
        return speech.say("Its reports may be passed on.")
    return speech.say("Its reports are shown here as evidence and are not passed on as a whole.")


def _shown(told: Fields, speech: Speech, now: datetime) -> str:
    """Say what is shown of a live source while it is silent, or would be if it fell silent."""
    late, stale = _moment(told["late_at"]), _moment(told["stale_at"])
    if late is None or stale is None:
        return speech.say("It has not told anything yet, so nothing is shown of it.")
    if now >= stale:
        return speech.say(
            "Its figures are withheld. The last one stays, with its age; nothing is shown as 0."
        )
    when = {"moment": f"{speech.moment(stale)} UTC"}
    if now >= late:
        return speech.say("Its figures are marked as old, and withheld from %(moment)s on.") % when
    return speech.say("Without another answer its figures are withheld from %(moment)s on.") % when


def _moment(written: str | None) -> datetime | None:
    return aware(written) if written else None
