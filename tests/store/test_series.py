"""Series: which keys were ever heard of."""

from app.domain.vocabulary import Mode
from app.store import reports, series
from app.store.database import WriteSession
from tests.store.made import figure, word


async def test_every_series_heard_of(writing: WriteSession) -> None:
    """Each once, however often it was spoken of."""
    rows = [figure("a"), figure("b"), figure("c", mode=Mode.TRUCK), word("d")]
    await reports.add(writing, rows)
    await reports.add(writing, [figure("e"), figure("f", place="vaalimaa")])

    heard = await series.heard(writing)

    assert heard == {row.series for row in [*rows, figure("f", place="vaalimaa")]}
