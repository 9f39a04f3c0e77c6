"""What ends a command early: a sentence for whoever typed it, and an exit code for scripts."""

import errno

PARTLY = 1
"""Done in part, or nothing was found as asked."""

UNUSABLE = 2
"""Wrong usage, or nothing usable was given."""

ENVIRONMENT = 3
"""Settings, catalogue, database, disk or port need mending."""

INTERRUPTED = 130
"""Ended by Ctrl-C, as every shell tells it."""


class Fault(Exception):
    """Something that whoever typed the command can mend; its text says what and how."""

    def __init__(self, sentence: str, code: int = ENVIRONMENT) -> None:
        """Keep the sentence and the exit code."""
        super().__init__(sentence)
        self.code = code


def told(error: OSError) -> Fault:
    """Say what the operating system refused."""
    if error.errno == errno.ENOSPC:
        return Fault("The disk is full: make room and run the same command again.")
    what = f"{error.filename}: " if error.filename else ""
    reason = error.strerror or str(error) or type(error).__name__
    return Fault(f"{what}{reason}.")
