"""Access: whether a crossing is open, decided from words, decisions and hours.

Official words decide. A medium or a traveller alone can set `restricted`, never `closed`, and opens
nothing. A decision without an end yields only to its own author or to another decision. Where
officials contradict each other from the same moment on, the more cautious word counts. Hours can
shut a crossing (`outside_hours`), never open it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.domain.access_choice import choose, rank, silence
from app.domain.access_rule import AccessRule
from app.domain.freshness import ACCESS_SEEN
from app.domain.hours import HORIZON, next_change, open_at
from app.domain.place import Place
from app.domain.report import Queue, Report
from app.domain.standing import (
    concerns,
    end_known,
    hold,
    is_asserted,
    is_official,
    limits_of_word,
    reaches_down,
    spoken_until_known,
    state_of,
)
from app.domain.status import Access, LastWord
from app.domain.vocabulary import (
    AccessWord,
    Agreement,
    Freshness,
    Knowledge,
    NoNumber,
    Quantity,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What decided access and by which rule, and when time alone may decide otherwise.

    `report` is the word that decided, `heard` every word that applied, in no order.
    """

    access: Access
    report: Report | None
    rule: AccessRule
    heard: tuple[Report, ...]
    changes_at: datetime | None


def decide(
    queue: Queue,
    place: Place,
    words: Iterable[Report],
    at: datetime,
    knowledge: Knowledge = Knowledge.THEN,
) -> Decided:
    """Decide access for one queue from the known words of its place and the place's areas."""
    heard = [word for word in words if _applies(word, queue)]
    chosen, rule = choose(queue, heard, at) or (None, silence(heard, at))
    access = _unknown(heard, at) if chosen is None else _said(chosen, queue, heard, at, knowledge)
    turns = _turns(heard, at)
    if access.state is not AccessWord.CLOSED:
        turn = _hours_turn(queue, place, at)
        access = _outside_hours(queue, place, access, at, turn)
        turns += [turn or _look_again(place, at)]
    coming = min((moment for moment in turns if moment is not None), default=None)
    return Decided(
        access=access,
        report=chosen,
        rule=AccessRule.OUTSIDE_HOURS if access.because else rule,
        heard=tuple(heard),
        changes_at=coming,
    )


def _applies(word: Report, queue: Queue) -> bool:
    own = word.place == queue.place
    if word.quantity is not Quantity.ACCESS or not is_asserted(word):
        return False
    if not own and not reaches_down(word):
        return False
    return concerns(word, queue.direction, queue.mode, own=own)


def _said(
    chosen: Report, queue: Queue, heard: Sequence[Report], at: datetime, knowledge: Knowledge
) -> Access:
    state = state_of(chosen)
    limits = limits_of_word(chosen, ACCESS_SEEN)
    same_start = [
        word
        for word in heard
        if word.observed_from == chosen.observed_from
        and is_official(word)
        and hold(word, at, ACCESS_SEEN) is hold(chosen, at, ACCESS_SEEN)
    ]
    ends = end_known(chosen, at, knowledge)
    lapsed = ends is not None and ends <= at
    return Access(
        state=state,
        since=_since(chosen, state, heard),
        until=None if lapsed else ends,
        freshness=_freshness(chosen, at),
        late_at=None if _runs(chosen, at) else limits.late_at,
        stale_at=None if _runs(chosen, at) else limits.stale_at,
        review_at=chosen.review_at,
        claim=chosen.claim,
        origin=chosen.origin,
        origin_kind=chosen.origin_kind,
        url=chosen.url,
        place=None if chosen.place == queue.place else chosen.place,
        agreement=_agreement(same_start, state),
    )


def _runs(word: Report, at: datetime) -> bool:
    """Tell whether a word with a stated end is still within it."""
    return word.observed_to is not None and at < word.observed_to


def _freshness(word: Report, at: datetime) -> Freshness:
    if _runs(word, at):
        return Freshness.FRESH
    return limits_of_word(word, ACCESS_SEEN).freshness(at)


def _since(chosen: Report, state: AccessWord, heard: Sequence[Report]) -> datetime:
    """Give since when the state has held, back through words that touch and say the same."""
    since = chosen.observed_from
    before = sorted(
        (word for word in heard if is_official(word) and word.observed_from <= since),
        key=rank,
        reverse=True,
    )
    for word in before:
        if state_of(word) is not state or (word.observed_to and word.observed_to < since):
            break
        since = min(since, word.observed_from)
    return since


def _agreement(words: Sequence[Report], state: AccessWord) -> Agreement:
    if any(state_of(word) is not state for word in words):
        return Agreement.DIFFER
    origins = {word.origin for word in words}
    return Agreement.AGREE if len(origins) > 1 else Agreement.SINGLE


def _unknown(heard: Sequence[Report], at: datetime) -> Access:
    """Say that nobody knows, and keep the last word there was."""
    past = [word for word in heard if word.observed_from <= at]
    last = max(past, key=lambda word: (spoken_until_known(word), *rank(word)), default=None)
    if last is None:
        return Access()
    return Access(
        freshness=Freshness.STALE,
        last=LastWord(
            state=state_of(last),
            observed_from=last.observed_from,
            observed_to=last.observed_to,
            origin=last.origin,
            url=last.url,
        ),
    )


def _hours_turn(queue: Queue, place: Place, at: datetime) -> datetime | None:
    """Give when hours next open or shut, as far as can be told from the beginning of the day."""
    turn = next_change(place.hours, place.zones, queue.mode, at)
    return None if turn is None or turn > _midnight(at) + HORIZON else turn


def _look_again(place: Place, at: datetime) -> datetime | None:
    """Give when to look again for hours that open or shut later than can be told today."""
    if all(entry.always and not entry.breaks for entry in place.hours):
        return None
    return _midnight(at) + timedelta(days=1)


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _outside_hours(
    queue: Queue, place: Place, access: Access, at: datetime, turn: datetime | None
) -> Access:
    """Shut a crossing by its hours, where no word has closed it already."""
    if open_at(place.hours, place.zones, queue.mode, at) is not False:
        return access
    return replace(access, state=AccessWord.CLOSED, because=NoNumber.OUTSIDE_HOURS, until=turn)


def _turns(heard: Sequence[Report], at: datetime) -> list[datetime | None]:
    """Give the coming instants at which some word begins, ends, turns late or stale."""
    return [
        moment
        for word in heard
        for moment in (word.observed_from, word.observed_to, *_limit_turns(word))
        if moment is not None and moment > at
    ]


def _limit_turns(word: Report) -> tuple[datetime | None, ...]:
    limits = limits_of_word(word, ACCESS_SEEN)
    return limits.late_at, limits.stale_at
