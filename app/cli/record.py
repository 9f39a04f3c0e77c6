"""`darial record`: what a source answers now, saved to files."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from app.cli.fault import PARTLY
from app.cli.payload_file import ABOUT, save
from app.cli.planning import planned, source_named, tell_asking
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import complain, plain, say, tell
from app.clock import now
from app.polling.client import Answer, Client
from app.polling.gathering import Gathered, Gatherer, payload_of
from app.polling.hosts import Hosts
from app.polling.plan import Plan
from app.polling.poll import gathered_in_time
from app.sources.kit import Request, Source, SourceError

EPILOG = """\b
Examples:
  darial record zitic
  darial record customs_russia --to /tmp/customs

\b
Exit codes:
  0    each answer was saved, and could be read
  1    a request failed, or an answer is of no use (it is saved all the same)
  2    wrong usage
  3    settings, catalogue or disk need mending
  130  ended by Ctrl-C: what was saved by then stays"""

WARNING = (
    "What is saved raw may hold number plates, names and other personal data: keep it to yourself,"
    " delete it soon, and never put it into a project."
)


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("record", epilog=EPILOG)(record)


@dataclass(slots=True)
class Recorder:
    """Asks as the client does, and saves each answer that comes before anybody reads it."""

    client: Client
    folder: Path
    raw: bool
    saved: list[Path] = field(default_factory=list)
    unstripped: list[str] = field(default_factory=list)

    async def ask(
        self, source: Source, request: Request, *, etag: str | None, modified: str | None
    ) -> Answer:
        """Give the answer, or raise SourceError."""
        answer = await self.client.ask(source, request, etag=etag, modified=modified)
        payload = payload_of(request, answer)
        try:
            body = answer.body if self.raw or source.strip is None else source.strip(payload)
        except SourceError as error:
            self.unstripped.append(str(error))
        else:
            self.saved.append(save(self.folder, payload, answer.media or source.media[0], body))
            tell(f"{self.saved[-1]}: {len(body):,} bytes")
        return answer


def record(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Its id; `darial sources` lists them.")
    ],
    to: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder for the files; else recordings/SOURCE."),
    ] = None,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Save answers as they came, with whatever is in them."),
    ] = False,
) -> None:
    """Ask a source once and save what it answers.

    Each answer is a file, named by its time (UTC) and a number; beside it, in NAME.about.json,
    stands what else its reader needs. `darial poll SOURCE --file FILE` reads it again. Personal
    data is taken out before it is written. No file is overwritten.
    """
    chosen = settings()
    asked, plan = source_named(source), planned(chosen, catalogue_of(chosen))
    folder = to or Path("recordings", asked.id)
    folder.mkdir(parents=True, exist_ok=True)
    tell_asking(asked, plan)
    if raw:
        complain(WARNING)
    recorder, gathered = asyncio.run(_recorded(asked, plan, folder, raw=raw))
    _tell_faults(recorder, gathered)
    say(_outcome(folder, len(recorder.saved)))
    if gathered.faults or recorder.unstripped:
        raise typer.Exit(PARTLY)


async def _recorded(
    source: Source, plan: Plan, folder: Path, *, raw: bool
) -> tuple[Recorder, Gathered]:
    async with Client(plan.manners, (source,), now=now) as client:
        recorder = Recorder(client, folder, raw)
        gatherer = Gatherer(ask=recorder.ask, hosts=Hosts(), scope=plan.scope)
        return recorder, await gathered_in_time(gatherer, source, now(), {})


def _outcome(folder: Path, saved: int) -> str:
    if not saved:
        return "Nothing was saved."
    answers = "one answer" if saved == 1 else f"{saved:,} answers"
    return f"Saved {answers} in {folder}, each with what is known of it in NAME{ABOUT}."


def _tell_faults(recorder: Recorder, gathered: Gathered) -> None:
    for fault in dict.fromkeys(map(str, gathered.faults)):
        complain(plain(fault))
    for reason in dict.fromkeys(recorder.unstripped):
        complain(
            "An answer was not saved, because personal data could not be taken out of it:"
            f" {plain(reason)}"
        )
