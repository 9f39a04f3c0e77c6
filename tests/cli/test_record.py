"""Recording: each answer becomes a file, without personal data, and no other is lost for it."""

import json
import re
from pathlib import Path

import pytest

from app.cli.payload_file import ending, save
from app.sources import georoad, zitic
from app.sources.kit import Payload
from tests.cli.conftest import Darial
from tests.cli.mirror import Mirror
from tests.sources.made_payloads import FETCHED_AT, FOLDER

LIST = (FOLDER / "zitic" / "list.html").read_bytes()


def names(folder: Path) -> list[str]:
    """Give the names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_an_answer_is_saved_stripped(
    darial: Darial, mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the folder we are in, with what its reader needs beside it, and no plate in it."""
    monkeypatch.chdir(tmp_path)
    mirror.serve(zitic.ADDRESS, LIST, "text/html; charset=utf-8")

    result = darial("record", "zitic")

    assert result.code == 0
    assert result.out == (
        "Saved one answer in recordings/zitic, each with what is known of it in NAME.about.json.\n"
    )
    beside, page = names(tmp_path / "recordings" / "zitic")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z-1\.html", page)
    assert beside == page.replace(".html", ".about.json")
    told = json.loads((tmp_path / "recordings" / "zitic" / beside).read_text(encoding="utf-8"))
    assert (told["url"], told["about"], told["charset"]) == (zitic.ADDRESS, {}, "utf-8")
    saved = (tmp_path / "recordings" / "zitic" / page).read_bytes()
    assert saved == zitic.strip(Payload(body=LIST, fetched_at=FETCHED_AT, url="", charset="utf-8"))
    assert "А123ВС15".encode() not in saved


def test_what_was_recorded_can_be_polled(darial: Darial, mirror: Mirror, tmp_path: Path) -> None:
    """The same reports come of the file as came of the wire."""
    mirror.serve(zitic.ADDRESS, LIST, "text/html")
    wire = darial("poll", "zitic")
    darial("record", "zitic", "--to", tmp_path)
    (file,) = tmp_path.glob("*.html")

    read = darial("poll", "zitic", "--file", file)

    assert read.code == 0
    assert "3 vehicles" in wire.out
    assert "3 vehicles" in read.out


def test_raw_is_raw_and_warned_of(darial: Darial, mirror: Mirror, tmp_path: Path) -> None:
    """Whoever wants it as it came is told what that means."""
    mirror.serve(zitic.ADDRESS, LIST, "text/html")

    result = darial("record", "zitic", "--raw", "--to", tmp_path)

    assert result.code == 0
    assert "number plates" in result.err
    assert next(tmp_path.glob("*.html")).read_bytes() == LIST


def test_an_answer_of_no_use_is_saved_all_the_same(
    darial: Darial, mirror: Mirror, tmp_path: Path
) -> None:
    """That is when one wants to see it; the exit code tells."""
    notice = json.dumps({"changed": True}).encode()
    mirror.serve(georoad.ADDRESS, notice)

    result = darial("record", "georoad", "--to", tmp_path)

    assert result.code == 1
    assert result.out.startswith("Saved one answer in ")
    assert next(tmp_path.glob("*-1.json")).read_bytes() == notice


def test_what_cannot_be_stripped_is_not_saved(
    darial: Darial, mirror: Mirror, tmp_path: Path
) -> None:
    """A page that is no text may hold anything, so it is left alone unless it is asked for raw."""
    mirror.serve(zitic.ADDRESS, b"<table>\xff\x00</table>", "text/html; charset=utf-8")

    result = darial("record", "zitic", "--to", tmp_path)

    assert result.code == 1
    assert result.out == "Nothing was saved.\n"
    assert "personal data could not be taken out of it" in result.err
    assert names(tmp_path) == []


def test_no_answer_is_told(darial: Darial, mirror: Mirror, tmp_path: Path) -> None:
    """Whoever keeps us out is named, and nothing is saved."""
    mirror.serve(zitic.ADDRESS, b"", "text/html", status=429)

    result = darial("record", "zitic", "--to", tmp_path)

    assert result.code == 1
    assert result.out == "Nothing was saved.\n"
    assert "zitic.ru: it keeps us out with status 429" in result.err


def test_a_folder_that_cannot_be_made_is_told_before_anybody_is_asked(
    darial: Darial, mirror: Mirror, tmp_path: Path
) -> None:
    """A file stands where the folder should."""
    (tmp_path / "file").touch()

    result = darial("record", "zitic", "--to", tmp_path / "file")

    assert result.code == 3
    assert "File exists" in result.err
    assert mirror.asked == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Two answers of one second get two numbers; a file that is there already stays."""
    payload = Payload(body=b"[]", fetched_at=FETCHED_AT, url="https://made.example/")
    (tmp_path / "2026-11-24T120000Z-1.html").write_text("theirs")

    first = save(tmp_path, payload, "application/json", b"[1]")
    second = save(tmp_path, payload, "application/json", b"[2]")
    third = save(tmp_path, payload, "text/html", b"<p>")

    assert (first.name, second.name) == (
        "2026-11-24T120000Z-1.json",
        "2026-11-24T120000Z-2.json",
    )
    assert third.name == "2026-11-24T120000Z-3.html"
    assert first.read_bytes() == b"[1]"
    assert (tmp_path / "2026-11-24T120000Z-1.html").read_text() == "theirs"


@pytest.mark.parametrize(
    ("media", "end"),
    [
        ("application/geo+json", "json"),
        ("application/xhtml+xml", "html"),
        ("application/rss+xml", "xml"),
        ("text/plain", "txt"),
        ("application/pdf", "bin"),
    ],
)
def test_a_file_ends_as_its_media_type_says(media: str, end: str) -> None:
    """So that other programs know what it is."""
    assert ending(media) == end
