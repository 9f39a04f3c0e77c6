"""Elsewhere: whether a text speaks of a border, and whether that is one of ours."""

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from operator import or_

from app.domain.vocabulary import CROSSINGS, QUEUE_QUANTITIES, Quantity
from app.reading.borders import ELSEWHERE
from app.reading.finding import Finding, Scene
from app.reading.head import VEHICLES
from app.reading.lexicon import Lexicon
from app.reading.part import Part, is_strange, is_strange_name
from app.reading.sentence import Sentence
from app.reading.where import (
    OF_BORDERS,
    WORDS,
    country,
    strange,
    strange_place,
    unknown_crossing,
    whole_country,
)

BORDERS_ELSEWHERE = frozenset({ELSEWHERE, "noun.border"})
BUT_ROADS = OF_BORDERS - {"noun.road"}
WHEELED = VEHICLES - {"noun.train", "noun.bus"} | {"unit.kilometre"}
"""What a queue on a road is told with, and no other."""

RUSSIA = frozenset(
    {"country.ru", "from.ru", "to.ru", "side_of.ru", "citizens.ru"}
    | {"group.russian_citizens", "group.russian_tourists", "group.russian_plated"}
    | {"group.men_liable_to_callup", "group.asylum_seekers", "noun.place", "since_day"}
)
"""What shows that a text speaks of the border with Russia, and of no other of its country."""

BUT_COUNTRIES = frozenset(each for each in BUT_ROADS if not each.startswith("country."))
AT_A_BORDER = (BUT_ROADS | RUSSIA) - {"noun.place"}
"""What shows that a place is named as a crossing."""

TOWNS = frozenset({"aksai", "imatra", "khankh", "kuusamo", "salla", "verkhny-lars"})
"""Crossings that bear the name of a town, to which people come for its own sake."""

OF_MANY_BORDERS = {"fi": "fi", "ka": "ge", "kk": "kz", "mn": "mn"}
"""Countries that are entered and left otherwise too, by their languages: whoever writes in them
counts all who come, others only those from Russia."""

ONLY_BORDER = {"fi": frozenset({"noun.border", "noun.checkpoint"})}
"""What shows it in the language of a country whose only watched land border is that with Russia."""

MOST_UNKNOWN, MOST_ON_A_ROAD = 1, 2
"""A text that speaks of no border, and has more words that we do not know, may speak of any queue:
at a doctor's, at an airport, before a town. One that speaks of a border, but names no place of
ours, may be of any border."""


ROADS = frozenset({Quantity.ACCESS, Quantity.RULE})


