"""Notices from the command line: listed, added, ended."""

import json
from typing import Any

import pytest

from tests.cli.acting import act_of, words
from tests.cli.conftest import Darial

CLOSED = (
    "notice", "add", "lars", "both", "any", "--access", "closed", "--from", "2026-11-01",
    "--authority", "Border Service", "--url", "https://example.org/x", "--yes",
)  # fmt: skip
REVIEW = ("--review", "2027-02-01")
NAME = "verkhny-lars-2026-11-01-closed"


def listed(darial: Darial) -> dict[str, Any]:
    """Give the notices that stand, by id."""
    return {each["id"]: each for each in json.loads(darial("notice", "--json").out)}


@pytest.mark.usefixtures("archived")
def test_those_that_stand_are_listed(darial: Darial) -> None:
    """Each with what it says, from when, until when, by whom, and where it can be read."""
    result = darial("notice")

    told = words(result.out)
    assert result.code == 0
    assert "fi-2022-09-30-forbidden-russian-tourists-ru-fi fi RU-FI, for Russians with a" in told
    assert "not allowed from 30 Sep 2022 00:00 until further notice, to be looked at again" in told
    assert "https://www.kleinezeitung.at/" in result.out
    assert len(listed(darial)) > 20


@pytest.mark.usefixtures("archived")
def test_a_notice_is_added_ended_and_undone(darial: Darial) -> None:
    """It stands until it does not; an end that lies ahead is shown as of then."""
    added = darial(*CLOSED, *REVIEW)
    standing = listed(darial)[NAME]
    ended = darial("notice", "end", NAME, "--at", "+2d", "--reason", "open again", "--yes")
    ending = listed(darial)[NAME]
    undone = darial("undo", act_of(ended), "--reason", "too early", "--yes")

    assert (added.code, ended.code, undone.code) == (0, 0, 0)
    assert "access not known -> closed, says Border Service" in words(added.out)
    assert f"Added as notice {NAME}." in added.out
    assert (standing["review_at"], standing["added"]) == ("2027-01-31T20:00:00Z", True)
    for result, change in ((ended, "closed, says Border Service ->"), (undone, "-> closed, says")):
        assert "What changes from " in result.out
        assert change in words(result.out)
    assert ending["valid_to"] is not None
    assert listed(darial)[NAME] == standing


@pytest.mark.usefixtures("archived")
def test_an_end_that_changes_nothing_says_so(darial: Darial) -> None:
    """Where the archive says the same, it goes on saying it."""
    named = "fi-2023-11-18-forbidden-bicycle"
    result = darial("notice", "end", named, "--at", "2026-11-01", "--reason", "x", "--yes")

    assert result.code == 0
    assert result.out.startswith("No figure, access, rule or event that is published changes.\n")


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ((), 2, "--until or --review: give the end, or the day to look again"),
        ((*REVIEW, "--rule", "allowed"), 2, "Give one of --access, --rule"),
        (("--review", "soon"), 2, "'soon' is no day: write it as 2026-12-01"),
        ((*REVIEW, "--published", "2099-01-01"), 2, "--published: lies ahead"),
    ],
)
def test_a_slip_adds_nothing(
    darial: Darial, changes: tuple[str, ...], code: int, sentence: str
) -> None:
    """It is told by its option."""
    result = darial(*CLOSED, *changes)

    assert result.code == code
    assert sentence in words(result.err)


@pytest.mark.usefixtures("archived")
def test_an_unknown_notice_is_told(darial: Darial) -> None:
    """With near ones."""
    result = darial("notice", "end", "vaalimaa-2025-04-16-close", "--at", "2027-01-01",
                    "--reason", "x", "--yes")  # fmt: skip

    assert result.code == 1
    assert "did you mean vaalimaa-2025-04-16-closed" in words(result.err)
