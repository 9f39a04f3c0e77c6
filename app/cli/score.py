"""`darial score`: how far beliefs lie from figures that took no part in them."""

import json as writer
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from app.board.evidence import cadences
from app.catalog import Catalogue
from app.catalog.archive import Refused, UnusableFile, read_rows
from app.cli.database import answer
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.files import list_refused, named, opened
from app.cli.progress import Progress
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import bold, columns, say, wrapped
from app.clock import now
from app.domain.assessment import Evidence
from app.domain.report import Report
from app.domain.score import SCORED, by_place, figure_of
from app.domain.score import score as measure
from app.domain.vocabulary import Knowledge
from app.store import reports, sources
from app.store.database import ReadSession

EPILOG = """\b
Examples:
  darial score app/catalog/archive/reports.csv
  darial score held-out.csv --as-known --json

\b
Exit codes:
  0  scored
  1  scored, but some rows of the file were refused (each is listed)
  2  wrong usage, or no row of the file has a figure to score
  3  settings, catalogue or database need mending"""

Scores = Mapping[str, Mapping[str, float | int | None]]

FIRST = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=400)
"""How far ahead of now any report may speak."""

HEADER = (
    "QUANTITY", "N", "LEFT OUT", "MEAN", "MEDIAN", "IN 80%", "LATEST", "MEDIAN24", "GAINS",
)  # fmt: skip
FIGURES = frozenset(range(1, len(HEADER)))

LEGEND = (
    "Errors are |ln(mid / figure)|, at most ln 3: 0.10 is off by a tenth. MEAN and MEDIAN are ours,"
    " LATEST and MEDIAN24 the mean errors of the last figure and of the median of the last 24 h."
    " GAINS: by how much our mean error is below theirs. IN 80%: how many figures our interval of"
    " 80% holds."
)


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("score", epilog=EPILOG)(score)


def score(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Reports in the archive's format; - for a pipe.")
    ],
    as_known: Annotated[
        bool,
        typer.Option("--as-known", help="Use only what was known at the end of each row's time."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print figures only, as JSON.")] = False,
) -> None:
    """Measure how far our beliefs lie from figures they never saw.

    Each row with a figure of vehicles, kilometres or waiting time is held against the belief at the
    end of its interval, made from everything stored but that row and its repeats; beside it two
    plain ways to answer. Rows for which one of the three has no number are left out and counted.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    rows, refused = _read(file, catalogue)
    figures = [row for row in rows if row.quantity in SCORED and figure_of(row)]
    if not figures:
        raise Fault(f"No row of {named(file)} has a figure to score.", UNUSABLE)
    evidence = answer(chosen.database_url, lambda session: _evidence(session, catalogue, figures))
    knowledge = Knowledge.THEN if as_known else Knowledge.NOW
    with Progress("scored") as progress:
        found = measure(progress.over(figures), evidence, knowledge)
    say(writer.dumps(found) if json else "\n".join(_table(found)))
    if refused:
        list_refused(named(file), refused, len(refused))
        raise typer.Exit(PARTLY)


def _read(file: Path, catalogue: Catalogue) -> tuple[list[Report], list[Refused]]:
    rows: list[Report] = []
    refused: list[Refused] = []
    with opened(file) as lines:
        try:
            for row in read_rows(lines, catalogue, source="score", now=now()):
                if isinstance(row, Report):
                    rows.append(row)
                else:
                    refused.append(row)
        except UnusableFile as error:
            list_refused(named(file), error.refused, len(error.refused))
            raise Fault(f"{named(file)} cannot be used.", UNUSABLE) from error
    return rows, refused


async def _evidence(
    session: ReadSession, catalogue: Catalogue, rows: Sequence[Report]
) -> dict[str, Evidence]:
    places = {row.place: catalogue.place(row.place) for row in rows}
    areas = {place.id: catalogue.areas_of(place) for place in places.values()}
    concerned = {*places, *(each for above in areas.values() for each in above)}
    until = now() + AHEAD
    held = by_place(await reports.around(session, concerned, since=FIRST, until=until))
    spoken = cadences(await sources.every(session))
    return {
        place.id: Evidence(
            place=place,
            areas=areas[place.id],
            reports=tuple(each for one in (place.id, *areas[place.id]) for each in held[one]),
            cadences=spoken,
        )
        for place in places.values()
    }


def _table(found: Scores) -> Iterator[str]:
    header, *lines = columns([HEADER, *(_row(name, each) for name, each in found.items())], FIGURES)
    yield bold(header)
    yield from lines
    yield ""
    yield from wrapped(LEGEND, hang=0)


def _row(name: str, part: Mapping[str, float | int | None]) -> tuple[str, ...]:
    errors = [_error(part[each]) for each in ("mean", "median")]
    baselines = [_error(part[each]) for each in ("latest", "median24")]
    return (
        name,
        f"{part['n']:,}",
        f"{part['left_out']:,}",
        *errors,
        _share(part["coverage"]),
        *baselines,
        " ".join(_share(_gain(part["mean"], part[each])) for each in ("latest", "median24")),
    )


def _gain(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or not theirs else 1 - ours / theirs


def _error(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
