"""Kill -9 while sources are polled: what was acknowledged is there, and nothing is there twice."""

import random
from collections import Counter
from pathlib import Path

from tests.cli.forking import FORKS
from tests.databases import ON_SERVER, placed, url_of
from tests.others import run

KILLS = 10
STDERR = 2
"""What a killed process complains of is seen with the test."""


def killed_after(url: str, acknowledgements: int) -> list[tuple[str, str]]:
    """Poll until so many reports are acknowledged, then kill; gives all that were."""
    with FORKS.start(["tests.polling.endless", url], stderr=STDERR) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acknowledgements)]
        process.kill()
        lines += process.stdout.readlines()
    told = [line.split() for line in lines if line.startswith("stored ") and line.endswith("\n")]
    return [(source, identity) for _, source, identity in told]


def stored(file: Path) -> list[tuple[str, str, int]]:
    """Give what is stored of a database, which must be sound."""
    if not ON_SERVER:
        assert run(file, "PRAGMA integrity_check") == [("ok",)]
        assert run(file, "PRAGMA foreign_key_check") == []
    ((new,),) = run(file, "SELECT sum(new) FROM polls")
    rows = [
        (str(source), str(identity), revision)
        for source, identity, revision in run(
            file, "SELECT source, identity, revision FROM reports"
        )
    ]
    assert new == len(rows)
    return rows


def test_ten_kills(empty: Path, tmp_path: Path) -> None:
    """After ten kills at any moment no acknowledged report is lost, and none is stored twice."""
    file = placed(empty, tmp_path / "darial.db")
    acknowledged = set[tuple[str, str]]()

    for _ in range(KILLS):
        some = random.SystemRandom().randint(1, 60)
        acknowledged |= set(killed_after(url_of(file), some))

    rows = stored(file)
    assert len(acknowledged) >= KILLS
    assert acknowledged <= {(source, identity) for source, identity, _ in rows}
    assert max(Counter(rows).values()) == 1
