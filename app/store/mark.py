"""The mark: whether what a database holds was made by a simulation, told by the file itself.

It is SQLite's application id, which stands in the file's first page: a copy or a backup carries it,
`file` shows it, and no table of ours has to know of it.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

SIMULATED = int.from_bytes(b"Dsim", "big")
"""The application id of a simulated database; a real one has none (0)."""


def is_simulated(path: Path) -> bool:
    """Tell whether a database file is marked as simulated; one that is not there is not.

    Raises sqlite3.Error where it cannot be read.
    """
    if not path.exists():
        return False
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)) as connection:
        ((found,),) = connection.execute("PRAGMA application_id")
    return bool(found == SIMULATED)


def mark_simulated(path: Path) -> None:
    """Mark a database file as simulated, for good, making it if need be; raises sqlite3.Error.

    A file is marked before anything is in it: whoever is killed leaves nothing that looks real.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {SIMULATED}")
