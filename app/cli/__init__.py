"""The `darial` command.

Each command has a module of its own, imported only when that command is asked for: what serves
takes most of a second to import, and nobody should wait for it to see a version or a help page.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import typer

from app.cli.fault import INTERRUPTED, Fault, told
from app.cli.terminal import complain


class Command(NamedTuple):
    """A command: the module of this package that adds it, and its line in the list."""

    module: str
    summary: str


COMMANDS = {
    "serve": Command("serve", "Answer over HTTP until ended."),
    "status": Command("status", "Show what it is like at a place, now or at a past moment."),
    "explain": Command("explain", "Show why a number is what it is, report by report."),
    "history": Command("history", "Show how figures at some places went over time."),
    "places": Command("places", "List the places we know."),
    "import": Command("importing", "Take in files of reports, or archives."),
    "export": Command("exporting", "Write all that may be passed on into a folder."),
    "score": Command("score", "Measure how far our beliefs lie from figures they never saw."),
    "accuracy": Command("accuracy", "Show how far off what we published was, by what came later."),
    "simulate": Command("simulate", "Make border weeks of which every minute is known."),
    "sources": Command("sources", "Show how each live source stands, and what to do about it."),
    "poll": Command("poll", "Poll a source once, and store nothing."),
    "record": Command("record", "Ask a source once and save what it answers."),
    "reread": Command("reread", "Read a source's kept answers again, and store what is new."),
    "backfill": Command("backfill", "Ask a source for days of the past, and store what it says."),
    "read": Command("read", "Read messages as what they say of our crossings."),
    "channels": Command("channels", "List the channels that are read, or try one."),
    "new-source": Command("new_source", "Write the beginning of a source: module, payload, test."),
    "webhooks": Command(
        "webhooks", "Tell somebody of each change: list, add, try and remove them."
    ),
    "report": Command("reporting", "Add a report of your own, and see what it changes."),
    "retract": Command("retracting", "Take reports back, in public and with the reason."),
    "withhold": Command("withholding", "Withhold what is published of a queue until a time."),
    "notice": Command("noticing", "List, add and end standing notices."),
    "undo": Command("undoing", "Undo an act."),
    "log": Command("log", "Show what was done, when and why."),
    "publish": Command("publish", "Write what is published now as signed static files."),
    "verify": Command("verify", "Check whether a mirror can be relied on."),
    "key": Command("key", "Make and show the keys that sign a mirror."),
    "backup": Command("backup", "Save the database while it is in use."),
    "restore": Command("restore", "Put a saved database back."),
    "move": Command("move", "Move a database into another, a file's or a server's."),
    "doctor": Command("doctor", "Look whether all is well, and say what to mend."),
    "catalog": Command("catalog", "Look after the catalogue of places and notices."),
    "version": Command("version", "Show the versions of everything that shapes an answer."),
}

HELP = """Live border-crossing status, with its sources and its doubts shown.

Settings are environment variables: DARIAL_HOST, DARIAL_PORT, DARIAL_DATABASE_URL,
DARIAL_CATALOG_DIR, DARIAL_CONTACT; for live sources DARIAL_POLLING,
DARIAL_SOURCES, DARIAL_UPSTREAM_MIRROR, DARIAL_OPEN_METEO_URL, DARIAL_PROXIES,
DARIAL_AUTHORITIES, DARIAL_KEEP_PAYLOADS, DARIAL_KEEP_POLLS, DARIAL_ALERT_URL,
DARIAL_HEARTBEAT_URL; for webhooks DARIAL_WEBHOOK_NETWORKS; for the archive
DARIAL_ARCHIVE_DIR."""

EPILOG = """\b
Examples:
  darial serve --prepare
  darial status verkhny-lars
  darial status "Верхний Ларс" RU-GE car --as-of 2022-09-28T12:00Z
  darial import reports.csv

\b
Exit codes:
  0    done
  1    done in part, or nothing was found
  2    wrong usage, or nothing usable was given
  3    settings, catalogue, database, disk or port need mending
  130  ended by Ctrl-C"""


def main() -> int:
    """Run the command of this process; gives its exit code."""
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> int:
    """Run one command; gives its exit code, having said in a sentence what is wrong if it is."""
    try:
        application(arguments)(arguments, prog_name="darial")
    except SystemExit as end:
        return int(end.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Fault as fault:
        return _ended_by(fault)
    except OSError as error:
        return _ended_by(told(error))
    return 0


def _ended_by(fault: Fault) -> int:
    complain(str(fault))
    return fault.code


def application(arguments: Sequence[str]) -> typer.Typer:
    """Put the command together: whole for the one asked for, by name and summary for the others."""
    app = typer.Typer(
        help=HELP,
        epilog=EPILOG,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_darial)
    for name, command in COMMANDS.items():
        if name in arguments[:1]:
            import_module(f"app.cli.{command.module}").add(app)
        else:
            app.command(name, help=command.summary)(_elsewhere)
    return app


def _darial() -> None:
    """Carry the help of the whole."""


def _elsewhere() -> None:
    """Stand for a command that was not asked for."""
