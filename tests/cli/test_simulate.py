"""`darial simulate`: weeks set down with their truth, in a folder that holds nothing else."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from app.catalog import load
from app.simulating.scenario import Lies, Scenario
from app.simulating.telling.everybody import reports
from app.simulating.world import world
from app.store.mark import is_simulated
from tests.cli.conftest import Darial, url
from tests.databases import needs_file
from tests.store.backups import asked

WEEK = ("--scenario", "closure")
COUNT = "SELECT count(*) FROM reports"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name a folder that is not there yet."""
    return tmp_path / "weeks"


def test_a_week_is_set_down(darial: Darial, folder: Path) -> None:
    """Its reports are stored in a marked database, and how to ask them is told."""
    result = darial("simulate", folder, *WEEK, "--seed", "3")

    said = reports(world(Scenario.CLOSURE, 3))
    assert result.code == 0
    assert result.out.startswith(f"{folder}: one week, {len(said)} new reports, 0 known already\n")
    assert f"  export DARIAL_CATALOG_DIR={folder}\n" in result.out
    assert is_simulated(folder / "simulated.db")
    assert asked(folder / "simulated.db", COUNT) == [(len(said),)]


def test_its_truth_stands_beside_it(darial: Darial, folder: Path) -> None:
    """A row for each minute of the week, as the world has it."""
    darial("simulate", folder, *WEEK)

    made = world(Scenario.CLOSURE, 0)
    with (folder / "truth" / "simulated-closure-0.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7 * 24 * 60
    assert rows[0]["time"] == "2001-01-04T00:00Z"
    assert [int(row["queue_vehicles"]) for row in rows] == made.waiting[made.week].tolist()
    assert sum(row["closed"] == "true" for row in rows) == made.closed[made.week].sum()


def test_it_is_asked_as_it_says(
    darial: Darial, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that it tells answers of its own place, and says that nothing of it is true."""
    told = darial("simulate", folder, "--scenario", "frozen").out.splitlines()
    for line in told[2:4]:
        name, _, value = line.strip().removeprefix("export ").partition("=")
        monkeypatch.setenv(name, value)

    asking = told[4].strip().removeprefix("darial ").split()
    result = darial(*asking, "--json")

    (row,) = json.loads(result.out)["data"]
    assert row["place"] == "simulated-frozen-0"
    assert row["queue_vehicles"]["mid"] > 0
    assert "is simulated: nothing in it is true of any border." in result.err
    assert "simulated-frozen-0" in load(folder).places


def test_the_same_again_changes_nothing(darial: Darial, folder: Path) -> None:
    """The same weeks are known already; others are added to them."""
    first = darial("simulate", folder, *WEEK)
    again = darial("simulate", folder, *WEEK)
    other = darial("simulate", folder, *WEEK, "--lies", "40", "--together")

    count = len(reports(world(Scenario.CLOSURE, 0)))
    lied = len(reports(world(Scenario.CLOSURE, 0, Lies(share=0.4, together=True))))
    assert (first.code, again.code, other.code) == (0, 0, 0)
    assert f"0 new reports, {count} known already" in again.out
    assert f"{lied} new reports, 0 known already" in other.out
    assert "darial status simulated-closure-0-lies-40-together RU-GE car" in other.out


@needs_file
def test_nothing_made_up_is_added_to_a_real_database(
    darial: Darial, with_archive: Path, folder: Path
) -> None:
    """Whatever its name, what is not marked is real."""
    folder.mkdir()
    shutil.copyfile(with_archive, folder / "simulated.db")

    result = darial("simulate", folder, *WEEK)

    assert result.code == 2
    assert "nothing made up is added to a real one" in result.err
    assert asked(folder / "simulated.db", COUNT) == [(1228,)]
    assert not (folder / "places").exists()


def test_an_operator_s_catalogue_stays_as_it_is(darial: Darial, folder: Path) -> None:
    """A folder with anything else in it is refused."""
    (folder / "places").mkdir(parents=True)

    result = darial("simulate", folder, *WEEK)

    assert result.code == 2
    assert result.err == (
        f"{folder} is there and not of this command: name a new or an empty folder.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--scenario", "storm"), "'storm' is none of calm, surge, closure, sparse, liars, frozen"),
        (("--lies", "61"), "less than or equal to 60"),
        (("--weeks", "0"), "greater than or equal to 1"),
        (("--together",), "--together says how to lie; --lies N says how many do."),
    ],
    ids=lambda each: str(each[0]),
)
def test_what_cannot_be_made_is_told(
    darial: Darial, folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    """With what can, before any folder is made."""
    result = darial("simulate", folder, *arguments)

    assert result.code == 2
    assert said in " ".join(result.err.split())
    assert not folder.exists()


def test_a_folder_in_none_is_told(darial: Darial, tmp_path: Path) -> None:
    """The folder above must be there."""
    result = darial("simulate", tmp_path / "none" / "weeks")

    assert result.code == 2
    assert result.err == f"{tmp_path / 'none'} is no folder: make it, or name another.\n"


@pytest.mark.usefixtures("database")
def test_the_usual_database_stays_away(darial: Darial, folder: Path, database: Path) -> None:
    """The settings' own database is not touched."""
    result = darial("simulate", folder, *WEEK)

    assert result.code == 0
    assert not database.exists()
    assert url(database) not in result.out
