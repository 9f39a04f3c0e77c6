"""`darial history`: how figures and access at some places went over time."""

from typing import Annotated

import typer

from app.board.course import CARRIED
from app.board.selection import Filters
from app.board.view import Form
from app.cli import arguments
from app.cli.chronicle import Question, answer
from app.cli.courses import page
from app.cli.fault import UNUSABLE, Fault
from app.cli.setup import catalogue_of, place_in, settings
from app.cli.terminal import say
from app.cli.when import FORM, METAVAR, When, when
from app.clock import now
from app.domain.history import KnownBy, Step
from app.domain.vocabulary import Mode, Quantity
from app.web.spans import RangeAsked

EPILOG = """\b
Examples:
  darial history verkhny-lars --from 2022-09-20 --to 2022-10-02
  darial history lars --direction RU-GE --mode car --step 1h --json
  darial history vaalimaa nuijamaa --quantity access --from 2023-11-01
  darial history syrym --knowledge now --step raw --csv

\b
Exit codes:
  0  shown, also where nothing is known
  1  no place is called that
  2  wrong usage, or more asked for than one answer holds
  3  settings, catalogue or database need mending"""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("history", epilog=EPILOG)(history)


def history(  # noqa: PLR0913, PLR0917 - one parameter for each word of the command
    places: Annotated[list[str], typer.Argument(metavar="PLACE", help="Ids, names or aliases.")],
    direction: Annotated[
        str | None, typer.Option(metavar="DIRECTION", help="Only this one: RU-GE; or both.")
    ] = None,
    mode: Annotated[
        Mode | None,
        typer.Option(parser=arguments.mode, metavar="MODE", help="Only this way of crossing."),
    ] = None,
    quantities: Annotated[
        list[Quantity] | None,
        typer.Option(
            "--quantity",
            parser=arguments.quantity,
            metavar="QUANTITY",
            help="Only these; repeatable.",
        ),
    ] = None,
    since: Annotated[
        When | None,
        typer.Option("--from", parser=when, metavar=METAVAR, help=f"{FORM}; else a week before."),
    ] = None,
    until: Annotated[
        When | None, typer.Option("--to", parser=when, metavar=METAVAR, help="The same; else now.")
    ] = None,
    step: Annotated[
        Step,
        typer.Option(help="A point at the end of each step, or (raw) the reports themselves."),
    ] = Step.DAY,
    knowledge: Annotated[
        KnownBy,
        typer.Option(help="What was known then, what is known now, or what we published."),
    ] = KnownBy.THEN,
    json: Annotated[
        bool, typer.Option("--json", help="Print what GET /v1/history answers.")
    ] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="Print what GET /v1/history.csv answers.")
    ] = False,
) -> None:
    """Show how figures at some places went over time.

    At the end of each step stands what the status of that moment was; a missing number says why.
    Points that say the same are drawn together in the table.
    """
    if json and csv:
        raise Fault("Either --json or --csv: one answer has one form.", UNUSABLE)
    chosen = settings()
    catalogue = catalogue_of(chosen)
    found = {place.id: place for place in (place_in(catalogue, text) for text in places)}
    filters = Filters(
        place=tuple(found),
        direction=arguments.directions(direction, found.values()),
        mode=(mode,) if mode else (),
        quantity=_carried(quantities or [], step),
    )
    question = Question(
        places=list(found.values()),
        filters=filters,
        over=RangeAsked.model_validate({"from": since and since.said, "to": until and until.said}),
        step=step,
        knowledge=knowledge,
        form=Form.CSV if csv else Form.JSON,
    )
    answered = answer(chosen, catalogue, question, now())
    say(answered if csv or json else "\n".join(page(answered, catalogue)))


def _carried(asked: list[Quantity], step: Step) -> tuple[Quantity, ...]:
    if step is not Step.RAW and not set(asked) <= set(CARRIED):
        raise Fault(
            f"--quantity: by steps there are {', '.join(CARRIED)}; others come with --step raw.",
            UNUSABLE,
        )
    return tuple(dict.fromkeys(asked))
