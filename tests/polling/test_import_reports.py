"""Imports: a file is taken in whole or not at all, and only once."""

import asyncio
import csv
import hashlib
import io
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.catalog import Catalogue, load
from app.catalog.archive import Refused, UnusableFile
from app.domain.source_kind import SourceKind
from app.polling.import_reports import (
    BATCH,
    MOST_REFUSED,
    ImportResult,
    Progress,
    import_archive,
    import_file,
)
from app.store import board, imports, reports, sources
from app.store.database import Database
from app.store.fault import DatabaseGone
from app.store.reports import Wanted
from tests.databases import placed, url_of
from tests.long import long
from tests.others import take_away

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

ROW = {
    "id": "1",
    "place": "verkhny-lars",
    "direction": "RU-GE",
    "mode": "car",
    "quantity": "queue_vehicles",
    "value": "3600",
    "bound": "exact",
    "observed_from": "2022-09-28T00:00:00+03:00",
    "observed_to": "2022-09-29T00:00:00+03:00",
    "precision": "day",
    "origin": "North Ossetia interior ministry",
    "origin_kind": "authority",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


@pytest.fixture
def path(empty: Path, tmp_path: Path) -> Path:
    """Give a migrated, empty database."""
    return placed(empty, tmp_path / "darial.db")


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """Open it."""
    opened = Database(url_of(path))
    yield opened
    await opened.close()


def written(folder: Path, rows: Iterable[dict[str, str]], name: str = "reports.csv") -> Path:
    """Write rows as a file in the archive's format."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def numbered(count: int) -> Iterable[dict[str, str]]:
    """Make rows that differ in their id and their figure."""
    return (ROW | {"id": f"{number}", "value": f"{number}"} for number in range(1, count + 1))


def content(file: Path) -> bytes:
    """Give a file's bytes."""
    return file.read_bytes()


async def count(database: Database) -> int:
    """Count the stored reports."""
    async with database.reading() as session:
        return sum((await sources.counts(session)).values())


async def test_a_file_is_taken_in(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    """Every row is stored, the board's version raised, and the place named."""
    file = written(tmp_path, numbered(3))

    result = await import_file(database, catalogue, file, now=NOW)

    assert result == ImportResult(read=3, new=3, places=frozenset({"verkhny-lars"}), version=1)
    async with database.reading() as session:
        page = await reports.page(session, Wanted(), newest_first=False)
        assert [kept.report.value for kept in page.rows] == [1, 2, 3]
        assert {kept.report.source for kept in page.rows} == {"import"}
        assert await board.version(session) == 1


async def test_the_same_file_again_changes_nothing(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """Nothing is stored, and the board stays as it is."""
    file = written(tmp_path, numbered(3))
    await import_file(database, catalogue, file, now=NOW)

    again = await import_file(database, catalogue, file, now=NOW)

    assert again == ImportResult(read=3, repeated=3)
    assert await count(database) == 3


async def test_a_corrected_file_brings_revisions(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """Rows with the same id and another figure are revised, others left alone."""
    await import_file(database, catalogue, written(tmp_path, numbered(3)), now=NOW)
    corrected = written(tmp_path, [ROW | {"id": "2", "value": "7"}, ROW | {"id": "4"}])

    result = await import_file(database, catalogue, corrected, now=NOW)

    assert (result.new, result.revised, result.repeated, result.version) == (1, 1, 0, 2)


async def test_bad_rows_are_named_and_the_others_taken(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """By line, column and reason."""
    file = written(tmp_path, [ROW, ROW | {"id": "2", "place": "vekhny-lars"}, ROW | {"id": "3"}])

    result = await import_file(database, catalogue, file, now=NOW)

    assert (result.read, result.new, result.refused_count) == (3, 2, 1)
    (refused,) = result.refused
    assert (refused.line, refused.column) == (3, "place")
    assert "verkhny-lars" in refused.reason


async def test_only_the_first_bad_rows_are_named(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """All are counted, and nothing usable raises no version."""
    many = MOST_REFUSED + 5
    file = written(tmp_path, (ROW | {"id": f"{number}", "mode": "ox"} for number in range(many)))

    result = await import_file(database, catalogue, file, now=NOW)

    assert (result.read, result.refused_count, len(result.refused)) == (many, many, MOST_REFUSED)
    assert (result.new, result.version) == (0, None)


async def test_a_file_that_cannot_be_used_leaves_nothing(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """Neither rows nor a source."""
    file = written(tmp_path, [{"what": "ever"}])

    with pytest.raises(UnusableFile):
        await import_file(database, catalogue, file, now=NOW)

    async with database.reading() as session:
        assert await sources.every(session) == ()


async def test_a_missing_file(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    """Is an error of the system's, told as such."""
    with pytest.raises(FileNotFoundError):
        await import_file(database, catalogue, tmp_path / "missing.csv", now=NOW)


@pytest.mark.parametrize("rows", [BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 7])
async def test_files_of_any_size(
    database: Database, catalogue: Catalogue, tmp_path: Path, rows: int
) -> None:
    """No row falls between two batches, and they stand in the order of the file."""
    result = await import_file(database, catalogue, written(tmp_path, numbered(rows)), now=NOW)

    assert (result.read, result.new) == (rows, rows)
    async with database.reading() as session:
        page = await reports.page(session, Wanted(), limit=2 * rows, newest_first=False)
    assert [kept.report.value for kept in page.rows] == list(range(1, rows + 1))


async def test_progress_is_told_after_each_batch(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """In rows and bytes; the whole file has been read by the end."""
    file, told = written(tmp_path, numbered(2 * BATCH)), list[Progress]()

    await import_file(database, catalogue, file, now=NOW, progress=told.append)

    assert [each.rows for each in told] == [BATCH, 2 * BATCH]
    assert {each.size for each in told} == {file.stat().st_size}
    assert 0 < told[0].read < told[1].read == told[1].size


async def test_whatever_stops_an_import_leaves_nothing(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """An import that is broken off in the middle can simply be run again."""
    file = written(tmp_path, numbered(2 * BATCH))

    def stop(_progress: Progress) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        await import_file(database, catalogue, file, now=NOW, progress=stop)

    assert await count(database) == 0
    assert (await import_file(database, catalogue, file, now=NOW)).new == 2 * BATCH


async def test_a_failing_store_ends_the_import(
    database: Database, catalogue: Catalogue, path: Path, tmp_path: Path
) -> None:
    """A database that goes away during the import is told, and nothing is acknowledged."""
    file = written(tmp_path, numbered(2 * BATCH))

    def delete(_progress: Progress) -> None:
        take_away(url_of(path))

    with pytest.raises(DatabaseGone):
        await import_file(database, catalogue, file, now=NOW, progress=delete)


async def test_readers_go_on_meanwhile(
    database: Database, catalogue: Catalogue, path: Path, tmp_path: Path
) -> None:
    """They see what was there before, until all of the file is there."""
    other, seen = Database(url_of(path)), list[Any]()
    first = written(tmp_path, [ROW | {"id": "0"}], "first.csv")
    await import_file(database, catalogue, first, now=NOW)

    async with other.reading() as reader:
        seen.append(await sources.counts(reader))
        await import_file(database, catalogue, written(tmp_path, numbered(BATCH + 1)), now=NOW)
        seen.append(await sources.counts(reader))
    async with other.reading() as reader:
        seen.append(await sources.counts(reader))
    await other.close()

    assert seen == [{"import": 1}, {"import": 1}, {"import": BATCH + 2}]


async def test_sources_are_registered(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """The one named on the command, and those that rows name; nothing is said of their licence."""
    rows = [ROW | {"source": ""}, ROW | {"source": "radio"}, ROW | {"source": "paper"}]

    await import_file(database, catalogue, written(tmp_path, rows), now=NOW, source="hotline")

    async with database.reading() as session:
        found = await sources.every(session)
    assert [each.id for each in found] == ["hotline", "paper", "radio"]
    assert {(each.kind, each.licence, each.redistribute) for each in found} == {
        (SourceKind.IMPORT, "", False)
    }
    assert [each.reports for each in found] == [1, 1, 1]


async def test_a_known_source_keeps_its_facts(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """An import in a source's name does not take its licence away."""
    await import_archive(database, catalogue, now=NOW)

    await import_file(database, catalogue, written(tmp_path, [ROW]), now=NOW, source="archive")

    async with database.reading() as session:
        (archive,) = await sources.every(session)
    assert archive.licence == "CC-BY-4.0"
    assert archive.reports == 1229


async def test_an_import_is_noted(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    """Which file, how many rows, and how many of them were refused."""
    file = written(tmp_path, [ROW, ROW | {"id": "2", "mode": "ox"}], "today.csv")

    await import_file(database, catalogue, file, now=NOW)

    digest = hashlib.sha256(content(file)).hexdigest()
    async with database.reading() as session:
        noted = await imports.newest(session, "import", digest)
    assert noted is not None
    assert (noted.name, noted.rows, noted.refused) == ("today.csv", 2, 1)
    assert noted.started_at == NOW <= noted.finished_at


async def test_the_archive_is_taken_in_once(database: Database, catalogue: Catalogue) -> None:
    """A second start sees that this very archive is there, and does no work."""
    first = await import_archive(database, catalogue, now=NOW)
    second = await import_archive(database, catalogue, now=NOW)

    assert (first.read, first.new, first.refused) == (1228, 1228, ())
    assert len(first.places) == 43
    assert second == ImportResult(skipped=True)
    async with database.reading() as session:
        (archive,) = await sources.every(session)
    assert (archive.id, archive.kind, archive.redistribute) == ("archive", SourceKind.ARCHIVE, True)


async def test_an_archive_with_refused_rows_is_tried_again(database: Database) -> None:
    """A catalogue that knew too few places may know more the next time."""
    whole = load()
    fewer = Catalogue(
        places={name: place for name, place in whole.places.items() if name != "verkhny-lars"}
    )
    first = await import_archive(database, fewer, now=NOW)

    second = await import_archive(database, whole, now=NOW)

    assert (first.refused_count, second.new) == (378, 378)
    assert all(isinstance(refused, Refused) for refused in first.refused)


KILLED = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from app.catalog import load
from app.polling.import_reports import import_file
from app.store.database import Database

def hold(progress):
    print(progress.rows, flush=True)
    if progress.rows == int(sys.argv[3]):
        sys.stdin.readline()

async def main():
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    await import_file(Database(sys.argv[1]), load(), Path(sys.argv[2]), now=now, progress=hold)

asyncio.run(main())
"""


@long
@pytest.mark.parametrize("batch", [1, 2, 3])
def test_kill_9_leaves_no_part_of_a_file(
    path: Path, catalogue: Catalogue, tmp_path: Path, batch: int
) -> None:
    """Wherever it strikes; afterwards the import completes, and no row is there twice."""
    url, rows = url_of(path), 3 * BATCH
    file = written(tmp_path, numbered(rows))
    command = [sys.executable, "-c", KILLED, url, str(file), str(batch * BATCH)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(batch):
            process.stdout.readline()
        process.kill()

    counts, result = asyncio.run(_after(url, catalogue, file))

    assert process.returncode == -9
    assert counts == [0, rows]
    assert result.new == rows


async def _after(url: str, catalogue: Catalogue, file: Path) -> tuple[list[int], ImportResult]:
    """Count, import, and count again."""
    database = Database(url)
    before = await count(database)
    result = await import_file(database, catalogue, file, now=NOW)
    after = await count(database)
    await database.close()
    return [before, after], result
