"""The recipe: all that is needed to compute a published number again from its voices."""

from collections.abc import Iterable

from app.board.notation import Fields
from app.board.precision import DIGITS, WHOLE
from app.domain.belief import ANYTHING, CELLS, LOST, MOST_WALK, SHORT, SPAN, WALK, ZERO_APART
from app.domain.cycle import MOST_NATS
from app.domain.estimate import HIGH, LOW, MEANING, MID, VAGUE
from app.domain.filtering import LEAST_MOVED, MOST_MOMENTS
from app.domain.likelihood import (
    BEYOND_LEAST,
    BEYOND_SLACK,
    BEYOND_WIDTH,
    STANDING_SLOPE,
    TAIL,
    WRONG,
)
from app.domain.vocabulary import UNITS, Quantity

HOW = """
Cells: one for zero, then `cells` values evenly spaced in the natural logarithm from `least` to
`greatest`. Zero's cell stands `zero_apart` below ln(least).

Allowed: `exact` and `about` allow `value` alone, `between` what lies from `low` to `high`,
`at_least` what is not below `low`, `at_most` what is not above `high`. A figure below the cells
stands at zero's.

Likelihood of a voice in each cell: for each side that its figure sets, multiply by
(1 + z*z/tail)^(-(tail+1)/2), where z is how far the cell lies outside that side, in logarithms,
over `scale`.

A one-sided bound, unless its method is `derived`, is said near its figure: multiply by
s + (1-s)/(1 + f*f), where f is how far the cell lies beyond the figure on the side that is allowed,
less `slack` and at least 0, over `width`, and s is what `least` has for its bound. Where it has
`joined_at`, somebody stands still who joined then: multiply by exp(-f*`standing`) instead, without
`slack` and `width`.

Divide by the greatest cell. With w = wrong/(1-wrong) times the mean of all cells it becomes (1-w)
times itself plus w. Raise that to the power of the voice's `weight`.

A voice speaks of the moment between `observed_from` and `until` that lies nearest to the number's
`moment`. Begin with all cells alike; take the voices that have weight, of the `most_moments` such
moments that are nearest, from the furthest to the nearest, multiply by each, and bring the sum back
to 1.

From one such moment to the next, and at last to the number's, h hours apart: take the value m that
the share 0.5 has as told below; v is walk_per_hour times 1+(short/m)^2, at most
`most_walk_per_hour`, and that where m is zero. Spread all cells by a Gaussian of sqrt(v*h) in
logarithms, which is rounded to 0.001 of a cell's step, reaches four widths to each side and is
mirrored at both ends, end cells included. Then 1-exp(-a*h) of it, where a is `anything_per_hour`,
goes to all cells alike.

Then move it by the time of day, unless both parts of the number's `cycle` are 0: its wave at a
moment is `cosine`*cos(t) + `sine`*sin(t), t being 2*pi for each full day since 1970 began in UTC.
With m as before, now of the belief that was spread, it moves, unless m is zero, by ln of 1 + r/m,
at most `most_nats` up or down, where r is what the wave rises in between and m is `least_moved`
times `short` at least: each cell but zero's takes what stood so far below it, between two cells in
proportion, nothing from beyond the ends, and all but zero's are brought back to the sum they had.
Where more than `lost` of that sum would be gone, nothing moves.

Voices that begin after `moment` are taken in the same way by themselves, and both results
multiplied. Where `no_number` is stale or source_down they are left out, and what comes out is the
last figure.

Spread all cells but zero's by a Gaussian of `blur` in the same way, and add up from zero's on. A
share lies where the sum reaches it, between the edges of the cells, which are halfway in
logarithms, and is zero where zero's cell alone reaches it. Round to `digits` significant digits,
and to a whole number where `whole` is true.
"""
STEPS = tuple(" ".join(step.split()) for step in HOW.strip().split("\n\n"))
"""How to compute a number again, step by step."""


def recipe(quantities: Iterable[Quantity]) -> Fields:
    """Give the constants by which the numbers of these quantities are computed, and the steps."""
    return {
        "cells": CELLS,
        "zero_apart": ZERO_APART,
        "walk_per_hour": WALK,
        "most_walk_per_hour": MOST_WALK,
        "anything_per_hour": ANYTHING,
        "most_moments": MOST_MOMENTS,
        "cycle": {"least_moved": LEAST_MOVED, "most_nats": MOST_NATS, "lost": LOST},
        "tail": TAIL,
        "wrong": WRONG,
        "meaning": MEANING,
        "beyond": {
            "slack": BEYOND_SLACK,
            "width": BEYOND_WIDTH,
            "least": {bound.value: least for bound, least in BEYOND_LEAST.items()},
            "standing": STANDING_SLOPE,
        },
        "shares": [LOW, MID, HIGH],
        "vague": VAGUE,
        "digits": DIGITS,
        "quantities": {quantity.value: _of(quantity) for quantity in quantities},
        "steps": list(STEPS),
    }


def _of(quantity: Quantity) -> Fields:
    least, greatest = SPAN[quantity]
    return {
        "least": least,
        "greatest": greatest,
        "short": SHORT[quantity],
        "whole": UNITS[quantity] in WHOLE,
    }
