"""What tests of the archive rely on: a world full of everything, and one without anything."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.databases import placed, url_of
from tests.exporting.world import World, emptied, fill


@pytest.fixture(scope="session")
def full(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one database with everything that nobody opens."""
    path = tmp_path_factory.mktemp("full") / "darial.db"
    placed(empty, path)
    asyncio.run(_filled(path))
    return path


async def _filled(path: Path) -> None:
    database = Database(url_of(path))
    try:
        world = World(database, path.parent / "archive")
        await fill(world)
        await world.act()
        await world.publish()
    finally:
        await database.close()


@pytest.fixture(scope="session")
def exported(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive of that world, to be copied and never written to."""
    made = emptied(full, tmp_path_factory.mktemp("exported") / "here")
    asyncio.run(_exported(made))
    return made.folder


async def _exported(world: World) -> None:
    try:
        await world.export()
    finally:
        await world.database.close()


@pytest.fixture
def archive(exported: Path, tmp_path: Path) -> Path:
    """Give a copy of that archive, to be altered."""
    return Path(shutil.copytree(exported, tmp_path / "copy"))


@pytest.fixture
async def world(full: Path, tmp_path: Path) -> AsyncIterator[World]:
    """Give a world full of everything."""
    made = emptied(full, tmp_path / "here")
    yield made
    await made.database.close()


@pytest.fixture
async def elsewhere(empty: Path, tmp_path: Path) -> AsyncIterator[World]:
    """Give a world without anything, as after a wipe."""
    made = emptied(empty, tmp_path / "elsewhere")
    yield made
    await made.database.close()
