"""Opening hours at exact instants: breaks, seasons, validity, modes, two sides, clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.hours import DAY, ROUND_THE_CLOCK, Hours, Interval, Season, next_change, open_at
from app.domain.vocabulary import Mode

MOSCOW = ZoneInfo("Europe/Moscow")
HELSINKI = ZoneInfo("Europe/Helsinki")
ULAANBAATAR = ZoneInfo("Asia/Ulaanbaatar")
ZONES = {"a": MOSCOW, "b": HELSINKI}
MONGOLIAN = {"a": ZoneInfo("Asia/Irkutsk"), "b": ULAANBAATAR}

NINE_TO_SIX = ((Interval(540, 1080),),) * 7
WORKDAYS = ((Interval(540, 1080),),) * 5 + ((), ())
NOBODY = ((),) * 7


def hours(**parts: object) -> Hours:
    """Make hours of side a, stated and valid since 2023 unless told otherwise."""
    given = {"side": "a", "basis": "stated", "valid_from": date(2023, 1, 1)} | parts
    return Hours(**given)  # type: ignore[arg-type]


def moscow(text: str) -> datetime:
    """Read a Moscow wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def helsinki(text: str) -> datetime:
    """Read a Helsinki wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("clock", "answer"),
    [
        ("2024-05-06T08:59:59", False),
        ("2024-05-06T09:00:00", True),
        ("2024-05-06T17:59:59", True),
        ("2024-05-06T18:00:00", False),
        ("2024-05-11T12:00:00", False),
    ],
    ids=["just before", "at opening", "last second", "at closing", "Saturday"],
)
def test_week(clock: str, answer: bool) -> None:  # noqa: FBT001 - the expectation
    """Open from the first minute up to but not at the last, on the named days."""
    opened = open_at([hours(week=WORKDAYS)], ZONES, Mode.CAR, moscow(clock))

    assert opened is answer


@pytest.mark.parametrize(
    ("clock", "answer"),
    [
        ("2024-05-06T07:44:59", True),
        ("2024-05-06T07:45:00", False),
        ("2024-05-06T08:00:00", True),
        ("2024-05-06T19:50:00", False),
        ("2024-05-06T00:00:00", True),
    ],
    ids=["before", "from", "until", "second", "midnight"],
)
def test_breaks_of_a_round_the_clock_post(clock: str, answer: bool) -> None:  # noqa: FBT001
    """A post open for 24 h is shut in its breaks and nowhere else."""
    breaks = (Interval(465, 480), Interval(1185, 1200))

    opened = open_at([hours(breaks=breaks)], ZONES, Mode.CAR, moscow(clock))

    assert opened is answer


def test_break_after_midnight_belongs_to_the_night_before() -> None:
    """A break is a clock time: it interrupts an opening that runs over midnight too."""
    night = hours(week=((Interval(1320, 1800),),) * 7, breaks=(Interval(120, 150),))

    at_two, at_half_past, at_six = (
        open_at([night], ZONES, Mode.CAR, moscow(f"2024-05-06T{clock}"))
        for clock in ("02:00", "02:30", "06:00")
    )

    assert (at_two, at_half_past, at_six) == (False, True, False)


def test_always_is_said_of_round_the_clock_only() -> None:
    """24 h every day is `always`, with breaks or without; anything less is not."""
    always = hours(week=ROUND_THE_CLOCK, breaks=(Interval(0, 5),)).always
    workdays = hours(week=((Interval(0, DAY),),) * 5 + ((), ())).always

    assert (always, workdays) == (True, False)


def test_opening_over_midnight_outlives_its_last_valid_day() -> None:
    """What opened on the last valid evening runs to its end; then nothing is said."""
    night = hours(week=((Interval(1320, 1800),),) * 7, valid_to=date(2024, 5, 6))

    in_the_night = open_at([night], ZONES, Mode.CAR, moscow("2024-05-07T05:59"))
    in_the_morning = open_at([night], ZONES, Mode.CAR, moscow("2024-05-07T06:00"))

    assert in_the_night is True
    assert in_the_morning is None


def test_validity_includes_its_first_and_last_day() -> None:
    """Hours speak from their first to their last day, of that side's calendar."""
    summer = hours(week=NINE_TO_SIX, valid_from=date(2023, 6, 12), valid_to=date(2023, 10, 28))

    answers = [
        open_at([summer], ZONES, Mode.CAR, moscow(clock))
        for clock in (
            "2023-06-11T23:59",
            "2023-06-12T00:00",
            "2023-10-28T23:59",
            "2023-10-29T00:00",
        )
    ]

    assert answers == [None, False, False, None]


