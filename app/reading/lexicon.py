"""Lexicon: the words of a language, from its file, and which of them stand at a place of a text.

A trie over words. Of all phrases that begin at a word the longest counts; of equally long ones the
one that knows most letters, so that an exception is written as a longer stem. Looking up a word
costs at most its length, and a phrase at most `LONGEST_PHRASE` words: linear in the text.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from app.reading.token import WORD, Senses, Token, fold

FOLDER = Path(__file__).parent / "languages"
LONGEST_PHRASE = 7
LONGEST_WORD = 40
MOST_REMEMBERED = 50_000
"""Words of all trails that are remembered of a language."""

WHOLE = 100
"""How much more a whole word counts than any stem of it."""

VALUED = frozenset(
    {
        "number",
        "multiplier",
        "dozen",
        "more",
        "minutes",
        "kilometres",
        "month",
        "weekday",
        "since_day",
        "days_at_least",
        "hours_at_least",
    }
)
"""Sections whose keys are values, not names."""

APART = frozenset({"language", "compound"})
"""Sections that are no lists of phrases."""

HYPHENS = frozenset("-‑")
OVER_NONE = ".,:;!?()…\n"
"""Marks over which no phrase goes on."""


class Found(NamedTuple):
    """A phrase in a text: how many tokens it takes, and what it can mean."""

    length: int
    senses: Senses


class Node:
    """A place in the trie: what has been said so far, and what may follow."""

    __slots__ = ("any", "endings", "longest", "senses", "stems", "words")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.words: dict[str, Node] = {}
        self.stems: dict[str, Node] = {}
        self.endings: dict[str, Node] = {}
        self.any: Node | None = None
        self.senses: dict[str, float] = {}
        self.longest = 0

    def then(self, word: str) -> "Node":
        """Give the node after a word of a phrase, making it where it is new."""
        if word == "_":
            self.any = self.any or Node()
            return self.any
        if word.endswith("*"):
            self.longest = max(self.longest, len(word) - 1)
            return self.stems.setdefault(word[:-1], Node())
        if word.startswith("*"):
            self.longest = max(self.longest, len(word) - 1)
            return self.endings.setdefault(word[1:], Node())
        return self.words.setdefault(word, Node())

    @property
    def goes_on(self) -> bool:
        """Say whether anything may follow."""
        return bool(self.words or self.stems or self.endings or self.any)

    def after(self, word: str) -> list[tuple[int, "Node"]]:
        """Give each node that a word of a text leads to, with how much of the word it knows."""
        whole = self.words.get(word)
        found = [] if whole is None else [(WHOLE, whole)]
        if self.longest:
            found.extend(self._parts(word))
        if self.any is not None:
            found.append((0, self.any))
        return found

    def _parts(self, word: str) -> Iterator[tuple[int, "Node"]]:
        for length in range(min(len(word), self.longest, LONGEST_WORD), 0, -1):
            stem = self.stems.get(word[:length])
            if stem is not None:
                yield length, stem
            if self.endings:
                ending = self.endings.get(word[-length:])
                if ending is not None:
                    yield length, ending


class Trail:
    """What some words have led to: what they mean, and what each further word leads to.

    `found` is what a first word means alone. `then` holds the words that were looked up already,
    and None for those that no phrase goes on with.
    """

    __slots__ = ("_nodes", "found", "goes_on", "senses", "then")

    def __init__(self, nodes: Sequence[tuple[int, Node]]) -> None:
        """Take nodes, each with how much of the words it knows; of those that know most count."""
        told = [(knows, node.senses) for knows, node in nodes if node.senses]
        most = max((knows for knows, _ in told), default=0)
        self.senses: Senses = _joined([senses for knows, senses in told if knows == most])
        self.found = Found(1, self.senses) if self.senses else None
        self._nodes = [(knows, node) for knows, node in nodes if node.goes_on]
        self.goes_on = bool(self._nodes)
        self.then: dict[str, Trail | None] = dict.fromkeys(OVER_NONE) if self.goes_on else {}

    def after(self, word: str) -> "Trail | None":
        """Give what one more word leads to, or None where no phrase goes on with it."""
        nodes = [
            (knows + more, following)
            for knows, node in self._nodes
            for more, following in node.after(word)
        ]
        return Trail(nodes) if nodes else None


def _joined(told: Sequence[Senses]) -> Senses:
    """Give what several phrases mean together; of one alone, its own."""
    if len(told) == 1:
        return told[0]
    return {sense: value for senses in told for sense, value in senses.items()}


class Lexicon:
    """The words of one language; `code` is ISO 639-1.

    Word forms come again from message to message, so what they lead to is remembered, up to
    `MOST_REMEMBERED` of them; `forgotten` says how often all of them were too many.
    """

    def __init__(self, code: str, written: Mapping[str, Any]) -> None:
        """Put the phrases of a language's file into a trie; raises ValueError for a faulty one."""
        self.code = code
        self.against = frozenset(written["language"].get("against", ""))
        self.letters = frozenset(written["language"].get("letters", ""))
        self.within = tuple(map(fold, written["language"].get("within", ())))
        self.usual = frozenset(written["language"].get("usual", ""))
        self.telling = frozenset(map(fold, written["language"].get("words", ())))
        self._root = Node()
        self._trails: dict[str, Trail] = {}
        self._remembered = self.forgotten = 0
        for sense, value, phrase in _phrases(written):
            for words in spread(phrase):
                self._enter(words, sense, value)

    def trail(self, word: str) -> Trail:
        """Give what a first word leads to."""
        return self._trails.get(word) or self._first(word)

    def at(self, tokens: Sequence[Token], start: int) -> Found | None:
        """Give the longest phrase that begins at a token, or None."""
        trail = self.trail(tokens[start].folded)
        return self._longest(tokens, start, trail) if trail.goes_on else trail.found

    def _longest(self, tokens: Sequence[Token], start: int, trail: Trail) -> Found | None:
        """Give the longest phrase that the words after a first one lead to."""
        found, at, reached = trail.found, _word_after(tokens, start), trail
        while at:
            word = tokens[at].folded
            following = reached.then[word] if word in reached.then else self._then(reached, word)
            if following is None:
                break
            if following.senses:
                found = Found(at + 1 - start, following.senses)
            reached = following
            at = _word_after(tokens, at) if reached.goes_on else 0
        return found

    def _first(self, word: str) -> Trail:
        trail = Trail(self._root.after(word))
        if self._remembers(word):
            self._trails[word] = trail
        return trail

    def _then(self, trail: Trail, word: str) -> Trail | None:
        following = trail.after(word)
        if self._remembers(word):
            trail.then[word] = following
        return following

    def _remembers(self, word: str) -> bool:
        """Say whether a word is to be remembered; all are forgotten where they become too many."""
        if self._remembered >= MOST_REMEMBERED:
            self._trails.clear()
            self._remembered, self.forgotten = 0, self.forgotten + 1
        self._remembered += 1
        return len(word) <= LONGEST_WORD

    def _enter(self, words: Sequence[str], sense: str, value: float) -> None:
        if not 0 < len(words) <= LONGEST_PHRASE:
            raise ValueError(f"{self.code}: {' '.join(words)!r} is no phrase of 1 to 7 words")
        if words[0] == "_":  # every word of every text would have to be followed up
            raise ValueError(f"{self.code}: {' '.join(words)!r} begins with any word")
        node = self._root
        for word in words:
            node = node.then(fold(word))
        node.senses[sense] = value


