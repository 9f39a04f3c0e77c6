"""Reading: messages a second on one core, against a plain scan for digits over the same texts."""

import gc
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from app.catalog import load
from app.reading.reader import Reader
from benchmarks.result import Part, Ratio, Result, best
from benchmarks.size import Size
from benchmarks.stopwatch import Stopwatch

PUBLISHED = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
LENGTH = 300
SHORTER = 20
"""By how much a round is shorter than in other parts, and how many more there are of them.

So some fall into moments in which the machine does little else.
"""

SCANS = 50
"""How often a round scans its texts, so that this takes about as long as to read them."""

CPU = "per_second_of_cpu"

DIGITS = re.compile(r"\d+")
NOTES = (
    f"ours: Reader.read of messages of about {LENGTH} characters, language not given",
    "raw: every run of digits in the same texts, by one regular expression",
    "each of them: the best of many short rounds, since others on the machine slow it",
    "ours / raw: the median of what both did in a second of CPU in the same round",
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
    texts = once * (size.messages // SHORTER)
    _read(reader, once)
    gc.collect()  # what was loaded before is none of a message's time
    rounds = [_round(reader, texts) for _ in range(size.rounds * SHORTER)]
    figures = {name: best([each[name] for each in rounds]) for name in rounds[0]}
    shares = [each["ours"][CPU] / each["raw"][CPU] for each in rounds]
    return Result(
        case=f"{len(once)} texts: {case}",
        figures=figures,
        ratios={
            "ours / raw": Ratio(value=median(shares)),
            "ours / 1,500 a second": Ratio(value=figures["ours"][CPU] / 1500, at_least=at_least),
        },
    )


def _round(reader: Reader, texts: list[str]) -> dict[str, dict[str, float]]:
    ours, raw = Stopwatch(), Stopwatch()
    with ours.running():
        _read(reader, texts)
    with raw.running():
        for text in texts * SCANS:
            DIGITS.findall(text)
    return {"ours": ours.rates(len(texts)), "raw": raw.rates(len(texts) * SCANS)}


def _read(reader: Reader, texts: Iterable[str]) -> None:
    for text in texts:
        reader.read(text, published_at=PUBLISHED)
