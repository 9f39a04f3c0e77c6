"""Nightly: the archive is written once a day by the process that polls."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from app.catalog import Catalogue
from app.exporting.export import AlreadyWriting, NotOurFolder, export
from app.store.archive_folder import INDEX
from app.store.database import Database
from app.store.fault import StoreError
from app.store.handed_out import next_night

log = structlog.get_logger(__name__)

SOON_S = 60.0
"""How soon after the start the first archive is written, where there is none."""

FAULTS = (StoreError, OSError, NotOurFolder, AlreadyWriting)


async def nightly(
    database: Database,
    catalogue: Catalogue,
    folder: Path,
    *,
    now: Callable[[], datetime],
    wait: Callable[[float], Awaitable[object]],
) -> None:
    """Write the archive each night until cancelled, and soon where there is none yet.

    What fails is logged once, until it goes well again, and tried the next night.
    """
    failing = False
    if not await asyncio.to_thread((folder / INDEX).exists):
        await wait(SOON_S)
        failing = await _written(database, catalogue, folder, now(), failing=failing)
    while True:
        moment = now()
        await wait((next_night(moment) - moment) / timedelta(seconds=1))
        failing = await _written(database, catalogue, folder, now(), failing=failing)


async def _written(
    database: Database, catalogue: Catalogue, folder: Path, now: datetime, *, failing: bool
) -> bool:
    """Write it once; gives whether that failed, and logs where it did not fail before."""
    try:
        done = await export(database, catalogue, folder, now=now)
    except FAULTS as error:
        if not failing:
            log.warning("the archive could not be written", reason=str(error))
        return True
    log.info("the archive is written", files=len(done.written), unchanged=done.unchanged)
    return False
