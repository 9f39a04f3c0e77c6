"""Asking once: an act is rehearsed, its effect shown, and done if whoever typed it says yes."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

import typer

from app.catalog import Catalogue
from app.cli.database import require, work
from app.cli.effect_page import effect
from app.cli.ending import at_once
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.terminal import plain, say, tell, wrapped
from app.clock import now
from app.correcting.acting import Deed, Done, Evidences, act
from app.correcting.effect import Change, changes
from app.correcting.mandate import DEFAULT_ROLE
from app.correcting.refusal import NothingFound, Refused
from app.domain.report_check import InvalidReport
from app.settings import Settings
from app.store.database import Database

Role = Annotated[
    str,
    typer.Option(
        metavar="ROLE", help="In which role, for the log: a word such as editor, never a name."
    ),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is public.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

AS_OPERATOR = DEFAULT_ROLE

UNANSWERED = "Nothing was done: add --yes where nobody can be asked."
DECLINED = "Nothing was done."


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is to be done, with the question to ask, and what to say when it is done.

    `options` tells how the command calls what an act may find fault with.
    """

    catalogue: Catalogue
    deed: Deed
    question: str
    outcome: Callable[[Done], str]
    options: Mapping[str, str] = field(default_factory=dict)


def settle(chosen: Settings, intent: Intent, *, yes: bool) -> Done:
    """Show what an act would change, ask, and do it; with `yes`, do it and show what it changed.

    Raises Fault where nobody can be asked, where the answer is no, and where it cannot be done.
    """
    if not yes and not sys.stdin.isatty():
        raise Fault(UNANSWERED, UNUSABLE)
    require(chosen.database_url)
    with at_once(), refusals(intent.options):
        done = _shown(chosen, intent, keep=yes)
        if not yes:
            _ask(intent.question)
            done, _ = work(
                chosen.database_url, lambda database: _acted(database, intent, keep=True)
            )
    say(f"{intent.outcome(done)}\nAct {done.act.id}{_undone_by(done)}")
    tell("A running server shows it within 5 s.")
    return done


def needed(reason: str) -> str:
    """Give a reason; raises Fault where none is given, since whoever was told wrong will ask."""
    if not reason.strip():
        raise Fault("--reason: is empty; say why, in public.", UNUSABLE)
    return reason


@contextmanager
def refusals(options: Mapping[str, str]) -> Iterator[None]:
    """Turn what an act finds fault with into a Fault that names the option."""
    try:
        yield
    except Refused as error:
        code = PARTLY if isinstance(error, NothingFound) else UNUSABLE
        raise _fault(options.get(error.field, ""), error.detail, code) from error
    except InvalidReport as error:
        raise _fault(options.get(error.field, error.field), error.detail, UNUSABLE) from error


def _fault(option: str, detail: str, code: int) -> Fault:
    text = f"{option}: {detail}" if option else f"{detail[0].upper()}{detail[1:]}"
    return Fault(plain(f"{text}."), code)


def _shown(chosen: Settings, intent: Intent, *, keep: bool) -> Done:
    """Do it or rehearse it, and show what that changes."""

    async def look(database: Database) -> tuple[Done, list[Change]]:
        done, evidences = await _acted(database, intent, keep=keep)
        return done, await changes(evidences)

    done, found = work(chosen.database_url, look)
    later = done.begins_at if done.begins_at and done.begins_at > done.act.at else None
    say("\n".join(effect(intent.catalogue, found, later)))
    for line in done.left:
        say("\n".join(wrapped(plain(f"Left as it is: {line}."))))
    return done


async def _acted(database: Database, intent: Intent, *, keep: bool) -> tuple[Done, Evidences]:
    return await act(database, intent.catalogue, intent.deed, now, keep=keep)


def _ask(question: str) -> None:
    """Ask whoever sits there; anything but a yes is a no. Raises Fault."""
    tell(f"{question} [y/N]")
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise Fault(DECLINED, PARTLY)


def _undone_by(done: Done) -> str:
    if done.act.undoes is not None:
        return "; what it undid can be done anew."
    return f'; `darial undo {done.act.id} --reason "..."` undoes it.'
