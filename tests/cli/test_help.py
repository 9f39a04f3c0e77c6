"""Help: complete, true, and quick to come."""

import subprocess
import sys

import pytest

from app.cli import COMMANDS
from tests.cli.conftest import Darial
from tests.cli.processes import ROOT, started_anew

HEAVY = (
    "app.sources", "apscheduler", "cryptography", "fastapi", "httpx", "numpy", "pydantic",
    "selectolax", "sqlalchemy", "structlog", "uvicorn",
)  # fmt: skip

INNER = (
    ("catalog", "check"),
    ("sources", "show"),
    ("sources", "pause"),
    ("sources", "resume"),
    ("channels", "try"),
    ("notice", "add"),
    ("notice", "end"),
    ("key", "new"),
    ("key", "show"),
    *(("webhooks", name) for name in ("add", "test", "log", "enable", "rotate", "remove")),
)
"""Commands of groups."""

per_command = pytest.mark.parametrize("name", COMMANDS)


def test_the_whole_lists_each_command_and_exit_code(darial: Darial) -> None:
    """Every command has a line, and every exit code a meaning."""
    result = darial("--help")

    assert result.code == 0
    for name, command in COMMANDS.items():
        assert f"  {name} " in result.out
        assert command.summary in result.out
    for code in ("0 ", "1 ", "2 ", "3 ", "130"):
        assert f"\n    {code}  " in result.out


@per_command
def test_a_command_says_what_the_list_says_of_it(darial: Darial, name: str) -> None:
    """The first sentence of its own help is its line in the list."""
    result = darial(name, "--help")

    assert result.code == 0
    assert result.out.split("\n\n")[1].strip() == COMMANDS[name].summary


@pytest.mark.parametrize(
    "words", [*((name,) for name in COMMANDS if name not in {"catalog", "key"}), *INNER]
)
def test_each_command_shows_examples_and_exit_codes(darial: Darial, words: tuple[str, ...]) -> None:
    """Its help ends with calls to copy, each of this very command, and with its exit codes."""
    result = darial(*words, "--help")

    examples, codes = result.out.partition("Example")[2].split("Exit codes:")
    assert f"darial {' '.join(words)}" in examples
    calls = examples.replace("\\\n", "").splitlines()[1:]
    assert all("darial " in line for line in calls if line.strip())
    assert "\n    0  " in codes
    assert "\n    3  " in codes


def test_no_line_is_wider_than_a_terminal(darial: Darial) -> None:
    """Every page of help fits 80 columns."""
    words = [*((name,) for name in COMMANDS), *INNER]
    pages = [darial(*each, "--help").out for each in words]

    assert max(len(line) for page in pages for line in page.splitlines()) <= 80


def test_nothing_asked_is_answered_with_help(darial: Darial) -> None:
    """The bare command shows what there is, and tells scripts that nothing was done."""
    result = darial()

    assert result.code == 2
    assert "Commands:" in result.err


def test_a_slip_is_answered_with_what_was_meant(darial: Darial) -> None:
    """An unknown command names the nearest one."""
    result = darial("statsu")

    assert result.code == 2
    assert "Did you mean 'status'?" in result.err


def test_help_waits_for_nothing_it_does_not_need() -> None:
    """The list of commands comes without importing what any of them works with."""
    program = (
        "import sys; from app.cli import run; run(['--help']);"
        f" print([name for name in {HEAVY} if name in sys.modules])"
    )

    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout.splitlines()[-1] == "[]"


def test_python_m_app_is_the_command() -> None:
    """The module and the installed script are one."""
    with started_anew("version") as process:
        out, _ = process.communicate()

    assert process.returncode == 0
    assert out.startswith("Darial ")
