"""The README and docs/score.md: their commands run on the archive, their answers compared.

The README's tables are held to the code.

After a change that is meant, `python -m tests.test_readme` writes the answers anew.
"""

import asyncio
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app.cli import COMMANDS
from app.cli.words import length
from app.settings import NAMES, read_settings
from app.sources import SOURCES
from app.sources.kit import Source
from tests.serving import serving
from tests.web.releasing import present

README = Path(__file__).parent.parent / "README.md"
SCORE = README.parent / "docs" / "score.md"
MAKEFILE = README.parent / "Makefile"
SERVED_AT = "http://127.0.0.1:8000"
LONGEST = 150
NOT_SET: tuple[object, ...] = (None, (), {})
WIDTH = "120"

BLOCK = re.compile(
    r"```sh\n(?P<command>.*?)```(?:\n\n```(?:text|json)\n(?P<answer>.*?)```)?", re.DOTALL
)


FORMS = re.compile(r"\.(csv|txt|geojson)$")
"""How a path of a further form ends."""


class Shown(NamedTuple):
    """A command as printed, with the answer printed under it, or None."""

    command: str
    answer: str | None


def shown(page: Path = README) -> Iterator[Shown]:
    """Give each command of a page with its answer."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield Shown(block["command"].strip(), block["answer"])


def answered(command: str, database: str) -> str:
    """Run a command of the README as printed; requests reach an application in this process."""
    words = shlex.split(command.replace("\\\n", " "))
    if words[0] == "curl":
        body = asyncio.run(_asked(words[2], database))
        return _piped(body, words[words.index("|") + 1 :]) if "|" in words else body
    return _run([sys.executable, "-m", "app", *words[1:]], database)


async def _asked(address: str, database: str) -> str:
    async with serving(database) as service:
        answer = await service.client.get(address.removeprefix(SERVED_AT))
        return answer.raise_for_status().text


def _piped(body: str, words: list[str]) -> str:
    done = subprocess.run(  # noqa: S603 - the README's own command
        [sys.executable, *words[1:]], input=body, capture_output=True, text=True, check=True
    )
    return done.stdout


def _run(words: list[str], database: str) -> str:
    done = subprocess.run(  # noqa: S603 - the README's own command
        words,
        capture_output=True,
        text=True,
        check=True,
        cwd=README.parent,
        env={
            "DARIAL_DATABASE_URL": database,
            "COLUMNS": WIDTH,
            "PYTHONPATH": str(README.parent),
            "PYTHONUTF8": "1",
        },
    )
    return done.stdout


def _archive_in(folder: Path) -> str:
    database = f"sqlite+aiosqlite:///{folder / 'darial.db'}"
    _run([sys.executable, "-m", "app", "import", "--archive"], database)
    return database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a database with the archive in it, loaded by the command."""
    return _archive_in(tmp_path_factory.mktemp("readme"))


@pytest.mark.parametrize(
    "block",
    [block for page in (README, SCORE) for block in shown(page) if block.answer is not None],
)
def test_answers_are_real(block: Shown, database: str) -> None:
    """Each answer printed is the one its command gives."""
    answer = answered(block.command, database)

    assert block.answer == answer, "`python -m tests.test_readme` writes the answers anew"


def test_every_command_is_tried_or_a_target() -> None:
    """A command without an answer is one of make's targets; two of them set everything up."""
    bare = [block.command for block in shown() if block.answer is None]

    assert sorted(bare) == ["make run", "make test"]
    targets = re.findall(r"^(\w+):", MAKEFILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {"run", "test", "bench"} <= set(targets)


def test_it_is_short() -> None:
    """Who arrives reads it in a few minutes."""
    lines = README.read_text(encoding="utf-8").splitlines()

    assert len(lines) < LONGEST


def test_every_setting_is_listed() -> None:
    """The table of settings names each variable and its default."""
    text = README.read_text(encoding="utf-8")
    defaults = read_settings()

    for name, variable in NAMES.items():
        value = getattr(defaults, name)
        assert f"`{variable}`" in text
        assert value in NOT_SET or f"`{str(value).lower()}`" in text.lower()


def test_every_live_source_is_listed() -> None:
    """The table of live sources has each that is polled by default, how often, and no other."""
    text = README.read_text(encoding="utf-8")
    table = text[text.index("## Live sources") : text.index("## The command")]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE))
    polled = [source for source in SOURCES if source.on]
    missing = [_row(source) for source in polled if source.id not in rows]

    assert not missing, "add to `Live sources` in README.md:\n" + "\n".join(missing)
    assert rows.keys() == {source.id for source in polled}
    for source in polled:
        assert f" | {length(source.every)} | " in rows[source.id], f"{source.id}: how often?"


def _row(source: Source) -> str:
    return f"| `{source.id}` | {source.name} | {length(source.every)} | {source.licence} |"


def test_every_command_is_named() -> None:
    """The sentences on the command name each, and no other."""
    text = README.read_text(encoding="utf-8")
    part = text[text.index("## The command") : text.index("## Where no server")]
    named = {word for words in re.findall(r": `([a-z -]+)`", part) for word in words.split()}

    assert named == COMMANDS.keys()


def test_every_route_is_listed() -> None:
    """The table of answers names each path of the interface, and no other."""
    paths = set(present()["paths"])
    text = README.read_text(encoding="utf-8")
    table = text[text.index("## The answers") : text.index("## The command")]
    listed = {path.split("?")[0] for path in re.findall(r"`(/[^`]*)`", table)}

    plain = {re.sub(r"\{\w+\}", "{id}", FORMS.sub("", path)) for path in paths}
    assert plain - {FORMS.sub("", path) for path in listed} == set()
    assert {path for path in listed if path.startswith("/v1")} <= {
        re.sub(r"\{\w+\}", "{id}", path) for path in paths
    }


def _write_anew() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = _archive_in(Path(folder))
        for page in (README, SCORE):
            _write_page(page, database)


def _write_page(page: Path, database: str) -> None:
    text = page.read_text(encoding="utf-8")
    for block in list(shown(page)):
        if block.answer is not None:
            old = f"{block.command}\n```\n\n```"
            start = text.index("\n", text.index(old) + len(old)) + 1
            end = text.index("```", start)
            text = text[:start] + answered(block.command, database) + text[end:]
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write_anew()
