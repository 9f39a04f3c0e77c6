"""Texts: a channel's page and a feed become reports and status, and what says nothing stays out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.catalog import Catalogue
from app.domain.channel import Channel, ChannelKind, Outlet
from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, Mode, OriginKind, Precision, Quantity
from app.domain.waiting import joined_at
from app.polling.gathering import Gatherer
from app.polling.hosts import Hosts
from app.polling.poll import Poller
from app.polling.rereading import NOT_SAID, Reader, reread
from app.polling.texts import UNENDING, UNTOLD, Texts
from app.sources import news, telegram
from app.sources.kit import Payload, Scope, Source
from app.store import feeds, posts, reports
from app.store.database import Database
from app.store.reports import Wanted
from tests.archived import copied
from tests.polling.feeds import HOUR, MINUTE, NOON, Wire, answer
from tests.serving import Clock, serving

GUARD = Channel(
    handle="Made_Guard",
    title="Made border guard",
    place="verkhny-lars",
    language="ru",
    kind=ChannelKind.AUTHORITY,
    direction="RU-GE",
)
ROAD = replace(GUARD, handle="made_road", title="Made road", kind=ChannelKind.TRAVELLERS)
PAPER = Outlet(id="made-paper", name="Made Paper", feed="https://paper.example/rss", language="ru")

QUEUE = "В очереди на выезд перед КПП «Верхний Ларс» стоят 490 грузовиков."
WAITED = "Стоим на Ларсе на выезд на легковой машине уже 20 часов."
SILENT = (
    "Очередь на Ларсе на выезд уже рассосалась? Кто знает?",
    "За проезд без очереди просят 50 тысяч рублей.",
    "В прошлом году очередь на Ларсе достигала 20 километров.",
)
"""Messages that tell nothing of now: a question, a price, and last year's figure."""


def message(channel: Channel, number: int, text: str, further: str = "") -> str:
    """Give the markup of a message that was posted an hour ago."""
    at = (NOON - HOUR).isoformat()
    return (
        f'<div class="tgme_widget_message" data-post="{channel.handle}/{number}">{further}'
        f'<div class="js-message_text">{text}</div>'
        f'<a class="tgme_widget_message_date"><time datetime="{at}"></time></a></div>'
    )


def page(channel: Channel, *texts: str, further: str = "") -> bytes:
    """Give a channel's preview with these messages, numbered from 1."""
    told = (message(channel, number, text, further) for number, text in enumerate(texts, start=1))
    return f'<html><div class="tgme_channel_info"></div>{"".join(told)}</html>'.encode()


def feed(*titles: str) -> bytes:
    """Give a feed with these items, numbered from 1."""
    items = (
        f"<item><title>{title}</title><link>https://paper.example/{number}</link>"
        f"<pubDate>Wed, 25 Nov 2026 11:00:00 GMT</pubDate></item>"
        for number, title in enumerate(titles, start=1)
    )
    return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


class Setting:
    """Real sources on scripted answers, and a real database."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        """Ask about a guard's channel, one of travellers, and a paper."""
        self.database, self.catalogue, self.wire = database, catalogue, Wire({})
        self.scope = Scope(places=catalogue.places, channels=(GUARD, ROAD), outlets=(PAPER,))
        self.poller = Poller(
            database=database,
            catalogue=catalogue,
            gatherer=Gatherer(ask=self.wire.ask, hosts=Hosts(), scope=self.scope),
            now=self._now,
        )
        self.polls = 0

    def _now(self) -> datetime:
        """Give the moment of a poll: each is a minute after the one before."""
        return NOON + self.polls * MINUTE

    async def poll(self, source: Source, **bodies: bytes) -> None:
        """Poll a source whose addresses answer this, by the end of each address."""
        for request in source.asks(self.scope, NOON):
            name = request.url.rsplit("/", 1)[1]
            given = bodies.get(name.lower(), page(ROAD, "Привет"))
            self.wire.script[request.url] = answer(given, url=request.url)
        self.polls += 1
        await self.poller.poll(replace(source, pause=timedelta(0)))

    async def said(self) -> Sequence[Report]:
        """Give what is stored and stands, in the order of storing."""
        async with self.database.reading() as session:
            rows = (await reports.page(session, Wanted(), limit=100)).rows
        return [
            each.report
            for each in rows
            if each.retracted_by is None and each.report.retracts is None
        ]

    async def unread(self, source: str) -> int:
        """Give how many posts of a source wait."""
        async with self.database.reading() as session:
            return len(await posts.newest(session, source, 100))

    async def again(self, source: Source, channel: Channel) -> str:
        """Read the kept answers again, as if a channel's entry were this one; say what it did."""
        scope = replace(self.scope, channels=(channel, ROAD))
        reader = Reader(catalogue=self.catalogue, texts=Texts(scope), now=NOON + HOUR)
        done = await reread(self.database, source, reader, NOON - HOUR)
        return f"{done.added.new} new, {done.taken_back} taken back"


