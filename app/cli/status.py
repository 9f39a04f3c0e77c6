"""`darial status`: what it is like at a place, as a person reads it at a glance."""

from typing import Annotated

import typer

from app.board.asof import Moment, view_at
from app.board.selection import Filters, select
from app.board.view import Form, View
from app.cli import arguments
from app.cli.asked import Asked
from app.cli.database import answer
from app.cli.page import page
from app.cli.setup import catalogue_of, place_in, settings
from app.cli.terminal import say
from app.cli.when import FORM, METAVAR, When, when
from app.clock import now
from app.domain.vocabulary import Knowledge, Mode
from app.store.database import ReadSession

EPILOG = """\b
Examples:
  darial status verkhny-lars
  darial status verkhny-lars RU-GE car --as-of 2022-09-28T12:00Z
  darial status vaalimaa --as-of 2023-11-18 --knowledge now
  darial status lars --json

\b
Exit codes:
  0  shown, also where nothing is known
  1  no place is called that
  2  wrong usage
  3  settings, catalogue or database need mending"""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("status", epilog=EPILOG)(status)


def status(  # noqa: PLR0913, PLR0917 - one parameter for each word of the command
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE",
            help="An id, a name or an alias, in any language: verkhny-lars, Дарьял.",
        ),
    ],
    direction: Annotated[
        str | None,
        typer.Argument(
            metavar="DIRECTION", help="The two countries in the order of travel: RU-GE; or both."
        ),
    ] = None,
    mode: Annotated[
        Mode | None,
        typer.Argument(parser=arguments.mode, metavar="MODE", help="How one crosses."),
    ] = None,
    as_of: Annotated[
        When | None,
        typer.Option(parser=when, metavar=METAVAR, help=f"{FORM}, whose end is taken."),
    ] = None,
    knowledge: Annotated[
        Knowledge,
        typer.Option(help="Answer by what was known then, or by all that is known now."),
    ] = Knowledge.THEN,
    json: Annotated[
        bool, typer.Option("--json", help="Print it as GET /v1/status gives it.")
    ] = False,
) -> None:
    """Show what it is like at a place, now or at a past moment.

    For each direction: whether it is open and who says so; waits and queues with the interval they
    lie in, how old they are and how far the sources agree; rules, and what was heard of. Where
    there is no number, the reason and the last one stand instead. No server needs to run.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    found = place_in(catalogue, place)
    filters = Filters(
        place=(found.id,),
        direction=arguments.directions(direction, [found]),
        mode=(mode,) if mode else (),
    )
    asked = Asked(
        catalogue=catalogue,
        place=found,
        at=as_of.past_end(found.zone, now()) if as_of else now(),
        past=as_of is not None,
        knowledge=knowledge,
    )
    view = answer(chosen.database_url, lambda session: _view(session, asked, as_of, chosen.contact))
    if json:
        say(view.status(Form.JSON, filters).body.decode())
    else:
        rows = select(view.rows, filters)
        say("\n".join(page(asked, [row.status for row in rows], view.sources)))


async def _view(
    session: ReadSession, asked: Asked, as_of: When | None, contact: str | None
) -> View:
    at = {asked.place.id: asked.at}
    moment = Moment(at=at, asked=as_of.said if as_of else asked.at, knowledge=asked.knowledge)
    return await view_at(session, asked.catalogue, moment, contact=contact)
