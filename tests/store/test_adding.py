"""Adding reports: new rows, repeats, revisions and retractions."""

from typing import Any

import pytest
from sqlalchemy import text

from app.domain.act import SOURCE_ROLE, Act, Verb
from app.domain.report import Report
from app.domain.vocabulary import Claim, EventWord, Mode, Quantity
from app.store import acts, board, reports, sources
from app.store.acts import Sought
from app.store.adding import BATCH
from app.store.database import ReadSession, WriteSession
from app.store.fault import UnknownSource
from app.store.reports import Added, Wanted
from app.store.sources import OPERATOR
from tests.store.made import DAY, HOUR, MINUTE, NOON, changed, figure, retraction, source, word
from tests.store.plans import Statement
from tests.store.refusals import refused


async def stored(session: ReadSession) -> list[Report]:
    """Give every row, in the order of storing."""
    page = await reports.page(session, Wanted(), limit=10_000, newest_first=False)
    return [kept.report for kept in page.rows]


async def standing(session: ReadSession) -> list[Report]:
    """Give what counts as evidence today."""
    return await reports.around(session, ["lars"], since=NOON - DAY, until=NOON + DAY)


async def test_new_reports_are_kept_in_their_order(writing: WriteSession) -> None:
    """What a batch brings is stored in the order it came in."""
    batch = [figure("a"), word("b"), figure("c", 7)]

    added = await reports.add(writing, batch)

    assert added == Added(new=3, places=frozenset({"lars"}))
    assert await stored(writing) == batch


async def test_the_same_row_again_changes_nothing(writing: WriteSession) -> None:
    """When it was recorded, and by which poll, makes no difference."""
    await reports.add(writing, [figure("a"), word("b")])
    again = [figure("a", recorded_at=NOON + HOUR, poll="second"), word("b", fired="other rule")]

    added = await reports.add(writing, again)

    assert added == Added(repeated=2)
    assert await stored(writing) == [figure("a"), word("b")]


async def test_a_correction_is_a_revision(writing: WriteSession) -> None:
    """The same row with another figure stands beside the first, and counts instead of it."""
    await reports.add(writing, [figure("a", 300)])

    added = await reports.add(writing, [figure("a", 310)])

    assert added == Added(revised=1, places=frozenset({"lars"}))
    assert [(row.value, row.revision) for row in await stored(writing)] == [(300, 0), (310, 1)]
    assert [row.value for row in await standing(writing)] == [310]


async def test_a_correction_taken_back_makes_three_rows(writing: WriteSession) -> None:
    """300, 310 and 300 again: the last one counts, and a further repeat adds nothing."""
    for value in (300, 310, 300, 300):
        await reports.add(writing, [figure("a", value)])

    rows = await stored(writing)

    assert [(row.value, row.revision) for row in rows] == [(300, 0), (310, 1), (300, 2)]
    assert [row.revision for row in await standing(writing)] == [2]


async def test_revisions_within_one_batch(writing: WriteSession) -> None:
    """A batch that says a row several times is taken like several batches."""
    batch = [figure("a", 300), figure("a", 310), figure("a", 310), figure("b"), figure("a", 300)]

    added = await reports.add(writing, batch)

    assert (added.new, added.repeated, added.revised) == (2, 1, 2)
    assert [row.revision for row in await standing(writing)] == [0, 2]


@pytest.mark.parametrize(
    "change",
    [
        {"note": "by phone"},
        {"origin": "Customs"},
        {"low": 250.0},
        {"observed_to": NOON + MINUTE},
        {"mode": Mode.TRUCK},
        {"retracts": "0" * 16},
    ],
    ids=str,
)
async def test_whatever_is_said_counts_as_content(
    writing: WriteSession, change: dict[str, Any]
) -> None:
    """A changed note, origin, bound, interval, queue or target is a correction too."""
    await reports.add(writing, [figure("a")])

    assert (await reports.add(writing, [figure("a", **change)])).revised == 1


async def test_sources_do_not_share_identities(writing: WriteSession) -> None:
    """Two sources may both have a row `1`."""
    added = await reports.add(writing, [figure("1"), figure("1", source="hotline")])

    assert added.new == 2
    assert len({row.id for row in await stored(writing)}) == 2


