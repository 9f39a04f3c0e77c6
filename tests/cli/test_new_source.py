"""A new source: three files and its place in the list, which pass every check as they are."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.fault import Fault
from app.cli.new_source_list import listed
from tests.cli.conftest import Darial
from tests.cli.processes import ROOT
from tests.long import FULL

CHECKS = (
    "tests/conftest.py",
    "tests/long.py",
    "tests/archived.py",
    "tests/cli/forking.py",
    "tests/store/plans.py",
    "tests/sources",
    "pyproject.toml",
)
"""The tests of sources, and what tests/conftest.py takes from elsewhere."""

PATIENCE_S = 120
LONG = pytest.mark.skipif(not FULL, reason="takes half a minute; set FULL=1")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of as much of the project as a source touches, and go there."""
    leave = shutil.ignore_patterns("__pycache__", "*.db", "archive")
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=leave)
    shutil.copytree(ROOT / "app/catalog/archive", tmp_path / "app/catalog/archive")
    for name in CHECKS:
        there = tmp_path / name
        there.parent.mkdir(exist_ok=True, parents=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there, ignore=leave)
        else:
            shutil.copyfile(ROOT / name, there)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def everything(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder, but for what Python leaves behind."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a Python program in the project."""
    return subprocess.run(  # noqa: S603 - programs of our own environment
        [sys.executable, "-m", *words],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def test_three_files_and_the_list(darial: Darial, project: Path) -> None:
    """Nothing else is touched; the list gains an import and an entry, in order."""
    before = everything(project)

    result = darial("new-source", "made_by_a_test")

    after = everything(project)
    assert result.code == 0
    assert after.keys() - before.keys() == {
        "app/sources/made_by_a_test.py",
        "tests/sources/made/made_by_a_test/now.json",
        "tests/sources/test_made_by_a_test.py",
    }
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"app/sources/__init__.py"}
    text = after["app/sources/__init__.py"].decode()
    added = set(text.splitlines()) - set(before["app/sources/__init__.py"].decode().splitlines())
    assert added == {
        "from app.sources.made_by_a_test import SOURCE as MADE_BY_A_TEST",
        "    MADE_BY_A_TEST,",
    }
    assert "admission questions of CONTRIBUTING.md" in " ".join(result.out.split())
    assert "`darial poll made_by_a_test --file" in " ".join(result.out.split())


@pytest.mark.parametrize(
    "name",
    ["made_by_a_test", pytest.param("a10", marks=LONG), pytest.param("z" * 32, marks=LONG)],
)
def test_it_passes_before_any_further_edit(darial: Darial, project: Path, name: str) -> None:
    """Lint, format, its tests and the contract of all sources, on whichever side of `kit`."""
    assert darial("new-source", name).code == 0
    files = [
        "app/sources/__init__.py",
        f"app/sources/{name}.py",
        f"tests/sources/test_{name}.py",
    ]
    contract = [
        path.relative_to(project).as_posix()
        for path in [project / "tests/sources/test_every_source.py"]
        if path.exists()
    ]

    wanted = f"{name} or left_unlisted"

    lint = run(project, "ruff", "check", "--no-cache", *files)
    formatted = run(project, "ruff", "format", "--no-cache", "--check", *files)
    tests = run(
        project, "pytest", "-q", "-p", "no:cacheprovider", files[2], *contract, "-k", wanted
    )

    assert lint.returncode == 0, lint.stdout
    assert formatted.returncode == 0, formatted.stdout
    assert tests.returncode == 0, tests.stdout


@LONG
def test_its_types_are_right(darial: Darial, project: Path) -> None:
    """The strictest checks of mypy have nothing to say."""
    darial("new-source", "made_by_a_test", "--url", "https://made.example/a?b=%20c&d='e'")

    types = run(
        project,
        "mypy",
        "--cache-dir=/dev/null",
        "--follow-imports=silent",
        "app/sources/made_by_a_test.py",
        "tests/sources/test_made_by_a_test.py",
    )

    assert types.returncode == 0, types.stdout


def test_it_is_polled_by_nobody_yet(darial: Darial, project: Path) -> None:
    """It is off until somebody has answered the questions."""
    darial("new-source", "made_by_a_test")

    answer = run(
        project,
        "app",
        "poll",
        "made_by_a_test",
        "--file",
        "tests/sources/made/made_by_a_test/now.json",
        "--json",
    )

    assert answer.stderr == ""
    assert '"value": 42.0' in answer.stdout
    assert '"value": 0.0' in answer.stdout
    assert "    on=False,\n" in (project / "app/sources/made_by_a_test.py").read_text(
        encoding="utf-8"
    )


def test_it_is_found_from_a_folder_below(
    darial: Darial, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One need not stand in the very folder."""
    monkeypatch.chdir(project / "tests" / "sources")

    assert darial("new-source", "made_by_a_test").code == 0
    assert (project / "app/sources/made_by_a_test.py").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("zitic", "app/sources/zitic.py is there already: choose another name."),
        ("kit", "'kit' means something else already"),
        ("class", "'class' means something else already"),
        ("sources", "'sources' means something else already"),
        ("North", "is no name of a source: use 3 to 32 small letters"),
        ("ab", "is no name of a source"),
        ("z" * 33, "is no name of a source"),
        ("a__b", "is no name of a source"),
        ("../x", "is no name of a source"),
        ("1ab", "is no name of a source"),
    ],
)
def test_a_name_that_will_not_do_is_refused(
    darial: Darial, project: Path, name: str, said: str
) -> None:
    """And nothing is written."""
    before = everything(project)

    result = darial("new-source", name)

    assert result.code == 2
    assert said in " ".join(result.err.split())
    assert everything(project) == before


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example/",
        'https://a.example/"',
        "https://a.example/\\n",
        f"https://a.example/{'x' * 80}",
    ],
)
def test_an_address_that_will_not_do_is_refused(
    darial: Darial, project: Path, address: str
) -> None:
    """It stands in code, and in one line."""
    before = everything(project)

    result = darial("new-source", "made_by_a_test", "--url", address)

    assert result.code == 2
    assert everything(project) == before


def test_a_file_that_is_there_stays(darial: Darial, project: Path) -> None:
    """Somebody's test of that name is not overwritten, and nothing else is written."""
    (project / "tests/sources/test_made_by_a_test.py").write_text("theirs")
    before = everything(project)

    result = darial("new-source", "made_by_a_test")

    assert result.code == 2
    assert "tests/sources/test_made_by_a_test.py is there already" in result.err
    assert everything(project) == before


def test_elsewhere_it_says_where_to_go(
    darial: Darial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed Darial has no tests beside it."""
    monkeypatch.chdir(tmp_path)

    result = darial("new-source", "made_by_a_test")

    assert result.code == 3
    assert "go to the one that holds app/sources and tests/sources" in result.err


def test_the_list_keeps_its_order() -> None:
    """Imports have numbers by their value, as the linter sorts them; entries are by letters."""
    text = (
        "from app.sources.a2 import SOURCE as A2\n"
        "from app.sources.kit import Source\n\n"
        "SOURCES: tuple[Source, ...] = (\n    A2,\n)\n"
    )

    assert listed(listed(text, "a10"), "zed").splitlines() == [
        "from app.sources.a2 import SOURCE as A2",
        "from app.sources.a10 import SOURCE as A10",
        "from app.sources.kit import Source",
        "from app.sources.zed import SOURCE as ZED",
        "",
        "SOURCES: tuple[Source, ...] = (",
        "    A10,",
        "    A2,",
        "    ZED,",
        ")",
    ]


def test_a_list_of_another_form_is_left_alone() -> None:
    """What we do not know how to mend, somebody has to."""
    with pytest.raises(Fault, match="to stand beside"):
        listed("SOURCES = load()\n", "made_by_a_test")