class Elsewhere:
    """What a text says of borders at all, found once for all its findings."""

    def __init__(
        self,
        parts: Sequence[Part],
        sentences: Sequence[Sentence],
        senses: frozenset[str],
        *,
        lexicon: Lexicon,
        hinted: bool,
    ) -> None:
        """Take a text; `hinted`: it comes from a crossing's own channel."""
        self._language, self._within = lexicon.code, lexicon.within
        self._parts, self._sentences, self._senses = parts, sentences, senses
        self._hinted = hinted

    def of(self, finding: Finding, scene: Scene) -> bool:
        """Say whether a finding may be of a crossing or a country that is none of ours."""
        ours = len(country(scene.sentence.senses)) == 1
        told = scene.sentence.senses if ours else self._senses
        if ELSEWHERE in told or self._strange(scene.sentence):
            return True
        if not ours and scene.heading is not None and self._strange(scene.heading):
            return True
        if self._senses.isdisjoint(BUT_ROADS) and strange_place(finding, scene):
            return True
        if self._away(finding, scene):
            return True
        if not self._senses.isdisjoint(OF_BORDERS):
            return whole_country(finding, self._senses)
        return not self._hinted and strange(finding, scene)

    def of_others(self, finding: Finding, scene: Scene) -> bool:
        """Say whether a word is said of a border or a crossing that is none of ours, or of one."""
        told = scene.clause.senses if country(scene.clause.senses) else scene.sentence.senses
        strange = self._strange(scene.sentence)
        if finding.quantity in CROSSINGS and (strange or _at_another(scene)):
            return True
        others = ELSEWHERE in told or strange
        return finding.quantity in WORDS and (others or _of_one(finding, scene))

    def unplaced(self, finding: Finding) -> bool:
        """Say whether a text without a place of ours may be of a border anywhere in the world.

        Events of one are told by words that hardly mean another.
        """
        if self._hinted or finding.quantity is Quantity.EVENT:
            return False
        return not self._senses.isdisjoint(BUT_ROADS) and self._unknown > MOST_UNKNOWN

    def from_anywhere(self, finding: Finding, scene: Scene, place: str | None) -> bool:
        """Say whether a count is one of a whole country, and up to it nothing speaks of Russia."""
        ours = OF_MANY_BORDERS.get(self._language, "")
        if finding.quantity not in CROSSINGS or not ours or place not in {ours, None}:
            return False
        return not self._of_russia[scene.sentence.at]

    def in_a_town(self, finding: Finding, place: str | None) -> bool:
        """Say whether people come to a town, or wait for what we do not know, at no border."""
        if self._hinted or place not in TOWNS or not self._senses.isdisjoint(AT_A_BORDER):
            return False
        came = finding.quantity in CROSSINGS and finding.sense == "verb.enter"
        return came or (finding.quantity is Quantity.QUEUE_PEOPLE and self._unknown > 0)

    def _away(self, finding: Finding, scene: Scene) -> bool:
        """Say whether a finding is of no border, of a country, of others or of a town."""
        if self._of_no_border(finding) or self._in_a_country(finding):
            return True
        return self._at_others or self._within_a_town(finding, scene)

    def _within_a_town(self, finding: Finding, scene: Scene) -> bool:
        """Say whether a queue is told to be in a town that we do not know: `Haminassa 10 autoa`."""
        if not self._within or finding.quantity not in QUEUE_QUANTITIES:
            return False
        if not scene.sentence.senses.isdisjoint(BUT_ROADS):
            return False
        stretch = self._parts[scene.sentence.first : scene.sentence.last + 1]
        return any(is_strange_name(each) and each.folded.endswith(self._within) for each in stretch)

    def _strange(self, sentence: Sentence) -> bool:
        """Say whether a sentence speaks of a crossing whose name we do not know."""
        stretch = self._parts[sentence.first : sentence.last + 1]
        return "noun.place" not in sentence.senses and unknown_crossing(stretch)

    def _of_no_border(self, finding: Finding) -> bool:
        """Say whether a queue is one of a text that speaks of no border, but of another matter."""
        if self._hinted or not self._senses.isdisjoint(BUT_ROADS):
            return False
        if finding.quantity in ROADS:
            return self._unknown > MOST_UNKNOWN  # a road that is shut somewhere
        if finding.quantity not in QUEUE_QUANTITIES:
            return False
        if "noun.thing" in self._senses:
            return True
        most = MOST_UNKNOWN if self._senses.isdisjoint(WHEELED) else MOST_ON_A_ROAD
        return self._unknown > most

    def _in_a_country(self, finding: Finding) -> bool:
        """Say whether a queue is one of a text that names a country, but none of its borders.

        `voters in Georgia wait for hours`
        """
        if self._hinted or finding.quantity not in QUEUE_QUANTITIES or not country(self._senses):
            return False
        return self._senses.isdisjoint(BUT_COUNTRIES) and self._unknown > MOST_UNKNOWN

    @cached_property
    def _of_russia(self) -> list[bool]:
        """Say for each sentence whether anything up to its end speaks of Russia."""
        told = RUSSIA | ONLY_BORDER.get(self._language, frozenset())
        return [*accumulate((not each.senses.isdisjoint(told) for each in self._sentences), or_)]

    @cached_property
    def _unknown(self) -> int:
        """Count the words of the text that mean nothing to us."""
        return sum(is_strange(part) for part in self._parts)

    @cached_property
    def _at_others(self) -> bool:
        """Say whether a text names crossings that we do not know, and none that we do."""
        if self._hinted or "noun.place" in self._senses or country(self._senses):
            return False
        return any(self._strange(each) for each in self._sentences)


def _at_another(scene: Scene) -> bool:
    """Say whether a sentence names a border or crossing that is none of ours: `the Tornio border`.

    Or one of theirs with ours: `the Norwegian-Finnish border`.
    """
    stretch = scene.parts[scene.sentence.first : scene.sentence.last + 1]
    posts = (at for at, part in enumerate(stretch) if part.means("noun.border", "noun.checkpoint"))
    near = ([*stretch[max(0, at - 1) : at], *stretch[at + 1 : at + 2]] for at in posts)
    return any(part.means(ELSEWHERE) for each in near for part in each)


def _of_one(finding: Finding, scene: Scene) -> bool:
    """Say whether one post without a name is shut or open, which is no whole border."""
    if finding.quantity is not Quantity.ACCESS or not scene.means("noun.checkpoint"):
        return False
    whole = {"noun.border", "small.all", "noun.road", "country.ru"}  # `its posts to Russia`
    return scene.sentence.senses.isdisjoint(whole)


def of_another_border(finding: Finding, scene: Scene) -> bool:
    """Say whether a sentence, or a clause of it that closes a road, names but another border.

    `on the borders with other regions 800 stand`, after one of ours was told, are not there
    """
    senses, own = scene.sentence.senses, scene.clause.senses
    if "noun.place" not in senses:
        roads = finding.quantity is Quantity.ACCESS and senses.isdisjoint(BUT_ROADS)
        return senses >= BORDERS_ELSEWHERE or (roads and strange_place(finding, scene))
    return finding.quantity in WORDS and ELSEWHERE in own and "noun.place" not in own
