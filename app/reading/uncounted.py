"""Uncounted: why a word beside a count does not tell that it is one of ours."""

from app.domain.vocabulary import Subject
from app.reading.amount import OTHERS, TIME, Amount
from app.reading.borders import CODES, COUNTRIES, ELSEWHERE
from app.reading.finding import Scene
from app.reading.head import Head
from app.reading.moment import dated
from app.reading.mood import untold_period
from app.reading.signal import Role, Signal
from app.reading.times import DAYS_NAMED

YEARS = OTHERS["unit.year"]
PASSAGES = ("noun.entry", "noun.exit")
AT_POSTS = (
    *("noun.place", "noun.checkpoint", "noun.border", "noun.queue", "noun.tail"),
    *("way.out", "way.in", "way.enter", "way.leave"),
)
AT_BORDERS = (*AT_POSTS, "noun.road")
ENTERED = frozenset({*AT_BORDERS, *COUNTRIES, *(f"to.{code}" for code in CODES), "noun.entry"})
PERIODS = frozenset({"period.hour", "period.day", "period.week", "period.month", "time.today"})
OVER = PERIODS | {
    "time.yesterday",
    "month",
    "weekday",
    "window.over",
    "period.year",
    "noun.crossing",
}
MOVED = ("verb.cross", "verb.enter", "verb.leave")
WINDOWS = ("window.over", "window.over_after")
HUGE = 1_000_000
"""So many have passed within a year, or years, even where it does not say so."""

SPANS = OVER - {"noun.crossing", "window.over"} | {"time.since", "since_day", "period.weekend"}


TIMED = SPANS | {f"time.{each}" for each in ("night", "morning", "afternoon", "evening", "now")}
"""What tells over how long vehicles have passed."""


def uncounted(scene: Scene, amount: Amount, counted: Head, signal: Signal) -> str | None:
    """Give why a word beside a count does not tell that it is one of ours, or None."""
    if (
        _untimed(scene, amount, signal)
        or _without_end(scene, counted, signal)
        or _of_those_before(scene, counted, signal)
    ):
        return "nothing tells over how long"
    if _untold(scene, counted, signal) or _abroad(scene, counted, signal):
        return "nothing tells what was counted"
    if scene.parts[signal.at].means("noun.column") and scene.means(*MOVED):
        return "a column that goes on"
    if _only_arrived(scene, counted, signal) or _entered_elsewhere(scene, signal):
        return "nothing tells which country was entered"
    refused = signal.role is Role.CROSSING and _only_may_pass(scene, amount, signal)
    one = signal.role is Role.CROSSING and not counted.people and amount.high == 1
    return "refused, or only what may pass" if refused or one else None


def _only_arrived(scene: Scene, counted: Head, signal: Signal) -> bool:
    """Say whether vehicles come, but nothing tells whither: `500 lorries arrive per day`."""
    if signal.sense == "verb.leave" and scene.means(ELSEWHERE):
        return True  # `500 lorries have set out from Armenia for Lars`
    if counted.people or signal.sense != "verb.enter" or scene.hinted:
        return False
    within = (each for each in scene.sentence.clauses if each.first <= signal.at <= each.last)
    return next(within).senses.isdisjoint(ENTERED)


def _entered_elsewhere(scene: Scene, signal: Signal) -> bool:
    """Say whether people came to another country: `300 entered Norway, as many as in Finland`."""
    after = scene.parts[signal.at + 1 : signal.at + 3]
    led = after[1:] if after and after[0].means("small.at", "range.to") else after[:1]
    return signal.sense == "verb.enter" and any(part.means(ELSEWHERE) for part in led)


def _came_to_wait(scene: Scene, signal: Signal) -> bool:
    """Say whether vehicles have only come to wait: `kolme rekkaa saapui odottamaan`."""
    return signal.sense == "verb.enter" and scene.means("verb.wait", "verb.stand")


