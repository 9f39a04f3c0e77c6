"""Findings: what a text says or only seems to say, before it has a place and a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.domain.vocabulary import Bound, Claim, Mode, Quantity, Subject
from app.reading.amount import Amount
from app.reading.part import Part
from app.reading.sentence import Clause, Sentence


class Finding(NamedTuple):
    """One thing said, from one part to another (inclusive).

    Figures have `low`, `high` (the quantity's unit) and `bound`, words have `word` and `claim`.
    `sense` is the word that gave it its role, `fired` the rule; `opposite`: it goes the
    other way than the finding before it.
    """

    quantity: Quantity
    first: int
    last: int
    fired: str
    low: float | None = None
    high: float | None = None
    bound: Bound | None = None
    word: str | None = None
    claim: Claim | None = None
    mode: Mode = Mode.ANY
    subject: Subject | None = None
    sense: str = ""
    opposite: bool = False

    def told_again(self, amount: Amount, first: int, last: int, **others: Any) -> "Finding":  # noqa: ANN401 - fields of a finding
        """Give the same said of another amount, from one part to another (inclusive)."""
        told = {"low": amount.low, "high": amount.high, "bound": amount.bound}
        return self._replace(first=first, last=last, **(others | told))


class Passed(NamedTuple):
    """A figure or a word that was seen and not used, and why."""

    first: int
    last: int
    reason: str


class Scene(NamedTuple):
    """What a rule looks at: a text's parts, one sentence of it, one of its clauses.

    `year` is that of its publication; `hinted`: the text comes from a crossing's own channel;
    `heading` is the sentence before; `past`: those before it tell of another year.
    """

    parts: Sequence[Part]
    sentence: Sentence
    clause: Clause
    year: int = 0
    hinted: bool = False
    heading: Sentence | None = None
    past: bool = False

    def positions(self) -> range:
        """Give the positions of the clause's parts."""
        return range(self.clause.first, self.clause.last + 1)

    def means(self, *senses: str) -> bool:
        """Say whether anything in the clause can mean one of these."""
        return not self.clause.senses.isdisjoint(senses)

    def stretch(self) -> Sequence[Part]:
        """Give the parts of the clause."""
        return self.parts[self.clause.first : self.clause.last + 1]

    def later(self) -> Sequence[Clause]:
        """Give the clauses of the sentence after this one."""
        return self.sentence.clauses[self.sentence.clauses.index(self.clause) + 1 :]

    def before(self, at: int) -> Part | None:
        """Give the part before another, within the sentence."""
        return self.parts[at - 1] if at > self.sentence.first else None

    def after(self, at: int) -> Part | None:
        """Give the part after another, within the sentence."""
        return self.parts[at + 1] if at < self.sentence.last else None

    def over(self, amount: Amount) -> bool:
        """Say whether an amount is a time within which something was: `over 3 days`, `3 күнде`."""
        within = self.parts[amount.first + 1 : amount.last]  # less than in 3 hours
        own = self.parts[amount.last].means("window.over", "window.over_after")
        own = own or any(part.means("window.over") for part in within)
        return own or self.beside(amount, ("window.over",), ("window.over_after",))

    def beside(self, amount: Amount, before: Sequence[str], after: Sequence[str]) -> bool:
        """Say whether one of these stands right before an amount, or right after it."""
        back, forth = self.before(amount.first), self.after(amount.last)
        return (back is not None and back.means(*before)) or (
            forth is not None and forth.means(*after)
        )
