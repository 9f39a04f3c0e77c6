"""Parts: a text as the phrases of its language, the numbers and the marks, in order."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from app.reading.lexicon import Found, Lexicon, Senses
from app.reading.token import Kind, Token

NOTHING: Senses = {}
NOTHING_NAMED: Mapping[int, Found] = {}
GLUE = frozenset(":-‑")
DASHES = frozenset("-‑–—")
ENDING = "small.ending"
SHORT = 4
"""Letters of the longest unit or multiplier that is taken for shortened before a full stop."""


class Part(NamedTuple):
    """A phrase, a word we do not know, a number or a mark; `start` and `end` count characters."""

    kind: Kind
    folded: str
    start: int
    end: int
    senses: Senses
    value: float | None
    capital: bool

    def means(self, *senses: str) -> bool:
        """Say whether it can mean one of these."""
        return not self.senses.keys().isdisjoint(senses)

    def among(self, senses: Collection[str]) -> list[str]:
        """Give which of these it can mean."""
        return [sense for sense in self.senses if sense in senses]


def parts(
    tokens: Sequence[Token], lexicon: Lexicon, named: Mapping[int, Found] = NOTHING_NAMED
) -> list[Part]:
    """Put tokens together to the phrases that a language has for them.

    `named` are names of places, by the token at which they begin: they win over phrases that are
    no longer than they are.
    """
    made: list[Part] = []
    at = 0
    while at < len(tokens):
        token, length, senses = tokens[at], 1, NOTHING
        if token.kind is Kind.NUMBER:
            length += _glued(tokens, at, lexicon)
        if token.kind is Kind.WORD:
            found = lexicon.at(tokens, at)
            name = named.get(at)
            if name is not None and (found is None or found.length <= name.length):
                found = name
            if found is not None:
                length, senses = found
                length += _stopped(tokens, at + length, token, senses)
        made.append(_part(tokens[at : at + length], senses))
        at += length
    return made


def _glued(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Give how many tokens after digits belong to them: `300:n`, `3-х`, the stop of `28. Mai`."""
    mark, following = (*tokens[at + 1 : at + 3], None, None)[:2]
    if mark is None or mark.start != tokens[at].end or following is None:
        return 0
    if mark.folded == ".":
        return 1 if _of_date(tokens, at + 2, lexicon) else 0
    if mark.folded not in GLUE or following.start != mark.end or following.kind is not Kind.WORD:
        return 0
    found = lexicon.at(tokens, at + 2)
    return 2 if found is not None and found.length == 1 and ENDING in found.senses else 0


def _of_date(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Say whether a day's number stands before its month, or before another one (`21.-27. Mai`)."""
    if tokens[at].folded in DASHES and at + 3 < len(tokens) and tokens[at + 2].folded == ".":
        at += 3
    found = lexicon.at(tokens, at) if tokens[at].kind is Kind.WORD else None
    return found is not None and "month" in found.senses


def _part(taken: Sequence[Token], senses: Mapping[str, float]) -> Part:
    first = taken[0]
    return Part(
        kind=first.kind,
        folded=first.folded,
        start=first.start,
        end=taken[-1].end,
        senses=senses,
        value=first.value,
        capital=first.capital,
    )


def _stopped(tokens: Sequence[Token], after: int, word: Token, senses: Senses) -> int:
    """Say whether the full stop after a word belongs to it: `тыс.`, and `км.` within a sentence."""
    if len(word.folded) > SHORT or after >= len(tokens) or tokens[after].folded != ".":
        return 0
    if "multiplier" in senses or "small.shortened" in senses:
        return 1
    if not any(sense.startswith("unit.") for sense in senses):
        return 0
    following = tokens[after + 1] if after + 1 < len(tokens) else None
    ends = following is None or following.capital or following.kind is Kind.LINE
    return 0 if ends else 1
