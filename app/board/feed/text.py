"""Text for feeds: what others wrote, without what XML cannot hold or what would turn ours round."""

import re

LONGEST_TITLE, LONGEST_TEXT = 200, 1000
"""How much is told of one text, in letters."""

LONGEST_URL = 2000

UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    + "".join(
        f"|[{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}]"
        for plane in range(1 << 16, 17 << 16, 1 << 16)
    )
)
"""Controls and noncharacters, which XML 1.0 forbids or advises against, and the marks that set the
direction of writing: in the middle of our sentence they could turn round what it says."""

ADDRESS = re.compile(r"https?://[!#-;=?-Z\[\]_a-z~]+", re.IGNORECASE)
"""An address of a page, in the letters that an address may have."""


def fit(text: str) -> str:
    """Give a text as one line that XML can hold and that reads in the order it is written."""
    return " ".join(UNFIT.sub(" ", text).split())


def line(text: str, longest: int = LONGEST_TITLE) -> str:
    """Give a text as one line of at most so many letters; a cut one ends in an ellipsis."""
    told = fit(text)
    return told if len(told) <= longest else told[: longest - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """Give what somebody wrote, as one line in the middle of our sentences."""
    return line(text, LONGEST_TEXT)


def address(url: str) -> str | None:
    """Give the address of a page; None for what is none, or is too long."""
    return url if len(url) <= LONGEST_URL and ADDRESS.fullmatch(url) else None
