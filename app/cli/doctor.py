"""`darial doctor`: a look at everything that can go wrong, with the way to mend it."""

import json as writer
import re
from collections.abc import Iterator
from typing import Annotated

import typer

from app.choices import manners_of, spool_of
from app.cli.checks import database, files, server, upkeep
from app.cli.checks.clock import clock
from app.cli.checks.finding import Finding, State, bad, fields, look, page
from app.cli.checks.spool import spool
from app.cli.database import answer
from app.cli.fault import PARTLY, Fault
from app.cli.planning import chosen_ids
from app.cli.setup import settings
from app.cli.terminal import say
from app.clock import now
from app.settings import Settings
from app.sources import SOURCES
from app.store.address import is_postgresql
from app.store.sqlite import file_of

EPILOG = """\b
Examples:
  darial doctor
  darial doctor --host example.org
  darial doctor --json

\b
Exit codes:
  0  nothing is bad; what to look at is told
  1  something is bad
  2  wrong usage
  3  the settings cannot be read, so there is nothing to look at"""

HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")

FIRST = "mend the database first"


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("doctor", epilog=EPILOG)(doctor)


def _host(text: str) -> str:
    if not HOST.fullmatch(text):
        raise typer.BadParameter(f"{text[:60]!r} is no name of a host, such as example.org")
    return text


def doctor(
    host: Annotated[
        str | None,
        typer.Option(
            parser=_host,
            metavar="NAME",
            help="Hold our clock against this host's: it is asked once, over HTTPS. Nobody is asked"
            " without.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Look whether all is well, and say what to mend.

    A line for each thing looked at: `ok`, `look` (somebody should look at it) or `bad` (it is to be
    mended), and below it how. Nothing is changed, and nothing is asked of a server: it may run or
    not.
    """
    chosen = settings()
    findings = list(_findings(chosen, host))
    if json:
        say(writer.dumps(list(map(fields, findings)), ensure_ascii=False, indent=1))
    else:
        say("\n".join(page(findings)))
    if any(each.state is State.BAD for each in findings):
        raise typer.Exit(PARTLY)


def _findings(chosen: Settings, host: str | None) -> Iterator[Finding]:
    url = chosen.database_url
    yield from files.settings_and_catalogue(chosen, now())
    yield files.migrations()
    shape = database.shape(url)
    yield shape
    # A server that is not reached says so once.
    yield from (each for each in _store(url) if each.says != shape.says)
    if shape.state is State.OK:
        yield from _upkeep(chosen)
    else:
        for each in (
            ("polling", "sources") if is_postgresql(url) else ("backup", "polling", "sources")
        ):
            yield look(each, "not checked", FIRST)
    yield spool(spool_of(chosen))
    yield clock(host, manners_of(chosen).user_agent, now)


def _store(url: str) -> Iterator[Finding]:
    if is_postgresql(url):
        yield from server.server(url, now)
        return
    if file_of(url).path.exists():
        yield from database.file(url)
    yield database.disk(url)


def _upkeep(chosen: Settings) -> Iterator[Finding]:
    try:
        polled = chosen_ids(chosen)
        found = answer(chosen.database_url, lambda session: upkeep.read(session, SOURCES, polled))
    except Fault as fault:
        yield bad("upkeep", str(fault), FIRST)
        return
    told = upkeep.upkeep(found, now(), polling=chosen.polling)
    # Of a server's own backups its checks tell; `darial backup` saves files only.
    on_server = is_postgresql(chosen.database_url)
    yield from (each for each in told if not (on_server and each.check == "backup"))
