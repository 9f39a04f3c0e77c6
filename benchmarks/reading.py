"""Reading: messages a second on one core, against a plain scan for digits over the same texts."""

import re
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


def measure(size: Size, _folder: Path) -> Part:
    """Read and scan the texts in turns."""
    reader = Reader(load().places.values())
    messages = MESSAGES.read_text(encoding="utf-8").split("\n\n")
    once = [" ".join(message.split())[:LENGTH] for message in messages]
    texts = once * size.messages
    for text in once:
        reader.read(text, published_at=PUBLISHED)
    rounds = []
    for _ in range(size.rounds):
        ours, raw = Stopwatch(), Stopwatch()
        with ours.running():
            for text in texts:
                reader.read(text, published_at=PUBLISHED)
        with raw.running():
            for text in texts:
                DIGITS.findall(text)
        rounds.append(
            {name: took.per_row(len(texts)) for name, took in (("ours", ours), ("raw", raw))}
        )
    figures = {name: medians([each[name] for each in rounds]) for name in rounds[0]}
    rates = {name: figures[name]["rows_per_second"] for name in figures}
    return Part(
        title=f"reading: messages of {LENGTH} characters per second",
        notes=NOTES,
        results=[
            Result(
                case=f"{len(once)} texts in Russian and English",
                figures=figures,
                ratios={
                    "ours / raw": Ratio(value=rates["ours"] / rates["raw"]),
                    "ours / 1,500 a second": Ratio(value=rates["ours"] / 1500, at_least=1.0),
                },
            )
        ],
    )