async def test_a_live_correction_is_known_when_it_is_recorded(writing: WriteSession) -> None:
    """What was published at noon and put right at one was not known to be wrong at half past."""
    published = {"published_at": NOON}
    await reports.add(writing, [figure("a", 300, **published)])
    await reports.add(writing, [figure("a", 310, recorded_at=NOON + HOUR, **published)])

    window: dict[str, Any] = {"since": NOON - DAY, "until": NOON + DAY}
    before = await reports.around(writing, ["lars"], known_by=NOON + 30 * MINUTE, **window)
    after = await reports.around(writing, ["lars"], known_by=NOON + HOUR, **window)

    assert [row.value for row in before] == [300]
    assert [row.value for row in after] == [310]


async def test_a_correction_of_the_archive_holds_for_the_past(writing: WriteSession) -> None:
    """A misprint in the archive was never known as such, so its correction counts from then on."""
    await reports.add(writing, [figure("a", 300, archived=True)])
    await reports.add(writing, [figure("a", 310, archived=True, recorded_at=NOON + DAY)])

    then = await reports.around(
        writing, ["lars"], since=NOON - DAY, until=NOON + DAY, known_by=NOON
    )

    assert [row.value for row in then] == [310]


@pytest.mark.parametrize("size", [BATCH - 1, BATCH, BATCH + 1])
async def test_any_number_of_rows(writing: WriteSession, size: int) -> None:
    """Statements end where they must, and no row falls between them."""
    batch = [figure(f"r{number}") for number in range(size)]

    first, second = await reports.add(writing, batch), await reports.add(writing, batch)

    assert (first.new, second.repeated) == (size, size)
    assert (await sources.counts(writing))["guard"] == size


async def test_nothing_to_add(writing: WriteSession) -> None:
    """No reports are no change."""
    assert await reports.add(writing, []) == Added()


async def test_unknown_source_is_refused_by_name(writing: WriteSession) -> None:
    """Whose licence we do not know, we do not store; the others of the batch neither."""
    with pytest.raises(UnknownSource, match="stranger"):
        await reports.add(writing, [figure("a"), figure("b", source="stranger")])

    assert await stored(writing) == []


async def test_a_source_counts_what_it_brought(writing: WriteSession) -> None:
    """How many rows, and when the newest was recorded, whichever order they come in."""
    later = figure("a", recorded_at=NOON + HOUR)
    await reports.add(writing, [later])
    await reports.add(writing, [figure("b"), figure("c", source="hotline"), later])

    found = {each.id: each for each in await sources.every(writing)}

    assert (found["guard"].reports, found["hotline"].reports) == (2, 1)
    assert found["guard"].last_recorded_at == NOON + HOUR
    assert found["hotline"].last_recorded_at == NOON + 5 * MINUTE


@pytest.mark.parametrize("name", ["identity", "public id"])
async def test_a_retraction_hides_what_it_names(writing: WriteSession, name: str) -> None:
    """The report and the retraction are both kept, and neither is evidence any more."""
    wrong = figure("a")
    named = {"identity": "a", "public id": wrong.id}[name]
    await reports.add(writing, [wrong, figure("b")])

    added = await reports.add(writing, [retraction("x", named)])

    assert added == Added(new=1, places=frozenset({"lars"}))
    assert [row.identity for row in await standing(writing)] == ["b"]
    kept = await reports.one(writing, wrong.id)
    assert kept is not None
    assert kept.retracted_at == NOON + HOUR
    assert kept.reason == "misread"


async def test_an_empty_name_retracts_nothing(writing: WriteSession) -> None:
    """Neither the row that brings it nor its neighbours are retractions, nor corrections of it."""
    await reports.add(writing, [figure("wrong")])

    added = await reports.add(
        writing, [figure("a", retracts=""), figure("b"), retraction("x", "wrong")]
    )
    again = await reports.add(writing, [figure("a", retracts=""), figure("a")])

    assert (added.new, again) == (3, Added(repeated=2))
    assert await standing(writing) == [figure("a"), figure("b")]


async def test_a_retraction_touches_the_place_of_its_target(writing: WriteSession) -> None:
    """Also where the retraction itself was said of another place."""
    await reports.add(writing, [figure("a", place="vaalimaa")])

    added = await reports.add(writing, [retraction("x", "a")])

    assert added.places == {"lars", "vaalimaa"}


