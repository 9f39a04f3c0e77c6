"""`darial publish`: what is published now as signed static files, once or until ended."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from app import logs
from app.board.board import Board
from app.board.shelf import Shelf
from app.board.watch import watch
from app.cli.amounts import span
from app.cli.database import require, work
from app.cli.ending import SERVING, WORKING, at_once
from app.cli.fault import UNUSABLE, Fault
from app.cli.files import within_a_folder
from app.cli.mirrors import keys_of, mirror_faults
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import say, tell
from app.clock import now
from app.mirroring.checking import stamp
from app.mirroring.folder import Published
from app.mirroring.pages import Page
from app.mirroring.renewing import RENEWED, Further, Renewing, Terms
from app.store.database import Database
from app.store.room import amount
from app.store.sqlite import BUSY_S
from app.web.page.copying.pages import Copying, media_type
from app.web.parts import Basis

EPILOG = """\b
Examples:
  darial publish mirror --key mirror.key
  darial publish /srv/mirror --key mirror.key --expires 2h --follow
  darial publish /media/usb --key mirror.key --expires 3d
  darial publish mirror --key old.key --key new.key

\b
Exit codes:
  0    published, or with --follow ended by SIGTERM
  2    wrong usage, no key, or the folder holds something else
  3    settings, catalogue, database, disk or clock need mending
  130  ended by Ctrl-C, or 143 by SIGTERM: the mirror is whole, old or new"""

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(days=7)
MOST_SERVERS = 20
LONGEST_SERVER = 200
PATIENCE_S = 2.0
"""How long we wait for others that write where we go on anyway."""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("publish", epilog=EPILOG)(publish)


def _lasting(text: str) -> timedelta:
    try:
        lasts = span(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text[:40]!r}: write 6h, 90min or 2d") from error
    if not SHORTEST <= lasts <= LONGEST:
        raise typer.BadParameter(f"{text[:40]!r}: give from 10min to 7d")
    return lasts


def _server(text: str) -> str:
    fits = text.isascii() and text.isprintable() and len(text) <= LONGEST_SERVER
    if not fits or " " in text or not text.startswith(("https://", "http://")):
        raise typer.BadParameter(f"{text[:40]!r}: give a base address as https://example.org")
    return text.rstrip("/")


def publish(  # noqa: PLR0913, PLR0917 - an argument for each option
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="The folder of the mirror: a new or empty one, or a mirror."
        ),
    ],
    key: Annotated[
        list[Path],
        typer.Option(
            metavar="FILE",
            help="The key that signs, as `darial key new` makes it. Given twice, both sign: so one"
            " takes over from the other.",
        ),
    ],
    expires: Annotated[
        timedelta,
        typer.Option(
            parser=_lasting,
            metavar="TIME",
            help="For how long it counts from now on, by this machine's clock: 10min to 7d.",
        ),
    ] = "6h",  # type: ignore[assignment]  # typer reads it as if it were typed
    server: Annotated[
        list[str] | None,
        typer.Option(
            parser=_server,
            metavar="URL",
            help="The base address of a server that answers what no file does; may be repeated.",
        ),
    ] = None,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow", help="Go on until ended: renew it on each version, and its signature."
        ),
    ] = False,
    page: Annotated[
        bool,
        typer.Option(
            help="With the page for people, in every language; without it, the answers alone."
        ),
    ] = True,
) -> None:
    """Write what is published now as signed static files.

    Any web server, object store or memory stick can hand them out. Status, snapshot, places,
    vocabulary and feeds, each the very bytes of the server's answer, and the page, from index.html
    on; mirror.json lists them with their hashes, from when to when they count, and is signed. A
    reader who takes file after file meanwhile never gets a mixture. Contents of earlier versions go
    after ten minutes. Nothing is published while the database is away. docs/mirror.md has the rest.
    """
    within_a_folder(folder)
    if len(server or ()) > MOST_SERVERS:
        raise Fault(f"--server can be given at most {MOST_SERVERS} times.", UNUSABLE)
    signing = keys_of(key)
    chosen = settings()
    catalogue = catalogue_of(chosen)
    require(chosen.database_url)
    with mirror_faults(folder):
        folder.mkdir(exist_ok=True)
    terms = Terms(folder=folder, keys=signing, lasts=expires, servers=tuple(server or ()))

    async def do(database: Database) -> None:
        board = Board(database, catalogue, Shelf(), chosen.contact)
        basis = Basis(catalogue=catalogue, database=database, board=board)
        further = page_of(basis, terms) if page else None
        await published(basis, terms, further, follow=follow)

    logs.configure(json=False)
    with mirror_faults(folder), at_once(SERVING if follow else WORKING):
        work(chosen.database_url, do, PATIENCE_S if follow else BUSY_S)


async def published(
    here: Basis, terms: Terms, further: Further | None = None, *, follow: bool
) -> None:
    """Publish a board, or with `follow` keep it published until cancelled, and tell how it goes.

    Raises MirrorError and OSError where the first time fails; later ones are told and tried again.
    """

    def told(each: Published) -> None:
        say(f"{terms.folder}: {_told(each)}.")

    renewing = Renewing(here.board, here.database, terms, told, tell, further)
    moment = now()
    await here.board.look(moment)
    await renewing.renew(moment)
    if follow:
        await watch(renewing, now)


def page_of(here: Basis, terms: Terms) -> Further:
    """Give the page for people as further files of a mirror."""
    server = next(iter(terms.servers), "")
    copying = Copying(here=here, server=server, lasting=terms.lasts / RENEWED)

    async def further(signed: datetime, expires: datetime) -> dict[str, Page]:
        found = await copying.pages(signed, expires)
        return {path: Page(body, media_type(path)) for path, body in found.items()}

    return further


def _told(each: Published) -> str:
    manifest = each.manifest
    count, changed = len(manifest.files), len(each.changed)
    what = f"{changed} answers changed" if changed else "nothing changed"
    return (
        f"version {manifest.version},"
        f" {f'{count} files, {amount(each.size)}' if each.first else what}; signed at"
        f" {stamp(manifest.signed_at)}, counts until {stamp(manifest.expires_at)}"
    )
