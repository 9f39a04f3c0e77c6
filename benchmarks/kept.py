"""Hours that are kept, as the running service keeps them when they have ended."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from time import process_time

from app.board.hourly.round import keep_next
from app.catalog import load
from app.store.database import Database
from benchmarks.process import url_of


def keep(database: Path | str, place: str, until: datetime, reach: timedelta) -> dict[str, float]:
    """Keep the hours of a place that ended within `reach`; gives what a day of them took."""
    days, busy = asyncio.run(_kept(database, place, until, reach))
    return {"cpu_ms": busy * 1000 / days}


async def _kept(
    database: Path | str, place: str, until: datetime, reach: timedelta
) -> tuple[int, float]:
    opened, catalogue, days = Database(url_of(database)), load(), 0
    began = process_time()
    try:
        while await keep_next(opened, catalogue, place, until, reach):
            days += 1
    finally:
        await opened.close()
    return max(days, 1), process_time() - began
