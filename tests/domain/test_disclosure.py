"""Disclosure: no way around, no price for one, no person; and never a false figure instead."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.assessment import assess
from app.domain.disclosure import disclose, disclose_report, is_banded, to_the_hour, told_at
from app.domain.report import Report
from app.domain.status import Status
from app.domain.vocabulary import (
    Bound,
    EventWord,
    Method,
    OriginKind,
    PlaceKind,
    Quantity,
    Subject,
)
from tests.domain import archive
from tests.domain.made import (
    DAY,
    HOUR,
    MONDAY,
    NOON,
    PAPER,
    QUEUE,
    SPOKESMAN,
    TRAVELLER,
    at,
    evidence,
    figure,
    report,
    word,
)

SECRET = ("bribe_price", "ride_price", "illegal_crossing")
ODD = NOON + timedelta(minutes=17, seconds=3, microseconds=5)
NGO: dict[str, Any] = {
    "origin": "rights group",
    "origin_kind": OriginKind.NGO,
    "method": Method.OBSERVED,
}


def event(said: str, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make an event with a note, told by a paper."""
    fields = {"quantity": Quantity.EVENT, "note": "by the mill", **PAPER, **at(NOON)}
    return word(said, **fields | parts)


def status(*reports: Report) -> Status:
    """Give the status a day later, not yet disclosed."""
    return assess(QUEUE, evidence(*reports), NOON + HOUR)


def count(**parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a count of asylum seekers by a rights group."""
    fields = {
        "quantity": Quantity.CROSSINGS_PEOPLE,
        "subject": Subject.ASYLUM_SEEKERS,
        "bound": Bound.EXACT,
        "value": 3.0,
        **NGO,
    }
    return report(**fields | parts)


def shown(told: Report) -> tuple[Bound | None, float | None, float | None, float | None]:
    """Give the figures of a report as it may leave."""
    found = disclose_report(told)
    assert found is not None
    assert disclose_report(found) == found
    return found.bound, found.low, found.value, found.high


@pytest.mark.parametrize("said", SECRET)
def test_bare_word(said: str) -> None:
    """Prices and ways around are published as a bare word, in reports and in statuses."""
    told = event(said, place="ge")
    found = disclose_report(told, PlaceKind.AREA)

    assert found == replace(told, note="")
    (listed,) = disclose(status(event(said)), PlaceKind.AREA).events
    assert (listed.word, listed.note) == (said, "")


@pytest.mark.parametrize("said", sorted(set(EventWord) - set(SECRET)))
def test_other_notes_stay(said: str) -> None:
    """What else happens keeps its note."""
    told = event(said)

    assert disclose_report(told) == told
    assert disclose(status(told)).events[0].note == "by the mill"


def test_notes_of_other_words_stay() -> None:
    """Words on access and rules keep their notes."""
    told = word("closed", note="until further notice")

    assert disclose_report(told) == told


def test_caught_away_from_posts_is_told_of_areas_only() -> None:
    """That people were caught away from the posts is never tied to a single crossing."""
    told = event("illegal_crossing")

    assert disclose_report(told) is None
    assert disclose(status(told)).events == ()
    assert disclose_report(told, PlaceKind.AREA) is not None
    assert len(disclose(status(told), PlaceKind.AREA).events) == 1


def test_traveller() -> None:
    """A traveller's word loses its link, and its times their minutes."""
    told = event(
        "queue_seen", **TRAVELLER | at(ODD), url="https://t.example/42", permalink="https://t/42"
    )
    found = disclose_report(told)

    assert found is not None
    assert (found.url, found.permalink) == ("", "")
    assert (found.observed_from, found.observed_to) == (NOON, NOON)
    (listed,) = disclose(status(told)).events
    assert (listed.observed_from, listed.last_heard) == (NOON, NOON)


def test_published_traveller() -> None:
    """A page that quotes a traveller is no traveller's: its link stays."""
    told = event("queue_seen", **TRAVELLER, publisher="The Paper", url="https://p.example")
    found = disclose_report(told)

    assert found is not None
    assert found.url == "https://p.example"


def test_travellers_figure() -> None:
    """A traveller's figure is rounded in time too, not in value."""
    found = disclose_report(figure(3600, **TRAVELLER | at(ODD)))

    assert found is not None
    assert (found.value, found.observed_from) == (3600, NOON)


def test_others_keep_link_and_times() -> None:
    """Who speaks in public keeps link and minute."""
    told = event("queue_seen", **at(ODD), url="https://p.example", permalink="https://p.example/1")

    assert disclose_report(told) == told
    assert disclose(status(told)) == status(told)


def test_what_leads_to_a_traveller() -> None:
    """Handles, phones, plates and links go from note and origin; what was said stays."""
    told = event(
        "queue_seen",
        **TRAVELLER | {"origin": "@ivan_lars"},
        note="2300 cars, call +7 921 555 35 35 or t.me/lars_chat",
    )
    found = disclose_report(told)

    assert found is not None
    assert (found.origin, found.note) == ("…", "2300 cars, call … or …")


def test_standing_word_of_a_traveller() -> None:
    """A word without an end stays without one."""
    found = disclose_report(event("road_blocked", **TRAVELLER | {"observed_to": None}))

    assert found is not None
    assert found.observed_to is None


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(1, 1, 9), (4, 1, 9), (4.5, 1, 9), (9, 1, 9), (10, 10, 19), (41, 40, 49), (132, 130, 139)],
)
@pytest.mark.parametrize("subject", [Subject.ASYLUM_SEEKERS, Subject.REFUSED])
def test_live_counts(value: float, low: float, high: float, subject: Subject) -> None:
    """What is counted of vulnerable people now is told in tens, many of them like few."""
    assert shown(count(value=value, subject=subject)) == (Bound.BETWEEN, low, None, high)


