"""`darial explain`: why the numbers of one queue are what they are, report by report."""

from typing import Annotated

import typer

from app.board.asof import Moment
from app.board.explain import (
    EXPLAINED,
    Answer,
    Question,
    explained_afresh,
    explained_at,
)
from app.cli import arguments
from app.cli.asked import Asked
from app.cli.database import answer
from app.cli.explain_page import page
from app.cli.fault import UNUSABLE, Fault
from app.cli.setup import catalogue_of, place_in, settings
from app.cli.terminal import say
from app.cli.when import FORM, METAVAR, When, when
from app.clock import now
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge, Mode, Quantity
from app.store.database import ReadSession

EPILOG = """\b
Examples:
  darial explain verkhny-lars RU-GE car
  darial explain lars RU-GE car --quantity wait_minutes
  darial explain lars RU-GE car --as-of 2022-09-28T12:00Z --knowledge now
  darial explain syrym RU-KZ truck --json

\b
Exit codes:
  0  explained, also where nothing is known
  1  no place is called that
  2  wrong usage
  3  settings, catalogue or database need mending"""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("explain", epilog=EPILOG)(explain)


def explain(  # noqa: PLR0913, PLR0917 - one parameter for each word of the command
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE",
            help="An id, a name or an alias, in any language: verkhny-lars, Дарьял.",
        ),
    ],
    direction: Annotated[
        str,
        typer.Argument(
            metavar="DIRECTION", help="The two countries in the order of travel: RU-GE; or both."
        ),
    ],
    mode: Annotated[
        Mode, typer.Argument(parser=arguments.mode, metavar="MODE", help="How one crosses.")
    ],
    quantities: Annotated[
        list[Quantity] | None,
        typer.Option(
            "--quantity",
            parser=arguments.quantity,
            metavar="QUANTITY",
            help="Only this number, such as wait_minutes; repeatable. Access is always explained.",
        ),
    ] = None,
    as_of: Annotated[
        When | None,
        typer.Option(parser=when, metavar=METAVAR, help=f"{FORM}, whose end is taken."),
    ] = None,
    knowledge: Annotated[
        Knowledge,
        typer.Option(help="Explain by what was known then, or by all that is known now."),
    ] = Knowledge.THEN,
    json: Annotated[
        bool, typer.Option("--json", help="Print it as GET /v1/explain gives it.")
    ] = False,
) -> None:
    """Show why a number is what it is, report by report.

    Which rule decided whether it is open, and by whose word. For each number: who speaks and with
    what weight, what each alone would have said, who only repeats another, who is an outlier, and
    what we derived ourselves. Each report has its id, by which `darial retract` takes it back.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    found = place_in(catalogue, place)
    (way,) = arguments.directions(direction, [found])
    question = Question(Queue(found.id, way, mode), _explained(quantities or []))
    asked = Asked(
        catalogue=catalogue,
        place=found,
        at=as_of.past_end(found.zone, now()) if as_of else now(),
        past=as_of is not None,
        knowledge=knowledge,
    )

    async def ask(session: ReadSession) -> Answer:
        if as_of is None:
            return await explained_afresh(
                session, catalogue, question, asked.at, contact=chosen.contact
            )
        moment = Moment(at={found.id: asked.at}, asked=as_of.said, knowledge=knowledge)
        return await explained_at(session, catalogue, question, moment, contact=chosen.contact)

    told = answer(chosen.database_url, ask)
    say(told.document().body.decode() if json else "\n".join(page(asked, told)))


def _explained(asked: list[Quantity]) -> tuple[Quantity, ...]:
    if not set(asked) <= set(EXPLAINED):
        raise Fault(f"--quantity: here there are {', '.join(EXPLAINED)}.", UNUSABLE)
    return tuple(sorted(set(asked)))
