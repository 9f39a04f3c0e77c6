"""`darial places`: the catalogue, as a table or as the interface gives it."""

from typing import Annotated

import typer

from app.board.selection import Filters
from app.board.standing import places as document
from app.board.view import View
from app.catalog import Catalogue
from app.cli.fault import PARTLY, Fault
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import bold, columns, say
from app.cli.words import name_of
from app.domain.place import Place

EPILOG = """\b
Examples:
  darial places
  darial places lars
  darial places --country FI --json

\b
Exit codes:
  0  listed
  1  no place is like that
  2  wrong usage
  3  settings or catalogue need mending"""

HEADER = ("ID", "BORDER", "PLACE", "ACROSS", "CROSSED BY")


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("places", epilog=EPILOG)(places)


def places(
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY", help="Part of an id, name or alias, in any language or script."
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(help="Only places at a border of this country (two letters).", metavar="CC"),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print what GET /v1/places answers.")
    ] = False,
) -> None:
    """List the places we know.

    A place is a checkpoint (one crossing point with its two sides) or an area (a border, or a part
    of one) for figures that are published only in sum; an area shows no way of crossing.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    code = country.upper() if country else None
    found = _found(catalogue, query, code)
    if json:
        view = View(catalogue=catalogue, contact=chosen.contact, published=False)
        filters = Filters(country=(code,) if code else ())
        say(document(view, filters, query).body.decode())
        return
    header, *lines = columns([HEADER, *map(_row, found)])
    say("\n".join([bold(header), *lines]))


def _found(catalogue: Catalogue, query: str | None, country: str | None) -> list[Place]:
    every = catalogue.search(query) if query else list(catalogue.places.values())
    found = [place for place in every if country is None or country in place.countries]
    if not found:
        at = f" at a border of {country}" if country else ""
        like = f" is called anything like {query!r}" if query else " is known"
        raise Fault(f"No place{at}{like}; `darial places` lists all.", PARTLY)
    return found


def _row(place: Place) -> tuple[str, ...]:
    return (
        place.id,
        "-".join(place.countries),
        name_of(place),
        place.foreign_name,
        " ".join(place.modes),
    )
