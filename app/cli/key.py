"""`darial key`: the pair of keys that signs a mirror, made and shown."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.fault import UNUSABLE, Fault
from app.cli.files import within_a_folder
from app.cli.mirrors import key_of
from app.cli.terminal import say, tell
from app.mirroring import keys

NEW = """\b
Examples:
  darial key new mirror.key
  darial key new /etc/darial/mirror-2027.key > mirror-2027.pub

\b
Exit codes:
  0  made, and its public half printed
  2  wrong usage, or the file is there already
  3  disk needs mending"""

SHOW = """\b
Example:
  darial key show mirror.key

\b
Exit codes:
  0  shown
  2  wrong usage, or the file holds no such key
  3  disk needs mending"""

KEEP = (
    "{file} holds the private key: keep it to yourself, with a copy on another machine. Readers"
    " check a mirror by the public key, which is printed above."
)

FILE = typer.Argument(metavar="FILE", help="The file of the private key.")


def add(darial: typer.Typer) -> None:
    """Add the group and its commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.callback(help="Make and show the keys that sign a mirror.")(_key)
    group.command("new", epilog=NEW)(new)
    group.command("show", epilog=SHOW)(show)
    darial.add_typer(group, name="key")


def _key() -> None:
    """Carry the help of the group."""


def new(file: Annotated[Path, FILE]) -> None:
    """Make a pair of keys that signs mirrors, and print its public half.

    The private half is kept in FILE, which only you can read and which is never replaced. Whoever
    has it can sign mirrors in your name. The public half is a word of 44 letters that you hand to
    readers by another way than the mirror itself. How one key takes over from another is told in
    docs/mirror.md.
    """
    within_a_folder(file)
    try:
        key = keys.make(file)
    except FileExistsError as error:
        raise Fault(
            f"{file} is there already, and a key is never replaced: name another.", UNUSABLE
        ) from error
    say(key.public)
    tell(KEEP.format(file=file))


def show(file: Annotated[Path, FILE]) -> None:
    """Print the public half of a pair of keys, by which readers check a mirror."""
    say(key_of(file).public)
