"""Each mistake in opening hours is named by file and line, with the way to mend it."""

import pytest

from tests.catalog.spoilt import PLACE, Overlay, found

HOURS_MISTAKES = [
    ('side = "a"\nbasis', 'side = "x"\nbasis', "13: unknown side 'x': write one of a, b"),
    (
        'basis = "stated"',
        'basis = "guessed"',
        "14: unknown basis 'guessed': write one of stated, assumed",
    ),
    (
        "valid_from = 2024-01-01",
        'valid_from = "2024-01-01"',
        "15: valid_from is of the wrong type: write it as valid_from = 2026-11-24",
    ),
    (
        "valid_from = 2024-01-01",
        "valid_from = 2024-01-01\nvalid_to = 2023-01-01",
        "16: valid_to is before valid_from: exchange the two",
    ),
    (
        '"08:00-20:00"',
        '"8-20"',
        "16: '8-20' are no hours: write hours as \"09:00-18:00\"",
    ),
    (
        '"08:00-20:00"',
        '"20:00-08:00"',
        (
            "16: hours '20:00-08:00' end before they start: "
            'write "20:00-32:00" if they run past midnight, or exchange the two'
        ),
    ),
    (
        '"08:00-20:00"',
        '"08:00-33:00"',
        (
            "16: hours '08:00-33:00' are longer than a day: "
            "start before 24:00 and last at most 24 hours"
        ),
    ),
    (
        'daily = ["08:00-20:00"]',
        'daily = ["08:00-20:00"]\nalways = true',
        (
            "16: hours need one kind of openings: "
            'give one of always = true, daily = ["09:00-18:00"], week = { mon-fri = [...] }'
        ),
    ),
    (
        'daily = ["08:00-20:00"]',
        "",
        (
            "12: hours need one kind of openings: "
            'give one of always = true, daily = ["09:00-18:00"], week = { mon-fri = [...] }'
        ),
    ),
    (
        'daily = ["08:00-20:00"]',
        'week = { moon = ["08:00-20:00"] }',
        "16: unknown day 'moon': write days as mon, mon-fri, sat-sun",
    ),
    (
        'daily = ["08:00-20:00"]',
        'week = { mon-moon = ["08:00-20:00"] }',
        "16: unknown day 'mon-moon': write days as mon, mon-fri, sat-sun",
    ),
    (
        'daily = ["08:00-20:00"]',
        'week = { fri-mon = ["08:00-20:00"] }',
        "16: unknown day 'fri-mon': write days as mon, mon-fri, sat-sun",
    ),
    (
        'daily = ["08:00-20:00"]',
        'week = { mon-fri = ["08:00-20:00"], fri = ["08:00-12:00"] }',
        "16: fri is there twice: name each day once",
    ),
    (
        'daily = ["08:00-20:00"]',
        'daily = ["08:00-20:00"]\nseason = { first = "10-32", last = "04-30" }',
        "17: '10-32' is no day of the year: write month and day: \"10-01\"",
    ),
    (
        'daily = ["08:00-20:00"]',
        'daily = ["08:00-20:00"]\nclocks = "spring"',
        "17: unknown clocks 'spring': write one of winter, summer",
    ),
    (
        'daily = ["08:00-20:00"]',
        'daily = ["08:00-20:00"]\nmodes = ["any"]',
        "17: hours for the mode 'any': leave modes out: they hold for all",
    ),
    (
        'a = "Europe/Kaliningrad", ',
        "",
        "13: side a has no time zone: add a to zones",
    ),
]


@pytest.mark.parametrize(("old", "new", "mistake"), HOURS_MISTAKES)
def test_mistakes_in_hours(overlay: Overlay, old: str, new: str, mistake: str) -> None:
    """One slip in opening hours is found in its line, and the mend is named."""
    assert old in PLACE

    mistakes = found(overlay(places=PLACE.replace(old, new)))

    assert f"places/own.toml:{mistake}" in mistakes


HOURS = """
[[place.hours]]
side = "a"
basis = "stated"
"""


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ('season = { first = "10-01", last = "05-01" }', "", 18),
        (
            'season = { first = "10-01", last = "05-01" }',
            'season = { first = "05-01", last = "09-30" }',
            22,
        ),
        ("valid_to = 2025-01-01", "valid_from = 2025-01-01", 22),
        ('modes = ["car", "bus"]', 'modes = ["truck", "bus"]', 18),
    ],
    ids=["season in the year", "two seasons", "two validities", "modes"],
)
def test_overlapping_seasons(overlay: Overlay, first: str, second: str, line: int) -> None:
    """Two entries that rule one day are a mistake, in the line that makes the second do so."""
    head = PLACE[: PLACE.index("\n[[place.hours]]")]
    text = f"{head}{HOURS}always = true\n{first}\n{HOURS}always = true\n{second}\n"

    mistakes = found(overlay(places=text))

    assert mistakes == [
        (
            f"places/own.toml:{line}: seasons overlap: two entries of hours rule the same days: "
            "end one the day before the other begins (season, valid_to), or merge them"
        ),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            'season = { first = "10-01", last = "04-30" }',
            'season = { first = "05-01", last = "09-30" }',
        ),
        ("valid_to = 2024-12-31", "valid_from = 2025-01-01"),
        ('modes = ["car", "bus"]', 'modes = ["truck"]'),
        ('modes = ["truck"]', ""),
        ('clocks = "winter"', 'clocks = "summer"'),
    ],
    ids=["seasons", "validities", "modes", "one mode and all", "clocks"],
)
def test_hours_side_by_side(overlay: Overlay, first: str, second: str) -> None:
    """Entries that share no day, or not the same modes, are no mistake."""
    head = PLACE[: PLACE.index("\n[[place.hours]]")]
    text = f"{head}{HOURS}always = true\n{first}\n{HOURS}always = true\n{second}\n"

    mistakes = found(overlay(places=text))

    assert mistakes == []


def test_hours_of_one_day(overlay: Overlay) -> None:
    """Hours may hold for a single day."""
    mistakes = found(
        overlay(places=PLACE.replace("2024-01-01", "2024-01-01\nvalid_to = 2024-01-01"))
    )

    assert mistakes == []


@pytest.mark.parametrize("key", ["side", "basis"])
def test_keys_that_all_hours_need(overlay: Overlay, key: str) -> None:
    """Hours without a side or a basis are told so."""
    lines = [line for line in PLACE.splitlines() if not line.startswith(f"{key} =")]

    mistakes = found(overlay(places="\n".join(lines)))

    assert f'places/own.toml:12: {key} is missing: add {key} = "a text"' in mistakes


def test_weekdays_and_weekend_apart(overlay: Overlay) -> None:
    """One entry for the working days and one for the weekend is a way to write a week."""
    head = PLACE[: PLACE.index("\n[[place.hours]]")]
    working = f'{HOURS}week = {{ mon-fri = ["09:00-18:00"] }}\n'
    weekend = f'{HOURS}week = {{ sat-sun = ["10:00-12:00"] }}\n'

    mistakes = found(overlay(places=head + working + weekend))

    assert mistakes == []
