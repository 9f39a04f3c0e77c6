"""A request: what is asked of a source, and what is known about it beside the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One GET. `headers` are those the publisher wants beyond ours.

    `shown` stands for the address in errors and in what is kept, where the address itself names
    somebody. `about` travels to the payload, so that its reader knows what was asked (a place, a
    date). With `keep`, the answer serves again for that long without asking: for lists that hardly
    change.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    keep: timedelta | None = None
    shown: str = ""
