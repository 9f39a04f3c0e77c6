"""Figures as feeds write them: read strictly, so that a missing one never becomes a number."""

import math

SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f"))
"""Spaces that part thousands: common, unbreakable, thin, narrow."""

MOST_DIGITS = 12


def number(value: object) -> float:
    """Give a JSON number as it is; raises ValueError for text, true, false, null and no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r:.40} is no number")
    return float(value)


def whole_number(text: str) -> int:
    """Give a whole number written in digits, thousands parted by spaces: `18 582`.

    Raises ValueError for anything else, also for an empty text and for a dash.
    """
    digits = text.translate(SPACES).strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
        raise ValueError(f"{text!r:.40} is no whole number")
    return int(digits)
