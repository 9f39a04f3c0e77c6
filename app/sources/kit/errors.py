"""What can go wrong with a source; each kind is an outcome of a poll.

SourceError
├── Unreachable   no answer, or one that broke off: network, name, certificate, time, 5xx
├── Blocked       we are kept out: 401, 403, 429, 451, a captcha or a login page
├── Moved         it is not there: a redirect to another host or in a circle, 404, 410
└── Unreadable    an answer that is not what we know: never an empty queue
"""

from datetime import datetime, timedelta

from app.domain.health import Outcome


class SourceError(Exception):
    """One attempt at a source that gave no reports; the message is a sentence for the operator."""

    outcome = Outcome.UNREACHABLE


class Unreachable(SourceError):
    """No answer came, or it broke off.

    `retry` is how long, or until when, the publisher asks us to stay away.
    """

    outcome = Outcome.UNREACHABLE

    def __init__(self, detail: str, retry: timedelta | datetime | None = None) -> None:
        """Keep what the publisher asks of us beside the sentence."""
        super().__init__(detail)
        self.retry = retry


class Blocked(SourceError):
    """The publisher keeps us out; that says nothing about the border.

    `retry` is how long, or until when, it asks us to stay away.
    """

    outcome = Outcome.BLOCKED

    def __init__(self, detail: str, retry: timedelta | datetime | None = None) -> None:
        """Keep what the publisher asks of us beside the sentence."""
        super().__init__(detail)
        self.retry = retry


class Moved(SourceError):
    """What we know is not at this address any more."""

    outcome = Outcome.MOVED


class Unreadable(SourceError):
    """The answer is not what we know, or none of it could be used: never an empty queue."""

    outcome = Outcome.UNREADABLE
