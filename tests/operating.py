"""docs/operate.md as somebody works through it: each of its commands, and what fills its words."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "operate.md"
SMALL = ROOT / "deploy" / "small"

IN_CONTAINER = "/srv/darial/.venv/bin/darial"
DATA = "/var/lib/darial"
BACKUPS = "/var/backups/darial"

BLOCK = re.compile(r"```(?:sh|crontab)\n(.*?)```", re.DOTALL)
CRON = re.compile(r"\d+ \d+ \* \* \* ")
PRINTED = {
    "REPORT_ID": re.compile(r"^(?:Added as report |\s+)([0-9a-f]{16})\b", re.MULTILINE),
    "NOTICE_ID": re.compile(r"^Added as notice (\S+)\.$", re.MULTILINE),
    "ACT_ID": re.compile(r"^Act ([0-9a-f]{16});", re.MULTILINE),
}
"""How the commands print what stands on the page in capitals; the newest one fills it in."""


class Line(NamedTuple):
    """A command of the page in one line, as it is printed there, and whether cron runs it."""

    text: str
    cron: bool

    @property
    def is_darial(self) -> bool:
        """Say whether it comes to the `darial` command, in the container or by its short name."""
        return self.text.startswith("darial ") or f"{IN_CONTAINER} " in self.text


def lines() -> list[Line]:
    """Give each command of the page, in its order; the one that defines `darial` is left out."""
    text = PAGE.read_text(encoding="utf-8")
    joined = "".join(BLOCK.findall(text)).replace("\\\n", " ").splitlines()
    return [_line(each) for each in joined if each and not each.startswith(("#", "darial()"))]


def _line(text: str) -> Line:
    cron = CRON.match(text)
    # In a crontab % ends the command unless it is escaped.
    return Line(text[cron.end() :].replace("\\%", "%") if cron else text, cron is not None)


def words(line: Line) -> list[str]:
    """Give the arguments of a `darial` line as a shell gives them to the command; else none."""
    if not line.is_darial:
        return []
    command = line.text.partition(f"{IN_CONTAINER} ")[2] or line.text.removeprefix("darial ")
    shown = subprocess.run(  # noqa: S603 - the page's own words
        ["/bin/sh", "-c", f"printf '%s\\n' {command}"], capture_output=True, text=True, check=True
    )
    return shown.stdout.splitlines()


def composed() -> Iterator[list[str]]:
    """Give the words of each `docker compose` on the page, in text and table too."""
    text = PAGE.read_text(encoding="utf-8").replace("\\%", "%")
    for each in re.findall(r"docker compose ([^`\n]+)", text):
        yield shlex.split(each)
