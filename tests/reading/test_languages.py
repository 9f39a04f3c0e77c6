"""Sentences of our own making, language by language: every expected report, and nothing else."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.catalog.load import load
from app.reading.lexicon import Lexicon
from app.reading.reader import Reader
from app.reading.reading import Said

FOLDER = Path(__file__).parent
PUBLISHED = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


FILES = sorted(FOLDER.glob("*.toml"))


def _written(path: Path) -> list[dict[str, Any]]:
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["sentence"])


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Give a reader of the places that we ship."""
    return Reader(load().places.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sentences(reader: Reader, path: Path) -> None:
    """Each sentence gives exactly the reports it is written with, each as far as it is told."""
    wrong = [fault for each in _written(path) if (fault := _fault(reader, path.stem, each))]

    assert not wrong, "\n\n".join(wrong)


def test_a_wrong_sentence_is_seen(reader: Reader) -> None:
    """A report that is missing, one that nobody wanted and one that says otherwise are faults."""
    text = "На Ларсе на выезд в очереди 300 машин."
    right = {"quantity": "queue_vehicles", "low": 300, "place": "verkhny-lars"}

    assert _fault(reader, "ru", {"text": text, "reports": [right]}) == ""
    assert "300" in _fault(reader, "ru", {"text": text, "reports": []})
    assert "301" in _fault(reader, "ru", {"text": text, "reports": [right | {"low": 301}]})
    assert "none" in _fault(reader, "ru", {"text": text, "reports": [right, {"low": "none"}]})


def _fault(reader: Reader, language: str, sentence: dict[str, Any]) -> str:
    """Say what a sentence gives in place of what it should; empty where that is the same."""
    reading = reader.read(
        sentence["text"],
        published_at=sentence.get("published", PUBLISHED),
        language=sentence.get("language", language),
        place_hint=sentence.get("hint"),
    )
    wanted = sentence.get("reports", [])
    held = [_held(each, report) for each, report in zip(reading.reports, wanted, strict=False)]
    if held == wanted and len(reading.reports) == len(wanted):
        return ""
    return f"{sentence['text']}\nwanted {wanted}\n{_all(reading.reports)}"


def _held(said: Said, wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: _told(getattr(said, name), wanted[name]) for name in wanted}


def _told(value: object, wanted: object) -> object:
    """Give a value as the file writes it: None is `none`, moments as they are."""
    if value is None:
        return "none"
    return str(value) if isinstance(wanted, str) else value


def _all(reports: tuple[Said, ...]) -> str:
    return "\n".join(map(str, reports))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_half_are_negatives(path: Path) -> None:
    """Each language has at least 80 sentences, and about half of them give no report."""
    sentences = _written(path)
    silent = [each for each in sentences if not each.get("reports")]

    assert len(sentences) >= 80
    assert 0.4 <= len(silent) / len(sentences) <= 0.7


def test_no_phrase_begins_with_any_word() -> None:
    """Every word of every text would have to be followed up: such a file is refused, by name."""
    written = {"language": {}, "noun": {"car": ["_ car"]}}

    with pytest.raises(ValueError, match="xx: '_ car' begins with any word"):
        Lexicon("xx", written)
