"""The feed of corrections: what was taken back, withheld or put back, and how far that reached."""

from collections.abc import Iterator, Sequence

from app.board import corrections
from app.board.citation import moment, place_name, queue_name
from app.board.corrections import Correction
from app.board.feed.atom import Entry, Link
from app.board.feed.rights import Told
from app.board.feed.text import quoted
from app.board.view import View
from app.catalog import Catalogue
from app.domain.act import CORRECTING
from app.domain.withholding import Withholding
from app.store.acts import Sought
from app.store.database import ReadSession

MOST_ACTS = 50
"""How many acts are told, the newest: what each one touched is traced, which costs."""

MOST_PLACES = 5
"""How many places a title names."""


async def told(session: ReadSession, view: View, places: Sequence[str] | None) -> Told:
    """Give an entry for each act that corrected, and the sources of what these took back."""
    sought = Sought(verbs=CORRECTING, places=tuple(places or ()))
    found, _ = await corrections.page(
        session, view.catalogue, sought, cursor=None, limit=MOST_ACTS, most=1
    )
    behind = {source for each in found for source in each.sources}
    return Told([_entry(each, view.catalogue) for each in found], behind)


def _entry(correction: Correction, catalogue: Catalogue) -> Entry:
    act = correction.act
    undone = "Undone since: " if act.undone_by else ""
    return Entry(
        name=f"correction:{act.id}",
        title=f"{undone}{catalogue.label(act.verb)}: {_what(correction, catalogue)}",
        updated=act.undone_at or act.at,
        published=act.at,
        content=tuple(_content(correction)),
        links=tuple(_links(correction)),
        about=(act.verb, *correction.places),
    )


def _what(correction: Correction, catalogue: Catalogue) -> str:
    if correction.withheld is not None:
        return _order(correction.withheld, catalogue)
    named = [place_name(catalogue, place) for place in correction.places[:MOST_PLACES]]
    further = len(correction.places) - len(named)
    return ", ".join([*named, *([f"{further} more"] if further else [])]) or "no place"


def _order(order: Withholding, catalogue: Catalogue) -> str:
    what = catalogue.label(order.quantity) if order.quantity else "access and every number"
    return f"{queue_name(catalogue, order.place, order.direction, order.mode)}: {what}"


def _content(correction: Correction) -> Iterator[str]:
    act, order = correction.act, correction.withheld
    yield f"Done {moment(act.at)} by: {quoted(act.role)}."
    if act.reason:
        yield f"Reason: {quoted(act.reason)}"
    if order is not None:
        yield f"It is withheld until {moment(order.until)} at the latest."
    else:
        yield f"Reports it is about: {correction.report_count}."
    least = "" if correction.complete else "at least "
    yield f"Published figures that it may have touched: {least}{correction.published_count}."
    if act.undone_at is not None:
        yield f"Undone {moment(act.undone_at)}."


def _links(correction: Correction) -> Iterator[Link]:
    act = correction.act
    yield Link(rel="alternate", href=f"../corrections/{act.id}")
    for other in (act.undoes, act.undone_by):
        if other:
            yield Link(rel="related", href=f"../corrections/{other}")
    for place in correction.places[:MOST_PLACES]:
        yield Link(rel="related", href=f"../places/{place}")
