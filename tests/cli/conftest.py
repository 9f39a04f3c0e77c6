"""The command run in this process, beside a database that holds the archive."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app import cli
from tests.cli.mirror import Mirror, mirrored
from tests.databases import ON_SERVER, placed
from tests.databases import url_of as url


class Result(NamedTuple):
    """What a command ended with, and what it wrote."""

    code: int
    out: str
    err: str


__all__ = ["Darial", "Result", "url"]

NOTHING = "There is nothing in" if ON_SERVER else "There is no database at"
"""How the sentence begins for a database that is not there, or holds nothing yet."""

Darial = Callable[..., Result]


@pytest.fixture(scope="session")
def with_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file that holds the archive; it is copied, never used itself."""
    path = tmp_path_factory.mktemp("archive") / "darial.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DARIAL_DATABASE_URL", url(path))
        assert cli.run(["import", "--archive"]) == 0
    return path


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the path of a database that is not there yet, and set it."""
    path = tmp_path / "darial.db"
    monkeypatch.setenv("DARIAL_DATABASE_URL", url(path))
    return path


@pytest.fixture
def archived(with_archive: Path, database: Path) -> Path:
    """Give the path of a database that holds the archive, and set it."""
    return placed(with_archive, database)


@pytest.fixture
def darial(capsys: pytest.CaptureFixture[str]) -> Darial:
    """Give a function that runs the command with these arguments."""

    def run(*arguments: str | Path) -> Result:
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    """Give a mirror that answers in place of every publisher, and set it."""
    with mirrored() as served:
        monkeypatch.setenv("DARIAL_UPSTREAM_MIRROR", served.address)
        yield served