@pytest.mark.parametrize("order", [["a", "x"], ["x", "a"]], ids=["in order", "in reverse"])
async def test_a_retraction_may_come_first(writing: WriteSession, order: list[str]) -> None:
    """In one file, or in an earlier one, it takes effect on what comes after it."""
    rows = {"a": figure("a"), "x": retraction("x", "a")}

    for name in order:
        await reports.add(writing, [rows[name]])
    await reports.add(writing, [rows[name] for name in order])

    assert await standing(writing) == []
    assert len(await stored(writing)) == 2


async def test_a_retraction_by_identity_takes_the_newest_revision(writing: WriteSession) -> None:
    """Also when all three stand in one batch; what is superseded does not come back."""
    await reports.add(
        writing, [retraction("x", "a"), figure("a", 300), figure("a", 310), figure("b")]
    )

    assert [row.identity for row in await standing(writing)] == ["b"]


async def test_a_retracted_row_stays_retracted(writing: WriteSession) -> None:
    """A feed that goes on repeating it does not bring it back."""
    await reports.add(writing, [figure("a"), retraction("x", "a")])

    again = await reports.add(writing, [figure("a")])

    assert again == Added(repeated=1)
    assert await standing(writing) == []


async def test_retracting_a_retraction_undoes_it(writing: WriteSession) -> None:
    """The report counts again from then on, and did not in between."""
    await reports.add(writing, [figure("a"), retraction("x", "a")])
    await reports.add(writing, [retraction("y", "x", recorded_at=NOON + 2 * HOUR)])

    window: dict[str, Any] = {"since": NOON - DAY, "until": NOON + DAY}
    between = await reports.around(writing, ["lars"], known_by=NOON + 90 * MINUTE, **window)

    assert await standing(writing) == [figure("a")]
    assert between == []
    kept = await reports.one(writing, figure("a").id)
    assert kept is not None
    assert kept.withdrawn_at is None


async def test_a_retraction_is_not_known_before_it_was_made(writing: WriteSession) -> None:
    """As known at half past noon, the report still counts."""
    await reports.add(writing, [figure("a"), retraction("x", "a")])

    then = await reports.around(
        writing, ["lars"], since=NOON - DAY, until=NOON + DAY, known_by=NOON + 30 * MINUTE
    )

    assert then == [figure("a")]


@pytest.mark.parametrize("change", ["UPDATE reports SET value = 1", "DELETE FROM reports"])
async def test_reports_only_grow(writing: WriteSession, change: str) -> None:
    """Nobody changes or removes a row, not even by hand."""
    await reports.add(writing, [figure("a")])

    async with refused(writing, "reports only grows"):
        await writing.execute(text(change))

    assert await stored(writing) == [figure("a")]


async def test_a_report_read_back_can_be_added_again(writing: WriteSession) -> None:
    """A revision given back to the store is a repeat of it, not a row of its own."""
    await reports.add(writing, [figure("a", 300)])
    await reports.add(writing, [figure("a", 310)])
    (newest,) = await standing(writing)

    again = await reports.add(writing, [changed(newest, known_at=newest.known_at)])

    assert again == Added(repeated=1)


async def noted(session: ReadSession) -> list[tuple[Act, set[str]]]:
    """Give each act, the oldest first, with the identities of the reports it is about."""
    kept = {row.id: row.identity for row in await stored(session)}
    page = await acts.page(session, Sought())
    return [
        (act, {kept[public] for public in await acts.reports_of(session, act.id, 10_000)})
        for act in reversed(page.rows)
    ]


def own(reason: str, at: Any = NOON + HOUR, source: str = "guard") -> Act:  # noqa: ANN401 - a moment
    """Make the act by which a source takes back what it said."""
    return Act(
        at=at,
        verb=Verb.RETRACT,
        role=SOURCE_ROLE,
        reason=reason,
        version=7,
        told={"source": source},
    )


@pytest.fixture
async def seventh(writing: WriteSession) -> WriteSession:
    """Give a transaction on a board of version 7."""
    for _ in range(7):
        await board.raise_version(writing)
    return writing


