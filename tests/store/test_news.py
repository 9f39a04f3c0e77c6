"""News: what was stored since somebody last looked."""

from datetime import timedelta

from app.domain.vocabulary import OriginKind
from app.store import news, reports
from app.store.database import WriteSession
from tests.store.made import DAY, HOUR, NOON, at, changed, figure, retraction, word


async def test_places_with_news(writing: WriteSession) -> None:
    """Those of rows stored since, and those of which a row was taken back."""
    await reports.add(writing, [figure("a"), figure("b", place="vaalimaa")])
    before = await news.newest(writing)
    await reports.add(writing, [figure("c", place="syrym"), retraction("x", "b")])

    assert await news.places_since(writing, before) == {"syrym", "lars", "vaalimaa"}
    assert await news.places_since(writing, await news.newest(writing)) == frozenset()
    assert await news.newest(writing) == 4


async def test_how_much_was_heard(writing: WriteSession) -> None:
    """By how many, and how recently; a word whose end lies ahead was heard when it became known."""
    ahead = word("ahead", observed_to=NOON + DAY, source="hotline", origin="Customs")
    await reports.add(writing, [figure("a"), ahead, at(NOON - 9 * DAY, figure("old"))])

    heard = await news.heard(writing, ["lars"], since=NOON - HOUR, until=NOON + HOUR)
    silence = await news.heard(writing, ["syrym"], since=NOON - HOUR, until=NOON + HOUR)

    assert (heard.sources, heard.origins) == (2, 2)
    assert heard.newest_at == ahead.recorded_at
    assert (silence.sources, silence.origins, silence.newest_at) == (0, 0, None)


async def test_a_traveller_was_heard_to_the_hour(writing: WriteSession) -> None:
    """When anything was heard last does not tell a live traveller's minute; the archive's stays."""
    odd = NOON + timedelta(minutes=17)
    seen = at(odd, figure("a", source="hotline", origin_kind=OriginKind.EYEWITNESS))
    quote = changed(seen, identity="b", place="syrym", archived=True)
    await reports.add(writing, [seen, quote])

    live, quoted = [
        await news.heard(writing, [place], since=NOON - HOUR, until=NOON + HOUR)
        for place in ("lars", "syrym")
    ]

    assert (live.newest_at, quoted.newest_at) == (NOON, odd)
