"""The notice: README.txt of a mirror, for whoever opens the folder and not the manifest."""

from collections.abc import Iterable
from datetime import datetime

from app.mirroring.checking import stamp

NAME = "README.txt"

TEXT = """\
This is a copy of what Darial published: live border-crossing status, with its
sources and its doubts shown. It was made by a computer and can be read without
a network.

Signed at       {signed}
Counts until    {expires}, by a clock that is right
Version         {version}

After that moment it counts for nothing: get a newer copy. Each number says
besides when it turns late (late_at) and when it is withheld (stale_at).

What is here
{page}  v1/status.txt    a line for each queue, to read as it is
  v1/...           the answers of Darial's interface, by their paths; JSON has
                   .json at its end
  mirror.json      what belongs to this copy, and who signed it
  content/         the same files under the names that mirror.json gives them,
                   and for some minutes those of earlier versions

A link in a file is a path of the interface: /v1/places is v1/places.json.
One that no file answers, such as /v1/explain, needs a server.
{servers}
How to check it
  darial verify FOLDER --key KEY
It was signed by {keys}.
Do not take the key from here: whoever alters a copy writes a key of his own
here too. Take it from the operator, or from where you took it before.
{contact}
What it is not
Excerpts and estimates of what was reported: no totals of the displaced, no
measure of who needs protection, and no ground to refuse it to anybody. That
nothing was heard does not mean that nothing happened. Darial informs and does
not steer: it names no best crossing and no time to leave.

What was put right or withheld since is not known to a copy. Figures are under
CC-BY-4.0, with the sources that meta.attribution names.
"""


PAGE = """\
  index.html       the page for people: open it in a browser; it leads to those
                   in page/, and says itself from when it is
"""


def notice(  # noqa: PLR0913 - all that it tells
    *,
    version: int,
    signed_at: datetime,
    expires_at: datetime,
    servers: Iterable[str],
    keys: Iterable[str],
    contact: str | None,
    has_page: bool,
) -> bytes:
    """Write the notice."""
    told = "".join(f"  {each}\n" for each in servers)
    return TEXT.format(
        version=version,
        signed=stamp(signed_at),
        expires=stamp(expires_at),
        servers=f"Servers:\n{told}" if told else "",
        keys=" and ".join(sorted(keys)),
        page=PAGE if has_page else "",
        contact=f"The operator can be reached by {contact}\n" if contact else "",
    ).encode()
