"""Signing: what a receiver with the public library of Standard Webhooks accepts, and what not."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from standardwebhooks import Webhook as Checker
from standardwebhooks.webhooks import WebhookVerificationError

from app.clock import now
from app.store.webhooks import Webhook
from app.webhooks.message import message_of
from app.webhooks.posting import Poster
from app.webhooks.signing import new_secret, signature
from tests.archived import NOW
from tests.upstream import resolve
from tests.webhooks.office import HOUR, MANNERS, changed
from tests.webhooks.receiver import Received, receiving

OLD, NEW = new_secret(), new_secret()


def hook(url: str, **other: object) -> Webhook:
    """Make a webhook."""
    made = Webhook(id="hook", url=url, filters={}, secret=NEW, added_at=NOW, seen=0)
    return replace(made, **other)  # type: ignore[arg-type]


async def received(**other: object) -> Received:
    """Send a message at this very moment; gives what came."""
    async with (
        receiving() as receiver,
        Poster(MANNERS, now=now, resolve=resolve) as poster,
    ):
        outcome = await poster.post(hook(receiver.url, **other), message_of(changed(number=3)))
    assert outcome.taken
    return receiver.came[0]


async def test_the_public_library_accepts_it() -> None:
    """The very bytes that come over the wire are those that were signed."""
    came = await received()

    assert Checker(NEW).verify(came.body, dict(came.headers)) == came.told
    assert came.told["type"] == "status.changed"
    assert came.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"webhook-id": "other"},
        {"webhook-timestamp": str(int(now().timestamp()) - 60)},
        {"webhook-signature": "v1,AAAA"},
    ],
)
async def test_the_public_library_refuses_what_was_changed(spoilt: dict[str, str]) -> None:
    """Another id, time, signature or body is not ours."""
    came = await received()

    with pytest.raises(WebhookVerificationError):
        Checker(NEW).verify(came.body, dict(came.headers) | spoilt)
    with pytest.raises(WebhookVerificationError):
        Checker(NEW).verify(came.body + b" ", dict(came.headers))
    with pytest.raises(WebhookVerificationError):
        Checker(OLD).verify(came.body, dict(came.headers))


async def test_both_secrets_sign_while_one_takes_over() -> None:
    """After a rotation a receiver with either secret accepts what comes."""
    came = await received(old_secret=OLD, old_until=now() + HOUR)

    for secret in (OLD, NEW):
        assert Checker(secret).verify(came.body, dict(came.headers)) == came.told


async def test_an_old_secret_signs_for_a_time_only() -> None:
    """Once its time is over it signs nothing."""
    came = await received(old_secret=OLD, old_until=now() - timedelta(seconds=1))

    assert len(came.headers["webhook-signature"].split(" ")) == 1
    with pytest.raises(WebhookVerificationError):
        Checker(OLD).verify(came.body, dict(came.headers))


def test_a_secret_is_long_enough_and_never_the_same() -> None:
    """Thirty-two random bytes, named as the specification has it."""
    drawn = {new_secret() for _ in range(100)}

    assert len(drawn) == 100
    assert {len(base64.b64decode(each.removeprefix("whsec_"))) for each in drawn} == {32}
    assert all(each.startswith("whsec_") for each in drawn)


def test_an_example_of_the_library() -> None:
    """A known secret, id, time and body give the signature that the library gives."""
    made = signature(NEW, "msg_1", NOW, b'{"a":"\xc3\xa4"}')

    assert made == Checker(NEW).sign("msg_1", NOW, '{"a":"ä"}')
