"""The front: each crossing as a line, what needs attention first, then by country."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.board.stand import Stand
from app.board.trend import Trends
from app.catalog import Catalogue
from app.domain.place import Place
from app.domain.vocabulary import EventWord, Freshness, Mode, PlaceKind
from app.web.page.figures import Fields, Figure, figures_of, moments_of
from app.web.page.speech import Speech, aware
from app.web.page.trend import Trend, trend_of
from app.web.page.trouble import is_trouble, longest

RUSSIA = "RU"

GRAVEST = (
    EventWord.EXIT_REFUSED,
    EventWord.DRAFT_SUMMONS,
    EventWord.ENTRY_REFUSED,
    EventWord.ROAD_BLOCKED,
    EventWord.CARS_TURNED_BACK,
    EventWord.MILITARY_PRESENCE,
    EventWord.CROWD_PRESSURE,
    EventWord.SUPPLIES_SHORT,
    EventWord.EXIT_BAN_RUMOUR,
    EventWord.CLOSURE_RUMOUR,
)
"""What may keep somebody from crossing, or endanger whoever tries; all else is told after it."""

CORRIDORS = ("GE", "FI", "KZ", "MN")
"""The countries to which the corridors lead, in the order in which they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader of the front wants to see: `out` of Russia or into it, the rest where given."""

    out: bool = True
    country: str = ""
    mode: Mode | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Access as a word with its sign: of which ways of crossing (none: of all alike).

    `origin` is who said so, `since` from when on, and `age` how long ago that was, where known;
    `ending` from when on it counts no more, where that must be said.
    """

    code: str
    word: str
    modes: tuple[str, ...] = ()
    origin: str = ""
    since: datetime | None = None
    age: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of crossing: its first number (the wait, where there is one), and the others.

    `trend` is how the first one went over the last day, where that is known.
    """

    mode: str
    first: Figure
    others: Sequence[Figure]
    trend: Trend | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One crossing on the front, in one direction.

    `states` are its access by ways of crossing, `ways` those of which there are numbers, `silent`
    why there is none at all, `events` what is heard of it, the gravest first, `heard` how long ago
    anything was; `longest` is its longest wait in minutes, for the order.
    """

    id: str
    name: str
    across: str
    country: str
    states: Sequence[State]
    ways: Sequence[Way]
    silent: Figure | None
    events: Sequence[str]
    heard: str
    heard_at: datetime | None
    trouble: bool
    longest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some lines under one heading."""

    id: str
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How lines are told: in a language, of which places, at what moment, and with which trends."""

    speech: Speech
    catalogue: Catalogue
    now: datetime
    trends: Trends = field(default_factory=dict)


def front(rows: Iterable[Fields], asked: Asked, telling: Telling) -> list[Group]:
    """Give the groups of the front; those without a line are left out."""
    speech, lines = telling.speech, lines_of(rows, asked, telling)
    by_country: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_country[line.country].append(line)
    troubles = sorted((line for line in lines if line.trouble), key=lambda line: -line.longest)
    groups = [Group(id="now", title=speech.say("Needs attention"), lines=troubles)]
    groups += [
        Group(id=country.lower(), title=speech.country(country), lines=_in_order(some))
        for country, some in sorted(by_country.items(), key=_corridor)
    ]
    return [group for group in groups if group.lines]


def _corridor(group: tuple[str, object]) -> int:
    """Give the place of a country's group; those that are no corridor's come last."""
    country, _ = group
    return CORRIDORS.index(country) if country in CORRIDORS else len(CORRIDORS)


def lines_of(rows: Iterable[Fields], asked: Asked, telling: Telling) -> list[Line]:
    """Give a line for each crossing that is asked for and that there are rows of."""
    by_place: dict[str, list[Fields]] = defaultdict(list)
    for row in rows:
        by_place[row["place"]].append(row)
    return [
        line_of(place, shown, telling)
        for place in _places(telling.catalogue, asked)
        if (shown := [row for row in by_place[place.id] if _wanted(row, place, asked)])
    ]


def _places(catalogue: Catalogue, asked: Asked) -> list[Place]:
    found = catalogue.search(asked.text) if asked.text else catalogue.places.values()
    return [
        place
        for place in found
        if place.kind is PlaceKind.CHECKPOINT
        and (not asked.country or asked.country in place.countries)
    ]


