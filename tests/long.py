"""What takes too long for every run of the tests: `FULL=1 make test` runs it too."""

import os

FULL = bool(os.environ.get("FULL"))  # noqa: TID251 - a switch of the tests, no setting
"""Whether everything is asked for."""

FILES = (
    "test_act_kill.py",
    "test_backup_kill.py",
    "test_benchmarks.py",
    "test_kill.py",
    "test_mirror_page.py",
    "test_new_source.py",
    "test_publish_kill.py",
    "test_schemathesis.py",
)
"""Files that are left out otherwise."""
