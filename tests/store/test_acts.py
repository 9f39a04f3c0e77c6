"""Acts: the log of what was done, about which reports and where, page by page."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.act import SOURCE_ROLE, Act, Verb, first_corrected_version
from app.domain.report import Queue
from app.domain.vocabulary import Mode
from app.store import acts, board, reports, withholdings
from app.store.acts import BATCH, AlreadyUndone, Sought
from app.store.database import ReadSession, WriteSession
from tests.store.acted import act, retract, undo
from tests.store.made import DAY, HOUR, NOON, figure


async def listed(session: ReadSession, **sought: Any) -> list[Act]:  # noqa: ANN401 - any filter
    """Give the acts that are sought, newest first."""
    return list((await acts.page(session, Sought(**sought))).rows)


async def test_an_act_comes_back_as_it_was_done(writing: WriteSession) -> None:
    """Each part of it, and so its id: found by the id, and in the list."""
    told = {"place": "lars", "reports": 3, "share": 0.1, "large": 10**15, "url": None, "ö": "ü\x1f"}
    done, _ = await act(
        writing, Verb.RETRACT, NOON + HOUR / 3600, told=told, reason="é\n\U0001f6d1"
    )

    found = await acts.one(writing, done.id)

    assert found == done
    assert found.id == done.id
    assert found.told == told
    assert await listed(writing) == [done]
    assert await acts.one(writing, "0" * 16) is None


async def test_each_act_raises_the_version(writing: WriteSession) -> None:
    """What was published below its version is from before it, whatever the clock says."""
    before = await board.version(writing)

    versions = [(await act(writing))[0].version for _ in range(3)]

    assert versions == [before + 1, before + 2, before + 3]
    assert await board.version(writing) == before + 3


def test_a_publisher_s_act_leaves_the_version_that_stood() -> None:
    """So what was published under that very version is from before it too."""
    done = Act(at=NOON, verb=Verb.RETRACT, role="operator", reason="misread", version=7)

    assert first_corrected_version(done) == 7
    assert first_corrected_version(replace(done, role=SOURCE_ROLE)) == 8


@pytest.mark.parametrize(
    "told",
    [
        {"ids": ["a", "b"]},
        {"about": {"place": "lars"}},
        {"at": NOON},
        {"share": float("nan")},
        {"share": float("inf")},
        {7: "a number for a name"},
    ],
    ids=str,
)
def test_an_act_tells_only_texts_and_numbers(told: dict[Any, Any]) -> None:
    """Whatever would not be the same when read back is refused, and named."""
    (name,) = told

    with pytest.raises(TypeError, match=str(name)):
        Act(at=NOON, verb=Verb.BACKUP, role="operator", reason="", version=1, told=told)


async def test_what_undid_an_act_is_told_with_it(writing: WriteSession) -> None:
    """Its id stays the same; the act that undid it tells of no further one."""
    done, _ = await act(writing, Verb.RETRACT)
    undoing = await undo(writing, done, NOON + HOUR)

    found = await acts.one(writing, done.id)

    assert found == replace(done, undone_by=undoing.id, undone_at=NOON + HOUR)
    assert found.id == done.id
    assert await acts.one(writing, undoing.id) == undoing


async def test_an_act_is_undone_once(writing: WriteSession) -> None:
    """The second attempt names the first, and notes nothing."""
    done, _ = await act(writing, Verb.RETRACT)
    undoing = await undo(writing, done, NOON + HOUR)

    with pytest.raises(AlreadyUndone, match=f"{done.id} was undone already, by act {undoing.id}"):
        await undo(writing, done, NOON + 2 * HOUR)

    assert await listed(writing, verbs=(Verb.UNDO,)) == [undoing]


async def test_the_newest_act_to_undo(writing: WriteSession) -> None:
    """Of the kinds that are asked for; not one undone already, nor a publisher's own."""
    kinds = {Verb.RETRACT, Verb.WITHHOLD}
    assert await acts.newest(writing, kinds) is None
    first, _ = await act(writing, Verb.RETRACT)
    second, _ = await act(writing, Verb.WITHHOLD, NOON + HOUR)
    await act(writing, Verb.BACKUP, NOON + 2 * HOUR)
    await act(writing, Verb.RETRACT, NOON + 3 * HOUR, role=SOURCE_ROLE)

    found = [await acts.newest(writing, kinds)]
    await undo(writing, second, NOON + 4 * HOUR)
    found.append(await acts.newest(writing, kinds))
    await undo(writing, first, NOON + 5 * HOUR)
    found.append(await acts.newest(writing, kinds))

    assert found == [second, first, None]


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7])
async def test_pages_leave_no_gap(writing: WriteSession, limit: int) -> None:
    """Page after page gives each act once, newest first, though new ones come in between."""
    done = [(await act(writing, at=NOON + hour * HOUR))[0] for hour in range(6)]
    page = await acts.page(writing, Sought(), limit=limit)
    found, sizes = list(page.rows), [len(page.rows)]

    await act(writing, at=NOON + DAY)
    while page.more and len(sizes) < 10:
        page = await acts.page(writing, Sought(), cursor=page.cursor, limit=limit)
        found += page.rows
        sizes.append(len(page.rows))

    assert found == done[::-1]
    assert all(size == limit for size in sizes[:-1])
    after = await acts.page(writing, Sought(), cursor=page.cursor, limit=limit)
    assert (after.rows, after.more, after.cursor) == ((), False, page.cursor)


