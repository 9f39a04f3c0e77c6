"""Now: whether each way of crossing is open, the numbers there are, and why there are no others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.place import BOTH, Place
from app.domain.vocabulary import QUEUE_QUANTITIES, Freshness, Mode, NoNumber, Quantity
from app.web.page.figures import Fields, Figure, figure_of, has_number
from app.web.page.place.asked import CrossingAsked
from app.web.page.place.links import Links
from app.web.page.place.said import Speaker, Time, speaker_of, time_of, way_of
from app.web.page.speech import Speech

IN_LINE = tuple(each for each in QUEUE_QUANTITIES if each is not Quantity.WAIT_MINUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A word on access: for which ways of crossing (none: for all alike), and who says so.

    `because` is why nothing is known, `last` what was said last, `overdue` that nobody confirmed it
    in time, `area` the area it was said of, `ending` from when on it counts no more.
    """

    code: str
    word: str
    modes: Sequence[str]
    speaker: Speaker | None
    claim: str
    since: Time | None
    until: Time | None
    overdue: str
    because: str
    area: str
    last: str
    last_time: Time | None
    ending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """One line of the table: ways of crossing of which the same is told, each with its why."""

    modes: Sequence[tuple[str, str]]
    code: str
    word: str
    wait: Figure
    lines: Sequence[Figure]

    @property
    def same(self) -> tuple[str, str, str] | None:
        """Give what makes it one with others; None where anything was ever told of it."""
        told = any(figure.quantity for figure in self.lines)
        if told or self.wait.known or self.wait.last:
            return None
        return self.code, self.wait.text, "; ".join(figure.text for figure in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What an operator withholds, until when, and why."""

    quantity: str
    until: Time
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One direction: access, the word may be `alike` for all, its table, what is withheld."""

    direction: str
    title: str
    accesses: Sequence[Access]
    alike: bool
    table: Sequence[TableLine]
    withheld: Sequence[Withheld]


def ways(
    rows: Sequence[Fields], place: Place, links: Links, speech: Speech, now: datetime
) -> Iterator[Way]:
    """Give each direction of which there are rows; both together only where a number stands."""
    for direction in (*place.directions, BOTH):
        those = [row for row in rows if row["direction"] == direction]
        if those and (direction != BOTH or any(map(has_number, those))):
            accesses = _accesses(those, place, speech, now)
            yield Way(
                direction=direction,
                title=way_of(direction, speech),
                accesses=accesses,
                alike=len({each.code for each in accesses}) == 1,
                table=_merged([_line(row, links, speech, now) for row in those]),
                withheld=_withheld(those, place, speech, now),
            )


def _line(row: Fields, links: Links, speech: Speech, now: datetime) -> TableLine:
    mode, state = row["mode"], row["access"]["state"]
    address = links.to("why", direction=row["direction"], mode=mode, quantity="")
    figures = [_figure(row, each, speech, now) for each in IN_LINE if row[each] is not None]
    return TableLine(
        modes=((speech.label("mode", mode), address),),
        code=state,
        word=speech.label("access_word", state),
        wait=_figure(row, Quantity.WAIT_MINUTES, speech, now),
        lines=figures or (_silence(speech, mode),),
    )


def _figure(row: Fields, quantity: Quantity, speech: Speech, now: datetime) -> Figure:
    told = row[quantity]
    if told is None:
        return _silence(speech, row["mode"])
    return figure_of(told, quantity, row["mode"], speech, now)


def _silence(speech: Speech, mode: str) -> Figure:
    text = speech.label("no_number", NoNumber.UNKNOWN)
    return Figure(code=Quantity.WAIT_MINUTES, quantity="", mode=mode, text=text, known=False)


def _merged(lines: Iterable[TableLine]) -> list[TableLine]:
    """Give the lines, those without a number that say the same as one."""
    found: dict[object, TableLine] = {}
    for number, line in enumerate(lines):
        key = line.same or number
        known = found.get(key)
        found[key] = replace(known, modes=(*known.modes, *line.modes)) if known else line
    return sorted(found.values(), key=lambda line: line.same is not None)


def _accesses(rows: Sequence[Fields], place: Place, speech: Speech, now: datetime) -> list[Access]:
    """Give what is said of access, once where it is the same for several ways of crossing."""
    found: list[tuple[Fields, list[str]]] = []
    for row in rows:
        label = speech.label("mode", row["mode"])
        same = next((modes for access, modes in found if access == row["access"]), None)
        if same is None:
            found.append((row["access"], [label]))
        else:
            same.append(label)
    alike = len(found) == 1
    return [_access(each, () if alike else modes, place, speech, now) for each, modes in found]


def _access(
    told: Fields, modes: Sequence[str], place: Place, speech: Speech, now: datetime
) -> Access:
    def time(name: str) -> Time | None:
        ends = name == "until"
        return time_of(told[name], speech, now, place, ends=ends) if told[name] else None

    last = told["last"]
    return Access(
        code=told["state"],
        word=speech.label("access_word", told["state"]),
        modes=modes,
        speaker=speaker_of(told, speech),
        claim=speech.label("claim", told["claim"]) if told["claim"] else "",
        since=time("since"),
        until=time("until"),
        overdue=overdue(told, speech),
        because=speech.label("no_number", told["because"]) if told["because"] else "",
        area="" if told["place"] in {None, place.id} else speech.say("said of the whole area"),
        last=_last(last, speech) if last else "",
        last_time=_ended(last, place, speech, now) if last else None,
        ending=speech.ending(told["stale_at"]),
    )


def overdue(told: Fields, speech: Speech) -> str:
    """Say that a word should have been confirmed by now; empty where it is in time."""
    if told["freshness"] in {None, Freshness.FRESH}:
        return ""
    if told["review_at"]:
        return speech.say("overdue for review")
    return speech.label("freshness", told["freshness"])


def _last(last: Fields, speech: Speech) -> str:
    word = speech.label("access_word", last["state"])
    return f"{word}, {last['origin']}" if last["origin"] else word


def _ended(last: Mapping[str, str], place: Place, speech: Speech, now: datetime) -> Time:
    ended = last["observed_to"]
    return time_of(ended or last["observed_from"], speech, now, place, ends=bool(ended))


def _withheld(
    rows: Sequence[Fields], place: Place, speech: Speech, now: datetime
) -> list[Withheld]:
    found = {each["id"]: each for row in rows for each in row["withheld"]}
    return [
        Withheld(
            quantity=speech.label("quantity", each["quantity"])
            if each["quantity"]
            else speech.say("everything"),
            until=time_of(each["until"], speech, now, place),
            reason=each["reason"],
        )
        for each in found.values()
    ]


def chosen(rows: Sequence[Fields], place: Place, asked: CrossingAsked) -> tuple[str, Mode]:
    """Give direction and mode of the queue to explain: the one asked for, else the most told of.

    That is the first one out of Russia that has most numbers; where none has, any other way.
    """
    those = [
        row
        for row in rows
        if asked.direction in {"", row["direction"]} and asked.mode in {"", row["mode"]}
    ]
    order = (*place.directions, BOTH)
    best = max(
        those,
        key=lambda row: (has_number(row), -order.index(row["direction"]), _numbers(row)),
        default=None,
    )
    if best is not None:
        return best["direction"], Mode(best["mode"])
    return asked.direction or place.directions[0], asked.mode or Mode.ANY


def _numbers(row: Fields) -> tuple[int, int]:
    """Give how many numbers a row has, and of how many anything was ever told."""
    told = [row[each] for each in QUEUE_QUANTITIES if row[each] is not None]
    return sum(each["mid"] is not None for each in told), len(told)