@pytest.fixture
def setting(database: Database, catalogue: Catalogue) -> Setting:
    """Give sources on an empty database."""
    return Setting(database, catalogue)


async def test_a_guard_is_read(setting: Setting) -> None:
    """A figure of an authority's channel has its name, its link, and its place in the text."""
    await setting.poll(telegram.SOURCE, made_guard=page(GUARD, QUEUE))

    (report,) = await setting.said()
    assert (report.place, report.direction, report.mode) == ("verkhny-lars", "RU-GE", Mode.TRUCK)
    assert (report.quantity, report.value) == (Quantity.QUEUE_VEHICLES, 490)
    assert (report.origin, report.origin_kind) == ("Made border guard", OriginKind.AUTHORITY)
    assert report.method is Method.RELAYED
    assert report.permalink == report.url == "https://t.me/Made_Guard/1"
    assert report.span is not None
    assert "490" in QUEUE[slice(*report.span)]
    assert report.fired
    assert await setting.unread("telegram") == 1


async def test_travellers_are_read(setting: Setting) -> None:
    """A traveller's wait so far is a bound, to the hour, without a link, a handle or a name."""
    await setting.poll(telegram.SOURCE, made_road=page(ROAD, WAITED))

    (report,) = await setting.said()
    assert (report.quantity, report.bound, report.low) == (
        Quantity.WAIT_MINUTES,
        Bound.AT_LEAST,
        1200,
    )
    assert (report.mode, report.precision) == (Mode.CAR, Precision.HOUR)
    assert joined_at(report) == report.ends - 20 * HOUR
    assert (report.origin, report.origin_kind) == ("eyewitness", OriginKind.EYEWITNESS)
    assert report.method is Method.OBSERVED
    assert (report.url, report.permalink, report.publisher) == ("", "", "")
    assert "made_road" not in repr(report).lower()


async def test_a_paper_is_read(setting: Setting) -> None:
    """What an item says of a place is told once, with the item's link, and is the paper's."""
    title = "Перед КПП «Верхний Ларс» на выезд из России скопилось около 2300 автомобилей"
    await setting.poll(news.SOURCE, rss=feed(title))

    (report,) = await setting.said()
    assert (report.quantity, report.bound, report.value) == (
        Quantity.QUEUE_VEHICLES,
        Bound.ABOUT,
        2300,
    )
    assert (report.origin, report.origin_kind) == ("Made Paper", OriginKind.MEDIA)
    assert report.url == "https://paper.example/1"


async def test_what_is_handed_on_is_whose_it_was(setting: Setting) -> None:
    """A message of the guard that travellers hand on is the guard's; a stranger's is nobody's."""
    form = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/{}/7">x</a>'
    known = page(ROAD, QUEUE, further=form.format("made_guard"))
    await setting.poll(telegram.SOURCE, made_road=known)
    (first,) = await setting.said()
    strange = page(GUARD, QUEUE, further=form.format("strangers"))
    await setting.poll(telegram.SOURCE, made_guard=strange)
    (second,) = [each for each in await setting.said() if each != first]

    assert (first.origin, first.origin_kind) == ("Made border guard", OriginKind.AUTHORITY)
    assert first.permalink == ""
    assert (second.origin, second.origin_kind) == (
        "unattributed rumour",
        OriginKind.ANONYMOUS_SOURCE,
    )


