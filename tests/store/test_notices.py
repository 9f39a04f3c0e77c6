"""Notices of operators: kept as told, and each version known from when on, until when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.act import Act, Verb
from app.domain.notice import Notice
from app.domain.vocabulary import Knowledge, Mode, OriginKind, Quantity, Subject
from app.store import acts, notices
from app.store.acts import Sought
from app.store.database import WriteSession
from app.store.notices import End, Orders, versions
from tests.store.acted import act, undo
from tests.store.made import DAY, HOUR, NOON
from tests.store.refusals import refused

SLOTS = 12
"""How many hours the random acts are spread over."""


def notice(name: str = "closed-lars", **changes: Any) -> Notice:  # noqa: ANN401 - any field of a notice
    """Make a closure from noon on, which the catalogue holds."""
    made = Notice(
        id=name,
        place="lars",
        direction="both",
        mode=Mode.ANY,
        quantity=Quantity.ACCESS,
        word="closed",
        subject=Subject.EVERYBODY,
        valid_from=NOON,
        valid_to=None,
        review_at=NOON + 30 * DAY,
        published_at=NOON - DAY,
        authority="Road Agency",
        authority_kind=OriginKind.AUTHORITY,
        url="https://roads.example/1",
        note="snow",
    )
    return replace(made, **changes)


async def add(session: WriteSession, told: Notice, hours: float = 0) -> Act:
    """Add a notice, so many hours after noon."""
    done, number = await act(session, Verb.NOTICE_ADD, NOON + hours * HOUR)
    await notices.add(session, number, told)
    return done


async def end(session: WriteSession, name: str, ends: float, hours: float, **where: str) -> Act:
    """End a notice at a moment, told at another, both in hours after noon."""
    done, number = await act(session, Verb.NOTICE_END, NOON + hours * HOUR)
    await notices.end(session, number, name, NOON + ends * HOUR, **where)
    return done


def told(ends: float, at: float, undone: float | None = None, name: str = "closed-lars") -> End:
    """Make an end, all in hours after noon."""
    return End(
        notice=name,
        ends_at=NOON + ends * HOUR,
        told_at=NOON + at * HOUR,
        undone_at=None if undone is None else NOON + undone * HOUR,
    )


async def test_a_notice_comes_back_as_told(writing: WriteSession) -> None:
    """With all that it says, and when it was told."""
    rule = notice(
        "rule-lars",
        quantity=Quantity.RULE,
        word="permit_required",
        subject=Subject.EVERYBODY,
        mode=Mode.TRUCK,
        direction="RU-GE",
        valid_to=NOON + DAY,
        review_at=None,
        note="",
    )
    first, second = await add(writing, notice()), await add(writing, rule, 1)

    found = await notices.orders(writing)

    assert found == Orders(
        added=(replace(notice(), recorded_at=first.at), replace(rule, recorded_at=second.at))
    )


async def test_undone_acts_on_notices_say_when(writing: WriteSession) -> None:
    """An addition and an end alike; both are still told."""
    added = await add(writing, notice())
    ended = await end(writing, "closed-lars", 9, hours=1)
    await undo(writing, ended, NOON + 2 * HOUR)
    await undo(writing, added, NOON + 3 * HOUR)

    found = await notices.orders(writing)

    assert [each.withdrawn_at for each in found.added] == [NOON + 3 * HOUR]
    assert found.ends == (told(9, at=1, undone=2),)


async def test_a_name_is_given_once(writing: WriteSession) -> None:
    """A second notice of the same name is refused, also after the first was undone."""
    first = await add(writing, notice())
    await undo(writing, first, NOON + HOUR)

    async with refused(writing, "unique"):
        await add(writing, notice(word="open"), 2)


async def test_acts_on_notices_are_found_by_place(writing: WriteSession) -> None:
    """An added one's place is known; the catalogue's is told by whoever ends it."""
    added = await add(writing, notice())
    ended = await end(writing, "closed-lars", 9, hours=1)
    there = await end(writing, "of-the-catalogue", 9, hours=2, place="vaalimaa")
    await end(writing, "nowhere", 9, hours=3)

    async def of(place: str) -> Sequence[Act]:
        return (await acts.page(writing, Sought(places=(place,)))).rows

    assert await of("lars") == (ended, added)
    assert await of("vaalimaa") == (there,)


def test_without_orders_the_catalogue_stands() -> None:
    """As it is."""
    assert versions([notice()], Orders()) == (notice(),)


def test_an_end_makes_two_versions() -> None:
    """The open one was known until the end was told, and the other is known since."""
    found = versions([notice()], Orders(ends=(told(48, at=24),)))

    assert found == (
        notice(withdrawn_at=NOON + DAY),
        notice(recorded_at=NOON + DAY, valid_to=NOON + 2 * DAY),
    )


def test_a_notice_ended_before_it_began_is_gone() -> None:
    """No version of it is left from then on, and none comes into force."""
    found = versions([notice()], Orders(ends=(told(0, at=-1),)))

    assert found == (notice(withdrawn_at=NOON - HOUR),)


@dataclass(frozen=True)
class Told:
    """One random act: of which notice, at which hour; an end at an hour, or none: its addition.

    `undone` is the hour at which it is undone, if at all.
    """

    name: str
    at: int
    ends: int | None
    undone: int | None


hours = st.integers(0, SLOTS)


@st.composite
def histories(draw: st.DrawFn) -> list[Told]:
    """Draw acts on a notice of the catalogue, and on one that is added, as done in turn."""
    moments = sorted(draw(st.lists(hours, min_size=1, max_size=6)))
    added = draw(st.integers(0, len(moments) - 1))
    return [
        Told(
            name="added" if number == added else draw(st.sampled_from(["added", "held"])),
            at=moment,
            ends=None if number == added else draw(st.integers(-2, SLOTS)),
            undone=draw(st.none() | st.integers(moment, SLOTS + 1)),
        )
        for number, moment in enumerate(moments)
    ]


def moment(hour: int | None) -> datetime | None:
    """Give the moment of an hour."""
    return None if hour is None else NOON + hour * HOUR


def ordered(history: Sequence[Told]) -> Orders:
    """Give the orders that the store would give after these acts."""
    return Orders(
        added=tuple(
            notice("added", recorded_at=moment(each.at), withdrawn_at=moment(each.undone))
            for each in history
            if each.ends is None
        ),
        ends=tuple(
            told(each.ends, each.at, each.undone, each.name)
            for each in history
            if each.ends is not None
        ),
    )


def expected(history: Sequence[Told], name: str, at: float) -> list[timedelta | None]:
    """Say by hand when a notice ends, as known at an hour; nothing where there is none."""
    known = [each for each in history if each.name == name and each.at <= at]
    added = [number for number, each in enumerate(known) if each.ends is None]
    if name == "added":
        if not added:
            return []
        told_when = known[added[0]].at
        known = [each for each in known if each.at >= told_when]
    standing = [each for each in known if each.undone is None or each.undone > at]
    if name == "added" and not any(each.ends is None for each in standing):
        return []
    ends = [each.ends for each in standing if each.ends is not None]
    if not ends:
        return [None]
    return [ends[-1] * HOUR] if ends[-1] > 0 else []


@given(history=histories())
def test_one_version_at_most_stands_at_any_moment(history: list[Told]) -> None:
    """As known then it says what the acts up to then say; as known now, what all of them say."""
    found = versions([notice("held")], ordered(history))

    def ends(name: str, hour: float, knowledge: Knowledge) -> list[timedelta | None]:
        return [
            None if each.valid_to is None else each.valid_to - NOON
            for each in found
            if each.id == name and each.stands(NOON + hour * HOUR, knowledge)
        ]

    for name in ("held", "added"):
        for half in range(-2, 2 * SLOTS + 4):
            hour = half / 2
            assert ends(name, hour, Knowledge.THEN) == expected(history, name, hour)
        assert ends(name, 0, Knowledge.NOW) == expected(history, name, SLOTS + 2)
    assert all(
        each.recorded_at is None
        or each.withdrawn_at is None
        or each.recorded_at < each.withdrawn_at
        for each in found
    )
