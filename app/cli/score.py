"""`darial score`: how far beliefs lie from figures that took no part in them."""

import json as writer
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.board.evidence import cadences
from app.catalog import Catalogue
from app.catalog.archive import Refused, UnusableFile, read_rows
from app.cli.database import answer
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.files import list_refused, named, opened
from app.cli.progress import Progress
from app.cli.score_table import table
from app.cli.series_score import score_series
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import say
from app.clock import now
from app.domain.assessment import Evidence
from app.domain.comparison import figure_of
from app.domain.report import Report
from app.domain.score import SCORED, by_place
from app.domain.score import score as measure
from app.domain.vocabulary import Knowledge
from app.store import reports, sources
from app.store.database import ReadSession

EPILOG = """\b
Examples:
  darial score app/catalog/archive/reports.csv
  darial score held-out.csv --as-known --json
  darial score --series counted.csv --zone Europe/Helsinki

\b
Exit codes:
  0  scored
  1  scored, but some rows of the file were refused (each is listed)
  2  wrong usage, or the file has no figure or series to score
  3  settings, catalogue or database need mending"""

FIRST = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=400)
"""How far ahead of now any report may speak."""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("score", epilog=EPILOG)(score)


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise typer.BadParameter(
            f"{text!r} is no time zone: write one as Europe/Helsinki"
        ) from error


def score(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Reports in the archive's format; - for a pipe.")
    ],
    as_known: Annotated[
        bool,
        typer.Option("--as-known", help="Use only what was known at the end of each row's time."),
    ] = False,
    series: Annotated[
        bool,
        typer.Option(
            "--series",
            help="FILE is a full series, with columns time and wait_minutes, queue_vehicles or"
            " queue_km.",
        ),
    ] = False,
    zone: Annotated[
        ZoneInfo | None,
        typer.Option(
            parser=_zone, metavar="ZONE", help="Whose clock a series' times show, without offset."
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, max=10**9, metavar="N", help="Other reports of the same series.")
    ] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print figures only, as JSON.")] = False,
) -> None:
    """Measure how far our beliefs lie from figures they never saw.

    Each row with a figure of vehicles, kilometres or waiting time is held against the belief at the
    end of its interval, made from everything stored but that row and its repeats; beside it two
    plain ways to answer. Rows for which one of the three has no number are left out and counted.

    With --series no database is asked: few and noisy reports of the series are made up, always the
    same for one seed, and what they would have let us say is held against all of it.
    """
    _check_options(series=series, as_known=as_known, others=bool(zone or seed))
    if series:
        score_series(file, seed, zone, json=json)
        return
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
    say(writer.dumps(found) if json else "\n".join(table(found)))
    if refused:
        list_refused(named(file), refused, len(refused))
        raise typer.Exit(PARTLY)


def _check_options(*, series: bool, as_known: bool, others: bool) -> None:
    if series and as_known:
        raise Fault("A series is always scored as known: leave out --as-known.", UNUSABLE)
    if others and not series:
        raise Fault("--zone and --seed are for a --series.", UNUSABLE)


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
