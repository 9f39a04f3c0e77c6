"""Parts: a text as the phrases of its language, the numbers and the marks, in order."""

from collections.abc import Mapping, Sequence

from app.reading.lexicon import Found, Lexicon
from app.reading.numeral import numeral
from app.reading.token import LINE, NUMBER, WORD, Senses, Token

NATIONS = {"country.ru": "citizens.ru", "country.kz": "citizens.kz"}
NOTHING_NAMED: Mapping[int, Found] = {}
PLACED = "noun.place"
TOLD = ("state.", "event.")
"""What a phrase may tell that begins with the name of its place: `ლარსი ცარიელია`."""

SHORT = 4
"""Letters of the longest unit or multiplier that is taken for shortened before a full stop."""


Part = Token
"""A phrase with what it means, a word we do not know, a number or a mark."""


def parts(
    tokens: Sequence[Token], lexicon: Lexicon, named: Mapping[int, Found] = NOTHING_NAMED
) -> list[Part]:
    """Put tokens together to the phrases that a language has for them.

    `named` are names of places, by the token at which they begin: they win over phrases that are
    no longer than they are.
    """
    made: list[Part] = []
    at, count = 0, len(tokens)
    while at < count:
        part, length = tokens[at], 1
        if part.kind is WORD:
            found = lexicon.at(tokens, at)
            if at in named:
                found = _with_name(found, named[at])
            if found is not None:
                part, length = _phrase(tokens, at, found)
        elif part.kind is NUMBER:
            part, length = _numeral(tokens, at, lexicon)
            made[-1:] = [_nation(each, tokens, at + length, lexicon) for each in made[-1:]]
        made.append(part)
        at += length
    return made


def _phrase(tokens: Sequence[Token], at: int, found: Found) -> tuple[Part, int]:
    """Give the phrase that was found at a word, and how many tokens it takes."""
    length, senses = found
    kind, folded, start, end, _, value, capital = tokens[at]
    after = at + length
    if length > 1:
        end = tokens[after - 1].end
    if after < len(tokens) and tokens[after].folded == "." and _stopped(tokens, after, senses):
        length, end = length + 1, tokens[after].end
    made = (kind, folded, start, end, senses, value, capital)
    return tuple.__new__(Part, made), length  # by itself a named tuple takes twice as long


def _numeral(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[Part, int]:
    """Give the number that begins at digits, and how many tokens it takes."""
    length, senses, value = numeral(tokens, at, lexicon)
    kind = WORD if "month" in senses else NUMBER
    end = tokens[at + length - 1].end
    return tokens[at]._replace(kind=kind, end=end, senses=senses, value=value), length


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


def _stopped(tokens: Sequence[Token], after: int, senses: Senses) -> bool:
    """Say whether the full stop after a short word is its own: `тыс.`, and `км.` in a sentence."""
    if len(tokens[after - 1].folded) > SHORT:
        return False
    if "multiplier" in senses or "small.shortened" in senses:
        return True
    if not any(sense.startswith("unit.") for sense in senses):
        return False
    following = tokens[after + 1] if after + 1 < len(tokens) else None
    return not (following is None or following.capital or following.kind is LINE)
