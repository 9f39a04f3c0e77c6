"""Pages of evidence: every row once, in order, whatever is stored meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.report import Report
from app.domain.vocabulary import Claim, Mode, OriginKind, Quantity, Subject
from app.store import reports
from app.store.database import ReadSession, WriteSession
from app.store.reports import BadCursor, Kept, Page, Wanted
from tests.store.made import DAY, HOUR, MINUTE, NOON, at, figure, retraction, word

EVERYTHING: list[Report] = [
    figure("car"),
    at(NOON - 2 * DAY, figure("truck", mode=Mode.TRUCK, origin="eyewitness")),
    at(NOON + DAY, figure("inbound", direction="GE-RU", source="hotline")),
    at(NOON + HOUR, figure("wait", quantity=Quantity.WAIT_MINUTES, subject=Subject.EVERYBODY)),
    at(NOON - 3 * DAY, figure("north", place="vaalimaa")),
    word("closed"),
    at(NOON - DAY, word("rumour", claim=Claim.RUMOUR, origin_kind=OriginKind.CHANNEL)),
    figure("week", observed_from=NOON - 9 * DAY, observed_to=NOON - 2 * DAY),
]


@pytest.fixture
async def filled(writing: WriteSession) -> WriteSession:
    """Store one report of each sort."""
    await reports.add(writing, EVERYTHING)
    return writing


async def walk(session: ReadSession, wanted: Wanted, **manner: Any) -> list[Kept]:  # noqa: ANN401 - limit and order
    """Turn page after page until there are no more."""
    page = await reports.page(session, wanted, **manner)
    rows = list(page.rows)
    while page.more:
        page = await reports.page(session, wanted, cursor=page.cursor, **manner)
        assert page.rows, "there was said to be more"
        assert len(rows) <= len(EVERYTHING) + 10, "rows come again"
        rows += page.rows
    return rows


def names(rows: list[Kept]) -> list[str]:
    """Give the identities, in the order of the pages."""
    return [kept.report.identity for kept in rows]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
@pytest.mark.parametrize("newest_first", [True, False])
async def test_pages_of_any_size_hold_every_row_once(
    filled: WriteSession, limit: int, *, newest_first: bool
) -> None:
    """In the order of storing, or backwards."""
    rows = await walk(filled, Wanted(), limit=limit, newest_first=newest_first)

    in_order = [report.identity for report in EVERYTHING]
    assert names(rows) == (in_order[::-1] if newest_first else in_order)


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        (Wanted(places=("vaalimaa", "syrym")), lambda row: row.place == "vaalimaa"),
        (Wanted(directions=("GE-RU",)), lambda row: row.direction == "GE-RU"),
        (Wanted(modes=(Mode.TRUCK, Mode.ANY)), lambda row: row.mode in {Mode.TRUCK, Mode.ANY}),
        (Wanted(quantities=(Quantity.ACCESS,)), lambda row: row.quantity is Quantity.ACCESS),
        (Wanted(subjects=(Subject.EVERYBODY,)), lambda row: row.subject is Subject.EVERYBODY),
        (Wanted(origins=("eyewitness", "x")), lambda row: row.origin == "eyewitness"),
        (Wanted(sources=("hotline",)), lambda row: row.source == "hotline"),
        (Wanted(sources=("nobody",)), lambda _row: False),
        (Wanted(claims=(Claim.RUMOUR,)), lambda row: row.claim is Claim.RUMOUR),
        (Wanted(places=("nowhere",)), lambda _row: False),
        (
            Wanted(places=("lars",), sources=("guard",), origins=("Border Guard",)),
            lambda row: row.place == "lars" and row.source == "guard" and row.identity != "truck",
        ),
        (Wanted(recorded_from=NOON), lambda row: row.recorded_at >= NOON),
    ],
)
async def test_filters_leave_what_they_say(
    filled: WriteSession, wanted: Wanted, matches: Callable[[Report], bool]
) -> None:
    """Values of one filter are alternatives, filters add up, and the order stays."""
    expected = [row.identity for row in EVERYTHING if matches(row)]

    assert names(await walk(filled, wanted, limit=2, newest_first=False)) == expected
    assert names(await walk(filled, wanted, limit=2)) == expected[::-1]


@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize("newest_first", [True, False])
async def test_a_window_is_shown_by_the_end_of_what_is_said(
    filled: WriteSession, limit: int, *, newest_first: bool
) -> None:
    """An interval that reaches into it belongs to it; ties stand in the order of storing."""
    window = Wanted(since=NOON - 2 * DAY, until=NOON + HOUR)

    rows = await walk(filled, window, limit=limit, newest_first=newest_first)

    in_order = ["truck", "week", "rumour", "car", "closed", "wait"]
    assert names(rows) == (in_order[::-1] if newest_first else in_order)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (Wanted(since=NOON + HOUR), ["wait", "inbound"]),
        (Wanted(until=NOON - 2 * DAY - MINUTE), ["north", "week"]),
        (Wanted(since=NOON, until=NOON, sources=("guard",)), ["car", "closed"]),
        (Wanted(since=NOON - 3 * DAY, until=NOON, places=("vaalimaa",)), ["north"]),
    ],
)
async def test_a_window_may_be_open_and_filtered(
    filled: WriteSession, window: Wanted, expected: list[str]
) -> None:
    """Without an end it goes on for ever, without a beginning it began at the first report."""
    assert names(await walk(filled, window, newest_first=False)) == expected


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(since=NOON - 30 * DAY)], ids=["all", "window"])
async def test_rows_stored_meanwhile_shift_nothing(
    filled: WriteSession, wanted: Wanted, *, newest_first: bool
) -> None:
    """No row that was there is skipped or told twice; new ones show only where they follow."""
    before = names(await walk(filled, wanted, newest_first=newest_first))
    first = await reports.page(filled, wanted, limit=4, newest_first=newest_first)
    await reports.add(filled, [figure("new"), at(NOON - 20 * DAY, figure("old news"))])

    rest: list[Kept] = []
    cursor = first.cursor
    while cursor is not None:
        page = await reports.page(filled, wanted, cursor=cursor, limit=1, newest_first=newest_first)
        rest, cursor = [*rest, *page.rows], page.cursor if page.more else None

    told = names([*first.rows, *rest])
    assert [name for name in told if name in before] == before


async def test_a_reader_follows_what_is_new(filled: WriteSession) -> None:
    """The last cursor goes on once there is more, revisions and retractions included."""
    manner: dict[str, Any] = {"newest_first": False, "limit": 100}
    seen = await reports.page(filled, Wanted(), **manner)
    nothing = await reports.page(filled, Wanted(), cursor=seen.cursor, **manner)
    await reports.add(filled, [figure("car", 5), retraction("x", "wait")])

    new = await reports.page(filled, Wanted(), cursor=nothing.cursor, **manner)

    assert nothing == Page(rows=(), cursor=seen.cursor, more=False)
    assert names(list(new.rows)) == ["car", "x"]


async def test_what_became_of_a_row_is_told(filled: WriteSession) -> None:
    """A revision names its successor, a retracted row its retraction and the reason."""
    await reports.add(filled, [figure("car", 5), retraction("x", "wait", note="wrong lane")])

    rows = await walk(filled, Wanted(modes=(Mode.CAR,)), newest_first=False)

    told = {(kept.report.identity, kept.report.revision): kept for kept in rows}
    first, second, retracted = told["car", 0], told["car", 1], told["wait", 0]
    assert (first.superseded_by, second.superseded_by) == (second.report.id, None)
    assert retracted.retracted_by == told["x", 0].report.id
    assert retracted.reason == "wrong lane"
    assert told["x", 0].report.retracts == retracted.report.id


async def test_rows_need_not_be_stamped_in_the_order_of_storing(filled: WriteSession) -> None:
    """An import may bring its own stamps; what is new is found, and nothing else."""
    stamps = {"late": 90, "early": 60, "older": 30}
    rows = [figure(name, recorded_at=NOON + day * DAY) for name, day in stamps.items()]
    await reports.add(filled, rows)

    new = Wanted(recorded_from=NOON + 60 * DAY)

    assert names(await walk(filled, new, newest_first=False, limit=1)) == ["late", "early"]
    assert names(await walk(filled, new, limit=1)) == ["early", "late"]
    assert await walk(filled, Wanted(recorded_from=NOON + 91 * DAY)) == []


@pytest.mark.parametrize("cursor", ["", "x", "1.2", "-1", "9" * 19, "1 OR 1=1", "٣"])
async def test_a_cursor_of_another_kind_is_refused(reading: ReadSession, cursor: str) -> None:
    """Also one that belongs to pages of a window."""
    with pytest.raises(BadCursor):
        await reports.page(reading, Wanted(), cursor=cursor)


@pytest.mark.parametrize("cursor", ["7", "1.x", "1.2.3"])
async def test_a_window_needs_a_cursor_of_its_own(reading: ReadSession, cursor: str) -> None:
    """A number alone does not say where in the window it is."""
    with pytest.raises(BadCursor):
        await reports.page(reading, Wanted(since=NOON), cursor=cursor)


async def test_nothing_stored_is_an_empty_page(reading: ReadSession) -> None:
    """And no report is found by its id."""
    assert await reports.page(reading, Wanted()) == Page(rows=(), cursor=None, more=False)
    assert await reports.one(reading, figure().id) is None
