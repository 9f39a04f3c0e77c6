"""The shipped notices: what they say at given instants, each resting on an archived report."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from app.catalog import Catalogue, load
from app.catalog.archive import open_archive
from app.domain.notice import Notice, report_of
from app.domain.standing import end_known
from app.domain.vocabulary import OFFICIAL_KINDS, Knowledge, Mode, Quantity

ROAD_CROSSINGS = (
    "vaalimaa",
    "nuijamaa",
    "imatra",
    "niirala",
    "vartius",
    "kuusamo",
    "salla",
    "raja-jooseppi",
)
WRITTEN = datetime(2026, 11, 24, tzinfo=UTC)
"""When the notices were last gone through."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


def in_force(
    catalogue: Catalogue, place: str, at: str, mode: Mode = Mode.ANY, direction: str = "RU-FI"
) -> Notice | None:
    """Give the access notice that began last among those that hold at a moment."""
    moment = datetime.fromisoformat(at)
    holding = [
        notice
        for notice in catalogue.notices
        if notice.place == place
        and notice.quantity is Quantity.ACCESS
        and notice.mode is mode
        and notice.direction in {direction, "both"}
        and notice.valid_from <= moment
        and (notice.valid_to is None or moment < notice.valid_to)
    ]
    return max(holding, key=lambda notice: notice.valid_from, default=None)


@pytest.mark.parametrize(
    ("place", "at", "word"),
    [
        ("vaalimaa", "2023-11-17T12:00:00+00:00", None),
        ("vaalimaa", "2023-11-17T21:59:59+00:00", None),
        ("vaalimaa", "2023-11-17T22:00:00+00:00", "closed"),
        ("vaalimaa", "2023-11-18T06:00:00+00:00", "closed"),
        ("vaalimaa", "2023-12-13T21:59:59+00:00", "closed"),
        ("vaalimaa", "2023-12-14T12:00:00+00:00", "open"),
        ("vaalimaa", "2023-12-15T17:59:59+00:00", "open"),
        ("vaalimaa", "2023-12-15T18:00:00+00:00", "closed"),
        ("vaalimaa", "2023-12-16T12:00:00+00:00", "closed"),
        ("niirala", "2023-11-17T17:59:59+00:00", None),
        ("niirala", "2023-11-17T18:00:00+00:00", "closed"),
        ("niirala", "2023-12-14T05:59:59+00:00", "closed"),
        ("niirala", "2023-12-14T06:00:00+00:00", "open"),
        ("niirala", "2023-12-15T18:00:00+00:00", "closed"),
        ("nuijamaa", "2023-12-14T12:00:00+00:00", "closed"),
        ("imatra", "2023-12-14T12:00:00+00:00", "closed"),
        ("vartius", "2023-11-18T12:00:00+00:00", "open"),
        ("vartius", "2023-11-19T20:00:00+00:00", "closed"),
        ("vartius", "2023-11-24T12:00:00+00:00", "closed"),
        ("kuusamo", "2023-11-24T12:00:00+00:00", "closed"),
        ("salla", "2023-11-23T12:00:00+00:00", "open"),
        ("salla", "2023-11-24T12:00:00+00:00", "closed"),
        ("raja-jooseppi", "2023-11-24T12:00:00+00:00", "restricted"),
        ("raja-jooseppi", "2023-11-29T21:59:59+00:00", "restricted"),
        ("raja-jooseppi", "2023-11-29T22:00:00+00:00", "closed"),
        ("raja-jooseppi", "2023-12-14T12:00:00+00:00", None),
    ],
)
def test_finland_crossing_by_crossing(
    catalogue: Catalogue, place: str, at: str, word: str | None
) -> None:
    """Each Finnish crossing closed, opened and closed at its own hour."""
    notice = in_force(catalogue, place, at)

    assert (notice.word if notice else None) == word


@pytest.mark.parametrize("place", ROAD_CROSSINGS)
def test_no_gap_since_december_2023(catalogue: Catalogue, place: str) -> None:
    """From the evening of 15 December 2023 each road crossing is closed on every day since."""
    first = datetime(2023, 12, 15, 18, 0, tzinfo=UTC)
    days = [first + timedelta(days=number) for number in range((WRITTEN - first).days + 1)]

    words = {
        notice.word if (notice := in_force(catalogue, place, day.isoformat())) else None
        for day in days
    }

    assert words == {"closed"}


@pytest.mark.parametrize("place", [*ROAD_CROSSINGS, "fi"])
@pytest.mark.parametrize("direction", ["RU-FI", "FI-RU"])
def test_closure_now_in_force(catalogue: Catalogue, place: str, direction: str) -> None:
    """Both directions are closed without an end, with the link, to be reviewed in time."""
    notice = in_force(catalogue, place, WRITTEN.isoformat(), direction=direction)

    assert notice is not None
    assert notice.word == "closed"
    assert notice.valid_to is None
    assert notice.url.startswith("https://")
    assert notice.valid_from == datetime(2025, 4, 15, 21, 0, tzinfo=UTC)


def test_exit_to_russia_was_cut_off_earlier(catalogue: Catalogue) -> None:
    """On 15 December 2023 Vaalimaa shut towards Russia before it shut towards Finland."""
    afternoon = "2023-12-15T14:00:00+00:00"

    outward = in_force(catalogue, "vaalimaa", afternoon, direction="FI-RU")
    inward = in_force(catalogue, "vaalimaa", afternoon, direction="RU-FI")

    assert outward is not None
    assert inward is not None
    assert (outward.word, inward.word) == ("closed", "open")


