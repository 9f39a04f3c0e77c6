"""Hearing: a connection of its own on which the server tells of every commit.

What is told is the board's version alone; whoever hears it reads back what there is. Nothing relies
on hearing: a connection that was lost, or says nothing any more, is made anew, and whoever listens
looks now and then in any case.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL

from app.store.address import words_of
from app.store.patient import CONNECT_S, Patient
from app.store.spacing import longer

QUIET_S = 5.0
"""After how many seconds of silence the server is asked whether it is still there."""

ANSWER_S = 3.0
"""How many seconds it has to say so."""

Told = Callable[[], None]
"""Is called whenever anybody may have committed something."""

Wait = Callable[[float], Awaitable[object]]


async def hear(address: URL, channel: str, told: Told, wait: Wait = asyncio.sleep) -> None:
    """Hear of every commit until cancelled; `wait` passes seconds between attempts."""
    rest = 0.0
    while True:
        heard = False
        with suppress(psycopg.Error):
            async with await _connected(address, channel) as connection:
                heard = True
                # Whatever was told before this connection stood, nobody heard.
                told()
                await _listened(connection, told)
        rest = longer(0.0 if heard else rest)
        await wait(rest)


async def _connected(address: URL, channel: str) -> Patient:
    connection = await Patient.within(ANSWER_S)(
        **words_of(address), autocommit=True, connect_timeout=CONNECT_S, application_name="darial"
    )
    try:
        await connection.execute(SQL("LISTEN {}").format(Identifier(channel)))
    except BaseException:
        await connection.close()
        raise
    return connection


async def _listened(connection: Patient, told: Told) -> None:
    """Tell of what is heard until the connection fails; raises psycopg.Error."""
    while True:
        silent = True
        async for _ in connection.notifies(timeout=QUIET_S):
            silent = False
            told()
        if silent:
            await connection.execute(b"SELECT 1")
