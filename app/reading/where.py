"""Where: which place a finding is about, and which way it goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from app.domain.naming import Naming
from app.domain.place import Place
from app.domain.vocabulary import CROSSINGS, PlaceKind, Quantity, Subject
from app.reading.amount import DASHES
from app.reading.borders import CODES, ELSEWHERE, SIDES
from app.reading.finding import Finding, Scene
from app.reading.lexicon import Found
from app.reading.part import Part, is_strange_name
from app.reading.sentence import Clause, Sentence
from app.reading.signal import OURS, ROLES
from app.reading.token import MARK, WORD, Token

HOME = "RU"
WORDS = frozenset({Quantity.ACCESS, Quantity.RULE, Quantity.EVENT})
OF_COUNTRIES = frozenset({Quantity.CROSSINGS_PEOPLE, Quantity.CROSSINGS_VEHICLES, *WORDS})
"""What is said of whole countries; a queue stands at one crossing."""

NAMED = "place."
SHORT = 5
"""Parts of a clause in which a place at once tells where the one before it was."""

LONG = 3
"""Words of the name of a country that is one of its border."""

OF_COUNTRY = frozenset(
    f"{relation}.{code}" for relation in ("country", "to", "from", "side_of") for code in CODES
)
ENTERED_AND_LEFT = frozenset({"verb.enter", "verb.leave"})
OF_BORDERS = (OF_COUNTRY - {"country.ru"}) | {
    *("noun.border", "noun.checkpoint", "noun.place", "noun.road", "noun.crossing"),
    *("way.out", "way.in", "way.both"),
}
"""What shows that a text speaks of a border at all."""

NATIVE = {"fi": ("fi",), "ka": ("ge",), "kk": ("kz",), "mn": ("mn",)}
"""The country that a text means by `the country`, by its language where that is of one alone."""

RUSSIA = frozenset({"from.ru", "to.ru"})
OUT_OF_RUSSIA = frozenset({"from.ru", "country.ru"})
ELSE = OF_BORDERS - {"from.ru", "way.out", "noun.checkpoint", "country.ru"}
LEFT = frozenset({"verb.leave", "noun.exit"})
QUOTES = frozenset("«\"“„'")
MARKED = QUOTES | {"»", "”"}
LED_ON = ("noun.border", "way.out", "way.in", "noun.exit", "noun.entry")
"""What may be followed by a country or a town, whose border or end it is."""

BETWEEN_NAMES = ("small.and", "small.preposition", "range.and", "noun.checkpoint")


@dataclass(frozen=True, slots=True)
class Map:
    """The places we know, by id, and how they are named."""

    places: Mapping[str, Place]
    naming: Naming

    def named(self, language: str, tokens: Sequence[Token], at: int) -> Found | None:
        """Give the longest name of a place that begins at a token of a text."""
        found: Found | None = None
        if tokens[at].kind is not WORD:
            return found
        positions = _words_from(tokens, at, self.naming.longest)
        words = [tokens[each].said for each in positions]
        for name in self.naming.starting(words, language):
            length = positions[len(name.words) - 1] - at + 1
            if found is None or found.length < length:
                meant = senses(name.place)
                if len(name.words) >= LONG and "noun.place" not in meant:
                    meant["noun.border"] = 0  # the eastern border of Finland
                found = Found(length, meant)
        return found


def _words_from(tokens: Sequence[Token], first: int, most: int) -> list[int]:
    """Give the positions of a word and of those after it, over the marks between them."""
    held = (at for at in range(first, len(tokens)) if tokens[at].kind is WORD)
    return list(islice(held, most))


def senses(place: Place) -> dict[str, float]:
    """Give what the name of a place means: that of a country is no post's."""
    if place.kind is PlaceKind.AREA and place.id == place.countries[1].lower():
        return {f"country.{place.id}": 0}
    return {f"{NAMED}{place.id}": 0, "noun.place": 0}


def road_of_region(finding: Finding, scene: Scene, place: Place | None) -> bool:
    """Say whether a road is shut somewhere in a region: `in the Kostanay region 3 roads are`."""
    if finding.quantity is not Quantity.ACCESS or place is None:
        return False
    region = place.kind is PlaceKind.AREA and place.area is not None
    roads = region and "noun.road" in scene.sentence.senses
    return roads and "noun.checkpoint" not in scene.sentence.senses


def unknown_crossing(parts: Sequence[Part]) -> bool:
    """Say whether a crossing is named that we do not know: `КПП Брузги`, `the Brest crossing`."""
    for at, part in enumerate(parts):
        if _leads_to_a_name(parts, at):
            return True
        if not part.senses or "noun.checkpoint" not in part.senses:
            continue
        after = parts[at + 1 : at + 3]
        if after and after[0].kind is MARK and after[0].folded in QUOTES:
            after = after[1:]
        joined = at > 1 and parts[at - 1].folded in DASHES  # the Brest-Crossing
        before = parts[max(1, at - 2) : at - 1] if joined else parts[max(1, at - 1) : at]
        if any(is_strange_name(each) for each in (*after[:1], *before)):
            return True
    return False


def _leads_to_a_name(parts: Sequence[Part], at: int) -> bool:
    """Say whether a part stands beside a name that we do not know, or leads on to one.

    `в «Урбанах»`, `on the border with Ecuador`, `на выезде из Тамбова`
    """
    if parts[at].folded in MARKED and _quoted_place(parts, at):
        return True
    if not parts[at].means(*LED_ON):
        return False
    border = parts[at].means("noun.border")
    led = parts[at + 1 : at + 2]
    leads = led and led[0].means("small.with" if border else "small.preposition")
    return bool(leads) and any(is_strange_name(part) for part in parts[at + 2 : at + 3])


