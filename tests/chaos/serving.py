"""A replica's process: `darial` as it is, with the run's sources and, if told so, a wrong clock.

python -m tests.chaos.serving AHEAD_SECONDS serve --port 8001 ...
"""

import sys
from datetime import timedelta

import app.clock
import app.sources
from tests.chaos.made_sources import sources

real = app.clock.now


def _off(ahead: timedelta) -> None:
    # Whoever takes the clock imports it by its name: so it is replaced before anybody does.
    app.clock.now = lambda: real() + ahead


if __name__ == "__main__":
    _off(timedelta(seconds=float(sys.argv[1])))
    app.sources.SOURCES = sources()
    sys.argv = ["darial", *sys.argv[2:]]
    from app.cli import main

    main()
