"""Times on the command line: read as strictly as the interface reads them."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import typer

from app.cli.fault import UNUSABLE, Fault
from app.web.moments import end_of, read_when, start_of

METAVAR = "TIME"

FORM = (
    "A time with its offset from UTC (2022-09-28T12:00Z), or a local day of the place (2022-09-28)"
)


@dataclass(frozen=True, slots=True)
class When:
    """A moment (in UTC), or a local day of whatever place it is asked of."""

    said: datetime | date

    def start(self, zone: ZoneInfo) -> datetime:
        """Give its first instant."""
        return start_of(self.said, zone)

    def end(self, zone: ZoneInfo) -> datetime:
        """Give its last instant: for a day, where the next one begins."""
        return end_of(self.said, zone)

    def past_end(self, zone: ZoneInfo, now: datetime) -> datetime:
        """Give its last instant; raises Fault where that has not passed."""
        instant = self.end(zone)
        if instant > now:
            raise Fault(
                f"{self.said.isoformat()} has not passed yet at that place: leave the time out for"
                " what is known now.",
                UNUSABLE,
            )
        return instant


def when(text: str) -> When:
    """Read a moment or a local day; a refusal says how to write it."""
    try:
        return When(read_when(text))
    except ValueError as error:
        # In an address a + is written %2B; here it is itself.
        raise typer.BadParameter(str(error).replace("%2B", "+")) from error
