"""Rereading: kept answers go through today's reader again, and nobody is asked."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.clock import now
from app.polling.made import stripped
from app.polling.registering import facts_of
from app.sources import zitic
from app.sources.kit import Payload
from app.store import payloads
from app.store import sources as store
from app.store.database import Database
from tests.cli.conftest import Darial, url
from tests.cli.mirror import Mirror
from tests.sources.made_payloads import FOLDER

LIST = (FOLDER / "zitic" / "list.html").read_bytes()
CAME = datetime(2026, 9, 24, 12, tzinfo=UTC)


def kept(body: bytes, at: datetime) -> Payload:
    """Make an answer of zitic's that came at a moment."""
    return Payload(body=body, fetched_at=at, url=zitic.ADDRESS)


@pytest.fixture
def payload(archived: Path) -> Path:
    """Give a database in which one answer of zitic's is kept, of which nothing was stored."""
    asyncio.run(_keep(archived, kept(LIST, CAME)))
    return archived


async def _keep(path: Path, *answers: Payload) -> None:
    database = Database(url(path))
    try:
        async with database.writing() as session:
            await store.register(session, facts_of(zitic.SOURCE, CAME))
            for answer in answers:
                await payloads.add(session, stripped(zitic.SOURCE, answer))
    finally:
        await database.close()


@pytest.mark.usefixtures("payload")
def test_what_is_new_is_stored_once(darial: Darial, mirror: Mirror) -> None:
    """The second time all of it is known."""
    first = darial("reread", "zitic", "--since", "2026-09-24")
    second = darial("reread", "zitic", "--since", "2026-09-24")

    assert (first.code, second.code) == (0, 0)
    assert first.out == (
        "zitic: 1 payloads read, 0 of them unreadable: 2 new, 0 known already, 0 revised\n"
    )
    assert second.out == (
        "zitic: 1 payloads read, 0 of them unreadable: 0 new, 2 known already, 0 revised\n"
    )
    assert mirror.asked == []


@pytest.mark.usefixtures("payload")
@pytest.mark.parametrize(
    ("span", "read"),
    [
        (("--since", "2026-09-24T12:00Z"), 1),
        (("--since", "2026-09-24T15:00:01+03:00"), 0),
        (("--since", "2026-09-25"), 0),
        (("--since", "2026-09-01", "--until", "2026-09-24"), 1),
        (("--since", "2026-09-01", "--until", "2026-09-23"), 0),
        (("--since", "2026-09-01", "--until", "2026-09-24T11:59Z"), 0),
    ],
)
def test_a_span_is_read(darial: Darial, span: tuple[str, ...], read: int) -> None:
    """A bare day is one in UTC; nothing kept of that time ends with 1."""
    result = darial("reread", "zitic", *span)

    assert result.out.startswith(f"zitic: {read} payloads read")
    assert result.code == (0 if read else 1)


def test_what_cannot_be_read_is_counted(darial: Darial, payload: Path) -> None:
    """The others are read all the same."""
    asyncio.run(
        _keep(payload, Payload(body=b"<p></html>", fetched_at=now(), url="https://zitic.ru/"))
    )

    result = darial("reread", "zitic", "--since", "2026-09-01")

    assert result.code == 1
    assert "2 payloads read, 1 of them unreadable: 2 new" in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("zitik", "--since", "2026-09-24"), "did you mean zitic?"),
        (("zitic",), "--since"),
        (("zitic", "--since", "2026-09-24T12:00"), "has no offset from UTC"),
        (("zitic", "--since", "2026-09-24", "--until", "2026-09-23"), "must lie after --since"),
    ],
)
@pytest.mark.usefixtures("archived")
def test_wrong_usage_is_answered_with_the_mend(
    darial: Darial, arguments: tuple[str, ...], said: str
) -> None:
    """A sentence, and exit code 2."""
    result = darial("reread", *arguments)

    assert result.code == 2
    assert said in result.err
