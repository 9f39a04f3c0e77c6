"""`darial undo`: an act undone, as an act of its own."""

from functools import partial
from typing import Annotated

import typer

from app.cli.acts import about
from app.cli.asking_once import AS_OPERATOR, Intent, Reason, Role, Yes, needed, refusals, settle
from app.cli.database import answer
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import plain, say, wrapped
from app.correcting import undoing
from app.correcting.acting import Done
from app.correcting.mandate import Mandate

EPILOG = """\b
Examples:
  darial undo --reason "the hotline has called back"
  darial undo 4f5061720b1c2d3e --reason "wrong crossing"

\b
Exit codes:
  0    undone
  1    there is no such act, or you said no: nothing was done
  2    it cannot be undone, wrong usage, or nobody could be asked
  3    settings, catalogue or database need mending: nothing was done
  130  ended by Ctrl-C, or 143 by SIGTERM"""

OPTIONS = {"id": "ID", "reason": "--reason", "role": "--role"}


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("undo", epilog=EPILOG)(undo)


def undo(
    reason: Reason,
    public: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="An act (`darial log`); else the newest one."),
    ] = None,
    role: Role = AS_OPERATOR,
    yes: Yes = False,
) -> None:
    """Undo an act.

    A report, retraction, withholding, or what was said of a notice. What is published is then as if
    it had never been done; both acts stay in the log. What this changes is shown first, and you are
    asked once. Whoever undoes one by mistake does it anew.
    """
    chosen = settings()
    with refusals(OPTIONS):
        mandate = Mandate(role=role, reason=needed(reason))
        undone = answer(chosen.database_url, partial(undoing.sought, public=public))
    say("\n".join(wrapped(plain(f"To undo: {about(undone)}"), 0)))

    def outcome(done: Done) -> str:
        return f"Undone: {done.act.undoes}."

    intent = Intent(
        catalogue=catalogue_of(chosen),
        deed=partial(undoing.undo, public=undone.id, mandate=mandate),
        question="Undo this?",
        outcome=outcome,
        options=OPTIONS,
    )
    settle(chosen, intent, yes=yes)
