"""Parts: a text as the phrases of its language, the numbers and the marks, in order."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from app.reading.lexicon import Found, Lexicon, Senses
from app.reading.numeral import numeral
from app.reading.token import LINE, NUMBER, WORD, Kind, Token

NOTHING: Senses = {}
NATIONS = {"country.ru": "citizens.ru", "country.kz": "citizens.kz"}
NOTHING_NAMED: Mapping[int, Found] = {}
PLACED = "noun.place"
TOLD = ("state.", "event.")
"""What a phrase may tell that begins with the name of its place: `ლარსი ცარიელია`."""

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
        return bool(self.senses) and not self.senses.keys().isdisjoint(senses)

    def among(self, senses: Collection[str]) -> list[str]:
        """Give which of these it can mean."""
        return [sense for sense in self.senses if sense in senses] if self.senses else []


def parts(
    tokens: Sequence[Token], lexicon: Lexicon, named: Mapping[int, Found] = NOTHING_NAMED
) -> list[Part]:
    """Put tokens together to the phrases that a language has for them.

    `named` are names of places, by the token at which they begin: they win over phrases that are
    no longer than they are.
    """
    made: list[Part] = []
    at, count, find, word, number = 0, len(tokens), lexicon.at, WORD, NUMBER
    new, part = tuple.__new__, Part  # by itself a named tuple takes twice as long to be made
    while at < count:
        kind, folded, start, end, capital, value = tokens[at]
        length, senses = 1, NOTHING
        if kind is word:
            found = find(tokens, at)
            if at in named:
                found = _with_name(found, named[at])
            if found is not None:
                length, senses = found
                last = tokens[at + length - 1].folded
                length += len(last) <= SHORT and _stopped(tokens, at + length, senses)
                end = tokens[at + length - 1].end
        elif kind is number:
            length, senses, value = numeral(tokens, at, lexicon)
            end = tokens[at + length - 1].end
            kind = word if "month" in senses else kind
            made[-1:] = [_nation(each, tokens, at + length, lexicon) for each in made[-1:]]
        made.append(new(part, (kind, folded, start, end, senses, value, capital)))
        at += length
    return made


def _with_name(found: Found | None, name: Found) -> Found:
    """Give the longer of the two; a country's name with what its word means besides: `Suomeen`."""
    if found is not None and found.length > name.length:
        told = any(sense.startswith(TOLD) for sense in found.senses)
        return Found(found.length, {**found.senses, **name.senses}) if told else found
    if found is None or found.length < name.length or PLACED in name.senses:
        return name
    return Found(name.length, {**found.senses, **name.senses})


def _nation(part: Part, tokens: Sequence[Token], after: int, lexicon: Lexicon) -> Part:
    """Give a country before a number of its citizens, which is no way: `Ресейдің 5 азаматы`."""
    if not part.senses or NATIONS.keys().isdisjoint(part.senses):
        return part
    for at in range(after, min(after + 2, len(tokens))):
        found = lexicon.at(tokens, at) if tokens[at].kind is WORD else None
        if found is not None and "noun.citizen" in found.senses:
            return part._replace(senses={NATIONS[each]: 0 for each in part.among(NATIONS)})
    return part


def _stopped(tokens: Sequence[Token], after: int, senses: Senses) -> int:
    """Say whether the full stop after a short word is its own: `тыс.`, and `км.` in a sentence."""
    if after >= len(tokens) or tokens[after].folded != ".":
        return 0
    if "multiplier" in senses or "small.shortened" in senses:
        return 1
    if not any(sense.startswith("unit.") for sense in senses):
        return 0
    following = tokens[after + 1] if after + 1 < len(tokens) else None
    ends = following is None or following.capital or following.kind is LINE
    return 0 if ends else 1
