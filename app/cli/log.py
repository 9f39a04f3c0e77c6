"""`darial log`: what was done, when and why."""

import json as writer
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from app.cli.acts import about
from app.cli.database import answer
from app.cli.moments import Moment, moment
from app.cli.setup import settings
from app.cli.source_table import written
from app.cli.terminal import bold, columns, faint, plain, say, tell, wrapped
from app.cli.when import FORM
from app.clock import now
from app.domain.act import Act
from app.store import acts
from app.store.acts import Sought

EPILOG = """\b
Examples:
  darial log
  darial log --since 2026-11-24
  darial log --limit 500 --json

\b
Exit codes:
  0  shown, also where nothing was done yet
  2  wrong usage
  3  settings or database need mending"""

HEADER = ("WHEN (UTC)", "ID", "ACT", "ROLE", "UNDONE")

MOST = 10_000

UTC = ZoneInfo("UTC")

NOTHING = "Nothing was done yet: no report, retraction, withholding, notice, pause or backup."
NOTHING_SINCE = "Nothing was done since then."


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("log", epilog=EPILOG)(log)


def log(
    since: Annotated[
        Moment | None,
        typer.Option(parser=moment, metavar="TIME", help=f"Since when: {FORM}, in UTC."),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=1, max=MOST, metavar="N", help="At most so many, the newest.")
    ] = 50,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show what was done, when and why.

    Newest first: when, the act's id, which role did it, what it was about, its reason, and by which
    act it was undone. `darial undo ID` undoes one.
    """
    chosen = settings()
    sought = Sought(since=since.begins("--since", UTC, now()) if since else None)
    found = answer(chosen.database_url, partial(acts.page, sought=sought, limit=limit))
    if json:
        told = [fields(act) for act in found.rows]
        say(writer.dumps(told, ensure_ascii=False, indent=1))
        return
    if not found.rows:
        say(NOTHING_SINCE if since else NOTHING)
        return
    say("\n".join(table(found.rows)))
    if found.more:
        tell(f"These are the newest {limit:,}: --limit shows more.")


def table(done: Sequence[Act]) -> Iterator[str]:
    """Write a line for each act, and below it what it was about, and why."""
    header, *lines = columns([HEADER, *map(_row, done)])
    yield bold(header)
    for act, line in zip(done, lines, strict=True):
        yield line
        yield from wrapped(plain(about(act)), 4, 0)
        if act.reason:
            yield from map(faint, wrapped(plain(f"Reason: {act.reason}"), 4, 0))


def _row(act: Act) -> tuple[str, ...]:
    undone = f"by {act.undone_by}" if act.undone_by else ""
    return (f"{act.at:%Y-%m-%d %H:%M:%S}", act.id, act.verb, act.role, undone)


def fields(act: Act) -> dict[str, Any]:
    """Give an act as an object."""
    return {
        "id": act.id,
        "at": written(act.at),
        "verb": act.verb,
        "role": act.role,
        "reason": act.reason,
        "version": act.version,
        "told": dict(act.told),
        "undoes": act.undoes,
        "undone_by": act.undone_by,
        "undone_at": written(act.undone_at),
    }
