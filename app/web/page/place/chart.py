"""A chart: one number over time as the shapes of an SVG, made on the server.

Shapes of the line, the band and the closures stand in a box of WIDTH by HEIGHT that is stretched to
the page; all else stands in per cent of its width and in pixels of its height, so that no text is
stretched.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from app.domain.vocabulary import AccessWord, Quantity
from app.web.page.figures import Fields
from app.web.page.place.scale import Scale, scale_of
from app.web.page.speech import aware

WIDTH, HEIGHT = 1000, 200
TICKS = 4
"""About how many moments are written below a chart."""

SHORT, SHORT_STEP = timedelta(days=1), 6
"""Up to which length a chart tells hours, and every how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What was held at one moment: a number with its band, or none; `closed` to traffic or not."""

    at: datetime
    low: float | None
    mid: float | None
    high: float | None
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """From when to when a chart goes, and the scale of its figures."""

    since: datetime
    until: datetime
    scale: Scale

    def x(self, at: datetime) -> float:
        """Give where a moment stands, in the box."""
        return round(WIDTH * ((at - self.since) / (self.until - self.since)), 1)

    def y(self, value: float) -> float:
        """Give how far from above a figure stands, in the box and in pixels alike."""
        return round(HEIGHT * (1 - self.scale.share(value)), 1)

    def percent(self, at: datetime) -> str:
        """Give where a moment stands, in per cent of the width."""
        return f"{100 * self.x(at) / WIDTH:g}%"

    def ticks(self, zone: tzinfo) -> Iterator[datetime]:
        """Give the moments that are written: when days begin in a zone, or each sixth hour."""
        length = self.until - self.since
        hours = SHORT_STEP if length <= SHORT else 24 * max(1, round(length.days / TICKS))
        step = timedelta(hours=hours)
        first = self.since.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        tick = first.replace(tzinfo=None)
        while (at := tick.replace(tzinfo=zone)) <= self.until:
            if at >= self.since:
                yield at
            tick += step if at >= self.since or hours == SHORT_STEP else timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One report: where it stands (per cent of the width), from top to bottom in pixels."""

    x: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The shapes: line and band as paths, closures as (x, width) in the box, and reports."""

    frame: Frame
    line: str
    band: str
    closures: Sequence[tuple[float, float]]
    marks: Sequence[Mark]


def points_of(told: Iterable[Fields]) -> list[Point]:
    """Give the points of a history's series."""
    return [
        Point(
            at=aware(each["at"]),
            low=each["low"],
            mid=each["mid"],
            high=each["high"],
            closed=each["access"] == AccessWord.CLOSED,
        )
        for each in told
    ]


def chart_of(
    points: Sequence[Point],
    reports: Iterable[Fields],
    quantity: Quantity,
    since: datetime,
    until: datetime,
) -> Chart | None:
    """Draw what was held from then to then, with what was reported; None where no number was."""
    highest = max((each.high for each in points if each.high is not None), default=None)
    if highest is None:
        return None
    frame = Frame(since=since, until=until, scale=scale_of(highest, quantity))
    runs = list(_runs(points))
    return Chart(
        frame=frame,
        line="".join(_line(run, frame) for run in runs),
        band="".join(_band(run, frame) for run in runs),
        closures=list(_closures(points, frame)),
        marks=list(_marks(reports, frame)),
    )


def _runs(points: Iterable[Point]) -> Iterator[list[Point]]:
    """Give the points that have a number, those without a gap between them together."""
    run: list[Point] = []
    for point in points:
        if point.mid is not None:
            run.append(point)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _line(run: Sequence[Point], frame: Frame) -> str:
    """Draw the middle; one point by itself becomes a dot."""
    told = [(each.at, each.mid) for each in run if each.mid is not None]
    return f"M{_path(told, frame)}" + ("h0" if len(run) == 1 else "")


def _band(run: Sequence[Point], frame: Frame) -> str:
    above = [(each.at, each.high) for each in run if each.high is not None]
    below = [(each.at, each.low) for each in reversed(run) if each.low is not None]
    return f"M{_path([*above, *below], frame)}Z"


def _path(told: Iterable[tuple[datetime, float]], frame: Frame) -> str:
    return "L".join(f"{frame.x(at):g} {frame.y(value):g}" for at, value in told)


def _closures(points: Sequence[Point], frame: Frame) -> Iterator[tuple[float, float]]:
    """Give each stretch that ends at a point at which it was closed, those in a row as one."""
    begun: float | None = None
    last = 0.0
    for point in points:
        if point.closed and begun is None:
            begun = last
        elif not point.closed and begun is not None:
            yield begun, round(last - begun, 1)
            begun = None
        last = frame.x(point.at)
    if begun is not None:
        yield begun, round(last - begun, 1)


def _marks(reports: Iterable[Fields], frame: Frame) -> Iterator[Mark]:
    """Give the reports that lie in the frame."""
    for told in reports:
        at = aware(told["at"])
        given = [each for each in (told["value"], told["low"], told["high"]) if each is not None]
        if given and frame.since <= at <= frame.until and min(given) <= frame.scale.top:
            yield Mark(x=frame.percent(at), top=frame.y(max(given)), bottom=frame.y(min(given)))
