"""Parts: a text as the phrases of its language, the numbers and the marks, in order."""

from collections.abc import Callable, Iterable, Sequence

from app.reading.gloss import ANYTHING, STOPPED, Glossary, shortened
from app.reading.lexicon import Found, Lexicon
from app.reading.numeral import numeral
from app.reading.token import LINE, NUMBER, WORD, Senses, Token

NATIONS = {"country.ru": "citizens.ru", "country.kz": "citizens.kz"}
PLACED = "noun.place"
TOLD = ("state.", "event.")
"""What a phrase may tell that begins with the name of its place: `ლარსი ცარიელია`."""

Part = Token
"""A phrase with what it means, a word we do not know, a number or a mark."""

Named = Callable[[Sequence[Token], int], Found | None]


def is_strange(part: Part) -> bool:
    """Say whether a part is a word that we do not know."""
    return part.kind is WORD and not part.senses


def is_strange_name(part: Part) -> bool:
    """Say whether a part is a word that we do not know, with a capital: a name, it seems."""
    return is_strange(part) and part.capital


def nothing_named(_tokens: Sequence[Token], _at: int) -> None:
    """Give no name of a place."""


def parts(pieces: Iterable[str], glossary: Glossary, named: Named = nothing_named) -> list[Part]:
    """Put the pieces of a text together to the phrases that a language has for them.

    `named` gives the name of a place that begins at a token: it wins over a phrase that is no
    longer than it is.
    """
    tokens, opened = glossary.of(pieces)
    made, done, last = list[Part](), 0, len(tokens) - 1
    for at, following in opened:
        after = tokens[at + 1].folded if at < last else "\n"
        if at < done or following.get(after, following) is None:
            continue
        made += tokens[done:at]
        name = named(tokens, at) if following is ANYTHING else None
        part, length = _part(tokens, at, glossary.lexicon, name)
        if made and tokens[at].kind is NUMBER:
            made[-1] = _nation(made[-1], tokens, at + length, glossary.lexicon)
        made.append(part)
        done = at + length
    return made + tokens[done:] if made else tokens


def _part(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, name: Found | None
) -> tuple[Part, int]:
    """Give the part that begins at a token, and how many tokens it takes."""
    if tokens[at].kind is NUMBER:
        return _numeral(tokens, at, lexicon)
    found = lexicon.at(tokens, at)
    if name is not None:
        found = _with_name(found, name)
    return (tokens[at], 1) if found is None else _phrase(tokens, at, found)


def _phrase(tokens: Sequence[Token], at: int, found: Found) -> tuple[Part, int]:
    """Give the phrase that was found at a word, and how many tokens it takes."""
    length, senses = found
    after = at + length
    if after < len(tokens) and tokens[after].folded == "." and _stopped(tokens, after, senses):
        length += 1
    kind, folded, said, _, value, capital, start, glued, _ = tokens[at]
    if length > 1:
        said = _said(tokens[at : at + length])
    made = (kind, folded, said, senses, value, capital, start, glued, length)
    return tuple.__new__(Part, made), length  # by itself a named tuple takes twice as long


def _numeral(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[Part, int]:
    """Give the number that begins at digits, and how many tokens it takes."""
    length, senses, value = numeral(tokens, at, lexicon)
    if length == 1 and not senses and value is tokens[at].value:
        return tokens[at], 1
    kind = WORD if "month" in senses else NUMBER
    said = _said(tokens[at : at + length])
    made = tokens[at]._replace(kind=kind, said=said, senses=senses, value=value, takes=length)
    return made, length


def _said(tokens: Sequence[Token]) -> str:
    """Give what some tokens say, one after another."""
    rest = (token.said if token.glued else f" {token.said}" for token in tokens[1:])
    return "".join((tokens[0].said, *rest))


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
    if not shortened(tokens[after - 1].folded, senses):
        return False
    following = tokens[after + 1] if after + 1 < len(tokens) else None
    ends = following is None or following.capital or following.kind is LINE
    return not (ends and STOPPED.isdisjoint(senses))