async def test_what_says_nothing_leaves_no_trace(setting: Setting) -> None:
    """A question, a price and last year's figure are no reports, and wait as unread posts."""
    await setting.poll(telegram.SOURCE, made_guard=page(GUARD, *SILENT))

    assert await setting.said() == []
    assert await setting.unread("telegram") == len(SILENT) + 1


def test_a_figure_of_no_known_way_is_refused(catalogue: Catalogue) -> None:
    """Where neither text nor entry tells the way, the figure is refused and says why."""
    both = replace(GUARD, direction="")
    scope = Scope(places=catalogue.places, channels=(both,))
    (request,) = telegram.SOURCE.asks(scope, NOON)
    payload = Payload(
        body=page(both, "У Ларса в очереди 490 фур."),
        fetched_at=NOON,
        url=request.url,
        about=request.about,
    )

    found = Texts(scope).parsed(telegram.SOURCE, payload)

    assert found.reports == []
    assert [each.reason for each in found.refused] == [UNTOLD]
    assert "Ларс" not in found.refused[0].row


async def test_a_count_of_no_known_time_is_refused(setting: Setting) -> None:
    """Of how many crossed nothing can be said without over what time, and it is told once."""
    counted = "Через КПП «Верхний Ларс» в Грузию въехали 98 тысяч россиян."
    await setting.poll(telegram.SOURCE, made_guard=page(GUARD, counted, f"{QUEUE} {QUEUE}"))

    async with setting.database.reading() as session:
        feed = await feeds.one(session, "telegram")
    assert [each.quantity for each in await setting.said()] == [Quantity.QUEUE_VEHICLES]
    assert feed is not None
    assert [each.reason for each in feed.refused] == [UNENDING]


async def test_reading_again_adds_and_takes_back(setting: Setting) -> None:
    """What today's reading says anew is added, what it does not say is taken back, and why."""
    await setting.poll(telegram.SOURCE, made_guard=page(GUARD, "У Ларса в очереди 490 фур."))
    first = await setting.said()
    gone = await setting.again(telegram.SOURCE, replace(GUARD, direction=""))
    without = await setting.said()
    anew = await setting.again(telegram.SOURCE, replace(GUARD, direction="GE-RU"))

    assert [each.direction for each in first] == ["RU-GE"]
    assert (gone, without) == ("0 new, 1 taken back", [])
    assert anew == "1 new, 0 taken back"
    assert [each.direction for each in await setting.said()] == ["GE-RU"]
    async with setting.database.reading() as session:
        rows = (await reports.page(session, Wanted(), limit=100)).rows
    assert NOT_SAID in {each.report.note for each in rows}


async def test_it_is_the_status(empty: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    """What was read stands in /v1/status, and in /v1/reports with the link of who said it."""
    url = copied(empty, tmp_path)
    database = Database(url)
    setting = Setting(database, catalogue)
    await setting.poll(telegram.SOURCE, made_guard=page(GUARD, QUEUE, *SILENT))
    await database.close()
    async with serving(url, Clock(NOON)) as service:
        asked = "place=verkhny-lars&direction=RU-GE"
        rows = (await service.client.get(f"/v1/status?{asked}")).json()["data"]
        told = (await service.client.get("/v1/reports?place=verkhny-lars")).json()["data"]
    await database.close()

    known = {
        (row["mode"], name): row[name]["mid"]
        for row in rows
        for name in ("queue_vehicles", "wait_minutes")
        if row[name] and row[name]["mid"] is not None
    }
    assert known.keys() == {("truck", "queue_vehicles")}
    assert 400 < known["truck", "queue_vehicles"] < 600
    assert not any(row["events"] for row in rows)
    (only,) = told
    assert only["permalink"] == "https://t.me/Made_Guard/1"


async def test_it_ages_as_a_statement(empty: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    """However often a channel is asked, what it said once stands for a day, as any statement."""
    url = copied(empty, tmp_path)
    database = Database(url)
    await Setting(database, catalogue).poll(telegram.SOURCE, made_guard=page(GUARD, QUEUE))
    await database.close()
    async with serving(url, Clock(NOON + 4 * HOUR)) as service:
        asked = "place=verkhny-lars&direction=RU-GE&mode=truck"
        (row,) = (await service.client.get(f"/v1/status?{asked}")).json()["data"]

    assert row["queue_vehicles"]["freshness"] == "fresh"
