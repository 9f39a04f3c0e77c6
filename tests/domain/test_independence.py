"""Independence: one origin counts once, nameless ones share a voice, none is sharper than most."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from app.domain.belief import grid_of
from app.domain.independence import MOST, expected, voices
from app.domain.likelihood import width
from app.domain.report import Report
from app.domain.vocabulary import (
    Bound,
    Method,
    OriginKind,
    Precision,
    Quantity,
)
from app.domain.voice import (
    ANONYMOUS_KINDS,
    UNNAMED_ORIGINS,
    Role,
    Voice,
    is_named,
    origin_key,
    spoken_until,
)
from tests.domain.made import (
    DAY,
    GATE,
    HOUR,
    MONDAY,
    NOON,
    PAPER,
    TICK,
    TRAVELLER,
    at,
    between,
    estimated,
    figure,
)

GRID = grid_of(Quantity.QUEUE_VEHICLES)
EVENING = MONDAY + DAY
MINISTRY: dict[str, Any] = {"origin": "interior ministry", "method": Method.OFFICIAL}
CAMERA: dict[str, Any] = {
    "origin": "camera",
    "origin_kind": OriginKind.SENSOR,
    "method": Method.COUNTED,
}


def heard(*reports: Report) -> list[Voice]:
    """Give the voices of some reports on vehicles."""
    return voices(reports, GATE, GRID)


def roles(*reports: Report) -> list[str]:
    """Give what each report does, in the order given."""
    by_id = {voice.report.id: voice.role.value for voice in heard(*reports)}
    return [by_id[report.id] for report in reports]


def weights(*reports: Report) -> list[float]:
    """Give what each report weighs, in the order given."""
    by_id = {voice.report.id: voice.weight for voice in heard(*reports)}
    return [by_id[report.id] for report in reports]


def middle(reports: Sequence[Report]) -> float:
    """Give the published middle at the end of Monday."""
    found = estimated(Quantity.QUEUE_VEHICLES, reports, EVENING).estimate
    assert found.mid is not None
    return found.mid


def test_five_outlets_one_ministry() -> None:
    """Five outlets that quote one ministry are one voice; the first to tell it is the one heard."""
    first = figure(3600, publisher="outlet 0", published_at=EVENING, **MINISTRY)
    others = [
        figure(3600, publisher=f"outlet {n}", published_at=EVENING + n * HOUR, **MINISTRY)
        for n in range(1, 5)
    ]
    found = heard(*others, first)

    assert Counter(voice.role for voice in found) == {Role.USED: 1, Role.REPEAT_OF: 4}
    assert found[0].report is first
    assert found[0].weight == 1
    assert {voice.repeat_of for voice in found[1:]} == {first.id}
    assert {voice.weight for voice in found[1:]} == {0.0}


def test_repeat_of_the_sharpest_window() -> None:
    """Of one claim told of a day and of its hour, the hour counts."""
    day, hour = figure(3600, **MINISTRY), figure(3600, **at(NOON), **MINISTRY)

    assert roles(day, hour) == ["repeat_of", "used"]


def test_same_local_day_is_one_claim() -> None:
    """The same figure of one origin on one local day is one claim; of the next day, a new one."""
    morning, evening = (figure(3600, **at(MONDAY + h * HOUR), **MINISTRY) for h in (1, 23))
    tuesday = figure(3600, **at(EVENING), **MINISTRY)

    assert roles(morning, evening, tuesday) == ["used", "repeat_of", "used"]


def test_another_figure_is_another_claim() -> None:
    """A corrected figure of one origin about one interval is no repeat, but shares the voice."""
    one, other = figure(3600, **MINISTRY), figure(3350, bound=Bound.ABOUT, **MINISTRY)

    assert roles(one, other) == ["used", "used"]
    assert weights(one, other) == [0.5, 0.5]


def test_figures_of_other_intervals_have_a_voice_each() -> None:
    """What one origin says of two intervals that do not meet is said twice."""
    intervals = [
        {"observed_from": MONDAY + 8 * HOUR, "observed_to": NOON},
        {"observed_from": NOON, "observed_to": NOON + 4 * HOUR},
    ]
    told = [figure(3000 + n, **each, precision=Precision.HOUR) for n, each in enumerate(intervals)]

    assert weights(*told) == [1, 1]


@pytest.mark.parametrize(
    ("precision", "apart"),
    [
        (Precision.HOUR, HOUR),
        (Precision.PART_OF_DAY, 6 * HOUR),
        (Precision.DAY, DAY),
        (Precision.WEEK, 7 * DAY),
    ],
)
def test_moments_known_so_well(precision: Precision, apart: timedelta) -> None:
    """Who names moments but knows them only to the day says one thing of that day."""

    def told(gap: timedelta) -> list[Report]:
        moments = (MONDAY, MONDAY + gap)
        return [
            figure(3000 + n, **at(moment) | {"precision": precision})
            for n, moment in enumerate(moments)
        ]

    assert weights(*told(apart - TICK)) == [0.5, 0.5]
    assert weights(*told(apart)) == [1, 1]


def test_shares_by_overlap() -> None:
    """A day and two hours of it: the day shares its voice with both, each hour with the day."""
    day = figure(3000)
    eight = {"observed_from": MONDAY + 8 * HOUR, "observed_to": MONDAY + 9 * HOUR}
    morning = figure(3100, **eight, precision=Precision.HOUR)
    noon = figure(3200, **at(NOON))

    assert weights(day, morning, noon) == pytest.approx([1 / 3, 1 / 2, 1 / 2])


@pytest.mark.parametrize("kind", sorted(ANONYMOUS_KINDS))
def test_nameless_kinds_share_a_voice_per_hour(kind: OriginKind) -> None:
    """However many nameless people of a kind speak of one hour, together they are one voice."""
    hour = [
        figure(3000 + 10 * n, **at(NOON + n * timedelta(minutes=5)), origin=f"n {n}",
               origin_kind=kind)
        for n in range(12)
    ]  # fmt: skip
    later = figure(3000, **at(NOON + HOUR), origin="n 99", origin_kind=kind)

    assert weights(*hour, later) == pytest.approx([1 / 12] * 12 + [1])
    assert {origin_key(each) for each in hour} == {f"({kind})"}


def test_kinds_are_apart() -> None:
    """A traveller and a channel of one hour are two voices."""
    channel = figure(3100, **at(NOON), origin="A channel", origin_kind=OriginKind.CHANNEL)

    assert weights(figure(3000, **at(NOON), **TRAVELLER), channel) == [1, 1]


@pytest.mark.parametrize("origin", sorted(UNNAMED_ORIGINS))
def test_origins_that_are_no_speaker(origin: str) -> None:
    """A report without a named speaker has no name, even where its kind is a named one."""
    unnamed = figure(3000, origin=origin, origin_kind=OriginKind.MEDIA)

    assert not is_named(unnamed)
    assert origin_key(unnamed) == "(media)"


def test_names() -> None:
    """Whoever can be held to it by name is an origin of its own."""
    assert is_named(figure(3600))
    assert origin_key(figure(3600, **PAPER)) == "The Paper"
    assert not is_named(figure(3600, **TRAVELLER))


def test_day_window_against_a_sensor() -> None:
    """A sensor's readings are new ones however alike; an official's of one day are one claim."""
    readings = [figure(40, **at(NOON + n * timedelta(minutes=5)), **CAMERA) for n in range(4)]
    told = [figure(40, **at(NOON + n * timedelta(minutes=5)), **MINISTRY) for n in range(4)]

    assert roles(*readings) == ["used"] * 4
    assert weights(*readings) == [1] * 4
    assert roles(*told) == ["used", *["repeat_of"] * 3]


def test_same_reading_twice() -> None:
    """One reading handed on by two services is one."""
    one, other = (figure(40, **at(NOON), **CAMERA, source=source) for source in ("a", "b"))

    assert sorted(roles(one, other)) == ["repeat_of", "used"]


def readings(value: float, hours: float, **parts: Any) -> list[Report]:  # noqa: ANN401 - any field
    """Let the camera count as much every half hour, for so many hours."""
    return [
        figure(value, **CAMERA | at(MONDAY + half * HOUR / 2) | parts)
        for half in range(int(2 * hours) + 1)
    ]


@pytest.mark.parametrize(
    ("value", "hours", "parts", "says"),
    [
        (120, 3, {}, 1),
        (120, 2.5, {}, 6),
        (40, 6, {}, 13),
        (0, 6, {}, 13),
        (120, 6, {"quantity": Quantity.BOOKED_VEHICLES}, 13),
        (120, 6, {"method": Method.OFFICIAL, "bound": Bound.ABOUT}, 1),
    ],
    ids=["stuck", "not for long", "few", "none", "a list", "an official's repeats"],
)
def test_a_stuck_sensor(value: float, hours: float, parts: dict[str, Any], says: int) -> None:
    """A count of a long line that never changes is one reading, repeated."""
    said = roles(*readings(value, hours, **parts))

    assert said.count("used") == says
    assert said.count("repeat_of") == len(said) - says


def test_a_sensor_that_moves_again() -> None:
    """What it counts before and after it was stuck are readings like others."""
    stuck = readings(120, 4)
    before = figure(90, **CAMERA, **at(MONDAY - HOUR))
    after = figure(140, **CAMERA, **at(MONDAY + 5 * HOUR))

    assert roles(before, *stuck, after) == ["used", "used", *["repeat_of"] * 8, "used"]


def test_none_sharper_than_the_median_of_the_others() -> None:
    """Whatever precision it claims, a voice is no sharper than most others; an authority's is."""
    vague = [
        figure(3000 + n, origin=f"o {n}", bound=Bound.ABOUT, precision=Precision.WEEK)
        for n in range(3)
    ]
    sharp = figure(3100, precision=Precision.HOUR, method=Method.OBSERVED)
    official = figure(3200, precision=Precision.HOUR, origin="ministry", bound=Bound.ABOUT)
    by_origin = {voice.origin: voice.scale for voice in heard(*vague, sharp, official)}

    assert width(sharp) < width(vague[0]) / 1.4
    assert by_origin["border guard"] == pytest.approx(width(vague[0]))
    assert by_origin["ministry"] == pytest.approx(width(official))


