"""Accuracy: what bounds it, and how it is said in words."""

from collections import Counter
from datetime import timedelta

import pytest

from app.board.accuracy import measure
from app.board.accuracy_words import in_words
from app.domain.accuracy import Accuracy, Record
from app.domain.comparison import CAP, Compared
from app.domain.score import Tally
from app.domain.trial import LeftOut, Trial
from app.domain.vocabulary import Mode, NoNumber, Quantity
from tests.archived import NOW
from tests.board.boards import CATALOGUE
from tests.serving import serving
from tests.web.measured import HOUR, QUEUE, counted, keep, told

DAY = 24 * HOUR
ALIKE = "Usually off by a factor of {0}, the latest report alone by {0}; our interval held"


@pytest.mark.parametrize(
    ("most", "cut", "figures"), [(100, 0, 40), (30, 1, 30 - 25), (10, 1, 0), (0, 1, 0)]
)
async def test_only_the_newest_of_many_reports_are_read(
    bare_url: str, most: int, cut: int, figures: int
) -> None:
    """However many there are; the oldest day of those read only tells what plain answers say."""
    async with serving(bare_url) as service:
        ends = [NOW - each * HOUR for each in range(1, 41)]
        await service.store(*(counted(50 + each, end) for each, end in enumerate(ends)))
        await keep(service, told(100, NOW - 5 * DAY))
        async with service.parts.database.reading() as session:
            found = await measure(session, CATALOGUE, NOW, most)

    assert (found.cut, found.most) == (cut, max(most, 1))
    assert found.accuracies[-1].figures == figures


async def test_series_share_what_is_read(bare_url: str) -> None:
    """Where more series spoke, fewer reports of each are read."""
    async with serving(bare_url) as service:
        modes = [counted(50, NOW - HOUR, mode=mode) for mode in (Mode.CAR, Mode.BUS, Mode.TRUCK)]
        await service.store(*modes)
        async with service.parts.database.reading() as session:
            found = await measure(session, CATALOGUE, NOW, 60)

    assert (found.most, found.cut) == (20, 0)


async def test_what_is_in_no_catalogue_is_passed_over(bare_url: str) -> None:
    """A place that was taken out of the catalogue has no days of its own any more."""
    async with serving(bare_url) as service:
        await service.store(counted(50, NOW - HOUR, place="gone"))
        async with service.parts.database.reading() as session:
            found = await measure(session, CATALOGUE, NOW)

    assert found.accuracies[-1].figures == 0


def trial(back: timedelta, outcome: Compared | NoNumber | LeftOut, **parts: object) -> Trial:
    """Make one figure that ended a time ago."""
    fields: dict[str, object] = {
        "quantity": Quantity.QUEUE_KM,
        "mode": QUEUE.mode,
        "at": NOW - back,
        "source": "made",
        "outcome": outcome,
        "method_version": "1.0" if isinstance(outcome, Compared) else None,
    }
    return Trial(**(fields | parts))  # type: ignore[arg-type] # any field of it


def off(error: float) -> Compared:
    """Make what came of a figure that all answers were off by so much."""
    return Compared(belief=error, latest=error, median24=error, covered=error < 1)


def test_a_longer_window_holds_the_shorter() -> None:
    """A figure counts in its own window and all longer ones; what is older counts in none."""
    record = Record(NOW)
    record.add(
        [
            trial(DAY, off(0.1)),
            trial(10 * DAY, off(0.3), mode=Mode.CAR),
            trial(80 * DAY, NoNumber.CLOSED),
            trial(90 * DAY, off(1.0)),
        ]
    )

    rows = {(each.quantity, each.mode, each.days): each for each in record.accuracies()}
    of = Quantity.QUEUE_KM
    assert [rows[of, None, days].figures for days in (7, 30, 90)] == [1, 2, 3]
    assert [rows[of, Mode.CAR, days].figures for days in (7, 30, 90)] == [0, 1, 1]
    assert [rows[None, None, days].compared for days in (7, 30, 90)] == [1, 2, 2]
    assert rows[None, None, 90].left_out == {"closed": 1}
    assert rows[of, None, 90].methods["1.0"].compared == 2
    assert rows[of, None, 90].methods["1.0"].since == NOW - 10 * DAY


def accuracy(errors: list[float], left_out: int = 0) -> Accuracy:
    """Make an accuracy of some figures."""
    tally = Tally(errors, errors, errors, [error < 1 for error in errors])
    return Accuracy(
        quantity=None,
        mode=None,
        days=7,
        tally=tally,
        left_out=Counter({"stale": left_out}),
    )


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (accuracy([]), "No sharper figure came in these 7 days."),
        (accuracy([], 1), "None of 1 figure could be held against a number of ours."),
        (accuracy([0.1]), "1 figure: fewer than 3 tell nothing."),
        (
            accuracy([0.1] * 3),
            f"{ALIKE.format('1.1')} 3 of 3 figures. These are few.",
        ),
        (
            accuracy([CAP] * 2000),
            f"{ALIKE.format('3 or more')} 0 of 2,000 figures.",
        ),
    ],
)
def test_in_words(one: Accuracy, said: str) -> None:
    """What it says is what anybody may repeat: few are called few, and none is no number."""
    assert in_words(one) == said
