"""Taking in: whatever an archive holds that is not ours is refused, with file, line and reason."""

import csv
import gzip
import io
import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app.store.archive_folder import UnfitArchive
from app.store.columns import micros
from tests.archived import NOW
from tests.exporting.world import CLOSED_SOURCE, OPEN, SEPTEMBER, World, cars
from tests.store.made import HOUR, figure

MONTH = "reports-2022-09.csv.gz"


def repack(folder: Path, name: str, content: bytes, **said: object) -> None:
    """Put other content into a file, and have the index say so: only what is in it is wrong."""
    packed = gzip.compress(content, mtime=0)
    (folder / name).write_bytes(packed)

    def change(resource: Any) -> None:  # noqa: ANN401 - any JSON
        resource |= {"bytes": len(packed), "hash": f"sha256:{sha256(packed).hexdigest()}"}
        resource["darial"] |= {
            "content": sha256(content).hexdigest(),
            "size": len(content),
            "rows": said["rows"] if said else counted(content),
        }

    describe(folder, name, change)


def counted(content: bytes) -> int:
    """Count the rows after the header."""
    return len(list(csv.reader(io.StringIO(content.decode(errors="ignore"), newline="")))) - 1


def describe(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    """Change what the index says of a file, and have its digest fit."""
    path = folder / "datapackage.json"
    index = json.loads(path.read_bytes())
    for resource in index["resources"]:
        if resource["path"] == name:
            change(resource)
    lines = sorted(f"{each['darial']['content']}  {each['path']}\n" for each in index["resources"])
    index["darial"]["digest"] = sha256("".join(lines).encode()).hexdigest()
    path.write_text(json.dumps(index))


def content(folder: Path, name: str = MONTH) -> bytes:
    """Give what is packed in a file."""
    return gzip.decompress((folder / name).read_bytes())


def cell(folder: Path, column: str, value: str, name: str = MONTH) -> None:
    """Change a cell in the first row of a file."""
    table = list(csv.reader(io.StringIO(content(folder, name).decode(), newline="")))
    table[1][table[0].index(column)] = value
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(table)
    repack(folder, name, text.getvalue().encode())


async def refused(world: World, folder: Path) -> str:
    """Give why an archive is refused; nothing of it may be kept then."""
    before = await world.rows()
    with pytest.raises(UnfitArchive) as told:
        await world.take_in(folder)
    assert await world.rows() == before
    return str(told.value)


async def test_one_byte_is_enough(archive: Path, elsewhere: World) -> None:
    """A file that was altered is refused before anything is stored."""
    path = archive / MONTH
    path.write_bytes(path.read_bytes()[:-9] + b"?" + path.read_bytes()[-8:])

    assert await refused(elsewhere, archive) == (
        f"{MONTH}: its SHA-256 is not the one that datapackage.json says"
    )


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("gone", "cannot be read (No such file or directory)"),
        ("cut", "bytes, and datapackage.json says"),
        ("link", "cannot be read"),
        ("folder", "Is a directory"),
        ("pipe", "is no plain file"),
    ],
)
async def test_files_that_are_none(archive: Path, elsewhere: World, harm: str, told: str) -> None:
    """A missing file, a cut one, a link to elsewhere, a folder or a pipe in its place."""
    path = archive / MONTH
    whole = path.read_bytes()
    path.unlink()
    if harm == "cut":
        path.write_bytes(whole[:-3])
    elif harm == "link":
        (archive / "aside").write_bytes(whole)
        path.symlink_to(archive / "aside")
    elif harm == "folder":
        path.mkdir()
    elif harm == "pipe":
        os.mkfifo(path)

    reason = await refused(elsewhere, archive)
    assert reason.startswith(f"{MONTH}: ")
    assert told in reason


