"""Reader: a text read whole, to reports with their spans and rules, and what was passed over."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import accumulate
from zoneinfo import ZoneInfo

from app.domain.contact import masked
from app.domain.naming import Naming
from app.domain.place import Place
from app.domain.report import default_subject
from app.domain.vocabulary import CROSSINGS, QUEUE_QUANTITIES, Quantity
from app.reading.amount import COUNT, amounts
from app.reading.elsewhere import Elsewhere, of_another_border
from app.reading.finding import Finding, Passed, Scene
from app.reading.gloss import Glossary
from app.reading.language import language_of
from app.reading.lexicon import codes, lexicon
from app.reading.mood import past_before
from app.reading.names import Names
from app.reading.namesake import without_namesakes
from app.reading.part import parts
from app.reading.reading import Reading, Refused, Said
from app.reading.reports import Reports
from app.reading.sentence import Sentence, sentences
from app.reading.spent import began
from app.reading.split import joined
from app.reading.standing import Standing
from app.reading.telling import TELLING, Told, kept, told
from app.reading.title import titled
from app.reading.token import pieces
from app.reading.way import direction
from app.reading.when import Clock
from app.reading.where import (
    OF_COUNTRIES,
    Map,
    apart,
    apart_later,
    before_place,
    country,
    native,
    road_of_region,
)

LONGEST_TEXT = 1_000_000
"""Characters of a text that are read; the rest is left."""

LONGEST_MOMENT = timedelta(days=7)
"""What is told of a month, or of a season, is told of no moment."""

COUNTS = frozenset({Quantity.QUEUE_VEHICLES, Quantity.QUEUE_PEOPLE, Quantity.BOOKED_VEHICLES})
GREENWICH = ZoneInfo("UTC")


class Reader:
    """Reads texts; made once for a set of places."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Take the places that texts may name."""
        known = {place.id: place for place in places}
        self._map = Map(known, Naming(known.values()))
        self._glossaries: dict[str, Glossary] = {}

    def read(
        self,
        text: str,
        *,
        published_at: datetime,
        language: str | None = None,
        place_hint: str | None = None,
    ) -> Reading:
        """Read a text that was published at a moment (aware).

        `language` is ISO 639-1, found from the text where it is None; of one that we have no
        vocabulary of, nothing is read. `place_hint` is the id of the place that the text is about
        where it names none. Raises ValueError for a moment without an offset or an unknown place.
        """
        if published_at.tzinfo is None:
            raise ValueError("published_at has no UTC offset")
        if place_hint is not None and place_hint not in self._map.places:
            raise ValueError(f"place_hint: there is no place {place_hint!r}")
        text = masked(text[:LONGEST_TEXT])
        cut = pieces(text)
        found = language if language is not None else language_of(cut)
        if found not in codes():
            return Reading(reports=(), refused=(), language=found)
        return _Text(self._map, cut, self._glossary(found), published_at, place_hint).reading()

    def _glossary(self, language: str) -> Glossary:
        if language not in self._glossaries:
            begins = partial(self._map.naming.begins, language=language)
            self._glossaries[language] = Glossary(lexicon(language), begins)
        return self._glossaries[language]