def test_vague_stays_vague() -> None:
    """A vague voice among sharp ones is not made sharper."""
    sharp = [figure(3000 + n, origin=f"o {n}") for n in range(3)]
    vague = figure(3100, bound=Bound.ABOUT, precision=Precision.WEEK)
    by_origin = {voice.origin: voice.scale for voice in heard(*sharp, vague)}

    assert by_origin["border guard"] == pytest.approx(width(vague))


def test_sensors_keep_their_sharpness() -> None:
    """What is counted is as sharp as it is, whatever travellers estimate."""
    vague = [figure(3000 + n, origin=f"o {n}", method=Method.RELAYED) for n in range(3)]
    reading = figure(3100, **at(NOON), **CAMERA)
    by_origin = {voice.origin: voice.scale for voice in heard(*vague, reading)}

    assert by_origin["camera"] == pytest.approx(width(reading))


def test_two_voices_bound_each_other_only_in_company() -> None:
    """One other voice is no median: it bounds nobody's sharpness."""
    sharp, vague = figure(3600), figure(3000, method=Method.RELAYED, origin="The Paper")
    by_origin = {voice.origin: voice.scale for voice in heard(sharp, vague)}

    assert by_origin["border guard"] == pytest.approx(width(sharp))


def test_outlier() -> None:
    """A voice against three or more that agree is an outlier and weighs little; they do not."""
    honest = [figure(3000 + 50 * n, origin=f"o {n}") for n in range(4)]
    wild = figure(30_000, **PAPER)

    assert roles(*honest, wild) == ["used"] * 4 + ["outlier"]
    *others, little = weights(*honest, wild)
    assert others == [1] * 4
    assert little < 0.02


