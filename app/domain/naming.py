"""Naming: which of our places a text of the press names, by the words that stand there.

Many crossings bear the names of villages, people and everyday words (Lars, Salla, Светлый, Орда),
and whole countries are named by nearly every text. So:

- A name is whole words with capitals where we write them, with the endings of the text's language.
- A checkpoint's name of two words or more (Верхний Ларс, Raja-Jooseppi) is enough by itself; one
  word (Lars, Орск) counts only with a word of borders or roads at most six words from it.
- Single words of fewer than four letters, and names that several places bear, never count.
- An area counts where the text names it and Russia and speaks of a checkpoint or a queue, and names
  no checkpoint of ours.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.domain.place import Place
from app.domain.vocabulary import PlaceKind

MOST_WORDS = 600
SHORTEST_NAME = 4
SHORTEST_STEM = 3
LONGEST_WORD = 60
NEAR = 6

WORD = re.compile(r"[^\W\d_]+")
LANGUAGES: Mapping[str, tuple[str, str]] = {
    "ru": (
        "[иы]й|[ао]я|[ео]е|[аеийоуыьэюя]",
        "[ое](?:го|му|[вмйю])|[ая](?:ми|[хмя])|[иы][мхй]|[ую]ю|[оеыи]е|[аеиоуыьюя]",
    ),
    "kk": ("", "[а-яёәғқңөұүһі]{1,5}"),
    "mn": ("[аяэоөуүиыь]|[аэоөуү][бвгджзлмнрстхц]", "[а-яёөү]{1,7}"),
    "ka": ("[აეიოუ]", "[ა-ჰ]{1,7}"),
    "fi": (
        "[si]|pi",
        "(?:kse|[aeiouyäö]{0,2})(?:n|a|ä|t|t[aä]|[sl][sltn]?[aä]|lle|h?[aeiouyäö]n|seen|ksi)?",
    ),
    "de": ("", "s|er"),
    "uk": (
        "[иі]й|[аеиіоуюяйь]",
        "[ое](?:го|му|ю|ві)|[ії]й|[иі][мх]|[аеєиіїоуюя]|[ао]ми|[аяіо]?[вхм]",
    ),
}
"""By language: what a name may lose at its end, and what may follow then."""

OF_PASSAGE = re.compile(
    "checkpoint|crossing|queu|пропуск|погранпереход|кпп|очеред|გამშვებ|საბაჟო|რიგებ"
    "|өткізу|кезек|боомт|rajanylity|rajapais|jono|grenzüberg|schlange|черг"
)
OF_ROADS = re.compile(
    "border|customs|road|traffic|truck|lorr|closed|reopen|avalanche|границ|погран|таможн|дорог"
    "|трасс|движени|грузов|большегруз|фур|закры|откры|საზღვ|გზა|გზის|მოძრაობ|ჩაიკეტ|გადაკეტ"
    "|шекара|кеден|хил|raja|tull|liikenne|grenze|zoll|stau|кордон|митниц"
)
OF_RUSSIA = re.compile("russia|росси|рф|ресей|რუს|орос|venäj|russland|росі")
"""How words begin that speak of each, in our languages."""


class Name(NamedTuple):
    """One name of a place, word by word."""

    place: Place
    words: tuple[str, ...]


class Naming:
    """Finds our places in texts; made once for a set of places.

    `longest` is the most words of one name.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the names by how they begin."""
        self._names: dict[str, list[Name]] = defaultdict(list)
        names = [name for place in places for name in _names(place)]
        bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name in names:
            bearers[_folded(name)].add(name.place.id)
        for name in names:
            if len(bearers[_folded(name)]) == 1:
                self._names[_beginning(name.words[0])].append(name)
        self.longest = max((len(name.words) for name in names), default=0)

    def named(self, text: str, language: str) -> tuple[str, ...]:
        """Give the ids of the places that a text in this language (ISO 639-1) names, in order."""
        words = WORD.findall(text)[:MOST_WORDS]
        found = list(dict.fromkeys(place.id for place in self._checkpoints(words, language)))
        if not found and _any(words, OF_PASSAGE) and _any(words, OF_RUSSIA):
            areas = (name.place for _, name in self.written(words, language))
            found = list(dict.fromkeys(each.id for each in areas if each.kind is PlaceKind.AREA))
        return tuple(found)

    def written(self, words: Sequence[str], language: str) -> Iterator[tuple[int, Name]]:
        """Give each name that stands among words of a text, and at which of them."""
        for at, word in enumerate(words):
            if _beginning(word[:SHORTEST_STEM]) in self._names:
                for name in self.starting(words[at : at + self.longest], language):
                    yield at, name

    def begins(self, word: str, language: str) -> bool:
        """Say whether a name may begin with a word."""
        return len(word) <= LONGEST_WORD and any(
            _same(word, name.words[0], language)
            for name in self._names.get(_beginning(word[:SHORTEST_STEM]), ())
        )

    def starting(self, words: Sequence[str], language: str) -> Iterator[Name]:
        """Give each name whose words these words begin with."""
        if not words or len(words[0]) > LONGEST_WORD:
            return
        for name in self._names.get(_beginning(words[0][:SHORTEST_STEM]), ()):
            if _same(words[0], name.words[0], language) and _goes_on(words, name, language):
                yield name

    def _checkpoints(self, words: Sequence[str], language: str) -> Iterator[Place]:
        for at, name in self.written(words, language):
            near = words[max(0, at - NEAR) : at + len(name.words) + NEAR]
            enough = len(name.words) > 1 or _any(near, OF_ROADS) or _any(near, OF_PASSAGE)
            if name.place.kind is PlaceKind.CHECKPOINT and enough:
                yield name.place


def _names(place: Place) -> Iterator[Name]:
    """Give what a place is called, each once, without what stands in brackets after it."""
    called = (*place.names.values(), place.foreign_name, *place.aliases)
    for text in dict.fromkeys(name.partition("(")[0].strip() for name in called):
        words = tuple(WORD.findall(text))
        if len(words) > 1 or (words and len(words[0]) >= SHORTEST_NAME):
            yield Name(place, words)


def _goes_on(words: Sequence[str], name: Name, language: str) -> bool:
    """Say whether the other words of a name follow its first."""
    said = words[1 : len(name.words)]
    return len(said) == len(name.words) - 1 and all(
        len(one) <= LONGEST_WORD and _same(one, other, language)
        for one, other in zip(said, name.words[1:], strict=True)
    )


@lru_cache(maxsize=32_768)
def _same(said: str, word: str, language: str) -> bool:
    if word[0].isupper() and not said[0].isupper() and said[0].lower() != said[0].upper():
        return False
    said, word = _plain(said), _plain(word)
    if said == word or language not in LANGUAGES:
        return said == word
    lost, follows = LANGUAGES[language]
    stem = re.sub(f"(?:{lost})$", "", word)
    stem = stem if len(stem) >= SHORTEST_STEM else word
    return said.startswith(stem) and re.fullmatch(follows, said[len(stem) :]) is not None


def _any(words: Iterable[str], beginning: re.Pattern[str]) -> bool:
    return any(beginning.match(_plain(word)) for word in words)


def _folded(name: Name) -> tuple[str, ...]:
    return tuple(map(_plain, name.words))


@lru_cache(maxsize=32_768)
def _beginning(word: str) -> str:
    return _plain(word)[:SHORTEST_STEM]


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")
