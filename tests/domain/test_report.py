"""A report: whole and true to the world when it is made, or refused with the field and the mend."""

import math
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from app.domain.report import (
    FIELDS,
    Queue,
    Report,
    Series,
    check_against,
    content_identity,
    default_subject,
)
from app.domain.report_check import PLAUSIBLE, TEXT_LIMITS, InvalidReport
from app.domain.vocabulary import UNITS, WORDS, Bound, Mode, Precision, Quantity, Subject
from tests.domain.made import DAY, GATE, HOUR, MONDAY, NOON, TICK, between, figure, report, word

FIGURES = [quantity for quantity in Quantity if quantity not in WORDS]


@pytest.mark.parametrize("name", ["place", "direction", "source", "identity", "origin"])
def test_needed_text(name: str) -> None:
    """A report without a place, a direction, a source, an identity or an origin is refused."""
    with pytest.raises(InvalidReport, match=f"^{name}: is empty; it must be given$") as caught:
        figure(3600, **{name: ""})

    assert caught.value.field == name


@pytest.mark.parametrize("name", sorted(set(TEXT_LIMITS) - {"word"}))
def test_longest_text(name: str) -> None:
    """Each text may have so many characters and not one more."""
    most = TEXT_LIMITS[name]
    kept = figure(3600, **{name: "x" * most})

    assert len(getattr(kept, name)) == most
    with pytest.raises(InvalidReport, match=f"^{name}: has {most + 1} characters; at most {most}"):
        figure(3600, **{name: "x" * (most + 1)})


def test_nul_in_a_text() -> None:
    """A NUL character, which databases choke on, is refused."""
    with pytest.raises(InvalidReport, match=r"^note: holds a NUL character; remove it$"):
        figure(3600, note="so\x00so")


def test_interval_in_order() -> None:
    """An interval that ends before it begins is refused; one of no length is a moment."""
    moment = figure(3600, observed_from=NOON, observed_to=NOON)

    assert moment.ends == NOON
    with pytest.raises(InvalidReport, match=r"^observed_to: lies before observed_from; exchange"):
        figure(3600, observed_from=NOON, observed_to=NOON - TICK)


@pytest.mark.parametrize("quantity", [Quantity.ACCESS, Quantity.RULE, Quantity.EVENT])
def test_words_may_stand_open(quantity: Quantity) -> None:
    """Access, rules and events may have no end, and then speak until their start at least."""
    said = {"access": "open", "rule": "allowed", "event": "no_queue"}[quantity]
    standing = word(said, quantity=quantity, observed_to=None)

    assert standing.ends == standing.observed_from


@pytest.mark.parametrize("quantity", [*FIGURES, Quantity.WEATHER])
def test_nothing_else_stands_open(quantity: Quantity) -> None:
    """Figures and weather need an end."""
    said: dict[str, Any] = {"bound": Bound.EXACT, "value": 0.5}
    if quantity is Quantity.WEATHER:
        said = {"word": "snow"}
    with pytest.raises(InvalidReport, match=r"^observed_to: is empty; only access, rule and event"):
        report(quantity, observed_to=None, **said)


@pytest.mark.parametrize("quantity", FIGURES)
def test_plausible_figures(quantity: Quantity) -> None:
    """Each quantity has the least and greatest figure that is believed, with unit and reason."""
    least, greatest, reason = PLAUSIBLE[quantity]

    assert report(quantity, bound=Bound.EXACT, value=least).value == least
    assert report(quantity, bound=Bound.EXACT, value=greatest).value == greatest
    for beyond in (math.nextafter(least, -math.inf), math.nextafter(greatest, math.inf)):
        with pytest.raises(InvalidReport) as caught:
            report(quantity, bound=Bound.EXACT, value=beyond)
        assert caught.value.field == "value"
        assert reason in caught.value.detail
        assert UNITS[quantity] in caught.value.detail


@pytest.mark.parametrize("figures", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    ("bound", "name"),
    [(Bound.EXACT, "value"), (Bound.AT_LEAST, "low"), (Bound.AT_MOST, "high")],
)
def test_no_number(figures: float, bound: Bound, name: str) -> None:
    """NaN and infinities are no figures, whichever part they stand in."""
    with pytest.raises(InvalidReport, match=f"^{name}: -?(nan|inf) is no number$"):
        report(Quantity.QUEUE_VEHICLES, bound=bound, **{name: figures})


@pytest.mark.parametrize(
    ("bound", "needs"),
    [
        (Bound.EXACT, "value"),
        (Bound.ABOUT, "value"),
        (Bound.BETWEEN, "low"),
        (Bound.AT_LEAST, "low"),
        (Bound.AT_MOST, "high"),
    ],
)
def test_what_a_bound_needs(bound: Bound, needs: str) -> None:
    """A bound without the figure it speaks of is refused."""
    with pytest.raises(InvalidReport, match=f"^{needs}: is empty, but bound {bound} needs it$"):
        report(Quantity.QUEUE_VEHICLES, bound=bound)


