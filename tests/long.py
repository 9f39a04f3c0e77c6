"""What takes too long for every run of the tests: `FULL=1 make test` runs it too."""

import os

import pytest

FULL = bool(os.environ.get("FULL"))  # noqa: TID251 - a switch of the tests, no setting
"""Whether everything is asked for."""

FILES = (
    "test_act_kill.py",
    "test_act_running.py",
    "test_backup_kill.py",
    "test_benchmarks.py",
    "test_copy.py",
    "test_frictionless.py",
    "test_kill.py",
    "test_lasting.py",
    "test_mirror_page.py",
    "test_new_source.py",
    "test_polling_readers.py",
    "test_publish_kill.py",
    "test_schemathesis.py",
)
"""Files that are left out otherwise."""

long = pytest.mark.skipif(not FULL, reason="long: FULL=1 make test runs it")
"""Marks a test that is left out otherwise."""


def examples(many: int) -> int:
    """Give how many examples of a property are tried: all with FULL, else a quarter.

    Each run draws others, so that many short runs see as much as few long ones.
    """
    return many if FULL else many // 4