class _Text:
    """One text while it is read."""

    def __init__(
        self,
        known: Map,
        cut: Sequence[str],
        glossary: Glossary,
        published_at: datetime,
        hint: str | None,
    ) -> None:
        self._map, self._at, self._hint = known, published_at, hint
        self._cut, self._glossary = cut, glossary
        self._language = glossary.lexicon.code
        self._clocks: dict[ZoneInfo, Clock] = {}
        named = partial(known.named, self._language)
        self._parts, self._senses = titled(joined(without_namesakes(parts(cut, glossary, named))))
        self._amounts = list(amounts(self._parts))
        self._sentences: list[Sentence] = []

    def reading(self) -> Reading:
        """Give what the text says; one without any figure or word of ours ends at once."""
        if not self._amounts and self._senses.isdisjoint(TELLING):
            return Reading(reports=(), refused=(), language=self._language)
        self._sentences = list(sentences(self._parts, self._amounts))
        self._names = Names(self._parts, self._sentences)
        self._elsewhere = Elsewhere(
            self._parts,
            self._sentences,
            self._senses,
            lexicon=self._glossary.lexicon,
            hinted=self._hint is not None,
        )
        return self._told()

    def _told(self) -> Reading:
        reports, refused = Reports(), list[Refused]()
        for sentence in self._sentences:
            if sentence.idle(TELLING):
                continue
            for found, scene in kept([*self._findings(sentence)]):
                refused.extend(self._add(found, scene, reports))
        return Reading(reports=reports.all(), refused=tuple(refused), language=self._language)

    def _add(self, found: Finding | Passed, scene: Scene, reports: Reports) -> Iterator[Refused]:
        """Add what is told to the reports; give why where it is none."""
        if isinstance(found, Passed):
            yield Refused(span=self._span(found), reason=found.reason)
            return
        said = list(self._said(found, scene))
        reports.add(said, was=scene.means("time.was"))
        if not said:
            yield Refused(span=self._span(found), reason="place or time")

    def _findings(self, sentence: Sentence) -> Iterator[Told]:
        figured: list[Finding] = []
        ruled: list[Finding] = []
        for clause in sentence.clauses:
            if not (clause.amounts or ruled) and clause.senses.isdisjoint(TELLING):
                continue
            scene = Scene(
                self._parts,
                sentence,
                clause,
                year=self._at.year,
                hinted=self._hint is not None,
                heading=self._sentences[sentence.at - 1] if sentence.at else None,
                past=self._past[sentence.at],
            )
            for found in told(scene, figured, ruled):
                yield found, scene

    @cached_property
    def _past(self) -> list[bool]:
        return past_before(self._parts, self._sentences, self._at.year)

    @cached_property
    def _standing(self) -> Standing:
        return Standing(self._cut, self._parts, self._glossary)

    def _span(self, found: Finding | Passed) -> tuple[int, int]:
        return self._standing.span(found.first, found.last)

    def _said(self, finding: Finding, scene: Scene) -> Iterator[Said]:
        """Give a report of each place that a finding is about; none where that cannot be told."""
        at = scene.sentence.at
        before = self._sentences[at - 1] if at else None
        for place in self._places(finding, scene):
            known = self._map.places.get(place or "")
            anywhere = self._elsewhere.from_anywhere(finding, scene, place)
            anywhere = anywhere or self._elsewhere.in_a_town(finding, place)
            if anywhere or road_of_region(finding, scene, known):
                continue
            across = known.countries[1] if known else self._across(scene)
            zone = known.zone if known else GREENWICH
            if zone not in self._clocks:
                self._clocks[zone] = Clock(self._at, zone)
            since, until = self._clocks[zone].interval(scene, finding)
            if (
                finding.quantity in QUEUE_QUANTITIES
                and until is not None
                and until - since > LONGEST_MOMENT
            ):
                continue
            joined_at = began(finding, since, until)
            yield Said(
                quantity=finding.quantity,
                low=finding.low,
                high=finding.high,
                bound=finding.bound,
                word=finding.word,
                subject=finding.subject or default_subject(finding.quantity),
                claim=finding.claim,
                mode=finding.mode,
                direction=direction(scene, finding, across, before),
                place=place,
                observed_from=joined_at or since,
                observed_to=until,
                span=self._span(finding),
                fired=finding.fired,
                stood=joined_at is not None,
            )

    def _places(self, finding: Finding, scene: Scene) -> list[str | None]:
        named = self._names.of(finding, scene)
        senses = scene.sentence.senses
        countries = [each for each in country(senses) if each in self._map.places]
        countries = countries if len(countries) == 1 else apart(scene) or countries
        alone = "noun.place" not in senses and finding.quantity in OF_COUNTRIES
        if len(countries) == 1 and (alone or before_place(finding, scene)):
            return [] if self._elsewhere.of_others(finding, scene) else list(countries)
        if named is None or of_another_border(finding, scene):
            return []
        if named:
            places = self._closest(dict.fromkeys(named))
            return [] if len(places) > 1 and _summed(finding, scene) else [*places]
        if self._elsewhere.of(finding, scene) or (
            len(countries) > 1 and (finding.quantity in CROSSINGS or self._hint is None)
        ):
            return []  # a sum over several borders is none of each
        if len(countries) == 1 and self._hint is None:
            return [countries[0]]
        return self._of_text(finding, scene.sentence.at)

    def _closest(self, named: Iterable[str]) -> list[str]:
        """Give the places of a list without the areas they lie in: `Kostanay region, Kairak`."""
        within = {self._map.places[each].area for each in named if each in self._map.places}
        return [each for each in named if each not in within]

    @cached_property
    def _so_far(self) -> list[frozenset[str]]:
        """Give for each sentence what the text means up to its end."""
        told = (each.senses for each in self._sentences)
        return list(accumulate(told, lambda held, more: held if more <= held else held | more))

    @cached_property
    def _apart_later(self) -> list[bool]:
        return apart_later(self._sentences)

    def _held(self, finding: Finding, at: int) -> frozenset[str]:
        """Give what the text means, only so far where people left, or a country is told apart."""
        counts = [each for clause in self._sentences[at].clauses for each in clause.amounts]
        if finding.quantity not in OF_COUNTRIES and self._apart_later[at]:
            return self._so_far[at]
        if finding.sense != "verb.leave" or sum(each.unit == COUNT for each in counts) > 1:
            return self._senses
        return self._so_far[at]

    def _of_text(self, finding: Finding, at: int) -> list[str | None]:
        """Give the place of the channel, or the country that the whole text is about.

        Nothing where the text names countries, but not the one of the channel.
        """
        named = [each for each in country(self._held(finding, at)) if each in self._map.places]
        ours = "" if self._hint is None else self._map.places[self._hint].countries[1].lower()
        if self._hint is not None and (not named or ours in named):
            return [self._hint]
        if len(named) == 1 and (finding.quantity in OF_COUNTRIES or "noun.border" in self._senses):
            return [*named]
        placed = [*native(finding, self._senses, self._language)] if self._hint is None else []
        summed = finding.quantity in CROSSINGS and "noun.place" in self._sentences[at].senses
        anywhere = summed or self._elsewhere.unplaced(finding)
        return [] if placed == [None] and anywhere else placed

    def _across(self, scene: Scene) -> str:
        named = country(scene.sentence.senses)
        return named[0].upper() if len(named) == 1 else ""


def _summed(finding: Finding, scene: Scene) -> bool:
    """Say whether a count of several posts is that of all: `240 cars at Lars and Ozinki`."""
    counts = finding.quantity in COUNTS and finding.high != 0 and not scene.means("small.each")
    return counts or finding.quantity in CROSSINGS
