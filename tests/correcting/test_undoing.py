"""Undoing: after it all is as before, and nothing is undone twice."""

from collections.abc import Sequence
from functools import partial

import pytest

from app.correcting.acting import Deed
from app.correcting.mandate import Mandate
from app.correcting.pausing import pause, resume
from app.correcting.refusal import NothingFound, Refused
from app.correcting.retracting import retract
from app.correcting.undoing import sought, undo
from app.domain.act import SOURCE_ROLE, Act, Verb
from app.store import acts, reports
from app.store.withdrawal import Span
from tests.archived import NOW
from tests.correcting import test_noticing, test_reporting, test_withholding
from tests.correcting.desk import CLOSED, FOUR, HOUR, Desk, wait
from tests.store.made import source

WHY = Mandate(reason="a mistake")
ACTS: Sequence[Deed] = (
    partial(test_reporting.deed, heard=test_reporting.TWENTY_HOURS),
    partial(retract, named=[FOUR[0].id, FOUR[3].id], mandate=WHY),
    partial(retract, named=Span(source="guard", since=NOW - HOUR), mandate=WHY),
    partial(test_withholding.deed, order=test_withholding.ORDER),
    partial(test_noticing.adding, decision=CLOSED),
)


@pytest.mark.parametrize("deed", ACTS, ids=["report", "retract", "source", "withhold", "notice"])
async def test_after_undoing_all_is_as_before(desk: Desk, deed: Deed) -> None:
    """The status is the same in every part, and both acts stay in the log."""
    before = await desk.status()
    done = await desk.do(deed)
    between = await desk.status()
    undone = await desk.do(partial(undo, public=done.act.id, mandate=WHY))

    assert between != before
    assert await desk.status() == before
    last, first = await desk.log()
    assert (last.verb, last.undoes, last.told["verb"]) == (Verb.UNDO, first.id, first.verb)
    assert first.undone_by == last.id == undone.act.id
    assert undone.count == done.count


async def test_an_end_that_is_undone_was_never_told(desk: Desk) -> None:
    """The notice of the catalogue stands on."""
    before = await test_noticing.held(desk)
    done = await desk.do(partial(test_noticing.ending, notice=test_noticing.FI, ends_at=NOW + HOUR))
    await desk.do(partial(undo, public=done.act.id, mandate=WHY))
    after = await test_noticing.held(desk)

    assert before.keys() == after.keys()
    assert after[test_noticing.FI].valid_to is None


async def test_a_report_can_be_taken_back_given_back_and_taken_back(desk: Desk) -> None:
    """Each time by acts of their own."""
    again = partial(retract, named=[FOUR[0].id], mandate=WHY)
    first = await desk.do(again)
    await desk.do(partial(undo, public=first.act.id, mandate=WHY))
    given_back = await desk.kept(FOUR[0].id)
    await desk.do(again)

    assert given_back.retracted_by is None
    assert (await desk.kept(FOUR[0].id)).retracted_by is not None


async def test_the_newest_act_is_undone_where_none_is_named(desk: Desk) -> None:
    """Of those that can be, and were not yet; a publisher's own is none of ours."""
    first, second = [await desk.do(each) for each in (ACTS[3], ACTS[4])]
    await desk.do(partial(undo, public=second.act.id, mandate=WHY))
    theirs = Act(at=NOW, verb=Verb.RETRACT, role=SOURCE_ROLE, reason="", version=3)
    async with desk.database.writing() as session:
        await acts.add(session, theirs)
        newest = await sought(session, None)

    assert newest.id == first.act.id


async def test_nothing_to_undo_is_told(desk: Desk) -> None:
    """An empty log is no fault of whoever asks."""
    async with desk.database.reading() as session:
        with pytest.raises(NothingFound, match="no act is left"):
            await sought(session, None)


async def refused(desk: Desk, public: str) -> str:
    """Give why an act is not undone."""
    rows = await desk.rows()
    with pytest.raises(Refused) as error:
        await desk.do(partial(undo, public=public, mandate=WHY))
    assert await desk.rows() == rows
    return error.value.detail


async def test_nothing_is_undone_twice(desk: Desk) -> None:
    """The sentence names the act that did it; an undo is not undone either."""
    done = await desk.do(ACTS[3])
    undone = await desk.do(partial(undo, public=done.act.id, mandate=WHY))

    assert f"undone already, by {undone.act.id}" in await refused(desk, done.act.id)
    assert "do what it undid anew" in await refused(desk, undone.act.id)


async def test_a_pause_is_ended_by_its_own_command(desk: Desk) -> None:
    """As are a resumption, and whatever a publisher did."""
    theirs = Act(at=NOW, verb=Verb.RETRACT, role=SOURCE_ROLE, reason="", version=3)
    async with desk.database.writing() as session:
        paused = await pause(session, NOW, [source("guard")], WHY)
        resumed = await resume(session, NOW, [source("guard")], WHY)
        await acts.add(session, theirs)

    assert "`darial sources resume` ends a pause" in await refused(desk, paused.id)
    assert "`darial sources pause`" in await refused(desk, resumed.id)
    assert "only its source" in await refused(desk, theirs.id)


async def test_a_report_that_was_taken_back_since_is_left(desk: Desk) -> None:
    """Its act is not undone beside that: the sentence names the retraction."""
    added = await desk.do(ACTS[0])
    taken = await desk.do(partial(retract, named=[added.report or ""], mandate=WHY))

    assert f"taken back already, by {taken.act.id}" in await refused(desk, added.act.id)


async def test_what_its_source_took_back_is_not_undone(desk: Desk) -> None:
    """Neither by the act's id nor by the report's; the newest act is still an operator's."""
    ours = await desk.do(ACTS[3])
    taken = wait("five", 1200, "Herald", retracts=FOUR[3].id, note="misread")
    async with desk.database.writing() as session:
        await reports.add(session, [taken])
        (theirs,) = await acts.about(session, FOUR[3].id)
        newest = await sought(session, None)

    assert (theirs.role, theirs.reason) == (SOURCE_ROLE, "misread")
    assert newest.id == ours.act.id
    assert "only its source can say it anew" in await refused(desk, theirs.id)
    assert "its source took it back" in await refused(desk, FOUR[3].id)


async def test_an_id_that_is_no_acts_is_told(desk: Desk) -> None:
    """A report's, with what to do; and what is no id at all."""
    added = await desk.do(ACTS[0])

    assert f"`darial undo {added.act.id}`" in await refused(desk, added.report or "")
    assert f"`darial retract {FOUR[0].id}`" in await refused(desk, FOUR[0].id)
    assert "is no id" in await refused(desk, "last")
    assert "there is no act" in await refused(desk, "0" * 16)
