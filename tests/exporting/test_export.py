"""Export: what is in the files, what is not, and which of them are written anew."""

import asyncio
import csv
import gzip
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.exporting.export import AlreadyWriting, NotOurFolder, export
from app.store import sources
from app.store.archive_folder import UnfitArchive
from tests.archived import NOW
from tests.correcting.desk import catalogue
from tests.exporting.world import (
    CLOSED_SOURCE,
    HIDDEN,
    OPEN,
    SECRETS,
    SEPTEMBER,
    TRAVELLER,
    World,
    cars,
    emptied,
)
from tests.others import Writer
from tests.store.acted import act
from tests.store.made import DAY, HOUR, retraction, source

COPY = """
INSERT INTO published (public, series_id, version, published_at, method_version,
    catalogue_version, no_number, origins)
SELECT public + 1, series_id, version, published_at, method_version, catalogue_version, 'unknown', 0
FROM published LIMIT 1
"""
SECRET = re.compile("|".join(map(re.escape, SECRETS)))


def texts(folder: Path) -> Iterator[str]:
    """Give all that stands in an archive, unpacked."""
    for path in sorted(folder.iterdir()):
        packed = path.suffix == ".gz"
        yield (gzip.decompress(path.read_bytes()) if packed else path.read_bytes()).decode()


def rows(folder: Path, beginning: str = "reports-") -> dict[str, dict[str, str]]:
    """Give the rows of files whose names begin so, by their ids."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob(f"{beginning}*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            found |= {row["id"]: row for row in csv.DictReader(file)}
    return found


def described(folder: Path) -> Any:  # noqa: ANN401 - any JSON
    """Give the index."""
    return json.loads((folder / "datapackage.json").read_bytes())


async def test_revisions_and_retractions_are_rows(world: World) -> None:
    """What does not stand any more says so by a row of its own, in the month it is about."""
    await world.export()
    told = rows(world.folder)

    (later,) = (row for row in told.values() if row["first"])
    assert (later["first"], later["revision"], later["value"]) == (OPEN[0].id, "1", "350")
    back = next(row for row in told.values() if row["retracts"] == OPEN[3].id)
    assert back["note"] == "misread"
    assert back["id"] in rows(world.folder, "reports-2022-10")
    assert told[OPEN[1].id]["note"] == "'=cmd|\"x\", 'y'\r\nsecond line"


async def test_nothing_leads_to_a_person(world: World) -> None:
    """No link, handle, minute or hidden count is in any file, nor what one could be tried with."""
    await world.export()
    told = rows(world.folder)

    assert [text for text in texts(world.folder) if SECRET.search(text)] == []
    ours = told[TRAVELLER.id]
    assert (ours["identity"], ours["poll"], ours["url"]) == ("", "", "")
    assert ours["recorded_at"] == ours["observed_from"] == "2026-11-24T11:00:00Z"
    seekers = told[HIDDEN[1].id]
    assert (seekers["low"], seekers["value"], seekers["high"]) == ("10", "", "19")
    assert (seekers["identity"], seekers["note"]) == ("", "")
    assert HIDDEN[2].id not in told
    assert HIDDEN[3].id not in told


async def test_what_may_not_be_passed_on_is_counted(world: World) -> None:
    """Neither the rows of a closed source nor what takes them back; how many, it says."""
    done = await world.export()

    assert [(each.source, each.reports) for each in done.index.left_out] == [
        ("hotline", 1),
        (None, 2),
    ]
    assert described(world.folder)["darial"]["left_out"][0]["source"] == "hotline"
    assert "1 report of hotline" in (world.folder / "README.md").read_text()
    assert CLOSED_SOURCE.id not in rows(world.folder)
    assert not [text for text in texts(world.folder) if "42424" in text]


async def test_a_retraction_goes_with_its_figure(world: World) -> None:
    """Whoever takes back what is told is told, though of his own rows nothing else is."""
    await world.export()
    (back,) = (row for row in rows(world.folder).values() if row["source"] == "hotline")

    assert back["retracts"] == OPEN[1].id
    assert (back["low"], back["value"], back["bound"]) == ("0", "", "at_least")
    assert not [text for text in texts(world.folder) if "31337" in text]


async def test_acts_are_told_with_their_reasons(world: World) -> None:
    """What was withheld, retracted, noticed and undone, so that nobody takes it for standing."""
    await world.export()
    told = rows(world.folder, "acts")

    verbs = [row["verb"] for row in told.values()]
    assert {"retract", "withhold", "notice_add", "notice_end", "undo"} == set(verbs)
    undoing = next(row for row in told.values() if row["verb"] == "undo")
    assert told[undoing["undoes"]]["reason"] == "misread; =1+1"
    assert undoing["places"] == "verkhny-lars"


async def test_pauses_and_backups_are_not_told(world: World) -> None:
    """What is done to the service itself is nobody's matter."""
    before = await world.export()
    async with world.database.writing() as session:
        await act(session)
    after = await world.export()

    assert after.index == before.index


async def test_again_writes_nothing(world: World) -> None:
    """The second time every file is as it was, and so is the time of writing."""
    first = await world.export()
    again = await world.export(at=NOW + DAY)

    assert again.written == ()
    assert again.unchanged == len(first.index.files)
    assert again.index == first.index


