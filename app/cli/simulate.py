"""`darial simulate`: border weeks with a known truth, in a database never taken for a real one."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments import one_of
from app.cli.database import bring_up, faults, work
from app.cli.fault import UNUSABLE, Fault, told
from app.cli.files import within_a_folder
from app.cli.keeping import tidily
from app.cli.progress import Progress
from app.cli.simulated_week import Week, set_down, source
from app.cli.terminal import say
from app.simulating.scenario import Lies, Scenario
from app.simulating.world import QUEUE, world
from app.store import board, reports, sources
from app.store.database import Database
from app.store.mark import is_simulated, mark_simulated
from app.store.sqlite import url_of

EPILOG = """\b
Examples:
  darial simulate weeks
  darial simulate weeks --scenario surge --weeks 10 --seed 100
  darial simulate lied --scenario liars --lies 40 --together

\b
Exit codes:
  0    made, or there already
  2    wrong usage, or the folder holds something else
  3    database or disk need mending
  130  ended by Ctrl-C, or 143 by SIGTERM: the week under way is not kept"""

DATABASE = "simulated.db"
MOST_WEEKS = 100
MOST_LIES = 60


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("simulate", epilog=EPILOG)(simulate)


def simulate(  # noqa: PLR0913, PLR0917 - one for each option
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new folder, or one of this command's.")
    ],
    scenario: Annotated[
        list[Scenario] | None,
        typer.Option(
            parser=one_of(Scenario), metavar="WORD", help=f"Of {', '.join(Scenario)}; else all."
        ),
    ] = None,
    weeks: Annotated[
        int, typer.Option(min=1, max=MOST_WEEKS, metavar="N", help="Weeks of each scenario.")
    ] = 1,
    seed: Annotated[
        int, typer.Option(min=0, max=10**9, metavar="N", help="The first week's seed.")
    ] = 0,
    lies: Annotated[
        int | None,
        typer.Option(
            min=0, max=MOST_LIES, metavar="N", help="How many of 100 anonymous reports are lies."
        ),
    ] = None,
    together: Annotated[
        bool, typer.Option("--together", help="All liars tell of the same wrong figure.")
    ] = False,
) -> None:
    """Make border weeks of which every minute is known.

    The folder gets a database of what sensors, officials, media, travellers and liars would have
    said, the truth of each minute as CSV, and the places as a catalogue. The same seed makes the
    same week. The database is marked as simulated: status, history, explain and score answer from
    it, and no command serves it, passes it on or adds what is real.
    """
    if together and lies is None:
        raise Fault("--together says how to lie; --lies N says how many do.", UNUSABLE)
    within_a_folder(folder)
    drawn = None if lies is None else Lies(share=lies / 100, together=together)
    wanted = [
        (each, seed + number)
        for each in dict.fromkeys(scenario or Scenario)
        for number in range(weeks)
    ]
    database = folder / DATABASE
    with tidily(), faults(url_of(database)), Progress("made", "weeks") as progress:
        _ready(folder, database)
        made = [
            _make(folder, Week(world(kind, number, drawn), drawn))
            for kind, number in progress.over(wanted)
        ]
    _say(folder, made)


def _ready(folder: Path, database: Path) -> None:
    """Have a simulated database in the folder; raises Fault where anything else is there."""
    try:
        _refuse_others(folder, database)
        folder.mkdir(exist_ok=True)
        if not database.exists():
            mark_simulated(database)
    except OSError as error:
        raise told(error) from error
    bring_up(url_of(database), simulated=True)


def _refuse_others(folder: Path, database: Path) -> None:
    if database.exists():
        if not is_simulated(database):
            raise Fault(
                f"{database} is no simulated database, and nothing made up is added to a real one:"
                " name another folder.",
                UNUSABLE,
            )
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Fault(
            f"{folder} is there and not of this command: name a new or an empty folder.", UNUSABLE
        )


def _make(folder: Path, week: Week) -> tuple[Week, reports.Added]:
    """Set a week down: its place and its truth first, so that nothing is told of no place."""

    async def keep(database: Database) -> reports.Added:
        said = week.said()
        async with database.writing(much=True) as session:
            for name in sorted({report.source for report in said}):
                await sources.register(session, source(name))
            added = await reports.add(session, said)
            if added.places:
                await board.raise_version(session)
        return added

    try:
        set_down(week, folder)
    except OSError as error:
        raise told(error) from error
    return week, work(url_of(folder / DATABASE), keep)


def _say(folder: Path, made: list[tuple[Week, reports.Added]]) -> None:
    new = sum(added.new for _, added in made)
    known = sum(added.repeated for _, added in made)
    weeks = "one week" if len(made) == 1 else f"{len(made):,} weeks"
    say(f"{folder}: {weeks}, {new:,} new reports, {known:,} known already")
    week, _ = made[0]
    say(
        "\n".join(
            (
                "To ask it:",
                f"  export DARIAL_DATABASE_URL={url_of((folder / DATABASE).absolute())}",
                f"  export DARIAL_CATALOG_DIR={folder.absolute()}",
                f"  darial status {week.name} {QUEUE.direction} {QUEUE.mode} --as-of {week.middle}",
            )
        )
    )
