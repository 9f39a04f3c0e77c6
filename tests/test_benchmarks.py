"""The benchmarks: each part runs, small, and gives figures that can be true."""

import ast
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from app.catalog import load
from app.simulating.scenario import Scenario
from app.store.columns import micros
from benchmarks import (
    accuracy,
    assessing,
    documents,
    filled,
    generator,
    history,
    imports,
    made,
    nginx,
    process,
    reading,
    server_filled,
    server_hearing,
    server_history,
    server_imports,
    server_polls,
    soak,
    start,
    statements,
    streams,
    wrk,
)
from benchmarks.__main__ import main
from benchmarks.asked import DOCUMENTS
from benchmarks.bare import load as load_answers
from benchmarks.bare import save
from benchmarks.contest import Contest, contest
from benchmarks.load import percentile
from benchmarks.result import Part, Ratio, Result, medians, plain
from benchmarks.serving import CONFIGURATION
from benchmarks.size import Size
from benchmarks.table import table
from tests import databases
from tests.long import FULL

TINY = Size(
    rounds=1,
    seconds=0.05,
    connections=(2,),
    documents=("status",),
    readers=(20,),
    ended=20,
    soaking=10,
    soaked_s=0.1,
    imported=200,
    imports=1,
    histories=(300,),
    server_histories=(300, 12_000),
    stored=10,
    heard=2,
    moments=2,
    weeks=3,
    started=0,
    starts=1,
    messages=2,
    truths=1,
)
OWN_SERVING = {"lifespan", "http", "timeout_keep_alive"}
"""What is ours alone: not every application has a lifespan, and bare uvicorn has no limits."""

LONG = pytest.mark.skipif(not FULL, reason="starts servers for a quarter of a minute; set FULL=1")
UNTIL = datetime(2026, 11, 1, 12, 34, tzinfo=UTC)


GENERATORS = [generator.PYTHON, *([generator.WRK] if wrk.present() else [])]


def _whole(part: Part) -> Part:
    """Check what holds for every part."""
    assert part.results
    for result in part.results:
        assert all(value >= 0 for each in result.figures.values() for value in each.values())
        assert all(ratio.value >= 0 for ratio in result.ratios.values())
    assert json.loads(json.dumps(plain(part)))["title"] in table(part)
    return part


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Contest]:
    """Run the servers of the contest, which take seconds to start."""
    with contest(tmp_path_factory.mktemp("contest"), DOCUMENTS) as started:
        yield started


def test_contest(running: Contest) -> None:
    """The same is asked of all servers, whole and unchanged, and answered with the same bytes."""
    whole = {name: running.asked(name, DOCUMENTS[1], unchanged=False) for name in running.servers}
    unchanged = [
        running.asked(name, each, unchanged=True) for name in running.servers for each in DOCUMENTS
    ]

    assert whole["ours"].length == whole["bare"].length
    assert {question.begins for question in unchanged} == {b"HTTP/1.1 304 "}
    assert ("nginx" in running.servers) == nginx.present()


@LONG
def test_documents(tmp_path: Path) -> None:
    """Each case is held against every rival; who made the load is told, and how large it was."""
    part = _whole(documents.measure(TINY, tmp_path))

    assert [result.case for result in part.results] == [
        "status, 2 connections, 200",
        "status, 2 connections, 304",
    ]
    for result in part.results:
        assert {"ours", "bare", "plain"} <= set(result.figures)
        assert {"ours / bare", "ours / plain"} <= set(result.ratios)
    assert "304 / 200" in part.results[1].ratios
    assert any(note.startswith(f"generator: {generator.usual().name}") for note in part.notes)
    assert any(note.startswith("status: /v1/status of the archive, ") for note in part.notes)


@LONG
def test_generators(running: Contest) -> None:
    """Load can be made without wrk, and each generator counts what it was answered."""
    asked = running.asked("bare", DOCUMENTS[0], unchanged=True)

    told = [each.drive(running.servers["bare"], asked, 2, 0.05) for each in GENERATORS]

    for counted in told:
        assert counted.answers / counted.elapsed_s > 10
        assert 0 < counted.p50_ms <= counted.p99_ms