def test_nobody_is_a_zero() -> None:
    """That nobody came is told as counted: it points at nobody."""
    told = count(value=0)

    assert disclose_report(told) == told


@pytest.mark.parametrize("value", [1, 2, 3, 4, 4.5])
def test_small_counts_of_the_archive(value: float) -> None:
    """One to four vulnerable people whom the archive quotes become a band."""
    assert shown(count(value=value, archived=True)) == (Bound.BETWEEN, 1, None, 4)


@pytest.mark.parametrize("value", [0, 5, 41])
def test_other_counts_of_the_archive(value: float) -> None:
    """Nobody at all, or five and more, were published at the time and stay."""
    told = count(value=value, archived=True, note="as the group says")

    assert disclose_report(told) == told


def test_a_note_does_not_tell_what_a_band_hides() -> None:
    """A live figure told as a band loses its note, which may repeat it; others keep theirs."""
    few, nobody = (disclose_report(count(value=value, note="seen twice")) for value in (12, 0))

    assert few is not None
    assert nobody is not None
    assert (few.note, nobody.note) == ("", "seen twice")


def test_a_retraction_keeps_its_reason() -> None:
    """The row that takes a count back is a band like the count, and says why it does."""
    told = disclose_report(count(value=12, retracts="8c4d0e1f2a3b4c5d", note="counted twice"))

    assert told is not None
    assert (told.low, told.high, told.note) == (10, 19, "counted twice")


def test_a_band_stays_plausible() -> None:
    """The last band ends where figures do."""
    greatest = 50_000_000.0

    assert shown(count(value=greatest)) == (Bound.BETWEEN, greatest, None, greatest)


def test_waits_are_no_counts() -> None:
    """How long vulnerable people wait points at nobody."""
    told = figure(7, quantity=Quantity.WAIT_MINUTES, subject=Subject.ASYLUM_SEEKERS, **NGO)

    assert disclose_report(told) == told


@pytest.mark.parametrize("kind", [OriginKind.AUTHORITY, OriginKind.CUSTOMS, OriginKind.OPERATOR])
def test_counts_of_authorities(kind: OriginKind) -> None:
    """What an authority published is out already."""
    told = count(**SPOKESMAN | {"origin_kind": kind})

    assert disclose_report(told) == told