def _untimed(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether those who passed are counted over a time that is not told."""
    if signal.sense == "rule.passes" and not scene.sentence.senses & PERIODS:
        return True
    if _needs_a_span(amount, signal) and scene.sentence.senses.isdisjoint(SPANS):
        windows = scene.means(*WINDOWS) and signal.sense != "noun.crossing"
        return not (windows or dated(scene.parts[scene.sentence.first : scene.sentence.last + 1]))
    return signal.role is Role.CROSSING and (_over_years(scene) or untold_period(scene))


def _without_end(scene: Scene, counted: Head, signal: Signal) -> bool:
    """Say whether vehicles are said to pass, and no time is: `about 130 cars are crossing`."""
    if counted.people or signal.role is not Role.CROSSING or scene.means(*WINDOWS):
        return False
    if any(each.unit == TIME for each in scene.clause.amounts):
        return False  # `6,000 vehicles a day`
    heading = scene.heading.senses if scene.heading is not None else frozenset()
    told = scene.sentence.senses | heading
    return told.isdisjoint(TIMED) and not dated(
        scene.parts[scene.sentence.first : scene.sentence.last + 1]
    )


def _over_years(scene: Scene) -> bool:
    """Say whether those who passed are counted over years: `over three years 40,000 crossed`."""
    years = (each for each in scene.clause.amounts if each.unit == YEARS)
    return any(scene.over(each) or scene.parts[each.first].means("window.over") for each in years)


def _needs_a_span(amount: Amount, signal: Signal) -> bool:
    """Say whether a passage is counted that only its time makes one of ours."""
    huge = max(amount.low or 0, amount.high or 0) >= HUGE
    return signal.sense == "noun.crossing" or (huge and signal.role is Role.CROSSING)


def _of_those_before(scene: Scene, counted: Head, signal: Signal) -> bool:
    """Say whether a text begins with some of those before it: `Of them 500 crossed on foot`."""
    of_them = scene.heading is None and scene.parts[scene.sentence.first].means("small.of_which")
    return of_them and counted.people and signal.role is Role.CROSSING


def _only_may_pass(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether so many may not pass, or do so on the best of days: `up to 300 a day`."""
    if signal.sense in PASSAGES and scene.means("rule.forbidden", "rule.stops"):
        return True
    most = amount.low is None and scene.means("period.day", "period.hour")
    return most and scene.sentence.senses.isdisjoint(DAYS_NAMED) and not dated(scene.stretch())


def _abroad(scene: Scene, counted: Head, signal: Signal) -> bool:
    """Say whether people are only said to be in a country: `60,000 of them are in Georgia`."""
    if not counted.people or signal.role is not Role.QUEUE or signal.sense == "noun.queue":
        return False
    if scene.means(*AT_POSTS):
        return False
    alone = signal.sense in {"verb.gather", "verb.stand"} and not scene.hinted
    return alone or scene.means(*COUNTRIES)


def _untold(scene: Scene, counted: Head, signal: Signal) -> bool:
    """Say whether a count may be of something else: `exit: 150 cars`, a train's passengers."""
    if signal.sense == "verb.arrive":  # who was registered, if nobody else is
        return counted.subject is not Subject.ASYLUM_SEEKERS
    if signal.sense == "noun.wait" and (
        counted.people or not scene.clause.senses.isdisjoint(PERIODS)
    ):
        return True  # 1,100 cars to cross a day
    if counted.people:
        by_rail = signal.role is Role.CROSSING and scene.means("noun.train", "noun.bus")
        after = scene.parts[counted.last + 1 : counted.last + 3]
        others = counted.subject is None and any(part.means(ELSEWHERE) for part in after)
        return by_rail or others
    if _came_to_wait(scene, signal):
        return True
    counts = not scene.sentence.senses.isdisjoint(OVER)
    return signal.sense in {"noun.exit", "noun.entry"} and not counts
