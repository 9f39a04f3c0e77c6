"""Subjects: what a copy has pages of, and from what each is told."""

from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from app.domain.act import CORRECTING
from app.domain.place import Place
from app.store import acts
from app.web.page import about, corrections, sources
from app.web.page.answering import Told, at_once
from app.web.page.copying.spot import CopiedSpot, spot_of
from app.web.page.front import Asked
from app.web.page.overview import read_front, read_map
from app.web.page.place import crossing
from app.web.page.place.asked import CrossingAsked
from app.web.page.writing import Seen
from app.web.parts import Basis

Reading = Callable[[Seen], Awaitable[Told]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one page is about, in every language: its template, where it stands, how it is told.

    Pages with the same `basis` say the same; None for what may say something else at any time.
    """

    template: str
    spot: CopiedSpot
    reading: Reading
    basis: Hashable = None


async def newest_correction(here: Basis) -> str:
    """Give the id of the newest correction; empty where there is none."""
    async with here.database.reading() as session:
        found = await acts.page(session, acts.Sought(verbs=CORRECTING), limit=1)
    return next((each.id for each in found.rows), "")


def subjects_of(here: Basis, seen: Seen, server: str, corrected: str) -> Iterator[Subject]:
    """Give what there are pages of: the front and the map for either way, each place, the rest.

    `corrected` is the newest correction: what was taken back may have stood on any page, also where
    no number shows it.
    """
    for query, out in (("", True), ("way=in", False)):
        for path, template, read in (("", "front.html", read_front), ("map", "map.html", read_map)):
            spot = spot_of(path, query, server)
            told = partial(_overview, read, here, Asked(out=out), spot)
            yield Subject(template=template, spot=spot, reading=told)
    alone: Mapping[str, tuple[Reading, Hashable]] = {
        "sources": (partial(sources.read, here), None),
        "corrections": (lambda seen: corrections.read(here, seen, corrections.PageAsked()), None),
        "about": (at_once(about.told), "always the same"),
    }
    for path, (reading, basis) in alone.items():
        spot = spot_of(path, "", server)
        yield Subject(template=f"{path}.html", spot=spot, reading=reading, basis=basis)
    versions = _versions(seen)
    for place in here.catalogue.places.values():
        basis = (versions.get(place.id, 0), corrected)
        yield _place(here, place, server, basis)


def _versions(seen: Seen) -> Mapping[str, int]:
    """Give the version at which any row of each place last changed."""
    found: dict[str, int] = {}
    for row in seen.view.told_of:
        found[row.place.id] = max(row.version, found.get(row.place.id, 0))
    return found


def _place(here: Basis, place: Place, server: str, basis: Hashable) -> Subject:
    spot = spot_of(f"places/{place.id}", "", server)

    async def reading(seen: Seen) -> Told:
        return await crossing.read(here, seen, place, CrossingAsked(), spot)

    return Subject(template="place.html", spot=spot, reading=reading, basis=basis)


async def _overview(
    read: Callable[[Basis, Seen, Asked, CopiedSpot], Awaitable[Told]],
    here: Basis,
    asked: Asked,
    spot: CopiedSpot,
    seen: Seen,
) -> Told:
    return await read(here, seen, asked, spot)
