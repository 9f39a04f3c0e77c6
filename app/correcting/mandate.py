"""The mandate of an act: in which role it is done, and why. Both are public.

Who did it is never told, so nothing here may lead to a person.
"""

import re
from dataclasses import dataclass

from app.correcting.refusal import Refused
from app.domain.contact import without_contacts
from app.domain.report_check import TEXT_LIMITS

ROLE = re.compile(r"[a-z][a-z-]{0,29}")
"""What a role looks like: a word of small letters, which no name is."""

DEFAULT_ROLE = "operator"

LONGEST_REASON = TEXT_LIMITS["note"]
"""Characters of a reason: it stands as the note of each retraction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """In which role an act is done, and why. Raises Refused for what may not be public."""

    role: str = DEFAULT_ROLE
    reason: str = ""

    def __post_init__(self) -> None:
        """Hold both against what may be public."""
        if not ROLE.fullmatch(self.role):
            raise Refused(
                f"{self.role[:40]!r} is no role: write a word of small letters, such as operator"
                " or editor, and never a name",
                "role",
            )
        if len(self.reason) > LONGEST_REASON:
            raise Refused(
                f"has {len(self.reason)} characters; at most {LONGEST_REASON} are kept", "reason"
            )
        check_public("reason", self.reason)


def check_public(field: str, text: str) -> None:
    """Raise Refused where a text would lead to a person, or could not be shown as it stands.

    Nothing is taken out silently: what an operator says in public is what was written.
    """
    if not text.isprintable():
        raise Refused("holds a line break or another control character: write one line", field)
    if without_contacts(text) != text:
        raise Refused(
            "is public, and holds a link, a handle, an address, a phone number or a number plate:"
            " leave that out",
            field,
        )
