"""Sentences and clauses: how far a word reaches."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.reading.amount import DASHES, DATE, Amount
from app.reading.part import Part
from app.reading.token import LINE, MARK, NUMBER, WORD

ENDS = frozenset(".!?…")
ENDS_OF_SENTENCES = ENDS | {"\n"}
MARKS_OF_CLAUSES = frozenset(",;()—–•|/")
BUT = ("small.but", "small.against")
OF_DAYS = frozenset({"small.and", "weekday"})
LONGEST_DAY = 8
"""How many parts a figure and its day may have."""

FIGURE_AND_DAY = 2
"""How many of them tell something."""

MOST_PARTS = 120
"""A sentence is cut here: no word reaches so far."""


class Clause(NamedTuple):
    """A stretch of parts, from first to last (inclusive), with the amounts that begin in it.

    `senses` are all that its parts can mean.
    """

    first: int
    last: int
    amounts: tuple[Amount, ...]
    senses: frozenset[str]


class Sentence:
    """A stretch of parts, from first to last (inclusive), the `at`-th of its text.

    `senses` are all that its parts can mean. Its clauses are cut when they are asked for: most
    sentences tell nothing.
    """

    def __init__(self, parts: Sequence[Part], at: int, ends: tuple[int, int], cut: "Cut") -> None:
        """Take a stretch of a text, and where its amounts stand."""
        self.at = at
        self.first, self.last = ends
        self.senses = senses_of(parts, *ends)
        self.question = parts[self.last].folded == "?"
        self._parts, self._cut = parts, cut
        self._clauses: tuple[Clause, ...] | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Give its clauses, in order."""
        if self._clauses is None:
            self._clauses = tuple(_clauses(self._parts, self._cut, self))
        return self._clauses

    def idle(self, telling: frozenset[str]) -> bool:
        """Say whether it holds no amount and no word that tells something by itself."""
        held = range(self.first, self.last + 1)
        return self.senses.isdisjoint(telling) and self._cut.starts.keys().isdisjoint(held)


class Cut(NamedTuple):
    """Where a text is not cut: the amounts by the part they begin at, and where one goes on."""

    starts: dict[int, Amount]
    inside: frozenset[int]


def sentences(parts: Sequence[Part], amounts: Sequence[Amount]) -> Iterator[Sentence]:
    """Cut a text into sentences."""
    cut = Cut({amount.first: amount for amount in amounts}, _inside(amounts))
    first, count = 0, 0
    for stop in _stops(parts, cut.inside):
        while first <= stop:
            at = _reached(first, stop, cut.inside)
            yield Sentence(parts, count, (first, at), cut)
            first, count = at + 1, count + 1


def _stops(parts: Sequence[Part], inside: frozenset[int]) -> list[int]:
    """Give the parts that end sentences by themselves, the last of all among them."""
    marks = [at for at, part in enumerate(parts) if part.folded in ENDS_OF_SENTENCES]
    last = len(parts) - 1
    return [*(at for at in marks if at < last and at not in inside and _ends(parts, at)), last]


def _reached(first: int, stop: int, inside: frozenset[int]) -> int:
    """Give where a sentence ends on the way to its stop: there, unless it were too long."""
    if stop - first <= MOST_PARTS:
        return stop
    return next(at for at in range(first + MOST_PARTS, stop + 1) if at not in inside)


def _inside(amounts: Sequence[Amount]) -> frozenset[int]:
    """Give the parts that do not end anything, since an amount goes on there."""
    return frozenset(at for amount in amounts for at in range(amount.first, amount.last))


def _joins(parts: Sequence[Part], at: int, starts: Mapping[int, Amount], begun: int) -> bool:
    """Say whether a dash joins a clause with its first figure, or two names: `left – 300`."""
    if at + 1 in starts:
        told = (starts[each] for each in range(begun, at) if each in starts)
        return all(each.unit == DATE for each in told)
    names = (*parts[at - 1 : at], *parts[at + 1 : at + 2])
    return at - 1 > begun and all(part.kind is WORD and part.capital for part in names)


def _ends(parts: Sequence[Part], at: int) -> bool:
    part = parts[at]
    if part.kind is LINE:
        return True
    if part.kind is not MARK or part.folded not in ENDS:
        return False
    after = parts[at + 1] if at + 1 < len(parts) else None
    small = after is not None and after.kind is WORD and not after.capital
    return part.folded != "." or not small or not _cased(after)


def _cased(part: Part | None) -> bool:
    """Say whether a word's script begins sentences with capitals, which Georgian does not."""
    return part is not None and part.folded[:1] != part.folded[:1].title()


def _clauses(parts: Sequence[Part], cut: Cut, sentence: Sentence) -> Iterator[Clause]:
    """Cut a sentence into its clauses."""
    starts, begun, last = cut.starts, sentence.first, sentence.last
    days = _days(parts, cut, sentence)
    for at in sorted({*_may_divide(parts, sentence), *days, last}):
        divides = at in days or (at not in cut.inside and _divides(parts, at, starts, begun))
        if at == last or divides:
            held = tuple([starts[each] for each in range(begun, at + 1) if each in starts])
            yield Clause(begun, at, held, senses_of(parts, begun, at))
            begun = at + 1


def _may_divide(parts: Sequence[Part], sentence: Sentence) -> list[int]:
    """Give the parts of a sentence before its last that are marks or can mean `but`."""
    stretch = enumerate(parts[sentence.first : sentence.last], sentence.first)
    if sentence.senses.isdisjoint(BUT):
        return [at for at, part in stretch if part.folded in MARKS_OF_CLAUSES]
    return [at for at, part in stretch if part.folded in MARKS_OF_CLAUSES or part.means(*BUT)]


def _days(parts: Sequence[Part], cut: Cut, sentence: Sentence) -> list[int]:
    """Give each `and` after which a day has a figure of its own: `39 on Monday and 55 today`."""
    if not sentence.senses >= OF_DAYS:
        return []
    return [
        at
        for at in range(sentence.first + 1, sentence.last)
        if parts[at].means("small.and") and at not in cut.inside and _own_day(parts, at + 1)
    ]


def _own_day(parts: Sequence[Part], at: int) -> bool:
    """Say whether nothing but a figure and a weekday stand from a part to a mark or an `and`."""
    rest = parts[at : at + LONGEST_DAY]
    end = next((at for at, part in enumerate(rest) if _is_over(part)), len(rest))
    held = [part for part in rest[:end] if not part.means("small.preposition", "small.filler")]
    figure = any(part.kind is NUMBER for part in held)
    return len(held) == FIGURE_AND_DAY and figure and any(part.means("weekday") for part in held)


def _is_over(part: Part) -> bool:
    return part.kind not in {WORD, NUMBER} or part.means("small.and")


def _divides(parts: Sequence[Part], at: int, starts: Mapping[int, Amount], begun: int) -> bool:
    """Say whether a clause ends at a mark, or begins with a `but`.

    A road's letter is none: `А-161`.
    """
    if parts[at].folded not in MARKS_OF_CLAUSES:
        return at + 1 >= len(parts) or parts[at + 1].folded not in DASHES
    return parts[at].folded not in DASHES or not _joins(parts, at, starts, begun)


def senses_of(parts: Sequence[Part], first: int, last: int) -> frozenset[str]:
    """Give all that the parts from one to another (inclusive) can mean."""
    return frozenset().union(*[part.senses for part in parts[first : last + 1] if part.senses])
