"""`darial verify`: whether a mirror is whole, signed by who it should be, and still counts."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.mirrors import mirror_faults
from app.cli.terminal import complain, plain, say
from app.clock import now
from app.mirroring import keys
from app.mirroring.checking import Checked, check, stamp
from app.mirroring.fault import Refused

EPILOG = """\b
Examples:
  darial verify mirror --key zO1Ypf3KfMaQpD5rRZWqEJ/2sVzBTcJSoDIgV4ibMkk=
  darial verify /media/usb --key mirror.pub

\b
Exit codes:
  0  whole, signed by this key, and it still counts
  1  refused: each reason is told
  2  wrong usage, no such folder, or no public key
  3  disk needs mending"""

MOST = 20
"""How many reasons are told; of the others, how many there are."""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("verify", epilog=EPILOG)(verify)


def verify(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The mirror: what `darial publish` wrote.")
    ],
    key: Annotated[
        str,
        typer.Option(
            metavar="KEY",
            help="The public key you trust, as `darial key new` printed it, or a file with it.",
        ),
    ],
) -> None:
    """Check whether a mirror can be relied on.

    Who signed it, whether every file is as it was signed, whether none is missing and none besides,
    and whether it still counts by the clock of this machine. It asks no network and no database. A
    mirror on a host is copied here first. What begins with a dot at the top is not looked at.
    """
    with mirror_faults():
        public = keys.public_key(key)
    if not folder.is_dir():
        raise Fault(f"{folder} is no folder: name the one that `darial publish` wrote.", UNUSABLE)
    try:
        say(_told(folder, check(folder, public, now())))
    except Refused as refused:
        for reason in refused.reasons[:MOST]:
            complain(f"{folder} is refused: {plain(reason)}.")
        left = len(refused.reasons) - MOST
        more = f" There are {left:,} more reasons." if left > 0 else ""
        raise Fault(f"Do not rely on it, but get another copy.{more}", PARTLY) from refused


def _told(folder: Path, checked: Checked) -> str:
    manifest = checked.manifest
    halfway = " Its named files were just being replaced." if checked.replacing else ""
    return (
        f"{folder}: whole, {len(manifest.files)} files of version {manifest.version}, signed at"
        f" {stamp(manifest.signed_at)}, counts until {stamp(manifest.expires_at)}.{halfway}"
    )
