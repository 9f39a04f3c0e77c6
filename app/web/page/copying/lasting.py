"""Lasting speech: what is read nobody knows when says when something was, not how long ago."""

from dataclasses import dataclass
from datetime import datetime

from app.web.page.speech import Speech, aware


@dataclass(frozen=True)
class Lasting(Speech):
    """One language, for a copy that counts until it `expires`."""

    expires: datetime

    def age(self, moment: datetime, _now: datetime) -> str:
        """Write when a moment was."""
        return f"{self.moment(moment)} UTC"

    def beside(self, _moment: datetime, _now: datetime) -> str:
        """Say nothing: the moment stands there."""
        return ""

    def ending(self, moment: str | None) -> str:
        """Say from when on something counts no more, where that is before the copy expires."""
        if moment is None or aware(moment) >= self.expires:
            return ""
        return self.say("not to be relied on from %(moment)s on") % {
            "moment": f"{self.moment(aware(moment))} UTC"
        }