def test_undated_hours_never_speak_of_a_moment_before_2023() -> None:
    """Hours known as of 2026 without a first day do not close the year 2022."""
    undated = hours(week=NINE_TO_SIX, valid_from=None)

    before = open_at([undated], ZONES, Mode.CAR, moscow("2022-12-31T23:00"))
    after = open_at([undated], ZONES, Mode.CAR, moscow("2023-01-01T23:00"))

    assert before is None
    assert after is False


def test_dated_hours_close_a_moment_of_2022() -> None:
    """Hours with a first day hold from that day on, before 2023 too."""
    dated = hours(week=NINE_TO_SIX, valid_from=date(2018, 10, 28))

    opened = open_at([dated], ZONES, Mode.CAR, moscow("2022-09-22T20:00"))

    assert opened is False


def test_seasons_divide_the_year_over_the_new_year() -> None:
    """The winter's weekend is shut on 30 April and 1 January, the summer's open on 1 May."""
    winter = hours(week=WORKDAYS, season=Season((10, 1), (4, 30)))
    summer = hours(week=NINE_TO_SIX, season=Season((5, 1), (9, 30)))

    answers = [
        open_at([winter, summer], ZONES, Mode.CAR, moscow(clock))
        for clock in (
            "2023-04-30T12:00",
            "2024-05-05T12:00",
            "2023-09-30T12:00",
            "2023-10-01T12:00",
        )
    ]

    assert answers == [False, True, True, False]


def test_leap_day_is_in_the_winter() -> None:
    """29 February lies between its neighbours."""
    inside = Season((10, 1), (4, 30)).holds(date(2024, 2, 29))
    outside = Season((3, 1), (9, 30)).holds(date(2024, 2, 29))

    assert (inside, outside) == (True, False)


def test_clocks_of_the_side_across() -> None:
    """Hours bound to summer time follow the clocks across the border, to the day."""
    summer = hours(week=NINE_TO_SIX, clocks="summer")
    winter = hours(week=NOBODY, clocks="winter")

    answers = [
        open_at([summer, winter], ZONES, Mode.CAR, moscow(clock))
        for clock in (
            "2024-03-30T12:00",
            "2024-03-31T12:00",
            "2024-10-26T12:00",
            "2024-10-27T12:00",
        )
    ]

    assert answers == [False, True, True, False]


FREIGHT = hours(week=((Interval(480, 1200),),) * 7, modes=(Mode.TRUCK,))
PASSENGERS = hours(modes=(Mode.CAR, Mode.BUS, Mode.FOOT))


@pytest.mark.parametrize(
    ("mode", "answer"),
    [
        (Mode.TRUCK, False),
        (Mode.CAR, True),
        (Mode.FOOT, True),
        (Mode.BICYCLE, None),
        (Mode.ANY, None),
    ],
)
def test_hours_by_mode(mode: Mode, answer: bool | None) -> None:  # noqa: FBT001
    """Freight hours close trucks at night, and nobody else."""
    opened = open_at([FREIGHT, PASSENGERS], ZONES, mode, moscow("2024-05-06T21:00"))

    assert opened is answer


def test_hours_for_one_mode_replace_those_for_all() -> None:
    """Freight hours beside general ones rule the trucks; `any` follows the general ones."""
    general = hours()

    truck = open_at([general, FREIGHT], ZONES, Mode.TRUCK, moscow("2024-05-06T21:00"))
    anyone = open_at([general, FREIGHT], ZONES, Mode.ANY, moscow("2024-05-06T21:00"))

    assert truck is False
    assert anyone is True


def test_rail_is_not_covered_by_road_hours() -> None:
    """Hours for all modes mean the road; rail needs its own."""
    road = hours(week=NOBODY)
    rail = hours(modes=(Mode.RAIL,))

    unsaid = open_at([road], ZONES, Mode.RAIL, moscow("2024-05-06T12:00"))
    said = open_at([road, rail], ZONES, Mode.RAIL, moscow("2024-05-06T12:00"))

    assert unsaid is None
    assert said is True