def test_counts_of_others() -> None:
    """Everybody else is counted as they are: few Russians are not a vulnerable group."""
    told = count(subject=Subject.RUSSIAN_CITIZENS)

    assert disclose_report(told) == told


@pytest.mark.parametrize(
    ("figures", "band"),
    [
        ({"bound": Bound.AT_LEAST, "low": 3.0}, (Bound.AT_LEAST, 1, None, None)),
        ({"bound": Bound.AT_LEAST, "low": 12.0}, (Bound.AT_LEAST, 10, None, None)),
        ({"bound": Bound.AT_MOST, "high": 3.0}, (Bound.AT_MOST, None, None, 9)),
        ({"bound": Bound.AT_MOST, "high": 12.0}, (Bound.AT_MOST, None, None, 19)),
        ({"bound": Bound.BETWEEN, "low": 3.0, "high": 20.0}, (Bound.BETWEEN, 1, None, 29)),
        ({"bound": Bound.BETWEEN, "low": 0.0, "high": 2.0}, (Bound.BETWEEN, 0, None, 9)),
        ({"bound": Bound.BETWEEN, "low": 12.0, "high": 13.0}, (Bound.BETWEEN, 10, None, 19)),
        ({"bound": Bound.ABOUT, "low": 2.0, "value": 16.0}, (Bound.BETWEEN, 1, None, 19)),
        ({"bound": Bound.ABOUT, "value": 3.0, "high": 9.0}, (Bound.BETWEEN, 1, None, 9)),
    ],
)
def test_a_band_is_true(
    figures: dict[str, Any], band: tuple[Bound, float | None, float | None, float | None]
) -> None:
    """A band hides how many exactly, and never says less or more than was said."""
    assert shown(count(**{"value": None} | figures)) == band


@pytest.mark.parametrize(
    ("figures", "band"),
    [
        ({"bound": Bound.AT_LEAST, "low": 3.0}, (Bound.AT_LEAST, 1, None, None)),
        ({"bound": Bound.AT_MOST, "high": 3.0}, (Bound.AT_MOST, None, None, 4)),
        ({"bound": Bound.BETWEEN, "low": 3.0, "high": 20.0}, (Bound.BETWEEN, 1, None, 20)),
        ({"bound": Bound.ABOUT, "low": 2.0, "value": 6.0}, (Bound.ABOUT, 1, 6, None)),
        ({"bound": Bound.ABOUT, "value": 3.0, "high": 9.0}, (Bound.BETWEEN, 1, None, 9)),
    ],
)
def test_a_band_of_the_archive_is_true(
    figures: dict[str, Any], band: tuple[Bound, float | None, float | None, float | None]
) -> None:
    """Of what the archive quotes, only what is few is hidden."""
    assert shown(count(**{"value": None, "archived": True} | figures)) == band


def test_small_vehicles() -> None:
    """Vehicles are not people, however few."""
    assert not is_banded(figure(3, **NGO))


def crossed(value: float, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a sensor's count of vehicles in the hour before noon."""
    fields = {
        "quantity": Quantity.CROSSINGS_VEHICLES,
        "observed_from": NOON - HOUR,
        "observed_to": NOON,
        "origin": "road agency",
        "origin_kind": OriginKind.SENSOR,
        "method": Method.COUNTED,
    }
    return figure(value, **fields | parts)


@pytest.mark.parametrize("value", [1, 4, 9, 9.9])
@pytest.mark.parametrize("parts", [{}, SPOKESMAN, NGO, {"subject": Subject.TRUCKS}])
def test_few_in_an_hour(value: float, parts: dict[str, Any]) -> None:
    """Where one to nine cross in an hour it is told by the day only, whoever counts."""
    assert disclose_report(crossed(value, **parts)) is None
    people = {"quantity": Quantity.CROSSINGS_PEOPLE, "subject": Subject.ALL_PEOPLE}
    assert disclose_report(crossed(value, **parts | people)) is None


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (0, {}),
        (10, {}),
        (3, {"observed_from": NOON - 20 * HOUR}),
        (3, {"quantity": Quantity.QUEUE_VEHICLES}),
        (0.3, {"quantity": Quantity.APPROACH_FLOW_RATIO}),
        (3, {"archived": True}),
    ],
    ids=["nobody", "ten", "a day", "a queue", "a share", "the archive"],
)
def test_what_is_not_sparse(value: float, parts: dict[str, Any]) -> None:
    """Nobody, ten, days, queues, and what was published years ago are told as they are."""
    counted = crossed(value, **parts)

    assert disclose_report(counted) == counted


