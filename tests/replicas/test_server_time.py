"""The server's clock: heard with each look, and what no act lies ahead of."""

from datetime import UTC, datetime, timedelta

import psycopg

from app.clock import now
from app.store.database import Database
from tests import databases


async def test_it_is_heard_with_a_look() -> None:
    """Nothing is known of it before; then it is the server's moment, whatever ours says."""
    url = databases.fresh()
    database = Database(url)
    try:
        before = database.time()
        await database.data_version()
        heard = database.time()
        with psycopg.connect(url) as connection:
            ((said,),) = connection.execute("SELECT clock_timestamp()").fetchall()
        after = database.time()
    finally:
        await database.close()

    assert before is None
    assert heard is not None
    assert after is not None
    assert heard - timedelta(seconds=1) < said < after + timedelta(seconds=1)
    assert heard < after


async def test_no_act_lies_ahead_of_it() -> None:
    """A moment of ours that is past is taken as it is, one that is to come is not."""
    past, ahead = datetime(2026, 1, 1, tzinfo=UTC), now() + timedelta(minutes=10)
    database = Database(databases.fresh())
    try:
        async with database.reading() as session:
            taken = await database.moment(session, past)
            held_back = await database.moment(session, ahead)
    finally:
        await database.close()

    assert taken == past
    assert held_back < ahead - timedelta(minutes=9)
