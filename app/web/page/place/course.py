"""The course: one number over time, as a chart, in words, and as the table behind it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.history import Step
from app.domain.place import Place
from app.domain.vocabulary import QUEUE_QUANTITIES, NoNumber, Quantity
from app.web.page.figures import Fields, measured, sure
from app.web.page.place.answers import Past
from app.web.page.place.asked import RANGES, Range
from app.web.page.place.chart import SHORT, WIDTH, Chart, Point, chart_of, points_of
from app.web.page.place.links import Links
from app.web.page.speech import Speech, aware

EDGE = 0.06
"""How near to an end of the chart (as a share of it) what is written goes inwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that may be chosen instead, or that is."""

    text: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the table: when, how much or why not, who is behind it, how old that was."""

    at: datetime
    time: str
    text: str
    known: bool
    sure: str
    age: str
    access: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The history of one number of a queue: `away` where it cannot be read just now.

    `coarse` where it is told by days since its hours took too long. `summary` says the band in
    words, `silent` why there mostly was no number where there was none; `labels` are the figures
    beside the chart (pixels from above and text), `times` the moments below it (where, text, and to
    which side it is written).
    """

    title: str
    away: bool
    coarse: bool
    ranges: Sequence[Choice]
    quantities: Sequence[Choice]
    chart: Chart | None
    summary: Sequence[str]
    silent: str
    labels: Sequence[tuple[float, str]]
    times: Sequence[tuple[str, str, str]]
    table: Sequence[Moment]


def course_of(  # noqa: PLR0913 - the history of what, for whom, each named
    past: Past,
    quantity: Quantity,
    *,
    row: Fields,
    place: Place,
    asked: Range,
    links: Links,
    speech: Speech,
) -> Course:
    """Give the history of a number; without a chart where none was held in that time."""
    told = _trimmed(past.points or (), asked)
    points = points_of(told)
    since = points[0].at if points and asked == "all" else past.since
    since = min(since, past.since) if len(points) < 2 else since  # noqa: PLR2004 - a line has two ends
    chart = chart_of(points, past.reports or (), quantity, since, past.until)
    return Course(
        title=speech.label("quantity", quantity),
        away=past.points is None,
        coarse=past.step is not RANGES[asked][1],
        ranges=list(_ranges(asked, links, speech)),
        quantities=list(_quantities(row, quantity, links, speech)),
        chart=chart,
        summary=list(_summary(points, quantity, past.step, place, speech)),
        silent=_silent(told, speech),
        labels=_labels(chart, quantity, speech) if chart else (),
        times=list(_times(chart, place, speech)) if chart else (),
        table=[_moment(each, quantity, past.step, place, speech) for each in told],
    )


def _trimmed(told: Sequence[Fields], asked: Range) -> Sequence[Fields]:
    """Leave out of all there is what lies before the first number."""
    if asked != "all":
        return told
    first = next((n for n, each in enumerate(told) if each["mid"] is not None), len(told))
    return told[first:]


def _ranges(asked: Range, links: Links, speech: Speech) -> Iterator[Choice]:
    names: dict[Range, str] = {
        "24h": speech.say("24 hours"),
        "7d": speech.say("7 days"),
        "30d": speech.say("30 days"),
        "all": speech.say("All"),
    }
    for each in RANGES:
        address = links.to("history", range=each)
        yield Choice(text=names[each], address=address, chosen=each == asked)


def _quantities(row: Fields, quantity: Quantity, links: Links, speech: Speech) -> Iterator[Choice]:
    for each in QUEUE_QUANTITIES:
        if row.get(each) is not None or each is quantity:
            yield Choice(
                text=speech.label("quantity", each),
                address=links.to("history", quantity=each),
                chosen=each is quantity,
            )


def _summary(
    points: Sequence[Point], quantity: Quantity, step: Step, place: Place, speech: Speech
) -> Iterator[str]:
    """Say the band in words: at the end, where it was highest, and how often there was none."""
    known = [each for each in points if each.mid is not None]
    if not known:
        return
    told = (
        (speech.say("Last: %(range)s (%(day)s)."), known[-1]),
        (speech.say("Lowest: %(range)s (%(day)s)."), min(known, key=_middle)),
        (speech.say("Highest: %(range)s (%(day)s)."), max(known, key=_middle)),
    )
    for message, point in told:
        said = _time(point.at, step, place, speech)
        yield message % {"range": _band_of(point, quantity, speech), "day": said}
    silent = len(points) - len(known)
    if silent:
        yield speech.count(
            "At %(number)s moment there was no number.",
            "At %(number)s moments there was no number.",
            silent,
        )


def _silent(told: Sequence[Fields], speech: Speech) -> str:
    """Give the reason why there was mostly no number."""
    reasons = Counter(each["no_number"] for each in told if each["mid"] is None)
    reason = reasons.most_common(1)[0][0] if reasons else None
    return speech.label("no_number", reason or NoNumber.UNKNOWN)


def _time(at: datetime, step: Step, place: Place, speech: Speech) -> str:
    """Write the end of a step: of a day, that day."""
    if step is Step.DAY:
        return speech.dated(at - timedelta.resolution, place.zone)
    return speech.moment(at, place.zone)


def _middle(point: Point) -> float:
    return point.mid or 0


def _band_of(point: Point, quantity: Quantity, speech: Speech) -> str:
    return measured(point.low or 0, point.high or 0, quantity, speech)


def _labels(chart: Chart, quantity: Quantity, speech: Speech) -> list[tuple[float, str]]:
    frame = chart.frame
    return [
        (frame.y(mark), measured(mark, mark, quantity, speech) if mark else speech.number(0))
        for mark in frame.scale.marks
    ]


def _times(chart: Chart, place: Place, speech: Speech) -> Iterator[tuple[str, str, str]]:
    """Give each moment below the chart: where it stands, in words, and to which side."""
    frame = chart.frame
    short = frame.until - frame.since <= SHORT
    for each in frame.ticks(place.zone):
        x = frame.x(each) / WIDTH
        anchor = "start" if x < EDGE else "end" if x > 1 - EDGE else "middle"
        said = speech.clock(each, place.zone) if short else speech.short_day(each, place.zone)
        yield frame.percent(each), said, anchor


def _moment(told: Fields, quantity: Quantity, step: Step, place: Place, speech: Speech) -> Moment:
    at = aware(told["at"])
    known = told["mid"] is not None
    observed = told["observed_to"]
    return Moment(
        at=at,
        time=_time(at, step, place, speech),
        text=measured(told["low"], told["high"], quantity, speech)
        if known
        else speech.label("no_number", told["no_number"] or NoNumber.UNKNOWN),
        known=known,
        sure=sure(told["agreement"], told["origins"], speech) if known else "",
        age=speech.old(aware(observed), at) if known and observed else "",
        access=speech.label("access_word", told["access"]),
    )
