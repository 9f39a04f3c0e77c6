"""`darial retract`: reports taken back, one by one or all that a source handed over."""

from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.catalog import Catalogue
from app.cli.asking_once import AS_OPERATOR, Intent, Reason, Role, Yes, needed, refusals, settle
from app.cli.fault import UNUSABLE, Fault
from app.cli.moments import Moment, moment
from app.cli.setup import catalogue_of, place_in, settings
from app.cli.when import FORM
from app.clock import now
from app.correcting.acting import Done
from app.correcting.mandate import Mandate
from app.correcting.retracting import retract as take_back
from app.store.withdrawal import Span

EPILOG = """\b
Examples:
  darial retract 0b1c2d3e4f506172 --reason "misread: 2 h, not 20"
  darial retract --source zitic --since 2026-11-24T02:00Z --reason "frozen"
  darial retract --source import --since 2026-11-24 --place lars \\
    --reason "wrong file" --yes

\b
Exit codes:
  0    taken back
  1    there was nothing to take back, or you said no: nothing was done
  2    wrong usage, or nobody could be asked: nothing was done
  3    settings, catalogue or database need mending: nothing was done
  130  ended by Ctrl-C, or 143 by SIGTERM"""

UTC = ZoneInfo("UTC")
"""Whose days `--since` is in, where no place is named."""

OPTIONS = {
    "ids": "ID",
    "source": "--source",
    "since": "--since",
    "reason": "--reason",
    "role": "--role",
}


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("retract", epilog=EPILOG)(retract)


def retract(  # noqa: PLR0913, PLR0917 - one parameter for each word of the command
    reason: Reason,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Reports, by their ids (`darial explain`)."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="All that this source handed over ...")
    ] = None,
    since: Annotated[
        Moment | None,
        typer.Option(
            parser=moment,
            metavar="TIME",
            help=f"... and we stored at this moment or later: {FORM}.",
        ),
    ] = None,
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", help="... about this place only.")
    ] = None,
    role: Role = AS_OPERATOR,
    yes: Yes = False,
) -> None:
    """Take reports back, in public and with the reason.

    From then on they count for nothing. They stay where they are, marked as taken back; nothing is
    deleted, and /v1/corrections names the published figures they bore on. All of it is done, or
    none. What this changes is shown first, and you are asked once.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    named = _named(catalogue, ids or [], source, since, place)
    with refusals(OPTIONS):
        mandate = Mandate(role=role, reason=needed(reason))
    intent = Intent(
        catalogue=catalogue,
        deed=partial(take_back, named=named, mandate=mandate),
        question="Take this back?",
        outcome=_outcome,
        options=OPTIONS,
    )
    settle(chosen, intent, yes=yes)


def _named(
    catalogue: Catalogue,
    ids: list[str],
    source: str | None,
    since: Moment | None,
    place: str | None,
) -> list[str] | Span:
    if ids and not (source or since or place):
        return ids
    if ids or source is None or since is None:
        raise Fault(
            "Name reports by their ids, or give --source with --since (and --place).", UNUSABLE
        )
    found = place_in(catalogue, place) if place else None
    zone = found.zone if found else UTC
    return Span(
        source=source,
        since=since.begins("--since", zone, now()),
        place=found.id if found else None,
    )


def _outcome(done: Done) -> str:
    what = f"report {done.report}" if done.report else f"{done.count:,} reports"
    return f"Taken back: {what}."
