"""Differencing: who asks again and again, of all that overlaps, learns no more than each band.

Every figure that is told becomes an interval for a sum of counts; `Adversary` sets all of them
against each other and against the sums that everybody knows. Seeds are fixed: what fails once fails
again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Any

import pytest

from app.board.evidence import Standing, assembled, disclosed
from app.board.precision import rounded
from app.board.report import describe_report
from app.catalog import Catalogue
from app.domain.assessment import assess
from app.domain.day_sum import is_sum
from app.domain.days import day_of, span_of
from app.domain.disclosure import BAND, SPARSE, disclose
from app.domain.flow import Flow
from app.domain.flows import flows
from app.domain.report import Queue, Report
from app.domain.status import Status
from app.domain.vocabulary import Mode, OriginKind, PlaceKind, Quantity, Subject
from app.store.kept import Kept
from tests.domain.adversary import Adversary
from tests.domain.made import GATE, HOUR, figure
from tests.domain.worlds import AREA, DAYS, MOMENTS, POSTS, WEEK, ZONE, World, is_secret, world
from tests.long import examples

TRIES = examples(10_000)
OF_ONE_WORLD = 250
"""How many questions are asked of a world, each answer held against all that came before it."""

ORDERS = Standing(notices=(), withheld=())
CATALOGUE = Catalogue(
    places={
        **{post: replace(GATE, id=post) for post in POSTS},
        AREA: replace(GATE, id=AREA, kind=PlaceKind.AREA, area=None),
    }
)


@dataclass(slots=True)
class Asker:
    """Somebody who asks of one world; each way of asking gives the counts it narrowed."""

    world: World
    mind: Adversary

    def report(self, moment: datetime) -> set[str]:
        """Ask for one report by its id, whatever became of it."""
        told = self.world.random.choice(self.world.known(moment))
        shown = described(told)
        if shown is None:
            return self.mind.hears([told.id], 1, SPARSE - 1)
        low, high = (shown[side] if shown["value"] is None else shown["value"] for side in SIDES)
        return self.mind.hears([told.id], low, high)

    def flows(self, moment: datetime) -> set[str]:
        """Ask for the flows of one series, over a day, both days or all the time."""
        series = self.world.random.choice(self.world.known(moment)).series
        said = [each for each in self.world.stands(moment) if each.series == series]
        found: set[str] = set()
        for flow in flows(said, ZONE, *self.world.random.choice(WINDOWS)):
            assert flow.growth is None or flow.value is not None
            for each in flow.said:
                low, high = (each.low, each.high) if each.value is None else (each.value,) * 2
                topic = f"{flow.series} {flow.day} {flow.start}"
                found |= self.mind.hears(behind(flow, each.reports[0], said), low, high, topic)
        return found

    def status(self, moment: datetime) -> set[str]:
        """Ask for the status of a queue at some hour up to a moment, as it was known then."""
        at = moment - self.world.random.randrange(24) * HOUR
        queue = Queue("gate", "RU-GE", self.world.random.choice((Mode.ANY, Mode.TRUCK)))
        said = self.world.stands(at)
        found: set[str] = set()
        for each in status(queue, said, at).traffic:
            interval = each.observed_from, each.observed_to
            names = [
                told.id
                for told in said
                if told.queue == queue and (told.observed_from, told.ends) == interval
            ]
            figures = each.last or each
            found |= self.mind.hears(names, figures.low, figures.high)
        return found


SIDES = ("low", "high")
WINDOWS = (
    *(span_of(day, ZONE) for day in DAYS),
    (span_of(DAYS[0], ZONE)[0], span_of(DAYS[1], ZONE)[1]),
    (MOMENTS[0] - 2 * WEEK, MOMENTS[-1] + 2 * WEEK),
)
WAYS: Sequence[Callable[[Asker, datetime], set[str]]] = (
    Asker.report,
    Asker.report,
    Asker.flows,
    Asker.flows,
    Asker.status,
)


def described(told: Report) -> dict[str, Any] | None:
    """Give a report as /v1/reports has it, or None where it does not."""
    return describe_report(Kept(number=1, report=told), CATALOGUE)


def status(queue: Queue, said: Sequence[Report], at: datetime) -> Status:
    """Give the status of a queue as it is published."""
    evidence = assembled(CATALOGUE, [queue.place], disclosed(said, CATALOGUE), {}, ORDERS)[
        queue.place
    ]
    return rounded(disclose(assess(queue, evidence, at)))


def behind(flow: Flow, head: Report, said: Sequence[Report]) -> list[str]:
    """Give the ids of what a figure counts: a report, or all the parts of a day."""
    if not is_sum(head):
        return [head.id]
    return [each.id for each in said if day_of(each.observed_from, ZONE) == flow.day]


def asking(seed: int) -> tuple[World, Adversary, Iterator[set[str]]]:
    """Make a world and somebody who asks of it as time goes on, told all that everybody knows."""
    made, mind = world(seed), Adversary()
    for total, parts in made.sums:
        mind.knows(total, parts)
    for part, whole in made.within:
        mind.knows_part(part, whole)
    asker = Asker(made, mind)

    def ask() -> Iterator[set[str]]:
        for number in range(OF_ONE_WORLD):
            latest = number * len(MOMENTS) // OF_ONE_WORLD
            moment = MOMENTS[made.random.randint(max(0, latest - 1), latest)]
            yield made.random.choice(WAYS)(asker, moment)

    return made, mind, ask()


def learned(made: World, mind: Adversary, names: set[str]) -> list[str]:
    """Give which of these counts became known better than their band lets them be."""
    secret = {each.id: each for each in made.said}
    return [name for name in names if _is_learned(secret[name], *mind.bounds[name])]


def _is_learned(told: Report, low: float, high: float) -> bool:
    if told.source == "group":
        return bool(told.value) and low == high
    return is_secret(told) and (low > 1 or high < SPARSE - 1)


def test_ten_thousand_questions_tell_nothing() -> None:
    """No hour of few is narrowed below 1 to 9, and no count of persons is known, in 10,000 tries.

    What is true is always left possible: nothing that was told is false.
    """
    tries = 0
    for seed in range(TRIES // OF_ONE_WORLD):
        made, mind, answers = asking(seed)
        for narrowed in answers:
            tries += 1
            assert learned(made, mind, narrowed) == [], f"seed {seed}, question {tries}"
        for each in made.said:
            low, high = mind.bounds[each.id]
            assert low <= (each.value or 0) <= high

    assert tries == TRIES


def test_the_questions_reach_what_is_hidden() -> None:
    """The adversary does learn what is told: every kind of secret is asked for and bounded."""
    made, mind, answers = asking(1)
    for _ in answers:
        pass

    bounded = [each for each in made.said if mind.bounds[each.id] != (0.0, inf)]
    bands = {(is_secret(each), each.source): mind.bounds[each.id] for each in bounded}
    assert bands.keys() == {(True, "loops"), (False, "loops"), (False, "group")}
    assert sum(map(is_secret, bounded)) > BAND


@pytest.mark.parametrize("seed", range(8))
def test_other_secrets_give_the_same_answers(seed: int) -> None:
    """Where every hidden count is another one of its band, each answer is the very same."""
    made = world(seed)
    other = replace_secrets(made)
    queue = Queue("gate", "RU-GE", Mode.ANY)

    for moment in MOMENTS:
        line = figure(300, mode=Mode.ANY, observed_from=moment - HOUR, observed_to=moment - HOUR)
        one, two = ([*each.stands(moment), line] for each in (made, other))
        assert [described(each) for each in one] == [described(each) for each in two]
        assert status(queue, one, moment) == status(queue, two, moment)
        for place in CATALOGUE.places:
            here, there = ([each for each in said if each.place == place] for said in (one, two))
            assert flows(here, ZONE, *WINDOWS[-1]) == flows(there, ZONE, *WINDOWS[-1])


def replace_secrets(made: World) -> World:
    """Give a world like this one, in which every hidden count is another one of the same band."""
    return replace(made, said=[_another(each) for each in made.said])


def _another(told: Report) -> Report:
    value = told.value or 0
    if not (is_secret(told) or (told.source == "group" and value)):
        return told
    first = value // BAND * BAND
    other = first + (value - first + 4) % BAND or BAND - 1
    return replace(told, value=other, note=told.note and f"we saw {other:g}")


def test_a_leak_is_seen() -> None:
    """Told the exact sum of a day before and after a revision, the adversary knows the hour."""
    mind = Adversary()
    for name in ("a", "b"):
        mind.hears([name], 1, 9)
    mind.hears(["was 12"], 12, 12)

    first = mind.hears(["a", "b", "was 12"], 22, 22, topic="monday")
    then = mind.hears(["a", "b", "now"], 17, 17, topic="monday")

    assert first == set()
    assert "now" in then
    assert mind.bounds["now"] == (7, 7)


def test_a_total_beside_an_exact_part_is_seen() -> None:
    """Told a total of 12 and a part of 8 exactly, the adversary knows the hidden 4."""
    mind = Adversary()
    mind.knows("all", ["one", "other"])

    mind.hears(["all"], 12, 12)
    mind.hears(["one"], 8, 8)

    assert mind.bounds["other"] == (4, 4)


def test_bands_of_four_are_too_narrow() -> None:
    """With bands of 1 to 4, four posts and their total of four would be known: one at each."""
    mind = Adversary()
    posts = [f"post {number}" for number in range(4)]
    mind.knows("all", posts)
    for name in ("all", *posts):
        mind.hears([name], 1, 4)

    assert {mind.bounds[post] for post in posts} == {(1, 1)}


@pytest.mark.parametrize("others", range(8))
def test_a_total_and_up_to_seven_other_parts(others: int) -> None:
    """However they fall together, a total's band leaves a part at least two values."""
    edges = {first + side for first in (1, 10, 20) for side in (0, 9 - (first == 1))}
    for part in edges:
        for rest in edges:
            mind = Adversary()
            names = ["part", *(f"other {number}" for number in range(others))]
            mind.knows("all", names)
            for name, value in zip(names, [part, *[rest] * others], strict=True):
                mind.hears([name], *band(value))
            mind.hears(["all"], *band(part + others * rest))
            low, high = mind.bounds["part"]
            assert high > low


def band(value: float) -> tuple[float, float]:
    """Give the band in which a count of persons is told."""
    told = described(
        figure(
            value,
            quantity=Quantity.CROSSINGS_PEOPLE,
            subject=Subject.ASYLUM_SEEKERS,
            origin_kind=OriginKind.NGO,
        )
    )
    assert told is not None
    return told["low"], told["high"]
