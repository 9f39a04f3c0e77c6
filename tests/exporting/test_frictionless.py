"""The archive as others read it: by the reference implementation of its format."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

VALIDATE = """
import json, sys
from frictionless import Package
report = Package(sys.argv[1]).validate()
print(json.dumps({"valid": report.valid, "tasks": report.stats["tasks"],
                  "errors": report.flatten(["type", "message"])}))
"""
"""In a process of its own: it leaves files open, and ours count that as a fault."""


def validated(folder: Path) -> Any:  # noqa: ANN401 - any JSON
    """Give what Frictionless finds in an archive."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-c", VALIDATE, "datapackage.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_it_is_a_valid_data_package(archive: Path) -> None:
    """Every file fits its size, hash and schema, and names only what is there."""
    found = validated(archive)

    assert (found["valid"], found["errors"]) == (True, [])
    assert found["tasks"] == len(list(archive.glob("*.csv.gz")))


def test_what_is_altered_is_found(archive: Path) -> None:
    """A cell that its column cannot hold, and a file that is not the one described."""
    path = archive / "reports-2022-09.csv.gz"
    content = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(content.replace(b",300,", b",many,", 1)))
    found = validated(archive)

    assert not found["valid"]
    assert {kind for kind, _ in found["errors"]} >= {"type-error", "hash-count"}
