"""Trust: the nameless are held against the named, and lose weight where they are wrong."""

import math
from collections.abc import Iterable, Mapping, Sequence

import pytest

from app.domain.belief import grid_of
from app.domain.independence import voices
from app.domain.relation import Relation
from app.domain.report import Report
from app.domain.trust import USUAL, Trusted, trusted
from app.domain.vocabulary import Bound, Quantity
from app.domain.voice import Role, Voice
from tests.domain.made import GATE, HOUR, MONDAY, TRAVELLER, at, figure

VEHICLES, KM, WAIT = Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES
PER_KM = Relation(-math.log(150), 0.5)


HONEST = [900.0 + step for step in range(8)]
LIES = [2200.0 + step for step in range(8)]


def expecting(basis: Quantity, quantity: Quantity) -> Relation | None:
    """Let vehicles expect kilometres, and nothing else anything."""
    return PER_KM if (basis, quantity) == (VEHICLES, KM) else None


def named(*values: float) -> list[Report]:
    """Let the ministry tell vehicles every six hours."""
    return [figure(value, **at(MONDAY + 6 * n * HOUR)) for n, value in enumerate(values)]


def nameless(*values: float, quantity: Quantity = VEHICLES, **parts: object) -> list[Report]:
    """Let travellers tell something an hour after each word of the ministry, one after another."""
    return [
        figure(value, quantity=quantity, **TRAVELLER, **at(MONDAY + (6 * n + 1) * HOUR), **parts)
        for n, value in enumerate(values)
    ]


def weighed(said: Mapping[Quantity, Iterable[Report]]) -> Trusted:
    """Weigh what was said of one queue."""
    speaking: dict[Quantity, Sequence[Voice]] = {
        quantity: voices(reports, GATE, grid_of(quantity)) for quantity, reports in said.items()
    }
    return trusted(speaking, expecting)


def weights(found: Trusted, quantity: Quantity = VEHICLES) -> list[float]:
    """Give the weights of the nameless, in the order of their moments."""
    heard = sorted(found.voices[quantity], key=lambda voice: voice.until)
    return [voice.weight for voice in heard if not voice.named]


def test_who_is_borne_out_keeps_his_weight() -> None:
    """Travellers who see what the ministry counts are believed, nearly as without it."""
    found = weighed({VEHICLES: [*named(900, 950, 1000), *nameless(900, 1000, 920)]})

    assert min(weights(found)) > 0.97
    assert found.wrong[VEHICLES] < USUAL


def test_who_lies_loses_it() -> None:
    """A figure four times too great beside a named one is no more than an outlier."""
    found = weighed({VEHICLES: [*named(900, 910), *nameless(905, 4000)]})

    honest, liar = weights(found)
    assert honest > 0.9
    assert liar < 0.4


def test_many_liars_are_believed_less_each() -> None:
    """The more of them are wrong, the less weighs the next who says something as odd."""
    one, many = (
        weighed({VEHICLES: [*named(*HONEST), *nameless(*HONEST[liars:], *LIES[:liars])]})
        for liars in (1, 5)
    )

    assert many.wrong[VEHICLES] > 2 * one.wrong[VEHICLES]
    assert max(weights(many)[-5:]) < weights(one)[-1] <= 0.9


def test_nobody_named_speaks() -> None:
    """Where nobody answers for a word, the nameless weigh what they weigh without that."""
    reports = nameless(900, 4000, 20)

    found = weighed({VEHICLES: reports})

    assert found.wrong == {}
    assert list(found.voices[VEHICLES]) == voices(reports, GATE, grid_of(VEHICLES))


def test_who_lies_of_the_line_is_doubted_of_its_length() -> None:
    """Where travellers' vehicles are wrong, their odd kilometres are believed less."""
    odd = nameless(6, 6.5, 14, quantity=KM)

    trusting = weighed({VEHICLES: [*named(*HONEST[:3]), *nameless(*HONEST[3:6])], KM: odd})
    doubting = weighed({VEHICLES: [*named(*HONEST[:3]), *nameless(*LIES[:3])], KM: odd})

    assert weights(doubting, KM)[2] < weights(trusting, KM)[2]
    assert doubting.wrong[KM] > trusting.wrong[KM]


@pytest.mark.parametrize("value", [4000, 900])
def test_a_bound_is_not_held_against_anybody(value: float) -> None:
    """Who says "at least" is not far from who says more."""
    at_least = nameless(value, bound=Bound.AT_LEAST)

    found = weighed({VEHICLES: [*named(900, 910), *at_least]})

    untouched = voices(at_least, GATE, grid_of(VEHICLES))
    assert weights(found) == [voice.weight for voice in untouched]


def test_the_named_are_not_touched() -> None:
    """The ministry keeps its weight whatever travellers say, and a liar's role says what he is."""
    found = weighed({VEHICLES: [*named(*HONEST), *nameless(*[4 * lie for lie in LIES])]})

    assert all(voice.weight == 1 for voice in found.voices[VEHICLES] if voice.named)
    assert {voice.role for voice in found.voices[VEHICLES] if not voice.named} == {Role.OUTLIER}
    assert min(weights(found)) > 0