def _quoted_place(parts: Sequence[Part], at: int) -> bool:
    """Say whether a name in quotation marks is one of a place: `в «Урбанах»`, `"Ак" бекеті`."""
    before, after = parts[max(0, at - 1) : at], parts[at + 1 : at + 2]
    led = any(part.means("small.preposition", "small.at") for part in before)
    if led and after:
        return is_strange_name(after[0])
    closes = any(is_strange_name(part) for part in before)
    return closes and any(part.means("noun.checkpoint") for part in after)


def strange(finding: Finding, scene: Scene) -> bool:
    """Say whether people are said to have come somewhere, where nothing speaks of a border."""
    if finding.quantity is not Quantity.CROSSINGS_PEOPLE:
        return False
    named = any(is_strange_name(part) for part in scene.stretch()[1:])
    russians = finding.subject is Subject.RUSSIAN_CITIZENS
    return named or (finding.sense in {"verb.enter", "verb.leave"} and not russians)


def whole_country(finding: Finding, senses: frozenset[str]) -> bool:
    """Say whether people are said to have left Russia, across whichever of its borders."""
    left = finding.quantity is Quantity.CROSSINGS_PEOPLE and finding.sense in LEFT
    return left and not senses.isdisjoint(OUT_OF_RUSSIA) and senses.isdisjoint(ELSE)


def native(
    finding: Finding, senses: frozenset[str], language: str
) -> tuple[str, ...] | tuple[None]:
    """Give the place of what is said of none: no place that is known.

    People who came to a country or left it are of none of ours, unless they are Russians or come
    from Russia, and the language is of one country alone.
    """
    if finding.quantity not in CROSSINGS or finding.sense not in ENTERED_AND_LEFT:
        return (None,)
    told = finding.subject is Subject.RUSSIAN_CITIZENS or not senses.isdisjoint(RUSSIA)
    return NATIVE.get(language, ()) if told else ()


def strange_place(finding: Finding, scene: Scene) -> bool:
    """Say whether a sentence is about a place that we do not know: `bei München`, `в Києві`.

    Roads are named without a preposition, too: `the Shatili road is closed`.
    """
    if finding.quantity in WORDS and (finding.quantity is not Quantity.ACCESS or scene.hinted):
        return False
    pairs = pairwise(scene.parts[scene.sentence.first : scene.sentence.last + 1])
    road = finding.quantity is Quantity.ACCESS
    return any(_names(lead, part, road=road) for lead, part in pairs)


def _names(lead: Part, part: Part, *, road: bool) -> bool:
    """Say whether one of two parts is a name of a place that the other leads, or of a road."""
    if lead.means("small.preposition") and is_strange_name(part):
        return True
    roads = road and (lead.means("noun.road") or part.means("noun.road"))
    return roads and (is_strange_name(lead) or is_strange_name(part))


def before_place(finding: Finding, scene: Scene) -> bool:
    """Say whether a count of a country comes before one of a place: `7,000 came, 20 via Lars`."""
    at = scene.sentence.clauses.index(scene.clause)
    led = scene.sentence.clauses[: at + 1]
    if finding.quantity not in CROSSINGS or any("noun.place" in each.senses for each in led):
        return False
    later = (each for each in scene.sentence.clauses[at + 1 :] if "noun.place" in each.senses)
    named = next(later, None)
    elsewhere = ELSEWHERE in scene.sentence.senses
    if named is None or elsewhere or not country(scene.clause.senses):
        return False
    opening = scene.parts[named.first : named.first + SHORT]
    return bool(named.amounts) or not any(part.means("noun.place") for part in opening)


def country(senses: Iterable[str]) -> list[str]:
    """Give the countries that are named by some senses, ours excepted, as their areas' ids."""
    if OF_COUNTRY.isdisjoint(senses):
        return []
    return sorted({sense[-2:] for sense in OF_COUNTRY.intersection(senses)} - {HOME.lower()})


def apart(scene: Scene) -> list[str]:
    """Give the country of a clause, where each country of its sentence has something of its own.

    `17,000 crossed into Finland, while the wait to enter Georgia was 48 hours`
    """
    if OF_COUNTRY.isdisjoint(scene.sentence.senses):
        return []
    named = [each for each in scene.sentence.clauses if country(each.senses)]
    own = {
        code
        for each in named
        if each.amounts or not each.senses.isdisjoint(ROLES)
        for code in country(each.senses)
    }
    if not own.issuperset(country(scene.sentence.senses)):
        return []
    before = [each for each in named if each.first <= scene.clause.first]
    told = country(before[-1].senses) if before else []
    return told if len(told) == 1 else []


def apart_later(sentences: Sequence[Sentence]) -> list[bool]:
    """Say for each sentence whether the country that is named first after it is told apart.

    `4,000 stand at the border. Into Kazakhstan came 98,000`
    """
    told, later = [], False
    for sentence in reversed(sentences):
        named = bool(country(sentence.senses))
        told.append(later and not named)
        if named:
            figures = any(counts_ours(each) for each in sentence.clauses)
            later = figures and sentence.senses.isdisjoint(SIDES)
    return told[::-1]


def counts_ours(clause: Clause) -> bool:
    """Say whether a clause holds a figure that can be ours."""
    return any(each.unit in OURS for each in clause.amounts)
