"""Attribution: who is to be named with an answer, and under which licence."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.board.row import Fields
from app.domain.notice import SOURCE as NOTICES

LICENCE = "CC-BY-4.0"
"""The licence of our own work in an answer; each source keeps its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What we owe one source wherever its reports are behind an answer."""

    source: str
    name: str
    attribution: str
    licence: str
    url: str


OF_NOTICES = Credit(
    source=NOTICES,
    name="Standing notices",
    attribution="Darial's catalogue of notices; each names its authority and links its decision",
    licence=LICENCE,
    url="",
)
"""Notices come with the catalogue, from no source that is polled or imported."""


def credits_for(sources: Iterable[str], known: Iterable[Credit]) -> list[Fields]:
    """Give the credits of exactly these sources, by id; of an unknown one we say the id alone."""
    by_id = {credit.source: credit for credit in (OF_NOTICES, *known)}
    return [_told(by_id.get(source) or _bare(source)) for source in sorted(set(sources))]


def _bare(source: str) -> Credit:
    return Credit(source=source, name=source, attribution="", licence="", url="")


def _told(credit: Credit) -> Fields:
    return {
        "source": credit.source,
        "name": credit.name,
        "attribution": credit.attribution,
        "licence": credit.licence,
        "url": credit.url,
    }