def test_goods_trains_went_on(catalogue: Catalogue) -> None:
    """Vainikkala is restricted by rail through the closings, never closed; then unknown."""
    asked = ["2023-11-30T12:00", "2024-01-01T12:00", "2024-04-10T12:00", "2024-05-01T12:00"]

    words = [
        notice.word if (notice := in_force(catalogue, "vainikkala", f"{at}Z", Mode.RAIL)) else None
        for at in asked
    ]

    assert words == ["restricted", "restricted", "restricted", None]


def test_rules_without_an_end(catalogue: Catalogue) -> None:
    """What stands until further notice, beside the closures."""
    standing = {
        (notice.place, notice.direction, notice.mode.value, notice.word, notice.subject.value)
        for notice in catalogue.notices
        if notice.quantity is Quantity.RULE and notice.valid_to is None
    }

    assert standing == {
        ("fi", "RU-FI", "any", "forbidden", "russian_tourists"),
        ("fi", "RU-FI", "car", "forbidden", "russian_plated"),
        ("fi", "both", "foot", "forbidden", "everybody"),
        ("fi", "both", "bicycle", "forbidden", "everybody"),
        ("fi-southeast", "RU-FI", "bicycle", "forbidden", "everybody"),
        ("fi-southeast", "both", "foot", "forbidden", "everybody"),
        ("vaalimaa", "RU-FI", "bicycle", "forbidden", "everybody"),
        ("nuijamaa", "RU-FI", "bicycle", "forbidden", "everybody"),
        ("imatra", "RU-FI", "bicycle", "forbidden", "everybody"),
        ("verkhny-lars", "RU-GE", "truck", "required", "everybody"),
        ("kz", "both", "truck", "required", "everybody"),
        ("kz", "RU-KZ", "any", "required", "visa_free_visitors"),
        ("mn", "RU-MN", "any", "allowed", "russian_citizens"),
    }


@pytest.mark.parametrize("mode", [Mode.CAR, Mode.FOOT])
def test_syrym_is_rebuilt(catalogue: Catalogue, mode: Mode) -> None:
    """Syrym is shut for cars and walkers until the end of 2026; trucks are not named."""
    notice = in_force(catalogue, "syrym", WRITTEN.isoformat(), mode, "RU-KZ")
    trucks = in_force(catalogue, "syrym", WRITTEN.isoformat(), Mode.TRUCK, "RU-KZ")

    assert notice is not None
    assert notice.word == "closed"
    assert notice.authority_kind == "operator"
    assert trucks is None


@pytest.mark.parametrize(
    ("place", "at", "word"),
    [
        ("tsagaannuur", "2024-07-09T16:59:59+00:00", "restricted"),
        ("tsagaannuur", "2024-07-09T17:00:00+00:00", "closed"),
        ("tsagaannuur", "2024-07-15T17:00:00+00:00", None),
        ("khankh", "2026-01-08T15:59:59+00:00", "closed"),
        ("khankh", "2026-01-08T16:00:00+00:00", None),
        ("altanbulag", "2026-01-01T12:00:00+00:00", "open"),
        ("borshoo", "2026-02-20T16:59:59+00:00", "closed"),
    ],
)
def test_mongolian_holidays(catalogue: Catalogue, place: str, at: str, word: str | None) -> None:
    """Published holidays hold in the clock of each post: UTC+8, in the west UTC+7."""
    notice = in_force(catalogue, place, at, direction="RU-MN")

    assert (notice.word if notice else None) == word


def test_bare_day_of_publication_is_known_at_its_end(catalogue: Catalogue) -> None:
    """A notice published on a day counts as known from the midnight after it, at the place."""
    (notice,) = (each for each in catalogue.notices if each.id == "vaalimaa-2023-12-14-open")

    assert notice.published_at == datetime(2023, 12, 13, 22, 0, tzinfo=UTC)


def test_every_notice_has_an_end_or_a_review_to_come(catalogue: Catalogue) -> None:
    """Nothing stands for ever unseen, and nothing was late when it was written down."""
    for notice in catalogue.notices:
        assert (notice.valid_to is None) == (notice.review_at is not None), notice.id
        if notice.review_at is not None:
            assert notice.review_at > WRITTEN, notice.id


def test_every_notice_rests_on_an_archived_report(catalogue: Catalogue) -> None:
    """Times, speaker, direction and link of each stand in one row: nothing is invented."""
    with open_archive() as file:
        rows = list(csv.DictReader(io.StringIO(file.read().decode())))
    columns = ("url", "origin", "direction", "quantity", "observed_from", "observed_to")
    known = {tuple(row[column] for column in columns) for row in rows}

    for notice in catalogue.notices:
        end = notice.valid_to.isoformat() if notice.valid_to else ""
        said = (notice.direction, notice.quantity.value, notice.valid_from.isoformat(), end)
        assert (notice.url, notice.authority, *said) in known, notice.id


def test_every_notice_is_a_report(catalogue: Catalogue) -> None:
    """Each notice can take part in the assessment as an authority's word."""
    reports = [report_of(notice) for notice in catalogue.notices]

    assert len({report.id for report in reports}) == len(catalogue.notices)
    assert {report.origin_kind for report in reports} <= OFFICIAL_KINDS


def test_ends_that_nobody_had_announced(catalogue: Catalogue) -> None:
    """Where a notice ended otherwise than announced, its end is not told before it came."""
    (closing,) = [each for each in catalogue.notices if each.id == "vaalimaa-2023-11-18-closed"]
    (holiday,) = [each for each in catalogue.notices if each.id == "tsagaannuur-2024-07-10-closed"]

    untold, told = (
        end_known(report_of(notice), notice.valid_from, Knowledge.THEN)
        for notice in (closing, holiday)
    )

    assert untold is None
    assert told == holiday.valid_to
