"""Each mistake in a notice is named by file and line, with the way to mend it."""

import pytest

from tests.catalog.spoilt import NOTICE, PLACE, Overlay, found

NOTICE_MISTAKES = [
    (
        'place = "verkhny-lars"',
        'place = "verkhni-lars"',
        "3: unknown place 'verkhni-lars': did you mean 'verkhny-lars'?",
    ),
    (
        'place = "verkhny-lars"',
        'place = "qqq"',
        "3: unknown place 'qqq': add the place, or correct the id",
    ),
    (
        'direction = "RU-GE"',
        'direction = "RU-FI"',
        "4: unknown direction 'RU-FI': write one of RU-GE, GE-RU, both",
    ),
    ('mode = "truck"', 'mode = "lorry"', "5: unknown mode 'lorry'"),
    (
        'quantity = "access"',
        'quantity = "acess"',
        "6: unknown quantity 'acess': did you mean 'access'?",
    ),
    (
        'quantity = "access"',
        'quantity = "queue_km"',
        "6: a notice of queue_km: write one of access, rule, event",
    ),
    ('word = "closed"', 'word = "shut"', "7: unknown word 'shut'"),
    ('word = "closed"', 'word = "forbidden"', "7: unknown word 'forbidden'"),
    ('word = "closed"\n', "", '1: word is missing: add word = "a text"'),
    (
        'subject = "everybody"',
        'subject = "russian_citizen"',
        "8: unknown subject 'russian_citizen': did you mean 'russian_citizens'?",
    ),
    (
        "valid_from = 2026-01-01T00:00:00+04:00",
        "valid_from = 2026-01-01T00:00:00",
        (
            "9: valid_from has no UTC offset: add the offset of the place: "
            "valid_from = 2026-01-01T00:00:00+02:00"
        ),
    ),
    (
        "valid_from = 2026-01-01T00:00:00+04:00",
        "valid_from = 2026-01-01",
        "9: valid_from is of the wrong type: write it as valid_from = 2026-11-24T12:00:00+02:00",
    ),
    (
        "valid_to = 2026-02-01T00:00:00+04:00",
        "valid_to = 2025-02-01T00:00:00+04:00",
        "10: valid_to is not after valid_from: exchange the two",
    ),
    (
        "valid_to = 2026-02-01T00:00:00+04:00\n",
        "",
        (
            "9: neither an end nor a review date: "
            "add valid_to, or review_at = the day to look again whether it still holds"
        ),
    ),
    (
        "valid_to = 2026-02-01T00:00:00+04:00",
        'review_at = "soon"',
        "10: review_at is of the wrong type: write it as review_at = 2026-11-24",
    ),
    (
        "published_on = 2025-12-31\n",
        "",
        "1: published_on is missing: add published_on = 2026-11-24",
    ),
    (
        'authority = "Roads Department of Georgia"',
        'authority = ""',
        "12: authority is empty: write what it should say",
    ),
    (
        'authority_kind = "operator"',
        'authority_kind = "eyewitness"',
        "13: eyewitness decides nothing: write one of authority, customs, operator",
    ),
    (
        'url = "https://example.org/closed"\n',
        "",
        '1: url is missing: add url = "a text"',
    ),
    (
        'url = "https://example.org/closed"',
        'url = "example.org"',
        "14: 'example.org' is no link: write it from https:// on",
    ),
    (
        'note = "avalanches"',
        'notes = "avalanches"',
        "15: unknown key 'notes': did you mean 'note'?",
    ),
    (
        'note = "avalanches"',
        f'note = "{"x" * 301}"',
        "15: note cannot be used: has 301 characters; at most 300 are kept",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "mistake"), NOTICE_MISTAKES, ids=[case[2][:40] for case in NOTICE_MISTAKES]
)
def test_mistakes_in_a_notice(overlay: Overlay, old: str, new: str, mistake: str) -> None:
    """One slip in a notice is found in its line, and the mend is named."""
    assert old in NOTICE

    mistakes = found(overlay(notices=NOTICE.replace(old, new)))

    assert [each for each in mistakes if each.startswith(f"notices/own.toml:{mistake}")]
    assert len(mistakes) == 1


NEEDED = ["id", "place", "direction", "quantity", "word", "valid_from", "authority", "url"]


@pytest.mark.parametrize("key", NEEDED)
def test_keys_that_every_notice_needs(overlay: Overlay, key: str) -> None:
    """A notice without one of its keys is told which."""
    lines = [line for line in NOTICE.splitlines() if not line.startswith(f"{key} =")]

    mistakes = found(overlay(notices="\n".join(lines)))

    assert mistakes[0].startswith(f"notices/own.toml:1: {key} is missing: add {key} = ")


def test_two_notices_with_one_id(overlay: Overlay) -> None:
    """The second notice of one id is found."""
    mistakes = found(overlay(notices=NOTICE + NOTICE))

    assert mistakes[0].startswith("notices/own.toml:17: two notices have the id 'own-1'")


def test_notice_for_a_spoilt_place_is_not_blamed(overlay: Overlay) -> None:
    """A mistake in a place is told once, and not again for each notice about it."""
    notice = NOTICE.replace("verkhny-lars", "chernyshevskoye").replace("RU-GE", "RU-LT")
    folder = overlay(places=PLACE.replace("truck", "trukc"), notices=notice)

    mistakes = found(folder)

    assert len(mistakes) == 1