def _wanted(row: Fields, place: Place, asked: Asked) -> bool:
    way = place.directions[0 if asked.out else 1]
    return row["direction"] == way and (asked.mode is None or row["mode"] in {asked.mode, Mode.ANY})


def line_of(place: Place, rows: Sequence[Fields], telling: Telling) -> Line:
    """Give the line of a place from its rows in one direction."""
    speech, now = telling.speech, telling.now
    figures = [figure for row in rows for figure in figures_of(row, speech, now)]
    direction = rows[0]["direction"]
    trends = {
        str(queue.mode): stands
        for queue, stands in telling.trends.items()
        if (queue.place, queue.direction) == (place.id, direction)
    }
    ways = ways_of(figures, speech, trends)
    heard_at = max(moments_of(list(rows)), default=None)
    return Line(
        id=place.id,
        name=speech.name(place),
        across=place.foreign_name,
        country=next(each for each in place.countries if each != RUSSIA),
        states=states_of(rows, speech, now),
        ways=ways,
        silent=None if ways else _silent(figures),
        events=_events(rows, speech),
        heard=speech.age(heard_at, now) if heard_at else "",
        heard_at=heard_at,
        trouble=is_trouble(rows, now),
        longest=longest(rows),
    )


def ways_of(
    figures: Iterable[Figure], speech: Speech, trends: Mapping[str, Sequence[Stand]]
) -> list[Way]:
    """Give the ways of crossing of which there are numbers, those said of any way at the end.

    What is told of any way is left out where the same is told of a way by itself. `trends` go by
    ways of crossing.
    """
    known: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.known:
            known[figure.mode].append(figure)
    own = {figure.quantity for mode, some in known.items() if mode != Mode.ANY for figure in some}
    of_any = [figure for figure in known.pop(Mode.ANY, []) if figure.quantity not in own]
    told = [*known.items(), *([(Mode.ANY, of_any)] if of_any else [])]
    return [
        Way(
            mode=speech.label("mode", mode),
            first=some[0],
            others=some[1:],
            trend=trend_of(trends.get(mode, ()), some[0].code, speech),
        )
        for mode, some in told
    ]


def states_of(rows: Iterable[Fields], speech: Speech, now: datetime) -> list[State]:
    """Give the access of some rows: once where it is the same for all, else by ways of crossing."""
    by_word: dict[str, list[Fields]] = defaultdict(list)
    for row in rows:
        by_word[row["access"]["state"]].append(row)
    alike = len(by_word) == 1
    return [_state(code, some, speech, now, alike=alike) for code, some in by_word.items()]


def _state(
    code: str, rows: Sequence[Fields], speech: Speech, now: datetime, *, alike: bool
) -> State:
    """Give one word of access, as it was said last."""
    newest = max((row["access"] for row in rows), key=lambda access: access["since"] or "")
    since = aware(newest["since"]) if newest["since"] else None
    return State(
        code=code,
        word=speech.label("access_word", code),
        modes=() if alike else tuple(speech.label("mode", row["mode"]) for row in rows),
        origin=newest["origin"] or "",
        since=since,
        age=speech.age(since, now) if since else "",
        ending=speech.ending(newest["stale_at"]),
    )


def _silent(figures: Sequence[Figure]) -> Figure | None:
    """Give why no number is known: a reason that has a last number goes before others."""
    return max(figures, key=lambda figure: bool(figure.last), default=None)


def _events(rows: Iterable[Fields], speech: Speech) -> list[str]:
    """Give what is heard, once each, with how it stands: `call-up papers served (confirmed)`."""
    claims: dict[str, dict[str, None]] = defaultdict(dict)
    for event in (each for row in rows for each in row["events"]):
        if event["freshness"] != Freshness.STALE:
            claim = event["claim"]
            claims[event["word"]][speech.label("claim", claim) if claim else ""] = None
    gravest_first = sorted(claims, key=_gravity)
    return [_event(speech.label("event_word", word), claims[word]) for word in gravest_first]


def _gravity(word: str) -> int:
    return GRAVEST.index(word) if word in GRAVEST else len(GRAVEST)


def _event(word: str, claims: Iterable[str]) -> str:
    """Say an event with all ways in which it is told; that nobody answers for it needs no word."""
    told = ", ".join(filter(None, claims))
    return f"{word} ({told})" if told else word


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """Give the lines that say most first; otherwise as the catalogue has them."""
    return sorted(lines, key=lambda line: (not line.ways, not line.heard_at))
