"""Sources: their facts, and what is counted of them."""

from dataclasses import replace

from app.domain.source_kind import SourceKind
from app.store import reports, sources
from app.store.database import ReadSession, WriteSession
from tests.store.made import HOUR, NOON, figure, source


async def test_a_source_comes_back_as_registered(writing: WriteSession) -> None:
    """Live ones with their cadence, others without."""
    archive = source("archive", kind=SourceKind.ARCHIVE, cadence=None, redistribute=False)
    await sources.register(writing, archive)

    assert await sources.one(writing, "archive") == archive
    assert await sources.one(writing, "guard") == source("guard")
    assert await sources.one(writing, "nobody") is None


async def test_registering_again_renews_the_facts_only(writing: WriteSession) -> None:
    """The day it was added and what was counted stay."""
    await reports.add(writing, [figure()])

    await sources.register(writing, source("guard", licence="CC-BY-4.0", added_at=NOON + HOUR))

    found = await sources.one(writing, "guard")
    assert found is not None
    assert replace(found, last_recorded_at=None) == source("guard", licence="CC-BY-4.0", reports=1)


async def test_which_of_some_sources_are_registered(reading: ReadSession) -> None:
    """Only those that are asked about, however many others there are."""
    assert await sources.registered(reading, {"guard", "stranger"}) == {"guard"}
    assert await sources.registered(reading, set()) == frozenset()


async def test_every_source_by_id(reading: ReadSession) -> None:
    """Also those that have brought nothing yet."""
    assert [each.id for each in await sources.every(reading)] == ["guard", "hotline"]
    assert await sources.counts(reading) == {"guard": 0, "hotline": 0}
