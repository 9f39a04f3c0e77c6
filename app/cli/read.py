"""`darial read`: messages from standard input, told as what they say of our crossings."""

import json
import sys
from collections.abc import Iterator
from typing import Annotated, BinaryIO

import typer

from app.cli.fault import PARTLY
from app.cli.read_line import LONGEST_LINE, BadLine, Message, message, written
from app.cli.read_page import page
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import complain, say
from app.reading.reader import Reader
from app.reading.reading import Reading

EPILOG = """\b
Examples:
  darial read < messages.jsonl
  darial read --explain < messages.jsonl

\b
Exit codes:
  0  read, whether or not anything was said
  1  some lines could not be read, each told on standard error; the others are
  2  wrong usage
  3  settings or catalogue need mending"""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("read", epilog=EPILOG)(read)


def read(
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each text with what was read in it marked.")
    ] = False,
) -> None:
    """Read messages as what they say of our crossings.

    A JSON object a line from standard input, one a line to standard output. Each needs `id`,
    `text` and `published` (a time with its offset from UTC); `lang` (ISO 639-1) and `place_hint`
    (a place's id) may be null. Nothing is asked of anybody, and nothing is kept.
    """
    reader = Reader(catalogue_of(settings()).places.values())
    refused = False
    for number, line in _lines(sys.stdin.buffer):
        try:
            asked = message(line)
            told = _read(reader, asked)
        except BadLine as error:
            complain(f"line {number}: {error}")
            refused = True
            continue
        say(page(asked, told) if explain else json.dumps(written(asked, told), ensure_ascii=False))
    if refused:
        raise typer.Exit(PARTLY)


def _read(reader: Reader, asked: Message) -> Reading:
    """Read a message; raises BadLine where it names a place that is none."""
    try:
        return reader.read(
            asked.text,
            published_at=asked.published,
            language=asked.lang,
            place_hint=asked.place_hint,
        )
    except ValueError as error:
        raise BadLine("place_hint", f"there is no place {asked.place_hint!r}") from error


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are not empty, by number; of one that is too long only its beginning."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        if line.strip():
            yield number, line
