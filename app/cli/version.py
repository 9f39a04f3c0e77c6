"""`darial version`: the versions of everything that shapes an answer."""

import platform
import sqlite3

import typer

import app
from app.cli.database import work
from app.cli.fault import Fault
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import columns, say
from app.domain.status import METHOD_VERSION
from app.store import server
from app.store.address import is_postgresql
from app.store.database import Database

EPILOG = """\b
Example:
  darial version

\b
Exit codes:
  0  shown
  3  settings or catalogue need mending"""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("version", epilog=EPILOG)(version)


def version() -> None:
    """Show the versions of everything that shapes an answer.

    Program, method (it rises when the same reports would give another number), catalogue (a hash
    of what it says), Python and SQLite, or PostgreSQL where the database is on a server. Name them
    when you report a fault.
    """
    chosen = settings()
    rows = (
        ("Darial", app.__version__),
        ("method", METHOD_VERSION),
        ("catalogue", catalogue_of(chosen).version),
        ("Python", platform.python_version()),
        _database(chosen.database_url),
    )
    for line in columns(rows):
        say(line)


def _database(url: str) -> tuple[str, str]:
    if not is_postgresql(url):
        return "SQLite", sqlite3.sqlite_version

    async def ask(database: Database) -> str:
        async with database.reading() as session:
            return await server.version(session)

    try:
        return "PostgreSQL", work(url, ask)
    except Fault as fault:
        return "PostgreSQL", f"unknown: {fault}"
