"""Staging: on a server many rows come in by COPY, and are the same as those that come singly."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.domain.report import Report
from app.store import sources
from app.store.adding import add
from app.store.database import Database, ReadSession
from app.store.inserting import insert, insert_numbered
from app.store.kept import one
from app.store.row import values_of
from app.store.series import series_key, series_numbers
from app.store.staging import STAGED_FROM
from app.store.tables import reports
from tests.databases import moved
from tests.store.made import figure, source

ONE_BY_ONE, STAGED = STAGED_FROM - 1, STAGED_FROM

each_way = pytest.mark.parametrize("count", [ONE_BY_ONE, STAGED], ids=["one by one", "staged"])


@pytest.fixture
async def server(empty: Path) -> AsyncIterator[Database]:
    """Open an empty database on a server."""
    opened = Database(moved(empty))
    async with opened.writing() as session:
        await sources.register(session, source("guard"))
    yield opened
    await opened.close()


def figures(count: int) -> list[Report]:
    """Make so many reports."""
    return [figure(f"f{number}", value=number / 7) for number in range(count)]


async def identities(session: ReadSession) -> list[str]:
    """Give the identities of all reports, in the order of their numbers."""
    return list(await session.scalars(select(reports.c.identity).order_by(reports.c.id)))


@each_way
async def test_order(server: Database, count: int) -> None:
    """Rows are numbered in the order in which they come."""
    brought = figures(count)

    async with server.writing() as session:
        added = await add(session, brought)

    async with server.reading() as session:
        assert await identities(session) == [report.identity for report in brought]
    assert added.new == count


@each_way
async def test_known(server: Database, count: int) -> None:
    """What is there already is left out, among others that are new."""
    brought = figures(2 * count)
    async with server.writing() as session:
        await add(session, brought[::2])

    async with server.writing() as session:
        added = await add(session, brought[:count])

    assert (added.new, added.repeated) == (count // 2, count - count // 2)


@each_way
async def test_exact(server: Database, count: int) -> None:
    """Whatever a text or a number holds comes back as it was."""
    strange = figure(
        value=0.1 + 0.2, low=5e-324, high=1e5 - 1e-11, note="\\N\ttab\\.\r\n'\"\u2028Ω", url="\\x41"
    )
    brought = [strange, *figures(count - 1)]
    brought[0] = replace(strange, identity="strange")

    async with server.writing() as session:
        await add(session, brought)

    async with server.reading() as session:
        kept = [await one(session, report.id) for report in brought]
    assert [each and each.report for each in kept] == brought


async def test_batch_after_batch(server: Database) -> None:
    """Nothing of a batch is left for the next one, in the same transaction and in later ones."""
    brought = figures(3 * STAGED)
    async with server.writing() as session:
        first = await add(session, brought[:STAGED])
        second = await add(session, brought[STAGED : 2 * STAGED])
    async with server.writing() as session:
        third = await add(session, brought[2 * STAGED :])
        left = await session.scalar(text("SELECT count(*) FROM arriving"))

    assert [each.new for each in (first, second, third)] == [STAGED] * 3
    assert left == STAGED


async def test_nothing_beside(server: Database) -> None:
    """After the transaction no table beside is there any more."""
    async with server.writing() as session:
        await add(session, figures(STAGED))

    async with server.writing() as session:
        assert await session.scalar(select(func.to_regclass("arriving"))) is None


async def test_twice_with_its_number(server: Database) -> None:
    """A row that brings its number and is there already is refused, as SQLAlchemy tells it."""
    report = figure()
    async with server.writing() as session:
        (series,) = await series_numbers(session).of([series_key(report)])
        row = values_of(report, series, None)
        assert await insert(session, [row]) == 1

    with pytest.raises(IntegrityError):
        async with server.writing() as session:
            await insert_numbered(session, [(7, *row)])
