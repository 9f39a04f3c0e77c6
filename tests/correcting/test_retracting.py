"""Retracting: what is taken back, what is left, and what is told instead."""

from dataclasses import replace
from functools import partial

import pytest

from app.correcting.mandate import Mandate
from app.correcting.refusal import NothingFound, Refused
from app.correcting.retracting import retract
from app.domain.act import Verb
from app.domain.vocabulary import OriginKind, Quantity, Subject
from app.store import acts
from app.store.withdrawal import Span
from tests.archived import NOW
from tests.correcting.desk import FOUR, HOUR, Desk, wait
from tests.store.made import changed

WHY = Mandate(role="editor", reason="misread")
take_back = partial(retract, mandate=WHY)


async def test_a_report_is_taken_back_in_public(desk: Desk) -> None:
    """It stays where it is, with its retraction and the reason; it counts no more."""
    done = await desk.do(partial(take_back, named=[FOUR[3].id]))

    kept = await desk.kept(FOUR[3].id)
    assert kept.report == FOUR[3]
    assert (kept.retracted_at, kept.reason) == (NOW, "misread")
    assert (await desk.status()).estimates[Quantity.WAIT_MINUTES].origins == 3
    assert (done.count, done.report, done.act.role) == (1, FOUR[3].id, "editor")
    async with desk.database.reading() as session:
        assert await acts.about(session, FOUR[3].id) == (done.act,)


async def test_a_retraction_repeats_neither_link_nor_speaker(desk: Desk) -> None:
    """What is taken back is not told again."""
    named = wait("named", 90, "A. Person", url="https://a.example/x", note="secret", publisher="P")
    await desk.store(named)
    await desk.do(partial(take_back, named=[named.id]))

    row = (await desk.kept((await desk.kept(named.id)).retracted_by or "")).report
    assert (row.retracts, row.source, row.origin, row.note) == (
        named.id, "operator", "editor", "misread",
    )  # fmt: skip
    assert (row.url, row.publisher) == ("", "")
    assert (row.series, row.recorded_at, row.known) == (named.series, NOW, NOW)


async def test_a_hidden_count_stays_hidden_in_its_retraction(desk: Desk) -> None:
    """The row keeps the kind of the speaker, by which it is told as a band like the count."""
    count = wait("few", 3, "Helpers", quantity=Quantity.QUEUE_PEOPLE)
    few = replace(count, subject=Subject.ASYLUM_SEEKERS, origin_kind=OriginKind.NGO)
    await desk.store(few)
    await desk.do(partial(take_back, named=[few.id]))

    row = (await desk.kept((await desk.kept(few.id)).retracted_by or "")).report
    assert (row.origin_kind, row.subject, row.archived) == (few.origin_kind, few.subject, False)


async def test_what_counts_no_more_is_told_and_left(desk: Desk) -> None:
    """Retracted before, or revised since: the others are taken back all the same."""
    await desk.store(changed(FOUR[1], value=1000.0, recorded_at=NOW))
    await desk.do(partial(take_back, named=[FOUR[0].id]))
    done = await desk.do(partial(take_back, named=[each.id for each in FOUR]))

    revision = (await desk.kept(FOUR[1].id)).superseded_by
    assert done.count == 2
    assert done.left == (
        f"{FOUR[0].id} was taken back already (misread)",
        f"{FOUR[1].id} was revised: {revision} stands in its place",
    )


async def test_nothing_left_to_take_back_is_no_act(desk: Desk) -> None:
    """And says why."""
    await desk.do(partial(take_back, named=[FOUR[0].id]))

    with pytest.raises(NothingFound, match=r"nothing to take back; .* already"):
        await desk.do(partial(take_back, named=[FOUR[0].id]))

    assert len(await desk.log()) == 1


async def test_a_retraction_is_undone_not_retracted(desk: Desk) -> None:
    """The sentence names the act."""
    done = await desk.do(partial(take_back, named=[FOUR[0].id]))
    row = (await desk.kept(FOUR[0].id)).retracted_by

    with pytest.raises(Refused, match=f"`darial undo {done.act.id}` gives {FOUR[0].id} back"):
        await desk.do(partial(take_back, named=[row or ""]))


@pytest.mark.parametrize(
    ("named", "words"),
    [("0" * 16, "there is no report 0000"), ("FOUR", "is no id: a report's has 16 digits")],
)
async def test_an_unknown_id_is_told(desk: Desk, named: str, words: str) -> None:
    """Also one that could never be one."""
    with pytest.raises(Refused, match=words):
        await desk.do(partial(take_back, named=[named]))


async def test_an_acts_id_is_told(desk: Desk) -> None:
    """With the command that takes it."""
    done = await desk.do(partial(take_back, named=[FOUR[0].id]))

    with pytest.raises(Refused, match=f"is an act, no report: `darial undo {done.act.id}`"):
        await desk.do(partial(take_back, named=[done.act.id]))


async def test_too_many_ids_are_refused(desk: Desk) -> None:
    """A list that long is a whole source's."""
    with pytest.raises(Refused, match="name at most 1,000"):
        await desk.do(partial(take_back, named=[f"{number:016x}" for number in range(1001)]))


async def test_all_that_a_source_handed_over_is_taken_back(desk: Desk) -> None:
    """From the moment on, that moment included; other sources' and earlier rows stay."""
    await desk.store(
        changed(FOUR[0], identity="early", recorded_at=NOW - 2 * HOUR),
        changed(FOUR[0], identity="other", source="hotline"),
        changed(FOUR[0], identity="elsewhere", place="syrym", direction="RU-KZ"),
    )
    span = Span(source="guard", since=FOUR[0].recorded_at)
    done = await desk.do(partial(take_back, named=replace(span, place="verkhny-lars")))
    rest = await desk.do(partial(take_back, named=span))

    assert (done.count, done.left, done.places) == (4, (), frozenset({"verkhny-lars"}))
    assert (rest.count, rest.places) == (1, frozenset({"syrym"}))
    assert rest.left == ("4 of them were taken back or revised before",)
    assert done.act.told == {
        "reports": 4,
        "source": "guard",
        "since": "2026-11-24T11:30:00+00:00",
        "place": "verkhny-lars",
    }
    (wait_left,) = [(await desk.status()).estimates[Quantity.WAIT_MINUTES]]
    assert wait_left.origins == 1


async def test_of_the_operators_own_rows_retractions_stay(desk: Desk) -> None:
    """Who takes back a night's reports does not undo that night's retractions."""
    await desk.do(partial(take_back, named=[FOUR[0].id]))
    await desk.store(wait("own", 1200, "hotline", source="operator", recorded_at=NOW))
    done = await desk.do(partial(take_back, named=Span(source="operator", since=NOW)))

    assert done.count == 1
    assert (await desk.kept(FOUR[0].id)).retracted_by is not None


async def test_an_unknown_source_is_told_with_those_there_are(desk: Desk) -> None:
    """A slip takes nothing back."""
    with pytest.raises(Refused, match=r"'gard' is no source .*: guard did"):
        await desk.do(partial(take_back, named=Span(source="gard", since=NOW)))


async def test_the_log_tells_what_was_taken_back(desk: Desk) -> None:
    """One report with its queue, several by their number."""
    await desk.do(partial(take_back, named=[FOUR[0].id]))
    await desk.do(partial(take_back, named=[each.id for each in FOUR[1:]]))

    several, one = await desk.log()
    assert (one.verb, one.told["report"], one.told["place"]) == (
        Verb.RETRACT, FOUR[0].id, "verkhny-lars",
    )  # fmt: skip
    assert several.told == {"reports": 3}
