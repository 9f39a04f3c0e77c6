"""What can go wrong with a mirror.

MirrorError
├── Refused     it must not be relied on; holds each reason
├── UnfitKey    a key, or the file of one, cannot be used
├── Foreign     the folder holds what is not ours to replace
├── Occupied    another process is publishing there
└── Untimely    our clock stands before the moment of the last signature
"""

from collections.abc import Iterable


class MirrorError(Exception):
    """Anything that keeps a mirror from being written or believed; says what, and the mend."""


class Refused(MirrorError):
    """A mirror must not be relied on."""

    def __init__(self, reasons: Iterable[str]) -> None:
        """Keep each reason: a clause that follows on the mirror's name."""
        self.reasons = tuple(reasons)
        super().__init__("; ".join(self.reasons))


class UnfitKey(MirrorError):
    """A key, or the file of one, cannot be used."""


class Foreign(MirrorError):
    """The folder holds what is not ours to replace."""


class Occupied(MirrorError):
    """Another process is publishing in the folder."""


class Untimely(MirrorError):
    """Our clock stands before the moment of the last signature."""