def test_no_outlier_where_few_speak() -> None:
    """Of two or three voices none is an outlier: nobody knows which one errs."""
    assert roles(figure(300), figure(3000, **PAPER)) == ["used"] * 2
    three = [figure(3000 * 10**n, origin=f"o {n}") for n in range(-1, 2)]
    assert roles(*three) == ["used"] * 3


def test_no_outlier_where_the_others_differ() -> None:
    """Where the others do not agree among themselves, none stands against them."""
    scattered = [figure(10 ** (n + 1), origin=f"o {n}") for n in range(4)]

    assert roles(*scattered, figure(70, **PAPER)) == ["used"] * 5


def test_no_outlier_across_days() -> None:
    """What others agreed on more than two days before stands against nobody."""
    honest = [figure(3000 + 50 * n, origin=f"o {n}") for n in range(4)]

    assert roles(*honest, figure(300, **at(EVENING + 2 * DAY + TICK), **PAPER))[-1] == "used"
    assert roles(*honest, figure(30, **at(EVENING + 2 * DAY), **PAPER))[-1] == "outlier"


def test_bounds_can_be_outliers_too() -> None:
    """`At least 30,000` is no wiser than 30,000; `at most` it contradicts nobody."""
    honest = [figure(3000 + 50 * n, origin=f"o {n}") for n in range(4)]

    assert roles(*honest, figure(30_000, bound=Bound.AT_LEAST, **PAPER))[-1] == "outlier"
    assert roles(*honest, figure(30_000, bound=Bound.AT_MOST, **PAPER))[-1] == "used"
    assert roles(*honest, between(20_000, 40_000, **PAPER))[-1] == "outlier"


