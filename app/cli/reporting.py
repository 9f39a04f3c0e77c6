"""`darial report`: what an operator heard, added to the evidence."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

import typer

from app.cli.amounts import COUNT, KILOMETRES, WAIT, amount
from app.cli.arguments import directions, mode, one_of
from app.cli.asking_once import AS_OPERATOR, Intent, Reason, Role, Yes, refusals, settle
from app.cli.fault import UNUSABLE, Fault
from app.cli.moments import COMING, PAST, Moment, moment
from app.cli.setup import catalogue_of, place_in, settings
from app.clock import now
from app.correcting.acting import Done
from app.correcting.mandate import Mandate
from app.correcting.reporting import Figure, Heard, Word, report_of
from app.correcting.reporting import report as store
from app.domain.report import Queue, default_subject
from app.domain.vocabulary import (
    AccessWord,
    Claim,
    EventWord,
    Mode,
    OriginKind,
    Quantity,
    RuleWord,
    Subject,
)

EPILOG = """\b
Examples:
  darial report verkhny-lars RU-GE car --wait 20h --at 14:00 --origin hotline
  darial report lars RU-GE truck --vehicles ">300" --origin hotline --yes
  darial report syrym RU-KZ any --event road_blocked --origin chat \\
    --claim rumour
  darial report syrym RU-KZ any --access closed --until +6h \\
    --origin "Border Service" --kind authority --url https://example.org/x

