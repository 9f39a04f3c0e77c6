"""The estimates of one queue: each quantity by itself, then with what the others let expect."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from app.domain.derivation import Line, area_bounds, derived, throughput
from app.domain.estimate import Assessed, estimate, floor_to_step, known, sharpened
from app.domain.evidence import BEFORE_ALL, SUBJECTS, Evidence, QueueFigures
from app.domain.independence import expected
from app.domain.listening import Listened, Said, listened
from app.domain.report import Queue, Report, default_subject
from app.domain.silence import explained
from app.domain.status import Estimate
from app.domain.vocabulary import QUEUE_QUANTITIES, Knowledge, Quantity
from app.domain.voice import Voice
from app.domain.withholding import covers, without_withheld
from app.domain.withholding import in_force as orders_in_force

SILENCE = {
    quantity: estimate(quantity, subject, (), BEFORE_ALL) for quantity, subject in SUBJECTS.items()
}
"""What there is of a queue of which nobody gave a figure, at whatever moment."""


def estimates(
    queue: Queue, evidence: Evidence, at: datetime, knowledge: Knowledge = Knowledge.THEN
) -> dict[Quantity, Assessed]:
    """Assess every quantity of one queue: each by itself, then with what the others let expect.

    What is withheld is assessed too, but lets expect nothing: it could be worked out from that.
    """
    figures = evidence.figures_of(queue)
    spoken = _known(figures, at, knowledge)
    if not any(spoken.values()):
        return dict(SILENCE)
    besides = without_withheld(
        known(figures.besides, at, knowledge), evidence.orders, at, knowledge
    )
    orders = orders_in_force(evidence.orders, queue, at, knowledge)
    line = Line(queue, throughput(queue, besides, floor_to_step(at)))
    withheld = frozenset(each for each in spoken if any(covers(o.quantity, each) for o in orders))
    found = listened(Said(evidence.place, line, spoken, withheld))

    asked = _Asked(evidence, at, line, found, besides)
    direct = {quantity: asked.assessed(quantity) for quantity in QUEUE_QUANTITIES}
    told = _without(withheld, direct)
    lines = direct | {
        quantity: asked.beside(quantity, series, told)
        for quantity, series in direct.items()
        if quantity is not Quantity.WAIT_MINUTES
    }
    # A wait is that of the line that stands, of which all is said by now.
    wait = Quantity.WAIT_MINUTES
    return lines | {wait: asked.beside(wait, direct[wait], _without(withheld, lines))}


def _without(
    withheld: Collection[Quantity], assessed: Mapping[Quantity, Assessed]
) -> dict[Quantity, Estimate]:
    """Give the estimates that may let expect others."""
    return {each: series.estimate for each, series in assessed.items() if each not in withheld}


class _Asked(NamedTuple):
    """A queue at an instant, and what was said of it; `besides` are its areas' figures."""

    evidence: Evidence
    at: datetime
    line: Line
    found: Listened
    besides: Sequence[Report]

    def assessed(self, quantity: Quantity, further: Sequence[Voice] = ()) -> Assessed:
        """Assess a quantity by its own voices, and by `further` ones that are derived."""
        series = estimate(
            quantity,
            default_subject(quantity),
            self.found.heard[quantity].voices,
            self.at,
            cadences=self.evidence.cadences,
            derived=further,
            cycle=self.found.cycle(quantity),
            held=self.found.settled(quantity),
        )
        series = replace(series, wrong=self.found.wrong.get(quantity))
        return explained(series, self.at, self.evidence.down)

    def beside(
        self, quantity: Quantity, series: Assessed, told: Mapping[Quantity, Estimate]
    ) -> Assessed:
        """Sharpen what was assessed by what is `told` of the other quantities."""
        further = derived(quantity, self.line, floor_to_step(self.at), told, self.found.heard)
        if series.estimate.mid is not None:
            further += map(expected, area_bounds(quantity, self.line.queue, self.besides))
        if not further:
            return series
        return sharpened(series, further) or self.assessed(quantity, further)


def _known(
    said: QueueFigures, at: datetime, knowledge: Knowledge
) -> Mapping[Quantity, tuple[Report, ...]]:
    """Give the queue's own figures that an answer about `at` may use."""
    if knowledge is Knowledge.THEN and said.whole_at <= at:
        return said.own
    return {quantity: tuple(known(own, at, knowledge)) for quantity, own in said.own.items()}
