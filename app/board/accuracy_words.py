"""Accuracy in plain words: one or two English sentences that anybody can repeat."""

from app.domain.accuracy import FEW, FEWEST, Accuracy, Errors

BEYOND = 2.995
"""A factor that is told as three or more: errors are cut off there."""


def in_words(one: Accuracy) -> str:
    """Say how far off we usually were, and what the latest report alone would have been."""
    if not one.figures:
        return f"No sharper figure came in these {one.days} days."
    if not one.compared:
        return f"None of {_figures(one.figures)} could be held against a number of ours."
    ours, latest = one.ours, one.latest
    if ours is None or latest is None:
        return f"{_figures(one.compared)}: fewer than {FEWEST} tell nothing."
    held = f"{sum(one.tally.covered)} of {_figures(one.compared)}"
    told = (
        f"Usually off by a factor of {factor(ours)}, the latest report alone by"
        f" {factor(latest)}; our interval held {held}."
    )
    return told if one.compared >= FEW else f"{told} These are few."


def factor(errors: Errors) -> str:
    """Write the factor that half of all errors stay below."""
    return "3 or more" if errors.factor >= BEYOND else f"{errors.factor:.1f}"


def _figures(count: int) -> str:
    return "1 figure" if count == 1 else f"{count:,} figures"
