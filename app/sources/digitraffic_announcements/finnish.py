"""What a Finnish announcement says of a crossing: cautious, sentence by sentence.

A sentence counts where it speaks of one of our crossings being shut or open, and of nothing beside
it. Shut for some hours or some of the traffic is restricted. Whatever is unsure says nothing.
"""

import re
from collections.abc import Sequence

from app.domain.place import Place
from app.domain.vocabulary import AccessWord
from app.sources.digitraffic_announcements.situation import Situation

STOPPED = "liikenne pysäytetään"
BLOCKED = frozenset({STOPPED, "liikenne on pysäytetty", "tie on suljettu liikenteeltä"})
"""Names of features that say that nobody gets through; `ajoittain` (at times) is not among them."""

SENTENCE = re.compile(r"(?<!\d)\.\s+|[;!\n]")
CROSSING = re.compile(r"rajanylit|raja-asem|rajatarkastus|rajavartioasem")
SHUT = re.compile(r"\bsulje(?:ttu|taan|tut)")
OPEN = re.compile(r"\b(?:avoin|avoinna|avattu|auki)\b")
STATE = re.compile(f"{SHUT.pattern}|{OPEN.pattern}")
PARTLY = re.compile(
    r"klo\s*[\d.:]+\s*[-–]|välis|\böi|\byö|\bvain\b"
    r"|henkilö|raska|kuorma|rekka|rekko|linja-auto|bussi|pyör"
)
"""Some hours, or some of the traffic."""

DATE, UNTIL = re.compile(r"\d{1,2}\.\d{1,2}\."), re.compile(r"\b(?:asti|saakka)\b")
"""A day named in a sentence may be a day to come, unless it is the last one."""

UNSURE = re.compile(
    # denied or supposed
    r"\b(?:ei|eivät|saattaa|voidaan|voi)\b|mahdollis|harkit|ehdot"
    # sent from one place to another
    r"|ohjat|kiert|käyt|siirt|sijaan"
    # a road, or what is near the crossing
    r"|ti(?:e|en|ellä|eltä|etä|elle)\b|kaist|ajora|silta|liittym|lähe|edust|ennen"
    # another border
    r"|norja|ruotsi"
)
DOUBLED = re.compile(r"([ptk])\1")


def names(place: Place, text: str) -> bool:
    """Tell whether a text names a place: by either Finnish name (`Salla (Kelloselkä)`), any case.

    Doubled p, t and k count once: `Jooseppi` is `Joosepin` in other cases.
    """
    finnish = place.names.get("fi", place.foreign_name).casefold()
    name, text = (DOUBLED.sub(r"\1", each) for each in (finnish, text))
    stems = [part.strip(" )").removesuffix("s") for part in name.split("(")]
    return re.search(rf"(?<![\w-])(?:{'|'.join(map(re.escape, stems))})", text) is not None


def access(told: Situation, place: Place, crossings: Sequence[Place]) -> AccessWord | None:
    """Give what is said of the crossing itself; None where nothing is, or more than one thing.

    `crossings` are all that a text could mean.
    """
    # On a road the description names the crossing as a landmark: `2 km from the border post`.
    context = told.free if told.points else f"{told.where}\n{told.free}"
    if told.kind != "general" or not CROSSING.search(context):
        return None
    sentences = SENTENCE.split(told.free)
    own = [sentence for sentence in sentences if names(place, sentence)]
    if not own and told.points:
        nameless = [each for each in sentences if not any(names(at, each) for at in crossings)]
        own = [sentence for sentence in nameless if CROSSING.search(sentence)]
    states = {_state(sentence) for sentence in own if STATE.search(sentence)}
    if not states and STOPPED in told.features:
        states = {AccessWord.CLOSED for sentence in own if not UNSURE.search(sentence)}
    return states.pop() if len(states) == 1 else None


def _state(sentence: str) -> AccessWord | None:
    shut, is_open = bool(SHUT.search(sentence)), bool(OPEN.search(sentence))
    if shut == is_open or UNSURE.search(sentence):
        return None
    if DATE.search(sentence) and not UNTIL.search(sentence):
        return None
    if PARTLY.search(sentence):
        return AccessWord.RESTRICTED if shut else None
    return AccessWord.CLOSED if shut else AccessWord.OPEN