@pytest.mark.parametrize(
    "name", ["../darial.db", "/etc/passwd", "reports-2022-13.csv.gz", "x.csv.gz", "a/b.csv.gz", 7]
)
async def test_names_that_lead_elsewhere(archive: Path, elsewhere: World, name: object) -> None:
    """Only the names that we give are opened."""
    describe(archive, MONTH, lambda resource: resource.update(path=name))

    assert "is no file of an archive" in await refused(elsewhere, archive)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda index: index["darial"].update(format=2), "is of format 2"),
        (lambda index: index["darial"].update(digest="0" * 64), "its digest is not that"),
        (lambda index: index["resources"].append(index["resources"][0]), "names a file twice"),
        (lambda index: index["resources"].pop(0), "its digest is not that"),
        (lambda index: index.pop("darial"), "is no index of `darial export`"),
        (lambda index: index["resources"][0].update(bytes=-1), "is no count"),
        (lambda index: index["resources"][0].update(bytes=True), "is no count"),
        (lambda index: index["resources"][0].update(hash="sha256:" + "g" * 64), "is no SHA-256"),
        (lambda index: index["resources"][0]["darial"].update(rows=10**9), "more than"),
        (lambda index: index.update(resources=[{}] * 1301), "more than 1,300"),
    ],
)
async def test_an_index_that_is_none(
    archive: Path, elsewhere: World, change: Callable[[Any], None], told: str
) -> None:
    """Each thing it must say is held against what we would say."""
    path = archive / "datapackage.json"
    index = json.loads(path.read_bytes())
    change(index)
    path.write_text(json.dumps(index))

    assert told in await refused(elsewhere, archive)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"a": "' + "x" * 2**22 + '"}'])
async def test_an_index_that_cannot_be_read(elsewhere: World, text: str) -> None:
    """Nothing but a refusal comes of it, however deep or large it is."""
    elsewhere.folder.mkdir()
    (elsewhere.folder / "datapackage.json").write_text(text)

    assert (await refused(elsewhere, elsewhere.folder)).startswith("datapackage.json: ")


async def test_a_bomb_is_not_unpacked(archive: Path, elsewhere: World) -> None:
    """What is packed a thousandfold is refused by what the index says, or as soon as it is more."""
    bomb = content(archive) + b"\n" * 8_000_000
    repack(archive, MONTH, bomb, rows=5)
    said = await refused(elsewhere, archive)
    describe(archive, MONTH, lambda resource: resource["darial"].update(size=9_000))

    assert said == f"{MONTH}: is packed too tightly to be an archive of ours"
    assert "has more rows than" in await refused(elsewhere, archive)


async def test_a_line_without_end(archive: Path, elsewhere: World) -> None:
    """No more of it is read than a row can have."""
    repack(archive, MONTH, content(archive) + os.urandom(40_000).hex().encode())

    assert "is longer than 65,536 bytes" in await refused(elsewhere, archive)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text + text.splitlines(keepends=True)[1], "does not follow"),
        (lambda text: text.replace(b"number,", b"figure,", 1), "line 1: has other columns"),
        (lambda text: text + b"1,2\r\n", "has 2 cells, not 41"),
        (lambda text: text + b'"\r\n', "is no CSV"),
        (lambda text: text + b"\xff\r\n", "is not UTF-8"),
    ],
)
async def test_a_file_that_is_no_table_of_ours(
    archive: Path, elsewhere: World, change: Callable[[bytes], bytes], told: str
) -> None:
    """It is told by file and line."""
    repack(archive, MONTH, change(content(archive)))

    assert told in await refused(elsewhere, archive)