def test_range_needs_both_ends() -> None:
    """A range with one end is a one-sided bound, and has to say so."""
    with pytest.raises(InvalidReport, match=r"^high: is empty, but bound between needs it$"):
        report(Quantity.QUEUE_VEHICLES, bound=Bound.BETWEEN, low=2000.0)


def test_figure_without_bound() -> None:
    """How a figure was meant has to be said."""
    with pytest.raises(InvalidReport, match=r"^bound: is empty; give one of exact, about, between"):
        report(Quantity.QUEUE_VEHICLES, value=3600.0)


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ({"low": 4000.0, "value": 3600.0}, "value"),
        ({"value": 3600.0, "high": 3000.0}, "high"),
        ({"low": 3600.0, "value": 3600.0, "high": 3599.0}, "high"),
    ],
)
def test_figures_in_order(figures: dict[str, float], field: str) -> None:
    """Low, value and high have to rise; the first that does not is named with both figures."""
    with pytest.raises(InvalidReport, match=f"^{field}: .* is below ") as caught:
        report(Quantity.QUEUE_VEHICLES, bound=Bound.EXACT, **figures)

    assert caught.value.field == field


def test_range_in_order() -> None:
    """A range whose ends are exchanged is refused, one of no width is not."""
    assert between(3600, 3600).low == 3600
    with pytest.raises(InvalidReport, match=r"^high: 2000 is below low 3000$"):
        between(3000, 2000)


@pytest.mark.parametrize("name", ["value", "low", "high", "bound"])
def test_word_carries_no_figure(name: str) -> None:
    """What is said in words has no figure and no bound, not even zero."""
    given: object = Bound.EXACT if name == "bound" else 0.0
    with pytest.raises(InvalidReport, match=f"^{name}: must be empty: access is said in words$"):
        word("open", **{name: given})


def test_figure_carries_no_word() -> None:
    """A figure has no word."""
    with pytest.raises(InvalidReport, match=r"^word: must be empty: queue_vehicles is a figure$"):
        figure(3600, word="open")


@pytest.mark.parametrize("said", ["ajar", "allowed", "", None])
def test_word_of_the_list(said: str | None) -> None:
    """A word of another list, or none, is refused; the list stands in the message."""
    with pytest.raises(InvalidReport, match=r"^word: .* is none of open, restricted, closed, unk"):
        report(Quantity.ACCESS, word=said)


@pytest.mark.parametrize(
    "name", ["observed_from", "observed_to", "published_at", "recorded_at", "review_at", "known_at"]
)
def test_times_need_an_offset(name: str) -> None:
    """A time without an offset is refused, with an example of how to write it."""
    recorded = {"recorded_at": MONDAY + DAY} | {name: NOON.replace(tzinfo=None)}
    with pytest.raises(InvalidReport, match=f"^{name}: has no UTC offset; write it as 2022-09-28T"):
        figure(3600, **recorded)


def test_times_in_utc() -> None:
    """Times of any offset are kept in UTC, as the same instants."""
    tbilisi = timezone(4 * HOUR)
    made = figure(3600, observed_from=MONDAY.astimezone(tbilisi))

    assert made.observed_from == MONDAY
    assert made.observed_from.tzinfo is UTC


def test_known_when_published() -> None:
    """What was published is known from then on, wherever it comes from."""
    published = NOON + HOUR

    assert figure(3600, published_at=published).known == published
    assert figure(3600, published_at=published, archived=True).known == published


def test_archive_known_at_its_end() -> None:
    """An archived row without a day of publication was known at its end, else at its start."""
    imported = datetime(2026, 1, 1, tzinfo=UTC)
    standing = word("closed", observed_to=None, archived=True, recorded_at=imported)

    assert figure(3600, archived=True, recorded_at=imported).known == MONDAY + DAY
    assert standing.known == MONDAY


def test_live_known_when_recorded() -> None:
    """A live report without a time of publication is known from when we stored it."""
    stored = MONDAY + 2 * DAY

    assert figure(3600, recorded_at=stored).known == stored


@pytest.mark.parametrize("archived", [True, False])
def test_known_no_later_than_recorded(*, archived: bool) -> None:
    """What we hold already is known, whatever day of publication it carries."""
    stored = MONDAY + HOUR

    early = figure(3600, recorded_at=stored, published_at=stored + DAY, archived=archived)
    assert early.known == stored
    assert figure(3600, recorded_at=stored, archived=archived).known == stored


def test_known_as_given() -> None:
    """A given known_at is kept, so that a revision is known only from its own time."""
    assert figure(3600, published_at=NOON, known_at=NOON + DAY).known == NOON + DAY