async def test_what_a_source_takes_back_is_an_act_of_its_own(seventh: WriteSession) -> None:
    """One for each source and reason, at its newest row, with its places; no version is raised."""
    said = [figure("a"), figure("b", place="vaalimaa"), figure("c"), figure("d"), figure("e")]
    theirs = figure("a", source="hotline")
    await reports.add(seventh, [*said, theirs])
    await reports.add(
        seventh,
        [
            retraction("x", "a", recorded_at=NOON + 3 * HOUR),
            retraction("y", "b", recorded_at=NOON + 2 * HOUR),
            retraction("z", "c", note="twice counted"),
            retraction("w", theirs.id, source="hotline"),
        ],
    )

    found = await noted(seventh)

    assert [(act, about) for act, about in found] == [
        (own("misread", NOON + 3 * HOUR), {"a", "b"}),
        (own("twice counted"), {"c"}),
        (own("misread", source="hotline"), {"a"}),
    ]
    assert await acts.places_of(seventh, found[0][0].id) == ("lars", "vaalimaa")
    assert await acts.reports_of(seventh, found[2][0].id, 10) == (theirs.id,)
    assert await board.version(seventh) == 7


@pytest.mark.parametrize("parted", [False, True], ids=["at once", "in parts"])
async def test_an_act_of_a_source_is_one_however_it_comes(
    seventh: WriteSession, *, parted: bool
) -> None:
    """Beyond one batch, and where an import brings its rows in parts."""
    count = BATCH + 2
    names = [f"r{number}" for number in range(count)]
    await reports.add(seventh, [figure(name) for name in names])
    rows = [retraction(f"x{name}", figure(name).id) for name in names]
    again = retraction("again", figure("r0").id)
    parts = [rows[: count // 2], rows[count // 2 :], [again]] if parted else [rows]
    for part in parts:
        await reports.add(seventh, part)

    assert await noted(seventh) == [(own("misread"), set(names))]


async def test_a_revised_row_that_takes_back_is_an_act(seventh: WriteSession) -> None:
    """Beside new rows and repeats in the same batch, of which the repeat is none."""
    await reports.add(seventh, [figure("a"), figure("b"), figure("c"), retraction("x", "a")])
    await reports.add(
        seventh,
        [
            retraction("x", "a"),
            retraction("y", "b", note="wrong day"),
            figure("d"),
            figure("c", retracts="b", note="wrong way"),
        ],
    )

    assert [(act.reason, about) for act, about in await noted(seventh)] == [
        ("misread", {"a"}),
        ("wrong day", {"b"}),
        ("wrong way", {"b"}),
    ]


async def test_what_is_no_act_of_a_source(writing: WriteSession) -> None:
    """What is not stored yet, a retraction taken back, and what an operator does by an act."""
    await sources.register(writing, source(OPERATOR))
    await reports.add(writing, [retraction("early", "late"), retraction("never", "0" * 16)])
    await reports.add(writing, [figure("late"), figure("a"), figure("b")])
    await reports.add(writing, [retraction("x", figure("b").id, source=OPERATOR)])
    assert await noted(writing) == []
    await reports.add(writing, [retraction("y", "a")])
    await reports.add(writing, [retraction("z", "y", note="not misread")])

    assert [(act.reason, about) for act, about in await noted(writing)] == [("misread", {"a"})]


async def test_the_reason_of_an_act_may_be_public(writing: WriteSession) -> None:
    """It leads to no person, stands on one line, and is left out where a note may not leave."""
    fares: dict[str, Any] = {
        "quantity": Quantity.EVENT,
        "claim": Claim.STATED,
        "word": EventWord.RIDE_PRICE,
    }
    taken: dict[str, Any] = {**fares, "value": None, "bound": None, "note": "at the ford"}
    await reports.add(writing, [figure("a"), word("b", **fares)])
    await reports.add(writing, [retraction("x", "a", note="ask @guard\nor call")])
    await reports.add(writing, [retraction("y", "b", **taken)])

    reasons = [act.reason for act, _ in await noted(writing)]

    assert "guard" not in reasons[0]
    assert reasons[0].endswith("or call")
    assert "\n" not in reasons[0]
    assert reasons[1] == ""


async def test_without_a_retraction_no_act_is_looked_for(
    writing: WriteSession, statements: list[Statement]
) -> None:
    """Imports pay nothing for it, whether rows are new, repeated or revised."""
    batch = [figure("a"), figure("b")]
    statements.clear()
    await reports.add(writing, batch)
    await reports.add(writing, [*batch, figure("a", 310)])

    assert statements
    assert not [each for each in statements if "retracts IS NULL" in each.sql]
    assert not {"acts", "board"} & {name for each in statements for name in each.sql.split()}
