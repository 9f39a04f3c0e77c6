"""Moving: everything that one database holds, into another that holds nothing yet.

A part at a time, each one transaction that goes on after the last row that is there: so a move that
was ended anywhere goes on where it stood. The board's version comes last, when both sides have been
compared; until then the target is marked as not whole (app/store/begun.py).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, delete, func, select, update

from app.store import begun
from app.store.begun import Begun
from app.store.comparing import Compared, Difference, compare, differences
from app.store.copying import as_kept, last_key, part, write
from app.store.counting import go_on_counting
from app.store.database import Database, ReadSession, WriteSession
from app.store.every_table import EVERY_TABLE
from app.store.inspection import GROWING
from app.store.tables import board

TABLES: Sequence[Table] = tuple(table for table in EVERY_TABLE if table is not board)
"""What is moved before the board's version, what others name before those."""

MENDED = 500
"""How many rows are put right in one transaction."""

MOST_MENDED = 1_000_000
"""How many rows of a table are put right in one run, should the source go on changing."""

Come = Callable[[int, float], None]
"""Is told how many rows are done, and what share of the whole that is."""

State = Mapping[str, tuple[int, str]]
"""How many rows each table has, and the key of the last: what tells that somebody wrote."""


class Unmovable(Exception):
    """The target holds something else than a begun move of this source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of a move.

    `compared` tells each table on both sides; `mended` how many rows of which had changed in the
    source after they were copied, and were put right; `changed` that the source was written to
    while it was moved. It is `whole` where nothing differs and the board's version was moved too.
    """

    compared: Sequence[Compared]
    mended: Mapping[str, int]
    changed: bool

    @property
    def differing(self) -> Sequence[Compared]:
        """Give the tables that are not the same on both sides."""
        return [each for each in self.compared if each.source != each.target]

    @property
    def whole(self) -> bool:
        """Tell whether the target is as the source, and may be served."""
        return not self.changed and not self.differing


async def begin(source: Database, target: Database, origin: str, now: datetime) -> Begun | None:
    """Mark the target as not whole; gives the move that was begun before, if one was.

    `origin` is the source's address as it may be shown. Raises Unmovable, with nothing changed,
    where the target holds anything that did not come from this source.
    """
    async with source.reading() as session:
        firsts = await begun.firsts_of(session)
        under_way = await begun.begun(session)
    if under_way is not None:
        raise Unmovable(f"the source itself is a begun move of {under_way.origin}, and not whole")
    async with target.writing() as session:
        before = await begun.begun(session)
        if before is not None and not before.is_of(firsts):
            raise Unmovable(f"it holds a begun move of {before.origin}, which is another database")
        if before is None:
            await _require_empty(session)
            await begun.begin(session, Begun(origin=origin, begun_at=now, firsts=firsts))
            await session.execute(board.delete())
    return before


async def go_on(source: Database, target: Database, copied: Come, seen: Come) -> Moved:
    """Copy what is not there yet, compare both sides, and end the move where they are the same.

    `copied` is told how many rows are there, `seen` how many were compared.
    """
    before = await _state(source)
    await _copy(source, target, before, copied)
    compared = await _compared(source, target, TABLES, seen)
    changed = [
        table
        for table in TABLES
        if table.name not in GROWING and compared[table.name].first is not None
    ]
    mended = await _mend(source, target, changed)
    compared |= await _compared(source, target, changed, seen)
    after = await _state(source)
    moved = Moved(compared=list(compared.values()), mended=mended, changed=after != before)
    return await _ended(source, target, moved) if moved.whole else moved


async def _require_empty(session: ReadSession) -> None:
    for table in TABLES:
        if await last_key(session, table) is not None:
            raise Unmovable(
                f"it holds rows already (in {table.name}), and they did not come by a move"
            )


async def _state(database: Database) -> State:
    found = {}
    async with database.reading() as session:
        for table in (*TABLES, board):
            rows = await session.scalar(select(func.count()).select_from(table)) or 0
            found[table.name] = (rows, repr(await last_key(session, table)))
        found["version"] = (await session.scalar(select(board.c.version)) or 0, "")
    return found


async def _copy(source: Database, target: Database, state: State, come: Come) -> None:
    whole = sum(state[table.name][0] for table in TABLES)
    there = await _state(target)
    done = sum(there[table.name][0] for table in TABLES)
    for table in TABLES:
        while copied := await _copy_part(source, target, table):
            done += copied
            come(done, min(done / max(whole, 1), 1.0))


async def _copy_part(source: Database, target: Database, table: Table) -> int:
    async with target.writing(much=True) as writing:
        after = await last_key(writing, table)
        async with source.reading() as session:
            rows = await part(session, table, after)
        if rows:
            await write(writing, table, rows)
    return len(rows)


async def _compared(
    source: Database, target: Database, tables: Sequence[Table], come: Come
) -> dict[str, Compared]:
    found, done = {}, 0
    for number, table in enumerate(tables):
        found[table.name] = await compare(source, target, table)
        done += found[table.name].source.rows
        come(done, (number + 1) / len(tables))
    return found


async def _mend(source: Database, target: Database, tables: Sequence[Table]) -> Mapping[str, int]:
    """Put right what has changed in the source since it was copied; gives how many rows of which.

    What is gone there goes first, and before what it names: others may have what it had alone.
    """
    mended = Counter[str]()
    for gone, ordered in ((True, reversed(tables)), (False, tables)):
        for table in ordered:
            mended[table.name] += await _mend_table(source, target, table, gone=gone)
    return mended


async def _mend_table(source: Database, target: Database, table: Table, *, gone: bool) -> int:
    mended = 0
    while mended < MOST_MENDED:
        changed = await differences(source, target, table, most=MENDED, gone=gone)
        async with target.writing() as session:
            for each in changed:
                await _put_right(session, table, each)
        mended += len(changed)
        if len(changed) < MENDED:
            break
    return mended


async def _put_right(session: WriteSession, table: Table, change: Difference) -> None:
    kept = as_kept(table)
    names = [each.name for each in table.primary_key.columns]
    this = [kept.c[name] == value for name, value in zip(names, change.key, strict=True)]
    if change.source is None:
        await session.execute(delete(kept).where(*this))
    elif change.target is None:
        await write(session, table, [change.source])
    else:
        values = dict(zip(kept.c.keys(), change.source, strict=True))
        await session.execute(update(kept).where(*this).values(values))


async def _ended(source: Database, target: Database, moved: Moved) -> Moved:
    async with target.writing() as writing:
        async with source.reading() as session:
            rows = await part(session, board, None)
        await write(writing, board, rows)
        await go_on_counting(writing)
        await begun.end(writing)
    compared = await _compared(source, target, [board], lambda _rows, _share: None)
    return Moved(
        compared=[*moved.compared, *compared.values()],
        mended=moved.mended,
        changed=moved.changed,
    )