def test_id_is_stable() -> None:
    """The id follows from source, identity and revision alone, and stays what it was."""
    row = figure(3600, source="archive", identity="r0457")

    assert row.id == "b9c98aa2cb4292a8"
    assert figure(12, source="archive", identity="r0457").id == row.id
    others = {"source": "import"}, {"identity": "r0458"}, {"revision": 1}
    assert len({row.id, *(replace(row, **other).id for other in others)}) == 4


def test_id_keeps_its_parts_apart() -> None:
    """Source and identity are not simply joined: `a` with `bc` is not `ab` with `c`."""
    assert figure(1, source="a", identity="bc").id != figure(1, source="ab", identity="c").id


def test_immutable() -> None:
    """A report cannot be changed, nor anything be hung on it."""
    made = figure(3600)

    with pytest.raises(FrozenInstanceError):
        made.value = 1.0  # type: ignore[misc]
    assert not hasattr(made, "__dict__")
    assert made == replace(made)


def test_copies_are_checked() -> None:
    """A changed copy is held to the same rules."""
    with pytest.raises(InvalidReport, match=r"^value: "):
        replace(figure(3600), value=-1.0)


def test_keys() -> None:
    """A report names its queue and its series."""
    made = figure(3600)

    assert made.queue == Queue("gate", "RU-GE", Mode.CAR)
    assert made.series == Series(made.queue, Quantity.QUEUE_VEHICLES, Subject.VEHICLES)
    assert "queue" not in FIELDS
    assert FIELDS[0] == "place"


@pytest.mark.parametrize(
    ("quantity", "subject"),
    [
        (Quantity.QUEUE_VEHICLES, Subject.VEHICLES),
        (Quantity.QUEUE_KM, Subject.VEHICLES),
        (Quantity.BOOKED_VEHICLES, Subject.VEHICLES),
        (Quantity.CROSSINGS_VEHICLES, Subject.VEHICLES),
        (Quantity.QUEUE_PEOPLE, Subject.ALL_PEOPLE),
        (Quantity.CROSSINGS_PEOPLE, Subject.ALL_PEOPLE),
        (Quantity.WAIT_MINUTES, Subject.EVERYBODY),
        (Quantity.ACCESS, Subject.EVERYBODY),
        (Quantity.RULE, Subject.EVERYBODY),
        (Quantity.EVENT, Subject.EVERYBODY),
    ],
)
def test_default_subject(quantity: Quantity, subject: Subject) -> None:
    """Who is counted, where nobody says so: vehicles, all people, or everybody."""
    assert default_subject(quantity) is subject


def test_identity_by_content() -> None:
    """Rows that say the same have one identity, however their times are written or ordered."""
    said = {"place": "gate", "value": 3600.0, "mode": Mode.CAR, "observed_from": NOON}
    elsewhere = NOON.astimezone(timezone(3 * HOUR))

    identity = content_identity(said)
    assert identity == content_identity({**dict(reversed(said.items())), "note": "", "low": None})
    assert identity == content_identity(said | {"observed_from": elsewhere})
    assert identity == content_identity(said | {"mode": "car"})
    assert len(identity) == 32


def test_content_tells_zero_from_nothing() -> None:
    """A zero makes another identity than a figure that is not there."""
    assert content_identity({"value": 0.0}) != content_identity({"value": None})
    assert content_identity({"low": 1.0}) != content_identity({"high": 1.0})


@pytest.mark.parametrize("direction", ["RU-GE", "GE-RU", "both"])
def test_direction_of_the_place(direction: str) -> None:
    """A report is about a direction of its place, or both."""
    check_against(figure(3600, direction=direction), GATE, NOON)


@pytest.mark.parametrize("direction", ["RU-FI", "GE", "ru-ge", "any"])
def test_direction_of_another_place(direction: str) -> None:
    """Any other direction is refused, with those there are."""
    with pytest.raises(InvalidReport, match=r"is none of gate's: RU-GE, GE-RU, both$") as caught:
        check_against(figure(3600, direction=direction), GATE, NOON)

    assert caught.value.field == "direction"


@pytest.mark.parametrize(
    ("made", "ahead"),
    [(figure(3600), timedelta(minutes=10)), (word("closed", observed_to=None), 400 * DAY)],
    ids=["figure", "word"],
)
def test_how_far_ahead(made: Report, ahead: timedelta) -> None:
    """A figure may begin ten minutes ahead of the clock and a word 400 days, not a tick more."""
    check_against(made, GATE, MONDAY - ahead)

    with pytest.raises(InvalidReport, match=r"^observed_from: .* lies in the future") as caught:
        check_against(made, GATE, MONDAY - ahead - TICK)
    assert caught.value.field == "observed_from"


def test_precision_is_no_check() -> None:
    """A precision says how well an interval is known; it is not held against its length."""
    assert figure(3600, precision=Precision.MONTH).precision is Precision.MONTH
