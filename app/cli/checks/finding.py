"""Findings: what a check found, on a page and as JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.cli.terminal import bold, faint, plain, wrapped

CHECK_COLUMN = 6
TEXT_COLUMN = 19


class State(StrEnum):
    """How it stands: well, to be looked at, or to be mended."""

    OK = "ok"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, how it stands, what that means in words, and the way to mend it."""

    check: str
    state: State
    says: str
    fix: str = ""


def ok(check: str, says: str) -> Finding:
    """Say that something is well."""
    return Finding(check=check, state=State.OK, says=says)


def look(check: str, says: str, fix: str = "") -> Finding:
    """Say that somebody should look at something."""
    return Finding(check=check, state=State.LOOK, says=says, fix=fix)


def bad(check: str, says: str, fix: str = "") -> Finding:
    """Say that something is to be mended."""
    return Finding(check=check, state=State.BAD, says=says, fix=fix)


def page(findings: Iterable[Finding]) -> Iterator[str]:
    """Write a line for each finding, and below it the way to mend it."""
    for each in findings:
        beginning = f"{each.state:<{CHECK_COLUMN}}{each.check}"
        told = wrapped(plain(each.says), TEXT_COLUMN, 0)
        line = f"{beginning:<{TEXT_COLUMN - 2}}  {told[0].lstrip()}"
        yield bold(line) if each.state is State.BAD else line
        yield from told[1:]
        if each.fix:
            yield from map(faint, wrapped(plain(each.fix), TEXT_COLUMN, 0))


def fields(finding: Finding) -> dict[str, str]:
    """Give a finding as an object."""
    return {
        "check": finding.check,
        "state": finding.state,
        "says": finding.says,
        "fix": finding.fix,
    }