\b
Exit codes:
  0    added
  1    no place is called that, or you said no: nothing was added
  2    wrong usage, or nobody could be asked: nothing was added
  3    settings, catalogue or database need mending: nothing was added
  130  ended by Ctrl-C, or 143 by SIGTERM"""

NAMES = {
    "--wait": Quantity.WAIT_MINUTES,
    "--vehicles": Quantity.QUEUE_VEHICLES,
    "--people": Quantity.QUEUE_PEOPLE,
    "--km": Quantity.QUEUE_KM,
    "--access": Quantity.ACCESS,
    "--rule": Quantity.RULE,
    "--event": Quantity.EVENT,
}
"""What each option says."""

OPTIONS = {
    "direction": "DIRECTION",
    "observed_from": "--at",
    "observed_to": "--until",
    "origin": "--origin",
    "url": "--url",
    "note": "--note",
    "reason": "--reason",
    "role": "--role",
}


@dataclass(frozen=True, slots=True)
class Told:
    """The one thing that is told: by which option, and what."""

    option: str
    said: Figure | str

    @property
    def quantity(self) -> Quantity:
        """Give the quantity it is about."""
        return NAMES[self.option]


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("report", epilog=EPILOG)(report)


def report(  # noqa: PLR0913, PLR0917 - one parameter for each word of the command
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help="An id, a name or an alias, in any language.")
    ],
    direction: Annotated[
        str,
        typer.Argument(
            metavar="DIRECTION", help="The two countries in the order of travel: RU-GE; or both."
        ),
    ],
    crossed_by: Annotated[
        Mode,
        typer.Argument(parser=mode, metavar="MODE", help="How one crosses: car, foot; or any."),
    ],
    origin: Annotated[
        str,
        typer.Option(
            metavar="TEXT", help="Who said it, in general words: hotline, drivers. Never a person."
        ),
    ],
    wait: Annotated[
        Figure | None,
        typer.Option(
            parser=amount(WAIT), metavar="TIME", help="20h, 90min, 2d, 18h-24h, '>20h', '~20h'."
        ),
    ] = None,
    vehicles: Annotated[
        Figure | None,
        typer.Option(parser=amount(COUNT), metavar="COUNT", help="Vehicles in line: 300, 250-300."),
    ] = None,
    people: Annotated[
        Figure | None,
        typer.Option(parser=amount(COUNT), metavar="COUNT", help="People in line."),
    ] = None,
    km: Annotated[
        Figure | None,
        typer.Option(parser=amount(KILOMETRES), metavar="KM", help="Length of the line."),
    ] = None,
    access: Annotated[
        AccessWord | None,
        typer.Option(parser=one_of(AccessWord), metavar="WORD", help=f"{', '.join(AccessWord)}."),
    ] = None,
    rule: Annotated[
        RuleWord | None,
        typer.Option(parser=one_of(RuleWord), metavar="WORD", help=f"{', '.join(RuleWord)}."),
    ] = None,
    event: Annotated[
        EventWord | None,
        typer.Option(parser=one_of(EventWord), metavar="WORD", help=f"{', '.join(EventWord)}."),
    ] = None,
    subject: Annotated[
        Subject | None,
        typer.Option(
            parser=one_of(Subject),
            metavar="SUBJECT",
            help="Who is counted, or whom the word is about; else everybody.",
        ),
    ] = None,
    claim: Annotated[
        Claim | None,
        typer.Option(
            parser=one_of(Claim),
            metavar="CLAIM",
            help=f"How a word stands: {', '.join(Claim)}; else stated.",
        ),
    ] = None,
    at: Annotated[
        Moment | None,
        typer.Option(parser=moment, metavar="TIME", help=f"When it was so: {PAST}. Else now."),
    ] = None,
    until: Annotated[
        Moment | None,
        typer.Option(
            parser=moment, metavar="TIME", help=f"Until when it was, or will be: {COMING}."
        ),
    ] = None,
    kind: Annotated[
        OriginKind,
        typer.Option(
            parser=one_of(OriginKind),
            metavar="KIND",
            help=f"Of the origin: {', '.join(OriginKind)}.",
        ),
    ] = OriginKind.EYEWITNESS,
    url: Annotated[str, typer.Option(metavar="URL", help="Where it is published.")] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="What else was said; public.")] = "",
    reason: Reason = "",
    role: Role = AS_OPERATOR,
    yes: Yes = False,
) -> None:
    """Add a report of your own, and see what it changes.

    Give one of --wait, --vehicles, --people, --km, --access, --rule, --event. It is assessed like
    any other report: one traveller moves a figure only so far, and only officials close a crossing.
    What it changes is shown first, and you are asked once. A word without --until counts as seen at
    that moment; what stands until further notice is a notice (`darial notice add`).
    """
    told = _the_one(
        {
            "--wait": wait,
            "--vehicles": vehicles,
            "--people": people,
            "--km": km,
            "--access": access,
            "--rule": rule,
            "--event": event,
        }
    )
    chosen = settings()
    catalogue = catalogue_of(chosen)
    found = place_in(catalogue, place)
    (way,) = directions(direction, [found])
    options = OPTIONS | dict.fromkeys(("word", "value", "low", "high", "bound"), told.option)
    heard = Heard(
        queue=Queue(found.id, way, crossed_by),
        quantity=told.quantity,
        subject=subject or default_subject(told.quantity),
        said=_said(told, claim),
        origin=origin,
        origin_kind=kind,
        since=at.past("--at", found.zone, now()) if at else None,
        until=until.ends("--until", found.zone, now()) if until else None,
        url=url,
        note=note,
    )
    with refusals(options):
        report_of(heard, now())
        mandate = Mandate(role=role, reason=reason)
    intent = Intent(
        catalogue=catalogue,
        deed=partial(store, catalogue=catalogue, heard=heard, mandate=mandate),
        question="Add this report?",
        outcome=_outcome,
        options=options,
    )
    settle(chosen, intent, yes=yes)


def _the_one(given: dict[str, Figure | str | None]) -> Told:
    told = [Told(option, said) for option, said in given.items() if said is not None]
    if len(told) == 1:
        return told[0]
    named = ", ".join(given)
    if told:
        twice = " and ".join(each.option for each in told)
        raise Fault(f"{twice}: a report says one thing; give one of {named}.", UNUSABLE)
    raise Fault(f"What was said? Give one of {named}.", UNUSABLE)


def _said(told: Told, claim: Claim | None) -> Figure | Word:
    if isinstance(told.said, Figure):
        if claim is not None:
            raise Fault(f"--claim goes with words; {told.option} is a figure.", UNUSABLE)
        return told.said
    return Word(str(told.said), claim or Claim.STATED)


def _outcome(done: Done) -> str:
    return f"Added as report {done.report}."
