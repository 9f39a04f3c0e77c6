"""Posts: what is kept of messages that nobody has read yet."""

from dataclasses import fields, replace

import pytest

from app.domain.channel import ChannelKind
from app.store import posts
from app.store.database import WriteSession
from app.store.live_tables import posts as table
from app.store.posts import BATCH, UnreadPost
from tests.store.made import MINUTE, NOON, POST


def post(
    number: int, minute: int | None = None, place: str = "lars", source: str = "guard"
) -> UnreadPost:
    """Make a post of its own minute."""
    at = NOON + (number if minute is None else minute) * MINUTE
    return replace(POST, identity=str(number), published_at=at, place=place, source=source)


async def test_a_post_comes_back_as_kept(writing: WriteSession) -> None:
    """With its permalink, its time, and who writes there."""
    medium = replace(POST, source="hotline", kind=ChannelKind.MEDIUM)

    assert await posts.add(writing, [POST, medium]) == 2

    assert await posts.newest(writing, "guard", 10) == (POST,)
    assert await posts.newest(writing, "hotline", 10) == (medium,)


async def test_the_same_post_again_changes_nothing(writing: WriteSession) -> None:
    """Within one batch or in a later one, whatever else it says now."""
    await posts.add(writing, [POST])
    edited = replace(POST, published_at=NOON, poll="2")

    added = await posts.add(writing, [edited, post(1), post(1, minute=5)])

    assert added == 1
    assert await posts.newest(writing, "guard", 10) == (POST, post(1))
    assert await posts.count(writing) == 2


async def test_sources_do_not_share_identities(writing: WriteSession) -> None:
    """Two sources may both have a post `1`."""
    assert await posts.add(writing, [post(1), post(1, source="hotline")]) == 2


async def test_newest_first_and_no_more_than_asked_for(writing: WriteSession) -> None:
    """By when they were published, and of one moment by when they were kept."""
    await posts.add(writing, [post(3), post(1), post(2), post(4, minute=2)])

    found = await posts.newest(writing, "guard", 3)

    assert [each.identity for each in found] == ["3", "4", "2"]


async def test_how_many_each_source_has(writing: WriteSession) -> None:
    """Posts that wait are counted by source."""
    await posts.add(writing, [post(1), post(2), post(1, source="hotline")])

    assert await posts.of_each(writing) == {"guard": 2, "hotline": 1}


async def test_no_posts(writing: WriteSession) -> None:
    """None came, none are there, and no place was heard of."""
    assert await posts.add(writing, []) == 0
    assert await posts.count(writing) == 0
    assert await posts.heard(writing) == {}


async def test_the_newest_post_about_each_place(writing: WriteSession) -> None:
    """Of all sources together."""
    await posts.add(
        writing,
        [
            post(1, place="syrym"),
            post(5, place="lars"),
            post(2, place="lars"),
            post(9, place="lars", source="hotline"),
            post(3, place="altanbulag"),
        ],
    )

    heard = await posts.heard(writing)

    minutes = {"altanbulag": 3, "lars": 9, "syrym": 1}
    assert heard == {place: NOON + number * MINUTE for place, number in minutes.items()}


@pytest.mark.parametrize("size", [BATCH - 1, BATCH, BATCH + 1])
async def test_any_number_of_posts(writing: WriteSession, size: int) -> None:
    """Statements end where they must, and no post falls between them."""
    batch = [post(number) for number in range(size)]

    added = [await posts.add(writing, batch) for _ in range(2)]

    assert added == [size, 0]
    assert await posts.count(writing) == size


async def test_travellers_cannot_be_found_by_what_is_kept(writing: WriteSession) -> None:
    """Neither link nor minute, even if a source hands them over."""
    await posts.add(writing, [replace(POST, kind=ChannelKind.TRAVELLERS)])

    (kept,) = await posts.newest(writing, "guard", 1)

    assert kept == replace(POST, kind=ChannelKind.TRAVELLERS, permalink="", published_at=NOON)


def test_there_is_no_room_for_text() -> None:
    """What a message says is read and forgotten: neither table nor value has a field for it."""
    where_and_when = {
        "source",
        "identity",
        "permalink",
        "published_at",
        "place",
        "language",
        "kind",
        "recorded_at",
        "poll",
    }

    assert {column.name for column in table.columns} == where_and_when | {"id"}
    assert {field.name for field in fields(UnreadPost)} == where_and_when
