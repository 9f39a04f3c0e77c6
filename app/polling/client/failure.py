"""Failures: what went wrong below, as a sentence for the operator."""

import httpcore
import httpx

from app.polling.client.manners import Manners
from app.sources.kit import Moved, SourceError, Unreachable

LONGEST = 300
"""Characters of a sentence."""

LONGEST_CAUSE = 120

SENTENCES: tuple[tuple[type[Exception], type[SourceError], str], ...] = (
    (httpcore.ConnectTimeout, Unreachable, "no connection came about within {connect_s:g} s"),
    (httpcore.ReadTimeout, Unreachable, "nothing came for {read_s:g} s"),
    (httpcore.WriteTimeout, Unreachable, "it did not take our request within {read_s:g} s"),
    (httpcore.ConnectError, Unreachable, "no connection came about: {cause}"),
    (httpcore.NetworkError, Unreachable, "the connection broke off"),
    (httpcore.RemoteProtocolError, Unreachable, "its answer broke off or is garbled: {cause}"),
    (httpcore.LocalProtocolError, Unreachable, "our request cannot be sent: {cause}"),
    (httpcore.ProxyError, Unreachable, "the proxy refused: {cause}"),
    (OSError, Unreachable, "the connection broke off: {cause}"),
    (httpx.RemoteProtocolError, Moved, "it leads to something that is no address"),
    (httpx.InvalidURL, Moved, "it leads to something that is no address"),
    (UnicodeError, Moved, "it leads to something that is no address"),
)
"""What asking can raise, the narrower kinds first, and what is said of it.

What httpx makes of a Location by itself may end in its own errors, or in those of the letters of a
host's name.
"""

FAILURES = tuple(kind for kind, _becomes, _sentence in SENTENCES)


def told(error: Exception, manners: Manners) -> SourceError:
    """Give the SourceError that one of the FAILURES is."""
    becomes, sentence = next(
        (becomes, sentence) for kind, becomes, sentence in SENTENCES if isinstance(error, kind)
    )
    cause = " ".join(str(error).split())[:LONGEST_CAUSE]
    return becomes(sentence.format(connect_s=manners.connect_s, read_s=manners.read_s, cause=cause))


def named(error: SourceError, host: str) -> SourceError:
    """Give an error back with the host that it came from named in it, and short."""
    error.args = (f"{host}: {error}"[:LONGEST],)
    return error
