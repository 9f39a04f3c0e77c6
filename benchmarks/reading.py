"""Reading: messages a second on one core, against a plain scan for digits over the same texts."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from app.catalog import load
from app.reading.reader import Reader
from benchmarks.result import Part, Ratio, Result, medians
from benchmarks.size import Size
from benchmarks.stopwatch import Stopwatch

PUBLISHED = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
LENGTH = 300
DIGITS = re.compile(r"\d+")
NOTES = (
    f"ours: Reader.read of messages of about {LENGTH} characters, language not given",
    "raw: every run of digits in the same texts, by one regular expression",
)
MESSAGES = Path(__file__).parent / "messages.txt"
"""Of our own making, with an empty line between: most of what channels write has no figure."""

DENSE = Path(__file__).parent / "dense.txt"
"""The same in eight languages, in which each sentence tells something: the worst that is read."""


def measure(size: Size, _folder: Path) -> Part:
    """Read and scan the texts in turns."""
    reader = Reader(load().places.values())
    return Part(
        title=f"reading: messages of {LENGTH} characters per second",
        notes=NOTES,
        results=[
            _result(reader, size, MESSAGES, "as channels write, Russian and English", 1.0),
            _result(reader, size, DENSE, "each sentence a report, eight languages", None),
        ],
    )


def _result(reader: Reader, size: Size, file: Path, case: str, at_least: float | None) -> Result:
    messages = file.read_text(encoding="utf-8").split("\n\n")
    once = [" ".join(message.split())[:LENGTH] for message in messages]
    texts = once * size.messages
    _read(reader, once)
    rounds = []
    for _ in range(size.rounds):
        ours, raw = Stopwatch(), Stopwatch()
        with ours.running():
            _read(reader, texts)
        with raw.running():
            for text in texts:
                DIGITS.findall(text)
        rounds.append(
            {name: took.per_row(len(texts)) for name, took in (("ours", ours), ("raw", raw))}
        )
    figures = {name: medians([each[name] for each in rounds]) for name in rounds[0]}
    rates = {name: figures[name]["rows_per_second"] for name in figures}
    return Result(
        case=f"{len(once)} texts: {case}",
        figures=figures,
        ratios={
            "ours / raw": Ratio(value=rates["ours"] / rates["raw"]),
            "ours / 1,500 a second": Ratio(value=rates["ours"] / 1500, at_least=at_least),
        },
    )


def _read(reader: Reader, texts: Iterable[str]) -> None:
    for text in texts:
        reader.read(text, published_at=PUBLISHED)