async def test_acts_by_kind_and_time(writing: WriteSession) -> None:
    """The filters hold together, and the first moment counts."""
    early, _ = await act(writing, Verb.RETRACT)
    other, _ = await act(writing, Verb.BACKUP, NOON + HOUR)
    late, _ = await act(writing, Verb.RETRACT, NOON + HOUR)

    assert await listed(writing, verbs=(Verb.RETRACT,)) == [late, early]
    assert await listed(writing, verbs=(Verb.RETRACT, Verb.BACKUP)) == [late, other, early]
    assert await listed(writing, since=NOON + HOUR) == [late, other]
    assert await listed(writing, verbs=(Verb.RETRACT,), since=NOON + HOUR) == [late]
    assert await listed(writing, verbs=(Verb.PAUSE,)) == []


async def test_acts_of_a_place(writing: WriteSession) -> None:
    """Those about its reports, those that withhold its figures, and what undoes one of them."""
    both = await retract(writing, figure("a"), figure("b", place="vaalimaa"))
    lars = await retract(writing, figure("c"), at=NOON + HOUR)
    withheld, number = await act(writing, Verb.WITHHOLD, NOON + 2 * HOUR)
    queue = Queue("vaalimaa", "RU-FI", Mode.ANY)
    await withholdings.add(writing, number, queue, None, NOON + DAY)
    lifted = await undo(writing, withheld, NOON + 3 * HOUR)
    restored = await undo(writing, lars, NOON + 4 * HOUR)
    await act(writing, Verb.BACKUP, NOON + 5 * HOUR)

    async def of(*places: str) -> list[str]:
        return [each.id for each in await listed(writing, places=places)]

    assert await of("lars") == [restored.id, lars.id, both.id]
    assert await of("vaalimaa") == [lifted.id, withheld.id, both.id]
    assert await of("lars", "vaalimaa") == [
        each.id for each in (restored, lifted, withheld, lars, both)
    ]
    assert await of("elsewhere") == []
    assert await acts.places_of(writing, both.id) == ("lars", "vaalimaa")


async def test_the_reports_of_an_act(writing: WriteSession) -> None:
    """By their ids, as many as asked for, and all of them counted."""
    wrong = [figure(f"r{number}") for number in range(5)]
    done = await retract(writing, *wrong)
    await retract(writing, figure("other"), at=NOON + HOUR)
    ids = tuple(sorted(report.id for report in wrong))

    found = await acts.reports_of(writing, done.id, limit=100)

    assert sorted(found) == list(ids)
    assert await acts.reports_of(writing, done.id, limit=3) == found[:3]
    assert await acts.report_count(writing, done.id) == 5
    assert await acts.report_count(writing, "0" * 16) == 0


async def test_an_act_about_very_many_reports(writing: WriteSession) -> None:
    """They are noted batch by batch, and none falls between two."""
    ids = [f"{number:016x}" for number in range(BATCH + 1)]

    done, _ = await act(writing, Verb.RETRACT, about=ids)

    assert await acts.report_count(writing, done.id) == BATCH + 1
    assert await acts.places_of(writing, done.id) == ()


async def test_the_acts_about_a_report(writing: WriteSession) -> None:
    """The oldest first, each with what undid it."""
    wrong = figure("a")
    await reports.add(writing, [wrong])
    added, _ = await act(writing, Verb.REPORT, NOON - HOUR, [wrong.id])
    taken = await retract(writing, wrong)
    undoing, _ = await act(writing, Verb.UNDO, NOON + HOUR, [wrong.id], undoes=taken.id)

    about = await acts.about(writing, wrong.id)

    assert about == (
        added,
        replace(taken, undone_by=undoing.id, undone_at=undoing.at),
        undoing,
    )
    assert await acts.about(writing, figure("b").id) == ()