def test_other_answers_are_no_figures(running: Contest) -> None:
    """Answers that are not as long as they should be end the measurement."""
    asked = running.asked("bare", DOCUMENTS[0], unchanged=False)
    wrong = replace(asked, length=asked.length // 2)

    for each in GENERATORS:
        with pytest.raises(RuntimeError):
            each.drive(running.servers["bare"], wrong, 2, 0.05)


@LONG
def test_streams(tmp_path: Path) -> None:
    """Every reader hears of each report that is stored; the streams end with the server, unlogged.

    What a reader costs shows only with many of them.
    """
    (result,) = _whole(streams.measure(TINY, tmp_path)).results

    figures = result.figures["ours"]
    assert result.case == "20 readers"
    assert 0 <= figures["first_ms"] <= figures["last_ms"] <= figures["stored_ms"]
    assert figures["log_lines"] == 0
    assert {"last / the 1 s it may take", "end / the 1 s it may take"} <= set(result.ratios)


def test_too_many_readers(tmp_path: Path) -> None:
    """Readers for whom no files can be open are left out, and said to be."""
    part = streams.measure(replace(TINY, readers=(10**9,)), tmp_path)

    assert not part.results
    assert "1,000,000,000 readers: left out, so many files may not be open" in part.notes


@LONG
def test_soak(tmp_path: Path) -> None:
    """What the server holds is looked at after each report, and held against what it held first."""
    (result,) = _whole(soak.measure(TINY, tmp_path)).results

    assert result.figures["ours"]["commits"] >= 1
    assert result.figures["ours"]["log_lines"] == 0


def test_statements(tmp_path: Path) -> None:
    """The statements of a request are those it runs, with their values, and can be run alone."""
    file = tmp_path / "made.db"
    filled.fill(file, 300, UNTIL)

    told = statements.captured(file, "/v1/history?place=verkhny-lars&from=2026-10-31&to=2026-11-01")

    assert told[0].text == "BEGIN"
    assert any("reports.observed_from" in each.text for each in told)
    assert statements.run(file, told).rows > 100


def test_reading(tmp_path: Path) -> None:
    """Reading is held against a scan for digits, and against what is wanted of it."""
    results = _whole(reading.measure(TINY, tmp_path)).results

    assert len(results) == 2
    for result in results:
        assert set(result.figures) == {"ours", "raw"}
        assert set(result.ratios) == {"ours / raw", "ours / 1,500 a second"}


def test_assessing(tmp_path: Path) -> None:
    """Assessing is told afresh and as time passes, against reading the same reports."""
    (result,) = _whole(assessing.measure(TINY, tmp_path)).results

    assert result.case == "500 reports of 7 days"
    assert set(result.figures) == {"afresh", "as time passes", "raw"}
    assert result.figures["as time passes"]["cpu_ms"] < result.figures["afresh"]["cpu_ms"]


def test_accuracy(tmp_path: Path) -> None:
    """Each scenario is measured, all together and with liars, beside what others publish."""
    results = _whole(accuracy.measure(TINY, tmp_path)).results

    assert len(results) == len(Scenario) + 6
    for result in results[:-2]:
        assert set(result.figures) >= {"ours", "latest", "mean24", "median24", "official"}
        assert "absolute" not in result.figures["ours"], "vehicles and minutes have no mean"
    assert results[0].figures["ours, wait_minutes"]["absolute"] > 0
    assert results[-2].figures["ours"]["turns"] == 2
    assert results[-1].figures["ours"]["weeks"] == len(Scenario)


def test_imports(tmp_path: Path) -> None:
    """Both ways store all rows, and are told apart by rows per second."""
    (result,) = _whole(imports.measure(TINY, tmp_path)).results

    assert set(result.figures) == {"ours", "raw"}
    assert set(result.ratios) == {"ours / raw", "ours / raw, by CPU"}
    assert _rows(tmp_path / "ours.db") == _rows(tmp_path / "raw.db") == TINY.imported


@LONG
def test_history(tmp_path: Path) -> None:
    """A length is asked for moments and weeks, and its server for its memory."""
    (result,) = _whole(history.measure(TINY, tmp_path)).results

    assert result.case == "300 reports"
    assert {name: list(each) for name, each in result.figures.items()} == {
        "as_of": ["ms", "cpu_ms"],
        "week_first": ["ms", "cpu_ms"],
        "week": ["ms", "cpu_ms"],
        "sql": ["ms", "cpu_ms", "rows"],
        "kept_day": ["cpu_ms"],
        "server": ["peak_mib"],
    }


def test_longer_history() -> None:
    """A longer history is held against the one of 100,000 reports, a moment of it to a limit."""
    figures = {
        "as_of": {100_000: {"ms": 100.0}, 10_000_000: {"ms": 160.0}},
        "week": {100_000: {"ms": 100.0}, 10_000_000: {"ms": 300.0}},
        "server": {100_000: {"peak_mib": 100.0}, 10_000_000: {"peak_mib": 200.0}},
        "week_first": {100_000: {"ms": 500.0}, 10_000_000: {"ms": 600.0}},
        "sql": {10_000_000: {"ms": 150.0}},
    }

    ratios = history.result(10_000_000, figures).ratios

    assert {name: (each.value, each.met) for name, each in ratios.items()} == {
        "week / its SQL alone": (2.0, True),
        "week_first / its SQL alone": (4.0, True),
        "as_of ms / that of 100,000": (1.6, False),
        "week ms / that of 100,000": (3.0, True),
        "server peak_mib / that of 100,000": (2.0, True),
    }
    assert history.result(100_000, figures).ratios == {}


def test_no_room(tmp_path: Path) -> None:
    """A length that the disk has no room for is left out, and said to be."""
    size = Size(histories=(10**12,), moments=1, weeks=1)

    part = history.measure(size, tmp_path)

    assert not part.results
    assert "1,000,000,000,000 reports: left out, the disk has no room for them" in part.notes


def test_server_imports(tmp_path: Path) -> None:
    """Both ways store all rows on a server, and are told apart by rows per second."""
    (result,) = _whole(server_imports.measure(TINY, tmp_path)).results

    assert set(result.figures) == {"ours", "copy"}
    assert set(result.ratios) == {"ours / copy", "ours / copy, by CPU"}


def test_server_polls(tmp_path: Path) -> None:
    """The same polls are stored on a server and in a file."""
    (result,) = _whole(server_polls.measure(TINY, tmp_path)).results

    assert set(result.figures) == {"server", "file"}
    assert all(each["polls_per_second"] > 0 for each in result.figures.values())


@LONG
def test_server_hearing(tmp_path: Path) -> None:
    """Every replica hears of each commit."""
    (result,) = _whole(server_hearing.measure(TINY, tmp_path)).results

    assert 0 < result.figures["ours"]["p50_ms"] <= result.figures["ours"]["p99_ms"]


@LONG
def test_server_history(tmp_path: Path) -> None:
    """Two lengths on a server are asked, and the longer one is held against its SQL alone."""
    short, long = _whole(server_history.measure(TINY, tmp_path)).results

    assert (short.case, long.case) == ("300 reports", "12,000 reports")
    assert "sql" in long.figures
    assert set(long.ratios) == {"week / its SQL alone", "week_first / its SQL alone"}


def test_server_filled(tmp_path: Path) -> None:
    """What a server copies by itself is as many reports as asked for, older and numbered before."""
    url, count = databases.fresh(), server_filled.NEWEST + 5000

    server_filled.fill(url, tmp_path, count, UNTIL)

    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT count(*), count(DISTINCT public), min(id), max(id),"
            " max(ends) FILTER (WHERE identity LIKE 'old-%') <="
            " max(ends) FILTER (WHERE id = 5001) FROM reports"
        ).fetchone()
        kept = connection.execute(
            "SELECT count(*) FROM pg_indexes WHERE tablename = 'reports'"
        ).fetchone()
    assert found == (count, count, 1, count, True)
    assert kept is not None
    assert kept[0] >= 12