@pytest.mark.parametrize(
    "figures",
    [
        {"bound": Bound.AT_LEAST, "low": 3.0},
        {"bound": Bound.AT_MOST, "high": 9.0},
        {"bound": Bound.BETWEEN, "low": 0.0, "high": 4.0},
    ],
)
def test_few_by_bounds(figures: dict[str, Any]) -> None:
    """A bound that names nothing but few is withheld like a figure."""
    assert disclose_report(replace(crossed(3), value=None, **figures)) is None


@pytest.mark.parametrize(
    "figures",
    [
        {"bound": Bound.AT_LEAST, "low": 0.0},
        {"bound": Bound.BETWEEN, "low": 3.0, "high": 40.0},
    ],
)
def test_more_by_bounds(figures: dict[str, Any]) -> None:
    """A bound that leaves room for many is told."""
    told = replace(crossed(3), value=None, **figures)

    assert disclose_report(told) == told


def test_an_hour_of_few_is_in_no_status() -> None:
    """A status shows the last hour that may be told, also where nobody disclosed the evidence."""
    two = [crossed(12, observed_from=NOON - 2 * HOUR, observed_to=NOON - HOUR), crossed(3)]

    (shown,) = status(*two).traffic

    assert (shown.mid, shown.observed_to) == (12, NOON - HOUR)


def test_a_live_travellers_times() -> None:
    """Whatever of a traveller's times may be asked for is told to the hour; the archive's stay."""
    told = event("queue_seen", **TRAVELLER | at(ODD), published_at=ODD, recorded_at=ODD)
    found = disclose_report(told)

    assert found is not None
    assert found.published_at == NOON
    assert told_at(found, found.known) == told_at(found, found.recorded_at) == NOON
    assert told_at(replace(told, archived=True), ODD) == ODD
    assert told_at(replace(told, origin_kind=OriginKind.MEDIA), ODD) == ODD


def test_a_travellers_minute_is_in_no_status() -> None:
    """Speaking at 12:17 of the whole day, a traveller is heard at noon, and ages from then."""
    told = figure(3600, **TRAVELLER, published_at=ODD, recorded_at=ODD)

    found = status(told)

    assert found.heard_at == NOON
    number = found.estimates[Quantity.QUEUE_VEHICLES]
    assert (number.observed_to, number.late_at) == (NOON, NOON + DAY)


@pytest.mark.parametrize("moment", [NOON, ODD, NOON + HOUR - timedelta(microseconds=1)])
def test_to_the_hour(moment: Any) -> None:  # noqa: ANN401 - a moment
    """Times are rounded down to their hour."""
    assert to_the_hour(moment) == NOON


def test_archive_holds_nothing_back_twice() -> None:
    """Disclosing what was disclosed changes nothing; nothing of an area is dropped."""
    kinds = {place.id: place.kind for place in archive.catalogue().places.values()}
    for told in archive.reports():
        found = disclose_report(told, kinds[told.place])
        dropped = told.word == "illegal_crossing" and kinds[told.place] is PlaceKind.CHECKPOINT
        assert (found is None) is dropped
        if found is not None:
            assert disclose_report(found, kinds[told.place]) == found


def test_status_disclosed_twice() -> None:
    """A status disclosed twice is as it was once."""
    told = [event(said, **TRAVELLER | at(ODD)) for said in EventWord]
    once = disclose(assess(QUEUE, evidence(*told), MONDAY + DAY))

    assert disclose(once) == once