def test_the_newest_of_one_origin() -> None:
    """Of very many readings of one origin the newest take part."""
    readings = [figure(40 + n % 7, **at(NOON + n * HOUR), **CAMERA) for n in range(MOST + 5)]

    found = heard(*readings)
    assert len(found) == MOST
    assert min(voice.report.observed_from for voice in found) == NOON + 5 * HOUR


def test_the_newest_among_long_and_equal_intervals() -> None:
    """Who spoke of the latest moments takes part, however long ago they began; ids part equals."""
    apart = [
        figure(40 + n, observed_from=NOON + n % 9 * HOUR, observed_to=NOON + (9 + n % 4) * HOUR,
               published_at=NOON + (8 + n % 7) * HOUR, identity=f"r {n}", **CAMERA)
        for n in range(3 * MOST)
    ]  # fmt: skip
    ranked = sorted(apart, key=lambda each: (spoken_until(each), each.id), reverse=True)

    found = heard(*apart)

    assert {voice.report.id for voice in found} == {each.id for each in ranked[:MOST]}


def test_spoken_until() -> None:
    """Nobody can speak of what comes after they spoke, nor of before their interval began."""
    assert spoken_until(figure(1)) == EVENING
    assert spoken_until(figure(1, published_at=NOON)) == NOON
    assert spoken_until(figure(1, published_at=MONDAY - DAY)) == MONDAY
    assert spoken_until(figure(1, published_at=EVENING + DAY)) == EVENING


def test_derived_bears_nobody_out() -> None:
    """What we derived ourselves is no name and stands in no consensus."""
    voice = expected(between(2000, 4000, method=Method.DERIVED))

    assert not voice.named
    assert (voice.weight, voice.role) == (1, Role.USED)


def test_hundred_nameless_are_one() -> None:
    """A hundred nameless liars in one hour move the middle no more than one of them does."""
    honest = [figure(3000), figure(3100, **PAPER)]
    liars = [
        figure(9000 + n, **at(NOON + n * timedelta(seconds=30)), **TRAVELLER) for n in range(100)
    ]

    alone = middle([*honest, liars[-1]])
    assert middle(honest) < middle([*honest, *liars]) <= alone * 1.001


def test_a_crowd_makes_nobody_vague() -> None:
    """The median is one of origins: a flood of vague reports takes nobody's sharpness away."""
    honest = [figure(3000 + 50 * n, origin=f"o {n}") for n in range(4)]
    flood = [
        figure(900 + n, **at(NOON + n * timedelta(seconds=30)) | {"precision": Precision.MONTH},
               **TRAVELLER)
        for n in range(60)
    ]  # fmt: skip
    by_origin = {voice.origin: voice.scale for voice in heard(*honest, *flood)}

    assert by_origin["o 1"] == pytest.approx(width(honest[1]))