def test_shut_on_either_side_is_shut() -> None:
    """The sides read their own clocks, and the narrower one decides."""
    russian = hours(week=NINE_TO_SIX)
    finnish = hours(side="b", week=NINE_TO_SIX)

    answers = [
        open_at([russian, finnish], ZONES, Mode.CAR, moscow(clock))
        for clock in (
            "2024-01-10T09:30",
            "2024-01-10T10:00",
            "2024-01-10T18:00",
            "2024-07-10T09:00",
        )
    ]

    assert answers == [False, True, False, True]


def test_no_hours_say_nothing() -> None:
    """Without hours there is no answer and no change."""
    at = moscow("2024-05-06T12:00")

    assert open_at([], ZONES, Mode.CAR, at) is None
    assert next_change([], ZONES, Mode.CAR, at) is None


@pytest.mark.parametrize(
    ("now", "change"),
    [
        ("2024-05-06T08:00", "2024-05-06T09:00"),
        ("2024-05-06T09:00", "2024-05-06T18:00"),
        ("2024-05-10T18:00", "2024-05-13T09:00"),
    ],
    ids=["opens today", "at opening", "over the weekend"],
)
def test_next_change(now: str, change: str) -> None:
    """The next change is the next instant with another answer, in UTC."""
    moment = next_change([hours(week=WORKDAYS)], ZONES, Mode.CAR, moscow(now))

    assert moment == moscow(change)
    assert moment is not None
    assert moment.tzinfo is UTC


def test_night_that_began_yesterday_ends_today() -> None:
    """After midnight the next change is the end of last evening's opening."""
    night = hours(week=((Interval(1320, 1800),),) * 7)

    moment = next_change([night], ZONES, Mode.CAR, moscow("2024-05-06T02:00"))

    assert moment == moscow("2024-05-06T06:00")


def test_openings_that_end_together() -> None:
    """An end that two openings share is still an end."""
    both = hours(week=((Interval(0, 360), Interval(1320, 1800)),) * 7)

    moment = next_change([both], ZONES, Mode.CAR, moscow("2024-05-06T02:00"))

    assert moment == moscow("2024-05-06T06:00")


def test_opening_of_no_length_hides_nothing() -> None:
    """An opening swallowed by a clock change does not hide the one that follows it."""
    early = hours(side="b", week=((Interval(180, 240), Interval(240, 540)),) * 7)

    moment = next_change([early], ZONES, Mode.CAR, helsinki("2024-03-31T02:00"))

    assert moment == helsinki("2024-03-31T04:00")


def test_change_of_season_is_a_change() -> None:
    """Where hours begin to say nothing, that is the next change: at local midnight."""
    ending = hours(week=NOBODY, valid_to=date(2024, 5, 8))

    moment = next_change([ending], ZONES, Mode.CAR, moscow("2024-05-06T12:00"))

    assert moment == moscow("2024-05-09T00:00")


def test_round_the_clock_has_no_next_change() -> None:
    """Midnight alone changes nothing at a post open for 24 h."""
    moment = next_change([hours()], ZONES, Mode.CAR, moscow("2024-05-06T12:00"))

    assert moment is None


def test_nothing_beyond_fourteen_days_is_looked_for() -> None:
    """A change exactly 14 days ahead is still found, one further away is not."""
    ending = hours(week=NOBODY, valid_to=date(2024, 5, 19))

    found = next_change([ending], ZONES, Mode.CAR, moscow("2024-05-06T00:00"))
    missed = next_change([ending], ZONES, Mode.CAR, moscow("2024-05-05T23:59"))

    assert found == moscow("2024-05-20T00:00")
    assert missed is None


@pytest.mark.parametrize(
    ("now", "change"),
    [
        ("2024-03-30T19:00", "2024-03-31T06:00+00:00"),
        ("2024-03-29T19:00", "2024-03-30T07:00+00:00"),
        ("2024-10-26T19:00", "2024-10-27T07:00+00:00"),
        ("2024-10-25T19:00", "2024-10-26T06:00+00:00"),
    ],
    ids=["spring forward", "day before", "fall back", "day before that"],
)
def test_next_change_across_a_clock_change(now: str, change: str) -> None:
    """09:00 is 09:00 on the wall: an hour earlier or later in UTC after the change."""
    finnish = hours(side="b", week=NINE_TO_SIX)

    moment = next_change([finnish], ZONES, Mode.CAR, helsinki(now))

    assert moment == datetime.fromisoformat(change)


