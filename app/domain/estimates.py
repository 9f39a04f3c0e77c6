"""The estimates of one queue: each quantity by itself, then with what the others let expect."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.derivation import Line, area_bounds, derived, throughput
from app.domain.estimate import Assessed, estimate, floor_to_step, known, sharpened
from app.domain.evidence import BEFORE_ALL, SUBJECTS, Evidence, QueueFigures
from app.domain.independence import expected
from app.domain.listening import Said, listened
from app.domain.report import Queue, Report, default_subject
from app.domain.silence import explained
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
    step = floor_to_step(at)
    line = Line(queue, throughput(queue, besides, step))

    withheld = {each for each in spoken if any(covers(order.quantity, each) for order in orders)}
    found = listened(Said(evidence.place, line, spoken, frozenset(withheld)))

    def assessed(quantity: Quantity, further: Sequence[Voice] = ()) -> Assessed:
        series = estimate(
            quantity,
            default_subject(quantity),
            found.heard[quantity].voices,
            at,
            cadences=evidence.cadences,
            derived=further,
            cycle=found.cycle(quantity),
            held=found.settled(quantity),
        )
        return explained(replace(series, wrong=found.wrong.get(quantity)), at, evidence.down)

    direct = {quantity: assessed(quantity) for quantity in QUEUE_QUANTITIES}
    said = {
        quantity: series.estimate for quantity, series in direct.items() if quantity not in withheld
    }
    for quantity in QUEUE_QUANTITIES:
        further = derived(quantity, line, step, said, found.heard)
        if direct[quantity].estimate.mid is not None:
            further += map(expected, area_bounds(quantity, queue, besides))
        if further:
            direct[quantity] = sharpened(direct[quantity], further) or assessed(quantity, further)
    return direct


def _known(
    said: QueueFigures, at: datetime, knowledge: Knowledge
) -> Mapping[Quantity, tuple[Report, ...]]:
    """Give the queue's own figures that an answer about `at` may use."""
    if knowledge is Knowledge.THEN and said.whole_at <= at:
        return said.own
    return {quantity: tuple(known(own, at, knowledge)) for quantity, own in said.own.items()}
