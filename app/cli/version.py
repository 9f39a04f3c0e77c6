"""`darial version`: the versions of everything that shapes an answer."""

import platform
import sqlite3

import typer

import app
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import columns, say
from app.domain.status import METHOD_VERSION

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
    of what it says), Python and SQLite. Name them when you report a fault.
    """
    rows = (
        ("Darial", app.__version__),
        ("method", METHOD_VERSION),
        ("catalogue", catalogue_of(settings()).version),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
    )
    for line in columns(rows):
        say(line)