@pytest.mark.parametrize(("rows", "told"), [(1, "has more rows than"), (99, "says 99")])
async def test_rows_are_counted(archive: Path, elsewhere: World, rows: int, told: str) -> None:
    """As many as the index says, no more and no less."""
    repack(archive, MONTH, content(archive), rows=rows)

    assert told in await refused(elsewhere, archive)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("id", "0" * 16, "id: '0000000000000000' should be"),
        ("identity", "other", "id: "),
        ("identity", "id:" + "0" * 16, "id: "),
        ("place", "atlantis", "place: 'atlantis' is not in the catalogue"),
        ("direction", "RU-FI", "direction: 'RU-FI' is none of verkhny-lars's"),
        ("mode", "camel", "mode: 'camel' is no word of ours"),
        ("quantity", "", "quantity: is empty; it must be given"),
        ("value", "-1", "value: -1 vehicles is outside"),
        ("value", "many", "value: 'many' is no number"),
        ("recorded_at", "2030-01-01T00:00:00Z", "recorded_at: 2030-01-01T00:00:00+00:00 lies in"),
        ("revision", "1", "id: "),
        ("first", "0" * 16, "first: names the first revision"),
        ("source", "nobody", "id: "),
        ("note", "x" * 301, "note: has 301 characters"),
        ("number", "0", "does not follow"),
    ],
)
async def test_a_row_that_cannot_be(
    archive: Path, elsewhere: World, column: str, value: str, told: str
) -> None:
    """It is told by file, line and column, with what is wrong."""
    cell(archive, column, value)
    reason = await refused(elsewhere, archive)

    assert reason.startswith(f"{MONTH}: line 2: ")
    assert told in reason


@pytest.mark.parametrize(
    ("name", "column", "value", "told"),
    [
        ("published-2026-11.csv.gz", "mid", "77", "should be"),
        ("published-2026-11.csv.gz", "place", "atlantis", "not in the catalogue"),
        ("acts.csv.gz", "reason", "another", "should be"),
        ("acts.csv.gz", "verb", "pause", "verb: 'pause' is none of"),
        ("acts.csv.gz", "told", "[]", "is no JSON object"),
        ("acts.csv.gz", "told", "{", "line 2: "),
        ("act-reports.csv.gz", "report", "x", "report: 'x' is no id"),
        ("withholdings.csv.gz", "mode", "camel", "mode: 'camel'"),
        ("notices.csv.gz", "word", "ajar", "word: 'ajar' is none of"),
        ("notice-ends.csv.gz", "ends_at", "", "is empty"),
        ("sources.csv.gz", "id", "../x", "is no id of a source"),
        ("sources.csv.gz", "id", "others", "which is not listed"),
    ],
)
async def test_other_rows_that_cannot_be(  # noqa: PLR0913, PLR0917 - what is altered, and how
    archive: Path, elsewhere: World, name: str, column: str, value: str, told: str
) -> None:
    """Figures, acts, orders and sources are held against all they say, too."""
    cell(archive, column, value, name)

    assert told in await refused(elsewhere, archive)


async def test_another_say_under_the_same_identity(archive: Path, elsewhere: World) -> None:
    """Where the database was told something else under the same id, neither is thrown away."""
    await elsewhere.store(cars("plain", 299))
    reason = await refused(elsewhere, archive)

    assert reason.startswith("reports-")
    assert f"report {OPEN[0].id} is here already and says something else" in reason


async def test_another_history_of_figures(archive: Path, elsewhere: World) -> None:
    """What two services published is not told as what one of them did."""
    await elsewhere.store(figure("own", place="verkhny-lars"))
    await elsewhere.publish()

    assert "the two histories are not to be mixed" in await refused(elsewhere, archive)


async def test_reports_of_its_own_stay(archive: Path, elsewhere: World) -> None:
    """A database with other reports keeps them, and what is known already keeps its time."""
    own = cars("own", 5, SEPTEMBER)
    mine = cars("octobers", 500, OPEN[3].observed_from, span=(3, 9), fired="rule 7",
                poll="0f" * 16, recorded_at=NOW - HOUR)  # fmt: skip
    await elsewhere.store(own, mine, CLOSED_SOURCE)
    taken = await elsewhere.take_in(archive)

    rows = (await elsewhere.rows())["reports"]
    assert (taken.known["reports"], taken.was_empty) == (1, False)
    assert taken.digest != taken.index.digest
    assert [row[19] for row in rows if row[10] in {1, 2, 3}][1] == micros(NOW - HOUR)
    assert len(rows) == 3 + taken.new["reports"]