async def test_only_months_with_news_are_written(world: World) -> None:
    """A closed month stays as it is, unless something of it is put right."""
    await world.export()
    await world.store(cars("news", 10, NOW, recorded_at=NOW + HOUR))
    new = await world.export()
    back = retraction("again", OPEN[0].id, place="verkhny-lars", observed_from=SEPTEMBER,
                      observed_to=SEPTEMBER, recorded_at=NOW + HOUR)  # fmt: skip
    await world.store(back)
    corrected = await world.export()

    assert _months(new.written) == ["reports-2026-11.csv.gz"]
    assert _months(corrected.written) == ["reports-2022-09.csv.gz"]
    assert "datapackage.json" in corrected.written
    assert back.id in rows(world.folder, "reports-2022-09")


def _months(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name.startswith("reports-")]


async def test_it_is_the_same_whether_written_at_once_or_by_and_by(
    world: World, tmp_path: Path
) -> None:
    """What is remembered from night to night changes nothing in the files."""
    await world.export()
    await world.store(cars("news", 10, NOW, recorded_at=NOW + HOUR))
    await world.publish(NOW + 2 * HOUR)
    by_and_by = await world.export()
    at_once = await world.export(tmp_path / "fresh")

    assert by_and_by.index.files == at_once.index.files
    assert list(texts(world.folder))[1:] == list(texts(tmp_path / "fresh"))[1:]


async def test_terms_that_change_take_effect(world: World) -> None:
    """A source that may not be passed on any more goes from all files; a month may go with it."""
    await world.export()
    async with world.database.writing() as session:
        await sources.register(session, source("guard", redistribute=False))
    done = await world.export()

    assert "reports-2022-10.csv.gz" in done.removed
    assert not (world.folder / "reports-2022-10.csv.gz").exists()
    assert rows(world.folder) == {}
    assert sum(each.reports for each in done.index.left_out if each.source == "guard") > 5


@pytest.mark.parametrize("harm", ["cut", "gone", "memory", "index"])
async def test_what_was_spoilt_is_mended(world: World, harm: str) -> None:
    """The next export puts back what is not as it should be."""
    first = await world.export()
    before = list(texts(world.folder))
    month = world.folder / "reports-2022-09.csv.gz"
    if harm == "cut":
        month.write_bytes(month.read_bytes()[:-1])
    elif harm == "gone":
        month.unlink()
    else:
        name = ".darial-export.json" if harm == "memory" else "datapackage.json"
        (world.folder / name).write_bytes(b"{")
    again = await world.export()

    assert again.index == replace(first.index, written_at=again.index.written_at)
    assert list(texts(world.folder)) == before


async def test_another_database_is_not_taken_for_the_same(
    world: World, empty: Path, tmp_path: Path
) -> None:
    """What is remembered of one counts for no other, though it be exported to the same folder."""
    await world.export()
    other = emptied(empty, tmp_path / "other")
    try:
        await other.store(*OPEN)
        async with other.database.writing() as session:
            await sources.register(session, source("operator"))
        done = await other.export(world.folder)

        assert set(rows(world.folder)) == {each.id for each in OPEN}
        assert done.removed
    finally:
        await other.database.close()


async def test_one_moment_is_exported(world: World) -> None:
    """What another process stores while it is written is not in it, in no file."""
    path = world.folder.parent / "darial.db"
    stored: list[int] = []

    def store(_count: int, _share: float) -> None:
        if not stored:
            with closing(Writer(path)) as other:
                stored.append(other.write(COPY))

    before = await world.export(world.folder.with_name("before"))
    meanwhile = await export(world.database, catalogue(), world.folder, now=NOW + HOUR, tell=store)
    after = await world.export()

    assert stored == [1]
    assert meanwhile.index.digest == before.index.digest != after.index.digest


async def test_whoever_stops_meanwhile_leaves_the_archive(world: World) -> None:
    """The one that was there stays whole, and nothing of the other is left."""
    await world.export()
    before = {path.name: path.read_bytes() for path in world.folder.iterdir()}
    await world.store(cars("news", 10, NOW, recorded_at=NOW + HOUR))

    def stop(_count: int, _share: float) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        await export(world.database, catalogue(), world.folder, now=NOW + HOUR, tell=stop)

    assert {path.name: path.read_bytes() for path in world.folder.iterdir()} == before


@pytest.mark.parametrize("name", ["holiday.jpg", "datapackage.json"])
async def test_a_folder_with_other_things_is_left_alone(world: World, name: str) -> None:
    """Nothing is written among what is not ours."""
    world.folder.mkdir()
    (world.folder / name).write_text('{"name": "theirs"}')

    with pytest.raises(NotOurFolder, match="name an empty folder"):
        await world.export()

    assert [path.name for path in world.folder.iterdir()] == [name]


async def test_two_do_not_write_at_once(world: World) -> None:
    """The second is told so, and the first goes on."""
    refusals: list[str] = []

    async def second() -> None:
        try:
            await world.export()
        except AlreadyWriting as error:
            refusals.append(str(error))

    await asyncio.gather(world.export(), second())

    assert refusals == [f"another export writes into {world.folder} just now"]
    assert (await world.export()).written == ()


async def test_what_was_left_by_killed_ones_goes(world: World) -> None:
    """Their folders are removed by the next export."""
    world.folder.mkdir()
    (world.folder / ".darial-x.partial").mkdir()
    await world.export()

    assert not list(world.folder.glob(".darial-*.partial"))


async def test_a_database_without_anything_is_an_archive_too(elsewhere: World) -> None:
    """Its files have a header and no rows."""
    done = await elsewhere.export()

    assert [each.rows for each in done.index.files] == [0] * 6
    shutil.rmtree(elsewhere.folder)
    with pytest.raises(UnfitArchive):
        await elsewhere.take_in()
