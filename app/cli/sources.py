"""`darial sources`: how each live source stands, and a switch to leave one alone."""

import json as writer
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Annotated

import typer

from app.cli.asking_once import AS_OPERATOR, Reason, Role, refusals
from app.cli.database import answer, change
from app.cli.planning import chosen_ids, planned, source_named
from app.cli.setup import catalogue_of, settings
from app.cli.source_page import page
from app.cli.source_table import Standing, fields, standings, table
from app.cli.terminal import say, tell
from app.clock import now
from app.correcting import pausing
from app.correcting.mandate import Mandate
from app.domain.act import Act
from app.polling.registering import announcement, facts_of
from app.settings import Settings
from app.sources import SOURCES
from app.sources.kit import Source
from app.store import polls
from app.store.database import ReadSession, WriteSession
from app.store.polls import Poll
from app.store.sources import Source as Stored

LIST_EPILOG = """\b
Examples:
  darial sources
  darial sources --json
  darial sources show zitic
  darial sources pause zitic

\b
Exit codes:
  0  shown
  2  wrong usage
  3  settings or database need mending"""

SHOW_EPILOG = """\b
Example:
  darial sources show zitic

\b
Exit codes:
  0  shown
  2  wrong usage, or there is no such source
  3  settings, catalogue or database need mending"""

PAUSE_EPILOG = """\b
Examples:
  darial sources pause zitic
  darial sources pause zitic georoad --reason "asked to wait for a week"

\b
Exit codes:
  0  noted
  2  wrong usage, or there is no such source: nothing was noted then
  3  settings or database need mending"""

RESUME_EPILOG = PAUSE_EPILOG.replace("sources pause", "sources resume")

LAST_POLLS = 10

Switch = Callable[[WriteSession, datetime, Sequence[Stored], Mandate], Awaitable[Act]]
"""Pauses sources, or resumes them, as an act."""

OPTIONS = {"reason": "--reason", "role": "--role"}

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Sources, by their ids.")]


def add(darial: typer.Typer) -> None:
    """Add the group and its commands."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True, epilog=LIST_EPILOG)(sources)
    group.command("show", epilog=SHOW_EPILOG)(show)
    group.command("pause", epilog=PAUSE_EPILOG)(pause)
    group.command("resume", epilog=RESUME_EPILOG)(resume)
    darial.add_typer(group, name="sources")


def sources(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show how each live source stands, and what to do about it.

    Also those that are not polled here. For each: how its last poll ended, when it last answered
    well, how many reports it has brought in all, and how many rows of its last answer were refused.
    """
    if context.invoked_subcommand is not None:
        return
    chosen = settings()
    standing = _standings(chosen, SOURCES)
    if json:
        told = [fields(each, now()) for each in standing]
        say(writer.dumps(told, ensure_ascii=False, indent=1))
        return
    say("\n".join(table(standing, now())))
    if not chosen.polling:
        tell("DARIAL_POLLING is false here: a server with these settings polls nothing.")


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A source, by its id.")],
) -> None:
    """Show one source: terms, hosts, last polls, refused rows."""
    chosen = settings()
    asked = source_named(name)
    plan = planned(chosen, catalogue_of(chosen))
    (standing,) = _standings(chosen, [asked])
    last = answer(chosen.database_url, lambda session: _last(session, asked))
    whom = announcement(asked, plan.scope, plan.manners, now())
    say("\n".join(page(standing, whom, last, now())))


def pause(names: Ids, reason: Reason = "", role: Role = AS_OPERATOR) -> None:
    """Have sources left alone until they are resumed.

    A running server notices at its next poll, and asks them nothing from then on. What they said
    before stays, and grows old as ever. `darial log` keeps when, why and in which role.
    """
    chosen = settings()
    named = [source_named(name) for name in dict.fromkeys(names)]
    _note(chosen, named, pausing.pause, role, reason)
    for source in named:
        say(
            f"{source.id} is paused: a running server notices at its next poll and asks nothing."
            f" `darial sources resume {source.id}` ends that."
        )


def resume(names: Ids, reason: Reason = "", role: Role = AS_OPERATOR) -> None:
    """Have paused sources polled again.

    A running server notices within a minute. `darial log` keeps when, why and in which role.
    """
    chosen = settings()
    named = [source_named(name) for name in dict.fromkeys(names)]
    _note(chosen, named, pausing.resume, role, reason)
    polled = chosen_ids(chosen)
    for source in named:
        if source.id in polled:
            say(f"{source.id} is not paused: a running server polls it again within a minute.")
        else:
            say(f"{source.id} is not paused, but not chosen either: name it in DARIAL_SOURCES.")


def _standings(chosen: Settings, sources: Sequence[Source]) -> list[Standing]:
    polled = chosen_ids(chosen)
    return answer(chosen.database_url, lambda session: standings(session, sources, polled))


async def _last(session: ReadSession, source: Source) -> Sequence[Poll]:
    return await polls.newest(session, source.id, LAST_POLLS)


def _note(
    chosen: Settings, sources: Sequence[Source], switch: Switch, role: str, reason: str
) -> None:
    with refusals(OPTIONS):
        mandate = Mandate(role=role, reason=reason)

    async def note(session: WriteSession) -> None:
        at = now()
        await switch(session, at, [facts_of(source, at) for source in sources], mandate)

    change(chosen.database_url, note)
