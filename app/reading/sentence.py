"""Sentences and clauses: how far a word reaches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.reading.amount import DASHES, Amount
from app.reading.part import Part
from app.reading.token import Kind

ENDS = frozenset(".!?…")
ENDS_OF_SENTENCES = ENDS | {"\n"}
MARKS_OF_CLAUSES = frozenset(",;()—–•|/")
MOST_PARTS = 120
"""A sentence is cut here: no word reaches so far."""


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A stretch of parts, from first to last (inclusive), with the amounts that begin in it.

    `senses` are all that its parts can mean.
    """

    first: int
    last: int
    amounts: tuple[Amount, ...]
    senses: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A stretch of clauses, the `at`-th of its text; `senses` are all that its parts can mean."""

    at: int
    clauses: tuple[Clause, ...]
    senses: frozenset[str]
    question: bool

    @property
    def first(self) -> int:
        """Give its first part."""
        return self.clauses[0].first

    @property
    def last(self) -> int:
        """Give its last part (inclusive)."""
        return self.clauses[-1].last


def sentences(parts: Sequence[Part], amounts: Sequence[Amount]) -> Iterator[Sentence]:
    """Cut a text into sentences."""
    inside = _inside(amounts)
    starts = {amount.first: amount for amount in amounts}
    first, last, count = 0, len(parts) - 1, 0
    for at, part in enumerate(parts):
        marked = part.folded in ENDS_OF_SENTENCES and _ends(parts, at)
        if (marked or at == last or at - first >= MOST_PARTS) and at not in inside:
            yield _sentence(parts, starts, inside, (first, at), count)
            first, count = at + 1, count + 1


def _inside(amounts: Sequence[Amount]) -> frozenset[int]:
    """Give the parts that do not end anything, since an amount goes on there."""
    return frozenset(at for amount in amounts for at in range(amount.first, amount.last))


def _but(parts: Sequence[Part], at: int) -> bool:
    """Say whether a part begins a clause by its meaning; a road's letter does not: `А-161`."""
    if "small.but" not in parts[at].senses:
        return False
    return at + 1 >= len(parts) or parts[at + 1].folded not in DASHES


def _joins(parts: Sequence[Part], at: int, starts: Mapping[int, Amount], begun: int) -> bool:
    """Say whether a dash joins a clause with its first amount, or two names: `left – 300`."""
    if at + 1 in starts:
        return not any(each in starts for each in range(begun, at))
    names = (*parts[at - 1 : at], *parts[at + 1 : at + 2])
    return at - 1 > begun and all(part.kind is Kind.WORD and part.capital for part in names)


def _ends(parts: Sequence[Part], at: int) -> bool:
    part = parts[at]
    if part.kind is Kind.LINE:
        return True
    if part.kind is not Kind.MARK or part.folded not in ENDS:
        return False
    after = parts[at + 1] if at + 1 < len(parts) else None
    small = after is not None and after.kind is Kind.WORD and not after.capital
    return part.folded != "." or not small or not _cased(after)


def _cased(part: Part | None) -> bool:
    """Say whether a word's script begins sentences with capitals, which Georgian does not."""
    return part is not None and part.folded[:1] != part.folded[:1].title()


def _sentence(
    parts: Sequence[Part],
    starts: dict[int, Amount],
    inside: frozenset[int],
    ends: tuple[int, int],
    count: int,
) -> Sentence:
    first, last = ends
    clauses: list[Clause] = []
    begun = first
    for at in range(first, last + 1):
        part = parts[at]
        divides = part.folded in MARKS_OF_CLAUSES or _but(parts, at)
        joins = divides and part.folded in DASHES and _joins(parts, at, starts, begun)
        if at == last or (divides and not joins and at not in inside):
            held = tuple([starts[each] for each in range(begun, at + 1) if each in starts])
            clauses.append(Clause(begun, at, held, senses_of(parts, begun, at)))
            begun = at + 1
    senses = clauses[0].senses.union(*[clause.senses for clause in clauses[1:]])
    return Sentence(count, tuple(clauses), senses, question=parts[last].folded == "?")


def senses_of(parts: Sequence[Part], first: int, last: int) -> frozenset[str]:
    """Give all that the parts from one to another (inclusive) can mean."""
    return frozenset().union(*[part.senses for part in parts[first : last + 1] if part.senses])
