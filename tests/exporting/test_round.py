"""Export, wipe, import: what may be told is the same afterwards, to the last byte."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.exporting.drafting import digest
from app.store import reports
from app.store.database import Database
from tests.archived import NOW
from tests.correcting.desk import CARS, catalogue
from tests.databases import moved
from tests.exporting.world import (
    CLOSED_SOURCE,
    OPEN,
    SEPTEMBER,
    TRAVELLER,
    World,
    cars,
    emptied,
)
from tests.store.made import DAY, HOUR, retraction


def held(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file of rows, and of their sums."""
    names = (*folder.glob("*.csv.gz"), folder / "SHA256SUMS")
    return {path.name: path.read_bytes() for path in names}


async def test_digests_and_bytes_are_equal(world: World, elsewhere: World) -> None:
    """A database that was wiped tells after the import exactly what it told before."""
    before = await world.export()
    taken = await elsewhere.take_in(world.folder)
    after = await elsewhere.export()

    assert taken.was_empty
    assert taken.digest == before.index.digest == after.index.digest
    assert held(world.folder) == held(elsewhere.folder)
    async with world.database.reading() as session:
        assert await digest(session, catalogue()) == before.index.digest


async def test_tables_are_equal_where_nothing_is_hidden(
    elsewhere: World, empty: Path, tmp_path: Path
) -> None:
    """Ids, numbers, times, revisions, retractions, acts and counts are all kept."""
    shown = World(elsewhere.database, elsewhere.folder)
    await shown.store(*OPEN)
    await shown.store(cars("plain", 350, recorded_at=SEPTEMBER + 3 * HOUR))
    await shown.store(cars("plain", 300, recorded_at=SEPTEMBER + 4 * HOUR))
    await shown.store(retraction("back", OPEN[1].id, place=CARS.place, recorded_at=NOW - DAY))
    await shown.act()
    await shown.publish(NOW + HOUR / 2)
    await shown.export()
    other = emptied(empty, tmp_path / "other")
    try:
        await other.take_in(shown.folder)

        assert await other.rows() == await shown.rows()
        assert all((await other.rows()).values())
    finally:
        await other.database.close()


async def test_what_is_decided_is_equal(world: World, elsewhere: World) -> None:
    """What an operator withholds is withheld there too, and the next version goes on from ours."""
    await world.export()
    taken = await elsewhere.take_in(world.folder)
    await elsewhere.publish(NOW + HOUR)

    rows = await elsewhere.rows()
    withheld = [row for row in rows["published"] if "withheld" in row]
    assert withheld
    assert taken.version is not None
    assert rows["published"][-1][7] >= taken.version - 1
    assert rows["withholdings"] == (await world.rows())["withholdings"]


async def test_it_is_repeatable(world: World, elsewhere: World) -> None:
    """The same archive again brings nothing new, also into the database that it was made from."""
    await world.export()
    await elsewhere.take_in(world.folder)
    before = await elsewhere.rows()
    again = await elsewhere.take_in(world.folder)
    own = await world.take_in()

    assert (sum(again.new.values()), again.version) == (0, None)
    assert await elsewhere.rows() == before
    assert sum(own.new.values()) == 0
    assert own.digest == own.index.digest


async def test_a_traveller_is_known_by_the_id_alone(world: World, elsewhere: World) -> None:
    """His report keeps its id, and whoever takes it in finds it by that."""
    await world.export()
    await elsewhere.take_in(world.folder)

    async with elsewhere.database.reading() as session:
        kept = await reports.one(session, TRAVELLER.id)
    assert kept is not None
    assert kept.report.id == TRAVELLER.id
    assert kept.report.identity == f"id:{TRAVELLER.id}"
    assert kept.report.observed_from.minute == 0


async def test_what_comes_later_is_added(world: World, elsewhere: World) -> None:
    """A later archive of the same service brings its news into what an earlier one brought."""
    await world.export()
    await elsewhere.take_in(world.folder)
    await world.store(cars("later", 800, NOW - HOUR), cars("plain", 360, recorded_at=NOW))
    await world.publish(NOW + HOUR)
    done = await world.export()
    taken = await elsewhere.take_in(world.folder)

    assert taken.new["reports"] == 2
    assert not taken.was_empty
    assert taken.digest == done.index.digest


async def test_a_source_goes_on_where_it_was(world: World, elsewhere: World) -> None:
    """What a source says again after the import is known, and its corrections are revisions."""
    await world.export()
    await elsewhere.take_in(world.folder)
    before = (await elsewhere.rows())["reports"]
    await elsewhere.store(OPEN[4])
    same = (await elsewhere.rows())["reports"]
    await elsewhere.store(replace(OPEN[4], value=710))

    assert same == before
    after = (await elsewhere.rows())["reports"]
    assert len(after) == len(before) + 1
    assert after[-1][13] == 1


async def test_a_server_numbers_on(world: World, elsewhere: World, empty: Path) -> None:
    """On a server rows have the same numbers as in a file, and further ones follow them."""
    await world.export()
    await elsewhere.take_in(world.folder)
    server = World(Database(moved(empty)), world.folder)
    try:
        await server.take_in()
        there, taken = await elsewhere.rows(), await server.rows()
        await server.store(cars("later", 800, NOW - HOUR))
        await server.publish(NOW + 2 * DAY)
        rows = await server.rows()
    finally:
        await server.database.close()

    for name in ("reports", "published"):
        assert taken[name] == there[name]
        assert len(rows[name]) > len(taken[name])


@pytest.mark.parametrize("identity", ["theirs", CLOSED_SOURCE.id])
async def test_what_may_not_be_passed_on_is_not_there(
    world: World, elsewhere: World, identity: str
) -> None:
    """The reports of a source whose terms forbid it stay where they are."""
    await world.export()
    await elsewhere.take_in(world.folder)

    found = [row for row in (await elsewhere.rows())["reports"] if identity in row]
    assert found == []
    assert [row for row in (await elsewhere.rows())["reports"] if 42424.0 in row] == []
