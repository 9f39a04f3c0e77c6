"""The board's version: a counter that each publishing transaction raises."""

from sqlalchemy import case, select, update

from app.store.database import ReadSession, WriteSession
from app.store.tables import board as table


async def version(session: ReadSession) -> int:
    """Give the version; 0 before anything was published."""
    return int((await session.scalars(select(table.c.version))).one())


async def raise_version(session: WriteSession) -> int:
    """Raise the version by one, and give the new one."""
    return await raise_above(session, 0)


async def raise_above(session: WriteSession, version: int) -> int:
    """Raise the version by one, and above another; gives the new one."""
    higher = case((table.c.version > version, table.c.version), else_=version) + 1
    raised = update(table).values(version=higher).returning(table.c.version)
    return int((await session.scalars(raised)).one())