@LONG
def test_start(tmp_path: Path) -> None:
    """The archive is served for the first time and again."""
    (result,) = _whole(start.measure(TINY, tmp_path)).results

    assert result.case == "the archive"
    assert list(result.figures) == ["first", "again"]
    assert 0 < result.figures["again"]["healthz_s"] <= result.figures["again"]["status_s"]


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown part is refused, with those that there are."""
    with pytest.raises(SystemExit) as ended:
        main(["wrong", "--json", str(tmp_path / "told.json")])

    assert ended.value.code == 2
    assert (
        "wire, server, documents, streams, soak, history, imports, start" in capsys.readouterr().err
    )


def test_made_reports_are_seeded() -> None:
    """The same question gives the same reports, in the order of time, the last before the end."""
    told = made.feeds(load())

    reports = list(made.said(told, 5000, micros(UNTIL)))

    assert reports == list(made.said(told, 5000, micros(UNTIL)))
    assert [report.number for report in reports] == list(range(5000))
    assert micros(UNTIL - timedelta(hours=2)) < max(report.ends for report in reports)
    assert max(report.ends for report in reports) < micros(UNTIL)


def test_made_reports_a_day() -> None:
    """As many reports are made a day as the module says."""
    told = made.feeds(load())

    reports = list(made.said(told, 10_000, micros(UNTIL)))

    ticks = [(each.ends - told[each.feed].late) // made.TICK for each in reports]
    of_last_day = sum(tick > max(ticks) - made.TICKS_A_DAY for tick in ticks)
    assert f"That is {of_last_day:,} a" in (made.__doc__ or "")


def test_filled(tmp_path: Path) -> None:
    """Copied rows are as imported ones: own ids, all marked as made, indexes as migrated."""
    file = tmp_path / "made.db"
    first = filled.FIRST

    filled.fill(file, first + 500, UNTIL)

    with closing(sqlite3.connect(file)) as stored:
        rows = stored.execute(
            "SELECT public, identity, source, note FROM reports ORDER BY id"
        ).fetchall()
        indexes = stored.execute(
            "SELECT count(*) FROM sqlite_master WHERE tbl_name = 'reports' AND type = 'index'"
        ).fetchone()
    assert len(rows) == len({public for public, *_ in rows}) == first + 500
    assert {(source, note) for *_, source, note in rows} == {("made", "made for benchmarks")}
    assert indexes[0] >= 9


def _rows(file: Path) -> int:
    with closing(sqlite3.connect(file)) as stored:
        (count,) = stored.execute("SELECT count(*) FROM reports").fetchone()
    return int(count)


def test_same_server() -> None:
    """The rivals are served with what `darial serve` gives uvicorn, but for our own limits."""
    source = (process.ROOT / "app/cli/serve.py").read_text(encoding="utf-8")
    (call,) = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "uvicorn.Config"
    )
    theirs = {
        each.arg: ast.unparse(each.value) for each in call.keywords if each.arg not in OWN_SERVING
    }

    ours = {name: repr(value) for name, value in CONFIGURATION.items()}

    assert {**theirs, "timeout_graceful_shutdown": "2"} == ours


def test_medians() -> None:
    """The middle round counts, figure by figure."""
    rounds = [{"a": 1.0, "b": 9.0}, {"a": 3.0, "b": 7.0}, {"a": 2.0, "b": 8.0}]

    assert medians(rounds) == {"a": 2.0, "b": 8.0}


@pytest.mark.parametrize(
    ("ratio", "met", "wanted"),
    [
        (Ratio(value=0.9, at_least=0.9), True, "at least 0.9"),
        (Ratio(value=0.89, at_least=0.9), False, "at least 0.9"),
        (Ratio(value=1.5, at_most=1.5), True, "at most 1.5"),
        (Ratio(value=1.51, at_most=1.5), False, "at most 1.5"),
        (Ratio(value=0.8, at_least=0.9, at_most=1.1), False, "at least 0.9, at most 1.1"),
        (Ratio(value=7), True, ""),
    ],
)
def test_ratio(ratio: Ratio, met: bool, wanted: str) -> None:  # noqa: FBT001 - a parametrized case
    """A ratio meets what is wanted of it, the limit included."""
    assert (ratio.met, ratio.wanted) == (met, wanted)


def test_missed_target_is_marked() -> None:
    """The table says which ratio misses its target."""
    ratios = {"a / b": Ratio(value=0.5, at_least=0.9), "a / c": Ratio(value=6, at_least=5)}
    part = Part(title="t", results=[Result(case="c", figures={"a": {"ms": 1}}, ratios=ratios)])

    text = table(part)

    assert text.count("MISSED") == 1
    assert "0.5 (wanted: at least 0.9, MISSED)" in text


def test_percentile() -> None:
    """Percentiles are in milliseconds."""
    assert percentile([0.001] * 99 + [1.0], 50) == pytest.approx(1.0)


def test_answers_are_kept_whole(tmp_path: Path) -> None:
    """What the bare server is given comes back to the byte."""
    answer = process.Answer(
        status=200, headers=(("etag", '"x"'),), body="Верхний Ларс".encode(), seconds=0.1
    )

    save({"/0": answer}, tmp_path / "bare.json")

    start_, body = load_answers(tmp_path / "bare.json")["/0"]
    assert start_["headers"] == [(b"etag", b'"x"')]
    assert body["body"].decode() == "Верхний Ларс"
