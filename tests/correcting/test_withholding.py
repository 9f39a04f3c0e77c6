"""Withholding: of which queue, how long, and what never."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from app.correcting.mandate import Mandate
from app.correcting.refusal import Refused
from app.correcting.withholding import Order, withhold
from app.domain.act import Verb
from app.domain.report import Queue
from app.domain.vocabulary import Mode, NoNumber, Quantity
from tests.archived import NOW
from tests.correcting.desk import CARS, HOUR, LARS, Desk, catalogue

ORDER = Order(queue=CARS, quantity=None, until=NOW + 6 * HOUR)
deed = partial(withhold, catalogue=catalogue(), mandate=Mandate(reason="sources differ"))


async def test_a_figure_is_withheld_until_its_time(desk: Desk) -> None:
    """With the reason; then it is back by itself."""
    before = await desk.status()
    done = await desk.do(partial(deed, order=ORDER))
    held = await desk.status()
    desk.clock.move(6 * HOUR)
    after = await desk.status()

    wait = held.estimates[Quantity.WAIT_MINUTES]
    assert (wait.mid, wait.last, wait.no_number) == (None, None, NoNumber.WITHHELD)
    assert [(each.reason, each.until, each.id) for each in held.withheld] == [
        ("sources differ", ORDER.until, done.act.id)
    ]
    assert before.estimates[Quantity.WAIT_MINUTES].mid is not None
    assert after.withheld == ()
    assert after.estimates[Quantity.WAIT_MINUTES].no_number is not NoNumber.WITHHELD


async def test_both_directions_and_every_mode_can_be_withheld(desk: Desk) -> None:
    """In one act."""
    order = replace(ORDER, queue=Queue(LARS, "both", Mode.ANY), quantity=Quantity.WAIT_MINUTES)
    await desk.do(partial(deed, order=order))

    for queue in (CARS, Queue(LARS, "GE-RU", Mode.TRUCK)):
        status = await desk.status(queue)
        assert status.estimates[Quantity.WAIT_MINUTES].no_number is NoNumber.WITHHELD
        assert status.access.because is not NoNumber.WITHHELD
    (act,) = await desk.log()
    assert act.verb is Verb.WITHHOLD
    assert act.told == {
        "place": LARS,
        "direction": "both",
        "mode": "any",
        "quantity": "wait_minutes",
        "until": "2026-11-24T18:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"until": NOW}, "until", "has passed"),
        ({"until": NOW + timedelta(days=30, seconds=1)}, "until", "withholding is for the hours"),
        ({"quantity": Quantity.EVENT}, "quantity", "would read as safe"),
        ({"quantity": Quantity.RULE}, "quantity", "never withheld"),
        ({"quantity": Quantity.WEATHER}, "quantity", "never withheld"),
        ({"queue": Queue(LARS, "RU-FI", Mode.CAR)}, "direction", "RU-GE, GE-RU, both"),
        ({"queue": Queue(LARS, "RU-GE", Mode.RAIL)}, "mode", "bicycle, .* any"),
    ],
)
async def test_what_cannot_be_withheld_is_refused(
    desk: Desk, changes: dict[str, Any], field: str, words: str
) -> None:
    """With what there is instead; nothing is done."""
    with pytest.raises(Refused, match=words) as refused:
        await desk.do(partial(deed, order=replace(ORDER, **changes)))

    assert refused.value.field == field
    assert await desk.log() == ()
