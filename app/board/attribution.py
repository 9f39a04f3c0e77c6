"""Attribution: who is to be named with an answer, and under which licence."""

from collections.abc import Iterable
from dataclasses import replace

from app.board.notation import Fields
from app.domain.notice import SOURCE as NOTICES
from app.store.sources import Source

LICENCE = "CC-BY-4.0"
"""The licence of our own work in an answer; each source keeps its own."""

OF_NOTICES: Fields = {
    "source": NOTICES,
    "name": "Standing notices",
    "attribution": "Darial's catalogue of notices; each names its authority and links its decision",
    "licence": LICENCE,
    "url": "",
}
"""Notices come with the catalogue, from no source that is polled or imported."""


def credits_for(behind: Iterable[str], known: Iterable[Source]) -> list[Fields]:
    """Give the credits of exactly the sources behind an answer, by id."""
    by_id = {source.id: _credit(source) for source in known} | {NOTICES: OF_NOTICES}
    return [by_id[source] for source in sorted(set(behind)) if source in by_id]


def terms(known: Iterable[Source]) -> tuple[Source, ...]:
    """Give sources without what is counted of them, so that they change with their terms only."""
    return tuple(replace(each, last_recorded_at=None, reports=0) for each in known)


def _credit(source: Source) -> Fields:
    return {
        "source": source.id,
        "name": source.name,
        "attribution": source.attribution,
        "licence": source.licence,
        "url": source.url,
    }