def test_night_of_a_clock_change_is_as_long_as_it_is() -> None:
    """An opening from 22:00 to 06:00 lasts seven hours in spring and nine in autumn."""
    night = hours(side="b", week=((Interval(1320, 1800),),) * 7)

    lengths = []
    for evening in ("2024-03-30T22:00", "2024-10-26T22:00", "2024-06-01T22:00"):
        shut = next_change([night], ZONES, Mode.CAR, helsinki(evening))
        assert shut is not None
        lengths.append(shut - helsinki(evening).astimezone(UTC))

    assert lengths == [timedelta(hours=7), timedelta(hours=9), timedelta(hours=8)]


def test_opening_in_the_hour_that_does_not_exist() -> None:
    """A post that opens at 03:30 on the night without it opens at the same instant as 04:30."""
    early = hours(side="b", week=((Interval(210, 600),),) * 7)

    moment = next_change([early], ZONES, Mode.CAR, helsinki("2024-03-31T02:00"))

    assert moment == helsinki("2024-03-31T04:30")


def test_repeated_hour_counts_once() -> None:
    """A post that shuts at 03:30 does not open again when the clock shows 03:00 once more."""
    late = hours(side="b", week=((Interval(0, 210),),) * 7)

    first = open_at([late], ZONES, Mode.CAR, datetime(2024, 10, 27, 0, 15, tzinfo=UTC))
    second = open_at([late], ZONES, Mode.CAR, datetime(2024, 10, 27, 1, 15, tzinfo=UTC))

    assert (first, second) == (True, False)


def test_mongolian_clock_rules_its_own_side() -> None:
    """Hours of side b are read in side b's zone, whatever zone the moment comes in."""
    mongolian = hours(side="b", week=NINE_TO_SIX)

    at_nine = open_at([mongolian], MONGOLIAN, Mode.CAR, datetime(2024, 5, 6, 1, 0, tzinfo=UTC))
    before = open_at([mongolian], MONGOLIAN, Mode.CAR, datetime(2024, 5, 6, 0, 59, tzinfo=UTC))

    assert (before, at_nine) == (False, True)


QUARTERS = st.integers(0, 95).map(lambda quarter: quarter * 15)
INTERVALS = st.builds(
    lambda opens, length: Interval(opens, opens + length), QUARTERS, QUARTERS.map(lambda m: m + 15)
)
SOME_HOURS = st.builds(
    Hours,
    side=st.sampled_from(["a", "b"]),
    basis=st.just("stated"),
    week=st.one_of(
        st.just(ROUND_THE_CLOCK),
        st.tuples(*[st.lists(INTERVALS, max_size=2).map(tuple)] * 7),
    ),
    breaks=st.lists(INTERVALS, max_size=2).map(tuple),
    modes=st.sampled_from([(), (Mode.CAR,), (Mode.TRUCK,)]),
    valid_from=st.dates(date(2024, 3, 20), date(2024, 4, 5)) | st.none(),
    valid_to=st.dates(date(2024, 3, 28), date(2024, 4, 12)) | st.none(),
    season=st.sampled_from([None, Season((10, 1), (4, 3)), Season((4, 4), (9, 30))]),
    clocks=st.sampled_from([None, "winter", "summer"]),
)


@given(st.lists(SOME_HOURS, max_size=3), st.integers(0, 95))
def test_nothing_changes_before_the_next_change(said: list[Hours], quarter: int) -> None:
    """Up to the next change the answer stays, whatever the hours; and there it is another."""
    at = datetime(2024, 3, 30, tzinfo=UTC) + timedelta(minutes=15 * quarter)

    change = next_change(said, ZONES, Mode.CAR, at)

    now = open_at(said, ZONES, Mode.CAR, at)
    end = change or at + timedelta(days=14)
    for step in range(0, int((end - at).total_seconds()), 900):
        assert open_at(said, ZONES, Mode.CAR, at + timedelta(seconds=step)) is now
    assert change is None or open_at(said, ZONES, Mode.CAR, change) is not now
