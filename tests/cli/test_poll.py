"""Polling once: what would be stored is shown, nothing is, and the file is read like the wire."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cli.polled import MOST_REPORTS, observed, page
from app.domain.health import Outcome
from app.domain.report import Report
from app.domain.vocabulary import Bound, Per, Quantity
from app.polling.gathering import Gathered
from app.polling.judging import Verdict
from app.polling.trying import Tried
from app.sources import zitic
from app.sources.kit import Refused, figure
from tests.cli.conftest import Darial
from tests.cli.mirror import Mirror
from tests.sources.made_payloads import FOLDER

LIST = FOLDER / "zitic" / "list.html"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def booked(number: int) -> Report:
    """Make a report of the electronic queue."""
    return figure(
        zitic.SPEAKER,
        zitic.LIST,
        Quantity.BOOKED_VEHICLES,
        number,
        observed_from=NOON,
        recorded_at=NOON,
    )


def tried(**changes: object) -> Tried:
    """Make a poll that went well, but for these parts of its verdict."""
    said = {"outcome": Outcome.OK, "newest_at": NOON, **changes}
    return Tried(gathered=Gathered(), verdict=Verdict(**said), now=NOON)  # type: ignore[arg-type]


def test_the_wire_is_asked_and_nothing_stored(
    darial: Darial, mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports, outcome, size and age are shown; there is no database before or after."""
    monkeypatch.chdir(tmp_path)
    mirror.serve(zitic.ADDRESS, LIST.read_bytes(), "text/html")

    result = darial("poll", "zitic")

    assert result.code == 0
    assert "verkhny-lars  RU-GE      truck  booked_vehicles  3 vehicles" in result.out
    assert "outcome: ok\n" in result.out
    assert f"asked: 1 requests, {len(LIST.read_bytes()):,} bytes\n" in result.out
    assert "newest: 0 s old: fresh (zitic speaks every 2 h; late after 4 h)\n" in result.out
    assert mirror.asked == ["/zitic.ru/eo/vl/"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_read_as_of_when_it_came(darial: Darial, mirror: Mirror) -> None:
    """What stands beside it says when it came; nobody is asked."""
    result = darial("poll", "zitic", "--file", LIST, "--json")

    told = json.loads(result.out)
    assert result.code == 0
    assert told["outcome"] == "ok"
    assert [(row["quantity"], row["value"], row["low"]) for row in told["reports"]] == [
        ("booked_vehicles", 3, None),
        ("wait_minutes", None, 3780),
    ]
    assert told["newest_age_s"] == 0
    assert told["late_after_s"] == 4 * 3600 + 120
    assert mirror.asked == []


def test_a_bare_file_came_just_now(darial: Darial, tmp_path: Path) -> None:
    """Without anything beside it, it answers the first request of a poll."""
    file = tmp_path / "page.html"
    file.write_bytes(LIST.read_bytes())

    result = darial("poll", "zitic", "--file", file)

    assert result.code == 0
    assert "newest: 0 s old: fresh" in result.out


def test_the_command_line_goes_before_what_stands_beside(darial: Darial, tmp_path: Path) -> None:
    """`--about` tells the reader another place than the file does: its cards are refused then."""
    page = (FOLDER / "customs_russia" / "verkhny-lars.html").read_bytes()
    beside = (FOLDER / "customs_russia" / "verkhny-lars.about.json").read_bytes()
    (tmp_path / "page.html").write_bytes(page)
    (tmp_path / "page.about.json").write_bytes(beside)

    as_told = darial("poll", "customs_russia", "--file", tmp_path / "page.html")
    otherwise = darial(
        "poll", "customs_russia", "--file", tmp_path / "page.html", "--about", "place=vaalimaa"
    )

    assert as_told.code == 0
    assert "verkhny-lars" in as_told.out
    assert otherwise.code == 1
    assert "outcome: unreadable: " in otherwise.out


def test_refused_rows_are_shown_with_their_reason(darial: Darial, tmp_path: Path) -> None:
    """A row with a word nobody knows is told, and the others stand."""
    file = tmp_path / "page.html"
    file.write_text(LIST.read_text("utf-8").replace("Приглашён", "Улетел"), encoding="utf-8")

    result = darial("poll", "zitic", "--file", file)

    assert result.code == 0
    assert "Refused\n" in result.out
    assert "status: 'улетел' is none of" in result.out


def test_an_answer_of_no_use_is_told_and_ends_with_one(darial: Darial, mirror: Mirror) -> None:
    """Scripts see that the source did not answer well."""
    mirror.serve(zitic.ADDRESS, b"<html>gone fishing</html>", "text/html")

    result = darial("poll", "zitic")

    assert result.code == 1
    assert "outcome: unreadable: no table of trucks\n" in result.out
    assert "newest: nothing was said of any moment\n" in result.out


def test_whoever_keeps_us_out_is_named(darial: Darial, mirror: Mirror) -> None:
    """A status that keeps us out is no empty queue."""
    mirror.serve(zitic.ADDRESS, b"", "text/html", status=403)

    result = darial("poll", "zitic")

    assert result.code == 1
    assert "outcome: blocked: zitic.ru: it keeps us out with status 403 Forbidden" in result.out


@pytest.mark.usefixtures("mirror")
def test_an_own_proxy_of_no_use_is_a_setting_to_mend(
    darial: Darial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as such, and without the address, which may hold a password."""
    monkeypatch.setenv("DARIAL_PROXIES", "zitic=socks5://user:hush@10.0.0.1")

    result = darial("poll", "zitic")

    assert result.code == 3
    assert "DARIAL_PROXIES cannot be used" in result.err
    assert "hush" not in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("zitik",), "'zitik' is no source: did you mean zitic?"),
        (("xxxx",), "'xxxx' is no source: there are "),
        (("zitic", "--about", "place=x"), "it goes with --file"),
        (("zitic", "--file", LIST, "--about", "place"), "is no pair such as place=verkhny-lars"),
        (("zitic", "--file", "/no/such"), "/no/such cannot be read: there is no such file."),
    ],
)
def test_wrong_usage_is_answered_with_the_mend(
    darial: Darial, arguments: tuple[str | Path, ...], said: str
) -> None:
    """A sentence, and exit code 2."""
    result = darial("poll", *arguments)

    assert result.code == 2
    assert said in result.err


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ("{", "page.about.json cannot be used"),
        ("[]", "page.about.json cannot be used"),
        ('{"fetched_at": "2026-11-24T12:00:00"}', "fetched_at has no offset from UTC"),
        ('{"about": 3}', "page.about.json cannot be used"),
    ],
)
def test_what_stands_beside_must_make_sense(
    darial: Darial, tmp_path: Path, beside: str, said: str
) -> None:
    """A file beside the payload that cannot be used is not passed over."""
    (tmp_path / "page.html").write_bytes(LIST.read_bytes())
    (tmp_path / "page.about.json").write_text(beside, encoding="utf-8")

    result = darial("poll", "zitic", "--file", tmp_path / "page.html")

    assert result.code == 2
    assert said in result.err


def test_a_file_too_large_for_the_source_is_not_read(darial: Darial, tmp_path: Path) -> None:
    """The limit of the wire holds for files too."""
    file = tmp_path / "page.html"
    with file.open("wb") as opened:
        opened.truncate(zitic.SOURCE.largest + 1)

    result = darial("poll", "zitic", "--file", file)

    assert result.code == 2
    assert "more than the 4,194,304 that this source's answers may have" in result.err


def test_many_reports_are_counted_not_poured_out() -> None:
    """Two hundred are shown, all where all are asked for."""
    many = tried(reports=tuple(map(booked, range(MOST_REPORTS + 5))))

    short, whole = list(page(zitic.SOURCE, many, every=False)), page(zitic.SOURCE, many, every=True)

    assert "and 5 more; --all shows them" in short
    assert len(list(whole)) == len(short) + 4


@pytest.mark.parametrize(
    ("age_h", "said"),
    [
        (0, "0 s old: fresh (zitic speaks every 2 h; late after 4 h)"),
        (5, "5 h old: late (zitic speaks every 2 h; withheld after 12 h)"),
        (13, "13 h old: stale (zitic speaks every 2 h; withheld after 12 h)"),
    ],
)
def test_the_age_is_held_against_the_promise(age_h: int, said: str) -> None:
    """How old the newest is, and what that means for this source."""
    lines = list(page(zitic.SOURCE, tried(newest_at=NOON - age_h * HOUR), every=False))

    assert lines[-1] == f"newest: {said}"


def test_nothing_from_outside_reaches_the_terminal_as_it_is() -> None:
    """A refused row cannot move the cursor."""
    refused = (Refused(row="\x1b[2Jrow", reason="odd\n"),)

    lines = list(page(zitic.SOURCE, tried(refused=refused), every=False))

    assert "   [2Jrow: odd " in lines


def test_intervals_are_told_shortly() -> None:
    """A day is named once; what stands until further notice says so."""
    moment = booked(1)
    hour = figure(
        zitic.SPEAKER,
        zitic.LIST,
        Quantity.CROSSINGS_VEHICLES,
        3,
        observed_from=NOON - HOUR,
        observed_to=NOON,
        recorded_at=NOON,
        bound=Bound.AT_LEAST,
        per=Per.WINDOW,
    )

    assert observed(moment) == "2026-11-24 12:00Z"
    assert observed(hour) == "2026-11-24 11:00 to 12:00Z"
