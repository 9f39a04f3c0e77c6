"""Versions: everything that shapes an answer has one."""

import platform
import sqlite3

import app
from app.catalog import load
from app.domain.status import METHOD_VERSION
from tests.cli.conftest import Darial


def test_each_version_stands_on_its_line(darial: Darial) -> None:
    """Program, method, catalogue, Python and SQLite, in this order."""
    result = darial("version")

    assert result.code == 0
    assert dict(line.split() for line in result.out.splitlines()) == {
        "Darial": app.__version__,
        "method": METHOD_VERSION,
        "catalogue": load().version,
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }
