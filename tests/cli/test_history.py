"""History: what was held at the end of each step, for people and for programs."""

import csv
import io
import json

import pytest

from tests.cli.conftest import NOTHING, Darial

LARS = ("verkhny-lars", "--direction", "RU-GE", "--mode", "car")
SPAN = ("--from", "2022-09-20", "--to", "2022-10-02")


@pytest.mark.usefixtures("archived")
def test_a_table_draws_together_what_stays_the_same(darial: Darial) -> None:
    """Days of one answer share a line; each figure has its interval and its doubts."""
    result = darial("history", *LARS, *SPAN, "--quantity", "wait_minutes")

    lines = result.out.splitlines()
    assert result.code == 0
    assert lines[0] == "From 2022-09-20 to 2022-10-02, by what was known then."
    assert lines[2] == "Verkhny Lars, RU-GE car: waiting time (Asia/Tbilisi)"
    assert lines[3].split("  ")[1:3] == ["20 Sep 2022 to 22 Sep 2022", "no figure, nothing heard"]
    assert [line.split()[0] for line in lines[4:]] == [*map(str, range(23, 31)), "1", "2"]
    assert all(" h (" in line and "source" in line for line in lines[4:])


@pytest.mark.usefixtures("archived")
def test_queues_that_tell_the_same_share_a_table(darial: Darial) -> None:
    """Finland's closings, day by day, once for all who were shut out."""
    result = darial(
        "history", "vaalimaa", "--quantity", "access", "--from", "2023-11-17", "--to", "2023-12-16"
    )

    heading, *table = result.out.split("\n\n")[1].split("\n  ")
    rows = [" ".join(line.split()) for line in (heading, *table)]
    assert "RU-FI car, RU-FI bus, RU-FI truck" in rows[0]
    assert rows[-4:] == [
        "17 Nov 2023 to 12 Dec 2023 closed Finnish Border Guard",
        "13 Dec 2023 open Finnish Border Guard",
        "14 Dec 2023 open Finnish government",
        "15 Dec 2023 to 16 Dec 2023 closed Finnish Border Guard",
    ]


@pytest.mark.usefixtures("archived")
def test_raw_gives_the_reports_as_they_were_said(darial: Darial) -> None:
    """With who said it, and how the figure was meant."""
    result = darial("history", *LARS, "--from", "2022-09-27", "--to", "2022-09-28", "--step", "raw")

    page = [" ".join(line.split()) for line in result.out.splitlines()]
    assert "27 Sep 2022 01:00 about 3,500 North Ossetian government" in page
    assert "27 Sep 2022 01:00 at least 20 km media report" in page
    assert "27 Sep 2022 01:00 between 40 h and 50 h The Insider" in page


@pytest.mark.usefixtures("archived")
def test_json_and_csv_are_what_the_interface_answers(darial: Darial) -> None:
    """The same points in both, with the doubts of each."""
    answer = json.loads(darial("history", *LARS, *SPAN, "--json").out)
    lines = list(csv.DictReader(io.StringIO(darial("history", *LARS, *SPAN, "--csv").out)))

    points = [point for course in answer["data"] for point in course["points"]]
    assert {course["place"] for course in answer["data"]} == {"verkhny-lars"}
    assert [point["at"] for point in points] == [line["at"] for line in lines]
    assert answer["meta"]["step"] == "1d"
    assert answer["meta"]["knowledge"] == "then"


@pytest.mark.usefixtures("archived")
def test_later_knowledge_is_asked_for_by_name(darial: Darial) -> None:
    """What is known now tells another history, and says so."""
    then = darial("history", *LARS, *SPAN)
    now = darial("history", *LARS, *SPAN, "--knowledge", "now")

    assert now.out.startswith("From 2022-09-20 to 2022-10-02, by all that is known now.")
    assert then.out.splitlines()[1:] != now.out.splitlines()[1:]


@pytest.mark.usefixtures("archived")
def test_nothing_known_is_said(darial: Darial) -> None:
    """A time of which nobody told anything gives no empty page."""
    result = darial("history", *LARS, "--from", "2005-01-01", "--to", "2005-01-05")

    assert result.code == 0
    assert result.out.splitlines()[1:] == ["Nothing is known of it in that time."]


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere-at-all",), 1, "No place is called 'nowhere-at-all'"),
        (("vaalimaa", "--json", "--csv"), 2, "one answer has one form"),
        (("vaalimaa", "--direction", "RU-GE"), 2, "there are RU-FI, FI-RU, both."),
        (("vaalimaa", "--quantity", "rule"), 2, "--quantity: by steps there are wait_minutes, "),
        (("vaalimaa", "--quantity", "waits"), 2, "'waits' is none of wait_minutes, "),
        (("vaalimaa", "--from", "2022-01-01"), 2, "--from: at most 400 days are given"),
        (("vaalimaa", "--from", "2022-10-02", "--to", "2022-10-01"), 2, "is not before"),
        (
            ("vaalimaa", "--from", "2022-01-01", "--to", "2022-12-01", "--step", "15m"),
            2,
            "--step: this asks for more than 6000 points",
        ),
    ],
)
def test_what_cannot_be_asked_is_answered_with_the_mend(
    darial: Darial, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Each refusal names the option."""
    result = darial("history", *arguments)

    assert result.code == code
    assert said in " ".join(result.err.split())


@pytest.mark.usefixtures("database")
def test_a_missing_database_is_told(darial: Darial) -> None:
    """As for every question."""
    result = darial("history", "vaalimaa")

    assert result.code == 3
    assert NOTHING in result.err
