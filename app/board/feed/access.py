"""The feed of access: what we published of it, change by change, of a place in one direction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.board.citation import moment, queue_name
from app.board.feed.atom import MOST_ENTRIES, Entry, Link
from app.board.feed.rights import Told
from app.board.feed.text import address, quoted
from app.board.notation import Fields
from app.board.view import View, sources_of
from app.catalog import Catalogue
from app.domain.report import Queue
from app.domain.vocabulary import AccessWord, Freshness, Knowledge, Mode, NoNumber, Quantity
from app.domain.withholding import Withholding, covers
from app.store import access_changes, withholdings
from app.store.access_changes import AccessChange
from app.store.database import ReadSession

MOST_CHANGES = MOST_ENTRIES * len(Mode)
"""How many changes are looked at, so that each entry that is told names all its queues."""

Alike = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grounds:
    """What is told besides a change: the catalogue, what is withheld, and the access held now.

    `last` is the newest change of each queue, by its id.
    """

    catalogue: Catalogue
    orders: Sequence[Withholding]
    held: Mapping[Queue, Fields]
    last: Mapping[Queue, str]


async def told(session: ReadSession, view: View, places: Sequence[str] | None) -> Told:
    """Give an entry for each change, and the sources that the queues in them rest on.

    Ways of crossing that change alike, at one place in one direction, share an entry.
    """
    found = await access_changes.newest(session, places, MOST_CHANGES)
    grounds = _Grounds(
        catalogue=view.catalogue,
        orders=await _orders(session, view.catalogue, found),
        held={row.status.queue: row.fields["access"] for row in view.rows},
        last={change.queue: change.id for change in reversed(found)},
    )
    alike: dict[Alike, list[AccessChange]] = {}
    for change in found:
        alike.setdefault(_alike(change), []).append(change)
    shown = list(islice(alike.values(), MOST_ENTRIES))
    queues = {change.queue for some in shown for change in some}
    behind = sources_of(row for row in view.rows if row.status.queue in queues)
    return Told([_entry(some, grounds) for some in shown], behind)


def _alike(change: AccessChange) -> Alike:
    """Give what the changes of one entry have in common."""
    place, direction, _ = change.queue
    words = (change.word_before, change.because_before, change.word, change.because)
    return (change.version, place, direction, *words)


async def _orders(
    session: ReadSession, catalogue: Catalogue, changes: Iterable[AccessChange]
) -> Sequence[Withholding]:
    """Give what was withheld of the places of these changes, or of the areas they lie in."""
    hidden = [change for change in changes if change.because is NoNumber.WITHHELD]
    if not hidden:
        return ()
    places = {place for change in hidden for place in _with_areas(catalogue, change.queue.place)}
    since = min(change.published_at for change in hidden)
    return await withholdings.bearing_on(session, places, since=since)


def _with_areas(catalogue: Catalogue, place_id: str) -> tuple[str, ...]:
    place = catalogue.places.get(place_id)
    return (place_id, *(catalogue.areas_of(place) if place else ()))


def _entry(alike: Sequence[AccessChange], grounds: _Grounds) -> Entry:
    first, catalogue = alike[0], grounds.catalogue
    before = _word(catalogue, first.word_before, first.because_before)
    now = _word(catalogue, first.word, first.because)
    orders = _withheld(first, grounds)
    held = _standing(alike, grounds)
    return Entry(
        name=f"published:{first.id}",
        title=f"{_where(alike, catalogue)}: {before} -> {now}",
        updated=first.published_at,
        published=first.published_at,
        content=(
            f"Before: {before}. From {moment(first.published_at)} on we published: {now}.",
            *map(_withheld_until, orders),
            *_stands(alike, held, grounds),
        ),
        links=(*_links(alike), *_corrections(orders), *_pages(held.values())),
        about=(first.queue.place, first.queue.direction, first.word),
    )


def _where(alike: Sequence[AccessChange], catalogue: Catalogue) -> str:
    place, direction, _ = alike[0].queue
    return queue_name(catalogue, place, direction, *(change.queue.mode for change in alike))


def _word(catalogue: Catalogue, word: str, because: NoNumber | None) -> str:
    reason = f" ({catalogue.label(because)})" if because else ""
    return f"{catalogue.label(AccessWord(word))}{reason}"


def _withheld(change: AccessChange, grounds: _Grounds) -> list[Withholding]:
    """Give the orders by which access was withheld when this was published."""
    if change.because is not NoNumber.WITHHELD:
        return []
    queues = [
        change.queue._replace(place=place)
        for place in _with_areas(grounds.catalogue, change.queue.place)
    ]
    return [
        order
        for order in grounds.orders
        if covers(order.quantity, Quantity.ACCESS)
        and order.holds(change.published_at, Knowledge.THEN)
        and any(map(order.concerns, queues))
    ]


def _withheld_until(order: Withholding) -> str:
    undone = f"; undone {moment(order.undone_at)}" if order.undone_at else ""
    why = f": {quoted(order.reason)}" if order.reason else ""
    return f"Withheld by the operator until {moment(order.until)}{undone}{why}"


def _standing(alike: Iterable[AccessChange], grounds: _Grounds) -> dict[Queue, Fields]:
    """Give the access held of each queue for which this change is what is published still."""
    return {
        change.queue: held
        for change in alike
        if grounds.last[change.queue] == change.id
        and (held := grounds.held.get(change.queue)) is not None
        and (held["state"], held["because"]) == (change.word, change.because)
    }


def _stands(
    alike: Sequence[AccessChange], held: Mapping[Queue, Fields], grounds: _Grounds
) -> Iterator[str]:
    """Say who said what stands still and until when; what was followed says so."""
    sentences: dict[str, list[Queue]] = {}
    for queue, access in held.items():
        sentences.setdefault(_grounds_of(access, grounds.catalogue), []).append(queue)
    for sentence, queues in sentences.items():
        modes = ", ".join(grounds.catalogue.label(queue.mode) for queue in queues)
        yield sentence if len(queues) == len(alike) else f"{modes}: {sentence}"
    if all(grounds.last[change.queue] != change.id for change in alike):
        yield "Another change followed."


def _grounds_of(access: Fields, catalogue: Catalogue) -> str:
    parts = (
        access["since"] and f"since {moment(access['since'])}",
        access["until"] and f"until {moment(access['until'])}",
        access["claim"] and catalogue.label(access["claim"]),
        access["origin"]
        and f"said by {quoted(access['origin'])} ({catalogue.label(access['origin_kind'])})",
        access["freshness"] not in {None, Freshness.FRESH} and catalogue.label(access["freshness"]),
    )
    said = [each for each in parts if each]
    return f"This is what we publish still{': ' if said else ''}{', '.join(said)}."


def _links(alike: Sequence[AccessChange]) -> Iterator[Link]:
    first, *others = alike
    yield Link(rel="alternate", href=f"../published/{first.id}")
    for change in others:
        yield Link(rel="related", href=f"../published/{change.id}")
    yield Link(rel="related", href=f"../places/{first.queue.place}")


def _corrections(orders: Iterable[Withholding]) -> Iterator[Link]:
    for order in orders:
        yield Link(rel="related", href=f"../corrections/{order.id}")


def _pages(held: Iterable[Fields]) -> Iterator[Link]:
    """Give the pages of who said what stands still."""
    for access in held:
        page = address(access["url"] or "")
        if page is not None:
            yield Link(rel="via", href=page)