def _word_after(tokens: Sequence[Token], at: int) -> int:
    """Give where the next word stands, at once or over a hyphen without spaces; 0 for none."""
    if at + 1 >= len(tokens):
        return 0
    after = tokens[at + 1]
    if after.kind is WORD:
        return at + 1
    if at + 2 >= len(tokens) or tokens[at + 2].kind is not WORD:
        return 0
    dash = after.folded == "–" and after.glued and tokens[at + 2].glued
    return at + 2 if dash or after.folded in HYPHENS else 0


def spread(phrase: str) -> Iterator[list[str]]:
    """Give each way of writing a phrase: `очеред|ь|и` is two words, the first before the endings.

    >>> list(spread("no queue||s"))
    [['no', 'queue'], ['no', 'queues']]
    """
    ways: list[list[str]] = [[]]
    for word in phrase.replace("-", " ").split():
        stem, *endings = word.split("|")
        ways = [[*way, stem + ending] for way in ways for ending in endings or [""]]
    yield from ways


def _phrases(written: Mapping[str, Any]) -> Iterator[tuple[str, float, str]]:
    """Give each phrase of a file with its sense and value."""
    for section, keys in written.items():
        if section in APART:
            continue
        for key, phrases in keys.items():
            valued = section in VALUED
            for phrase in phrases:
                yield (section, float(key), phrase) if valued else (f"{section}.{key}", 0, phrase)
                if section == "place":
                    yield "noun.place", 0, phrase
    yield from _compounds(written.get("compound", {}))


MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}


def _compounds(written: Mapping[str, Any]) -> Iterator[tuple[str, float, str]]:
    """Give each compound of a number and a unit: `трехчасов*` is 180 minutes."""
    for number, beginnings in written.get("number", {}).items():
        for unit, rests in written.get("unit", {}).items():
            sense, each = ("kilometres", 1) if unit == "kilometre" else ("minutes", MINUTES[unit])
            for beginning in beginnings:
                for rest in rests:
                    yield sense, float(number) * each, beginning + rest


@cache
def lexicon(code: str) -> Lexicon:
    """Give a language's lexicon; raises OSError where there is no file of it."""
    written = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    try:
        return Lexicon(code, written)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{code}.toml: {error}") from error


@cache
def codes() -> tuple[str, ...]:
    """Give the languages that have a file, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
