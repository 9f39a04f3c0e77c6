"""The plan: what the operator has chosen about polling, as values; main and cli make it."""

from dataclasses import dataclass, field
from datetime import timedelta

from app.polling.client import Manners
from app.sources.kit import Scope, Source

KEEP_PAYLOADS = timedelta(days=30)
KEEP_POLLS = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which sources are polled, how we ask, how long answers and polls are kept, who is told.

    Payloads are kept for `keep_payloads` (zero: not at all); polls older than `keep_polls` are
    thinned to one an hour. `alert_url` gets a message at each turn, `heartbeat_url` a GET a minute.
    """

    sources: tuple[Source, ...]
    manners: Manners
    scope: Scope
    keep_payloads: timedelta = KEEP_PAYLOADS
    keep_polls: timedelta = KEEP_POLLS
    alert_url: str | None = field(default=None, repr=False)
    heartbeat_url: str | None = field(default=None, repr=False)
