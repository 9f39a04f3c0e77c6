"""Spans: the first and last day that a text names with a month, and the parts of its days."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from app.reading.amount import DASHES
from app.reading.finding import Scene
from app.reading.head import counted_per
from app.reading.moment import PARTS_OF_DAY, dated, nearest, number_of_day
from app.reading.mood import is_year
from app.reading.part import Part, is_strange
from app.reading.signal import ROLES
from app.reading.token import CLOCK, NUMBER

LINKS = ("range.to", "range.from_after", "range.and")
RUNS = ("range.to", "range.or", "range.from_after", "time.since_after", "time.until")
LAST_DAY = 31
DAY, LONGEST_MONTH = timedelta(days=1), timedelta(days=31)
PAIR = 2
LINE = 12
"""How many parts a heading has at most."""

OF_COUNTS = frozenset({"period.hour", "period.day", "period.week", "period.month"})
MONTH, MONTHS = timedelta(minutes=43200), 12


def span(parts: Sequence[Part], today: date) -> tuple[date, date] | None:
    """Give the days of a count, and the one after: `21-27 September`, a month, `May to July`."""
    for at, part in enumerate(parts):
        month = part.senses.get("month")
        if month is None:
            continue
        first, last = days_of(parts, at)
        since = nearest(first, int(month), today, past=True)
        if since is not None:
            ends = since if last > first else _last_month(parts, at, since)
            until = (ends + LONGEST_MONTH).replace(day=1)
            return since, since + (last - first + 1) * DAY if last > first else until
    return None


def _last_month(parts: Sequence[Part], at: int, since: date) -> date:
    """Give the month that a count runs to from another: `January-October`."""
    beyond = parts[at + 1 : at + 3]
    month = beyond[-1].senses.get("month") if len(beyond) == PAIR else None
    if month is None or beyond[0].folded not in DASHES or month <= since.month:
        return since
    return since.replace(month=int(month))


def run(parts: Sequence[Part], today: date) -> tuple[date, date] | None:
    """Give the days of a run within a month, and the one after: `from 21 to 26 February`."""
    for at, part in enumerate(parts):
        first, last = run_of(parts, at) if part.means("month") else (0, 0)
        since = nearest(first, int(part.senses.get("month", 0)), today, past=False)
        if first and since is not None:
            return since, since + (last - first + 1) * DAY
    return None


def days_of(parts: Sequence[Part], at: int) -> tuple[int, int]:
    """Give the first and last day that a month is named with.

    Twice the first where it is named alone (`in September`), and no day (0) where it has but one.
    """
    led = parts[max(0, at - 4) : at]
    after = at + 1 < len(parts) and _is_day(parts[at + 1])
    if after and not any(_is_day(each) for each in led):
        led = parts[at + 1 : at + 4]
    days = [int(number_of_day(each)) for each in led if _is_day(each)]
    linked = any(each.means(*LINKS) or each.folded in DASHES for each in led)
    if days or after:
        return (days[0], days[-1]) if linked and len(days) > 1 and days[0] < days[-1] else (0, 0)
    return (1, 1) if _alone(parts[at], led) else (0, 0)


def _is_day(part: Part) -> bool:
    """Say whether a number can be that of a day; those who came in July and a year are none."""
    return part.kind is NUMBER and (part.value or 0) <= LAST_DAY


def run_of(parts: Sequence[Part], at: int) -> tuple[int, int]:
    """Give the first and last day of a run that a month is named with (`from 21 to 26`), or 0, 0.

    Of two days that stand apart (`on 21 and 26 November`), the first alone.
    """
    led = parts[max(0, at - 5) : at]
    if not led or led[-1].kind is not NUMBER:
        led = parts[at + 1 : at + 5]
    days = [each for each, part in enumerate(led) if part.kind is NUMBER]
    if len(days) < PAIR:
        return 0, 0
    pair = days[-PAIR:] if led[-1] is parts[at - 1] else days[:PAIR]
    first, last = (int(number_of_day(led[each])) for each in pair)
    if not 0 < first < last <= LAST_DAY:
        return 0, 0
    between = led[pair[0] + 1 : pair[1]]
    if between and all(part.folded in {*DASHES, "."} or part.means(*RUNS) for part in between):
        return first, last
    if len(between) == 1 and between[0].means("range.and"):
        return first, last if last == first + 1 else first
    return 0, 0


def _alone(month: Part, led: Sequence[Part]) -> bool:
    """Say whether a month is named as a whole, by a preposition or by its ending."""
    if month.means("window.over_after"):
        return True
    led = led[:-1] if led and led[-1].means("time.season", "time.start") else led
    alone = bool(led) and led[-1].means("window.over", "small.preposition")
    return alone and not led[-1].means("time.since", "time.until")


def of_days(parts: Sequence[Part]) -> set[str]:
    """Give the senses of a stretch, without the part of a day that only tells a clock time."""
    return {
        sense
        for at, part in enumerate(parts)
        for sense in part.senses
        if sense not in PARTS_OF_DAY or not _tells_hour(parts, at)
    }


def _tells_hour(parts: Sequence[Part], at: int) -> bool:
    beside = parts[max(0, at - 2) : at]
    if parts[at].means("time.part_before"):
        beside = parts[at + 1 : at + 2]
    return any(part.kind in {NUMBER, CLOCK} or part.means("number") for part in beside)


def own(parts: Sequence[Part]) -> Sequence[Part]:
    """Give a stretch up to what it is held against: `2,500 cars, against 5,000 on Monday`."""
    held = (at for at, part in enumerate(parts) if at and part.means("small.against"))
    return parts[: next(held, len(parts))]


def counted_over(scene: Scene) -> Iterator[timedelta]:
    """Give the lengths of time over which a sentence counts: `in the last three days`."""
    for clause in scene.sentence.clauses:
        for amount in clause.amounts:
            over = scene.over(amount) or counted_per(scene, amount)
            if amount.unit == "minutes" and over:
                yield timedelta(minutes=amount.high or amount.low or 0)


def months_of_year(scene: Scene, year: int) -> tuple[date, date] | None:
    """Give the first months of a year, and the day after: `за шесть месяцев 2026 года`."""
    months = next((each / MONTH for each in counted_over(scene)), 0)
    if months not in range(1, MONTHS):
        return None
    parts = scene.parts[scene.sentence.first : scene.sentence.last + 1]
    named = any(is_year(parts, at) and parts[at].value == year for at in range(len(parts)))
    return (date(year, 1, 1), date(year, int(months) + 1, 1)) if named else None


def last_of(scene: Scene) -> int:
    """Give where the times of a clause end: at a contrast, where it has a period of its own.

    `400 cross per day, while 9,000 crossed in August`
    """
    rest = scene.later()
    if not rest or scene.clause.senses.isdisjoint(OF_COUNTS):
        return scene.sentence.last
    contrasts = scene.parts[rest[0].first].means("small.but")
    contrasts = contrasts and any(each.amounts for each in rest[:2])
    return scene.clause.last if contrasts else scene.sentence.last


def of_heading(scene: Scene) -> Sequence[Part]:
    """Give the sentence before where it is but a heading with a time: `Lars, 15 July, 9:30`."""
    heading = scene.heading
    if heading is None or "noun.place" not in heading.senses or heading.last - heading.first > LINE:
        return ()
    parts = scene.parts[heading.first : heading.last + 1]
    timed = dated(parts) and heading.senses.isdisjoint(ROLES)
    return parts if timed and not any(map(is_strange, parts)) else ()
