"""A source as a value: one publisher of reports, where, how often, under what terms, read how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.channel import Channel, Outlet
from app.domain.place import Place
from app.sources.kit.parsed import Parsed
from app.sources.kit.payload import Payload
from app.sources.kit.request import Request

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What sources are asked about: our places, and the channels and outlets of the catalogue.

    `bases` replaces the beginning of a source's addresses by id (a self-hosted server of the same
    software): `{"open_meteo": "http://weather.example"}`.
    """

    places: Mapping[str, Place]
    channels: tuple[Channel, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    bases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """When a source is left alone, by the clock of its publisher: from `since` up to `until`."""

    since: time
    until: time
    zone: ZoneInfo

    def at(self, moment: datetime) -> bool:
        """Tell whether a moment (aware) is within the quiet hours; they may pass midnight."""
        local = moment.astimezone(self.zone).time()
        if self.since <= self.until:
            return self.since <= local < self.until
        return local >= self.since or local < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One publisher of reports.

    `url` is the page for people, `every` how often we ask, `speaks` how often its figures are
    renewed (by default as often as we ask): freshness counts by it. `asks` gives the first requests
    of a poll, `parse` is pure and raises SourceError only; what it leads to is asked in the same
    poll, `most` requests at the most. `strip` takes personal data out of a payload before it is
    kept. `stamped` tells whether its answers carry times of their own; where not, an unchanged
    answer is news and is read again. `still` is how long every value may stand still while the
    stamps move (None: for ever). `past` gives the requests for one local day of the past, where the
    publisher takes dates.
    """

    id: str
    name: str
    url: str
    every: timedelta
    licence: str
    attribution: str
    asks: Callable[[Scope, datetime], Sequence[Request]]
    parse: Callable[[Payload, Scope], Parsed]
    redistribute: bool = False
    speaks: timedelta | None = None
    media: tuple[str, ...] = ("application/json",)
    strip: Callable[[Payload], bytes] | None = None
    stamped: bool = True
    still: timedelta | None = None
    past: Callable[[Scope, date], Sequence[Request]] | None = None
    quiet: QuietHours | None = None
    pause: timedelta = timedelta(seconds=1)
    timeout: timedelta = timedelta(seconds=30)
    most: int = 60
    largest: int = 4 * MEBIBYTE
    on: bool = True

    @property
    def cadence(self) -> timedelta:
        """Give how often its figures are renewed."""
        return self.speaks or self.every
