"""What every test can rely on, whoever runs it and wherever."""

import asyncio
import gc
import logging
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog
from sqlalchemy import Engine, event

from app.settings import NAMES
from app.store import migrate
from tests import archived, databases
from tests.cli.forking import FORKS
from tests.long import FILES, FULL, examples
from tests.store.plans import Statement

# A loaded machine is no reason to fail, so an example may take its time.
hypothesis.settings.register_profile("darial", deadline=None, max_examples=examples(100))
hypothesis.settings.load_profile("darial")

# Collecting thousands of tests makes hardly any garbage, and neither does running one.
gc.set_threshold(50_000, 20, 50)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the long files out unless everything is asked for; the summary says so.

    On a server also what would show the same as without.
    """
    long = collection_path.name in FILES and not FULL
    return True if long or (databases.ON_SERVER and databases.is_shown(collection_path)) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server run only what asks for a database: all else was shown without."""
    if not databases.ON_SERVER:
        return
    others = [each for each in items if not databases.uses_one(each)]
    config.hook.pytest_deselected(items=others)
    items[:] = [each for each in items if databases.uses_one(each)]


def pytest_collection_finish() -> None:
    """Take what was collected out of the collector's way: it would be looked through all along.

    With some 7,000 tests that takes a sixth of all their time.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _no_switches() -> Iterator[None]:
    """Hide what says which store the tests run on: read by now, and for the service no setting."""
    with pytest.MonkeyPatch.context() as patch:
        for name in databases.SWITCHES:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def _default_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the settings of whoever runs the tests."""
    for name in NAMES.values():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _own_databases() -> Iterator[None]:
    """Drop the databases that a test made on a server for itself."""
    before = databases.newest()
    yield
    databases.drop_after(before)


@pytest.fixture(autouse=True)
def _default_logs() -> Iterator[None]:
    """Undo what a test set up for logging."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def _no_forks_left() -> Iterator[None]:
    """End the process that starts others, where a test needed it."""
    yield
    FORKS.close()


@pytest.fixture(scope="session", autouse=True)
def _no_server_left() -> Iterator[None]:
    """End the PostgreSQL server, where a test needed it."""
    yield
    databases.close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database in which nothing was ever said, to be copied and never opened itself."""
    path = tmp_path_factory.mktemp("empty") / "darial.db"
    migrate.upgrade(archived.url_of(path))
    return path


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with the archive, to be copied and never opened itself."""
    path = tmp_path_factory.mktemp("archive") / "darial.db"
    archived.make(path)
    return path


@pytest.fixture(scope="session")
def newspapers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with what four newspapers said, to be copied and never opened itself."""
    from tests.correcting.desk import filled  # noqa: PLC0415 - other rooms need no desk

    path = tmp_path_factory.mktemp("newspapers") / "darial.db"
    asyncio.run(filled(path))
    return path


@pytest.fixture
def url(archive: Path, tmp_path: Path) -> str:
    """Give the address of a copy of the archive's database, to be written to."""
    return archived.copied(archive, tmp_path)


@pytest.fixture
def bare_url(empty: Path, tmp_path: Path) -> str:
    """Give the address of a database without reports, to be written to: a board on it is quick."""
    return archived.copied(empty, tmp_path)


@pytest.fixture
def statements() -> Iterator[list[Statement]]:
    """Collect what is sent to any database."""
    sent: list[Statement] = []

    def collect(*call: Any) -> None:  # noqa: ANN401 - whatever the event hands over
        _connection, _cursor, statement, parameters, _context, many = call
        sent.append(Statement(statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", collect)
    yield sent
    event.remove(Engine, "before_cursor_execute", collect)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was left out, and what tests recorded for people to look at."""
    if not FULL:
        terminalreporter.write_line(f"left out, FULL=1 make test runs them: {', '.join(FILES)}")
    _tell_faults(terminalreporter)
    weights = sorted({line for _, line in _recorded("weight", terminalreporter)})
    if weights:
        terminalreporter.section("pages: what a first load takes, compressed, headers included")
        for line in weights:
            terminalreporter.write_line(line)


def _tell_faults(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what became of each source among each fault, where tried."""
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    for passed, (source, fault, outcome) in _recorded("fault", terminalreporter):
        cells[fault][source] = outcome if passed else f"{outcome} (!)"
    if cells:
        terminalreporter.section("sources among faults: how each poll ended")
        for line in _matrix(cells):
            terminalreporter.write_line(line)


def _recorded(name: str, reporter: pytest.TerminalReporter) -> Iterator[tuple[bool, Any]]:
    """Give what tests recorded under a name, each with whether its test passed."""
    for report in (each for some in reporter.stats.values() for each in some):
        for key, value in getattr(report, "user_properties", ()):
            if key == name:
                yield report.passed, value


def _matrix(cells: dict[str, dict[str, str]]) -> Iterator[str]:
    sources = sorted({source for row in cells.values() for source in row})
    numbers = range(1, len(sources) + 1)
    yield "  ".join(f"{number} {source}" for number, source in zip(numbers, sources, strict=True))
    yield f"{'':22}" + "".join(f"{number:<13}" for number in numbers)
    for fault, row in sorted(cells.items()):
        yield f"{fault:22}" + "".join(f"{row.get(source, ''):13}" for source in sources)
