"""The estimates of one queue: each quantity by itself, then with what the others let expect."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from app.domain.belief import grid_of
from app.domain.cycle import STEADY, learned
from app.domain.derivation import Line, area_bounds, derived, throughput
from app.domain.estimate import Assessed, estimate, floor_to_step, known
from app.domain.evidence import Evidence
from app.domain.independence import expected, voices
from app.domain.relation import RELATED, Heard
from app.domain.report import Queue, Report, default_subject
from app.domain.silence import explained
from app.domain.trust import trusted
from app.domain.vocabulary import QUEUE_QUANTITIES, Knowledge, Quantity
from app.domain.voice import Voice
from app.domain.withholding import covers, without_withheld
from app.domain.withholding import in_force as orders_in_force

_Any = TypeVar("_Any")


def estimates(
    queue: Queue, evidence: Evidence, at: datetime, knowledge: Knowledge = Knowledge.THEN
) -> dict[Quantity, Assessed]:
    """Assess every quantity of one queue: each by itself, then with what the others let expect.

    What is withheld is assessed too, but lets expect nothing: it could be worked out from that.
    """
    figures, besides = _figures(queue, evidence)
    besides = without_withheld(known(besides, at, knowledge), evidence.orders, at, knowledge)
    orders = orders_in_force(evidence.orders, queue, at, knowledge)
    step = floor_to_step(at)
    line = Line(queue, throughput(queue, besides, step), step)

    withheld = {each for each in figures if any(covers(order.quantity, each) for order in orders)}
    speaking = {
        quantity: voices(known(said, at, knowledge), evidence.place, grid_of(quantity))
        for quantity, said in figures.items()
    }
    trust = trusted(_related(speaking, withheld), line.relation)
    heard = {
        quantity: Heard(trust.voices.get(quantity, said), grid_of(quantity))
        for quantity, said in speaking.items()
    }
    cycles = learned(_related(heard, withheld))

    def assessed(quantity: Quantity, further: Sequence[Voice] = ()) -> Assessed:
        found = estimate(
            quantity,
            default_subject(quantity),
            heard[quantity].voices,
            at,
            cadences=evidence.cadences,
            derived=further,
            cycle=cycles.get(quantity, STEADY),
        )
        found = replace(found, wrong=trust.wrong.get(quantity))
        return explained(found, at, evidence.down)

    direct = {quantity: assessed(quantity) for quantity in QUEUE_QUANTITIES}
    said = {
        quantity: series.estimate for quantity, series in direct.items() if quantity not in withheld
    }
    for quantity in QUEUE_QUANTITIES:
        further = derived(quantity, line, said, heard)
        if direct[quantity].estimate.mid is not None:
            further += map(expected, area_bounds(quantity, queue, besides))
        if further:
            direct[quantity] = assessed(quantity, further)
    return direct


def _related(
    of_each: Mapping[Quantity, _Any], withheld: Collection[Quantity]
) -> dict[Quantity, _Any]:
    """Give those of the quantities that go together of which what is said may be used."""
    return {each: of_each[each] for each in RELATED if each not in withheld}


def _figures(
    queue: Queue, evidence: Evidence
) -> tuple[Mapping[Quantity, list[Report]], list[Report]]:
    """Give the queue's own figures by quantity, and its areas' and what gets through besides."""
    figures: dict[Quantity, list[Report]] = {quantity: [] for quantity in QUEUE_QUANTITIES}
    besides: list[Report] = []
    for report in evidence.reports:
        if report.direction != queue.direction or report.mode is not queue.mode:
            continue
        if report.place != queue.place or report.quantity is Quantity.CROSSINGS_VEHICLES:
            besides.append(report)
        elif report.quantity in figures and report.subject is default_subject(report.quantity):
            figures[report.quantity].append(report)
    return figures, besides
