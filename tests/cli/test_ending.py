"""Ending: whenever a signal comes, the process ends with its code and no last words."""

import subprocess
import sys

from tests.cli.processes import PATIENCE_S, ROOT

WRITING = """
import io, os, signal, sys
from app.cli.ending import at_once

class Ended(io.RawIOBase):
    def writable(self):
        return True

    def write(self, line):
        os.kill(os.getpid(), signal.SIGTERM)
        return os.write(1, line)

sys.stdout = io.TextIOWrapper(io.BufferedWriter(Ended()))
with at_once():
    print("a line", flush=True)
"""
"""A program that is told to end while it writes a line."""


def test_a_signal_in_the_middle_of_a_line() -> None:
    """What is just being written cannot be flushed by who ends: that is no failure."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", WRITING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )

    assert (done.returncode, done.stderr) == (143, "")
