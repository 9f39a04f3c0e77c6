"""Sayings: repeats folded within their rounding, the rest side by side."""

from typing import Any

import pytest

from app.domain.saying import consistent, sayings
from app.domain.vocabulary import Agreement, Bound, Method, OriginKind
from tests.domain.counts import MEDIA, between, count, of

TRAVELLER: dict[str, Any] = {
    "origin": "eyewitness",
    "origin_kind": OriginKind.EYEWITNESS,
    "method": Method.OBSERVED,
}


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        (count(16900), count(16886), True),
        (count(16900), count(16840), False),
        (count(49094), count(49464), False),
        (count(26), count(27), False),
        (count(0), count(0), True),
        (count(0), count(1), False),
        (count(8600, bound=Bound.ABOUT), count(8572), True),
        (count(11200, bound=Bound.ABOUT), count(10400), False),
        (count(11200, bound=Bound.ABOUT), count(11400), True),
        (count(100000, bound=Bound.ABOUT), count(91000), True),
        (count(100000, bound=Bound.ABOUT), count(89000), False),
        (between(5000, 6000), count(6000), True),
        (between(5000, 6000), count(6100), False),
        (count(7600, bound=Bound.AT_LEAST), count(7667), True),
        (count(7600, bound=Bound.AT_LEAST), count(7599), False),
        (count(8600, bound=Bound.AT_MOST), count(8572), True),
        (count(8600, bound=Bound.AT_MOST), count(8601), False),
    ],
)
def test_figures_fit_within_their_rounding(one: object, other: object, fits: object) -> None:
    """A figure is off by its rounding at most; a bound reaches as far as it says."""
    assert consistent(one, other) is fits  # type: ignore[arg-type]
    assert consistent(other, one) is fits  # type: ignore[arg-type]


def test_the_sharpest_figure_speaks_for_its_origin() -> None:
    """Of lower bounds that fit together the greatest is the saying, the others its repeats."""
    (saying,) = sayings([count(20, bound=Bound.AT_LEAST), count(70, bound=Bound.AT_LEAST)])

    assert (saying.low, saying.two_sided, len(saying.reports)) == (70, False, 2)


def test_a_rough_figure_joins_the_nearest_exact_one() -> None:
    """A rough figure that fits two exact ones is taken for a repeat of the nearer."""
    first, second = sayings([count(10001), count(10300), count(10200, bound=Bound.ABOUT)])

    assert [saying.value for saying in (first, second)] == [10001, 10300]
    assert [len(saying.reports) for saying in (first, second)] == [1, 2]


def test_nameless_rows_are_one_saying_only_if_alike() -> None:
    """Media reports of one figure repeat each other; another figure is another voice's."""
    found = sayings(
        [count(3000, **MEDIA), count(3000, note="again", **MEDIA), count(3001, **MEDIA)]
    )

    assert sorted(len(saying.reports) for saying in found) == [1, 2]


def test_an_exact_nameless_figure_and_a_rough_one_stand_apart() -> None:
    """Nobody vouches that two nameless figures near each other are one claim."""
    found = sayings([count(3000, **MEDIA), count(3001, **MEDIA)])

    assert len(found) == 2


def test_two_nameless_kinds_do_not_agree() -> None:
    """A medium and a traveller, neither with a name, are two origins but no agreement."""
    (flow,) = of(count(3000, **MEDIA), count(3000, **TRAVELLER))

    assert (flow.origins, flow.agreement) == (2, Agreement.SINGLE)


def test_the_figure_told_most_often_is_shown() -> None:
    """Of figures equally good that fit together, the one with most reports behind it is shown."""
    other: dict[str, Any] = {"origin": "Finnish Customs"}

    (flow,) = of(count(16850), count(16900, **other), count(16900, note="again", **other))

    assert (flow.value, flow.agreement) == (16900, Agreement.AGREE)
