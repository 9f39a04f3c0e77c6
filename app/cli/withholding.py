"""`darial withhold`: nothing is published of a queue until a time, and the reason stands there."""

from functools import partial
from typing import Annotated

import typer

from app.cli.arguments import directions, mode, one_of
from app.cli.asking_once import AS_OPERATOR, Intent, Reason, Role, Yes, needed, refusals, settle
from app.cli.moments import COMING, Moment, moment
from app.cli.setup import catalogue_of, place_in, settings
from app.cli.words import moment_in
from app.clock import now
from app.correcting.acting import Done
from app.correcting.mandate import Mandate
from app.correcting.withholding import WITHHELD, Order
from app.correcting.withholding import withhold as order_
from app.domain.report import Queue
from app.domain.vocabulary import Mode, Quantity

EPILOG = """\b
Examples:
  darial withhold verkhny-lars RU-GE car --until +6h --reason "sources differ"
  darial withhold lars both any --quantity access --until 08:00 --reason doubt
  darial withhold syrym RU-KZ truck --quantity wait_minutes \\
    --until 2026-11-25T06:00Z --reason "counted wrong" --yes

\b
Exit codes:
  0    withheld
  1    no place is called that, or you said no: nothing was done
  2    wrong usage, or nobody could be asked: nothing was done
  3    settings, catalogue or database need mending: nothing was done
  130  ended by Ctrl-C, or 143 by SIGTERM"""

OPTIONS = {
    "direction": "DIRECTION",
    "mode": "MODE",
    "quantity": "--quantity",
    "until": "--until",
    "reason": "--reason",
    "role": "--role",
}


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("withhold", epilog=EPILOG)(withhold)


def withhold(  # noqa: PLR0913, PLR0917 - one parameter for each word of the command
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help="An id, a name or an alias, in any language.")
    ],
    direction: Annotated[
        str,
        typer.Argument(metavar="DIRECTION", help="RU-GE, in the order of travel; both for each."),
    ],
    crossed_by: Annotated[
        Mode,
        typer.Argument(
            parser=mode, metavar="MODE", help="How one crosses: car, foot; any for each."
        ),
    ],
    until: Annotated[
        Moment,
        typer.Option(parser=moment, metavar="TIME", help=f"{COMING}; at most 30 days ahead."),
    ],
    reason: Reason,
    quantity: Annotated[
        Quantity | None,
        typer.Option(
            parser=one_of(Quantity),
            metavar="QUANTITY",
            help=f"One of {', '.join(WITHHELD)}; a wait goes with access. Else access and all"
            " numbers.",
        ),
    ] = None,
    role: Role = AS_OPERATOR,
    yes: Yes = False,
) -> None:
    """Withhold what is published of a queue until a time.

    The status then says `withheld`, with the reason and the time, and no last figure either. It
    comes back by itself. Events and rules stay: to hide a hazard would be to call a place safe. The
    reports behind it stay too; a wrong one is taken back (`darial retract`).
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    found = place_in(catalogue, place)
    (way,) = directions(direction, [found])
    ends = until.ends("--until", found.zone, now())
    with refusals(OPTIONS):
        mandate = Mandate(role=role, reason=needed(reason))
    order = Order(queue=Queue(found.id, way, crossed_by), quantity=quantity, until=ends)

    def outcome(_done: Done) -> str:
        return f"Withheld until {moment_in(ends, found.zone)} there ({ends:%Y-%m-%d %H:%MZ})."

    intent = Intent(
        catalogue=catalogue,
        deed=partial(order_, catalogue=catalogue, order=order, mandate=mandate),
        question="Withhold this?",
        outcome=outcome,
        options=OPTIONS,
    )
    settle(chosen, intent, yes=yes)
