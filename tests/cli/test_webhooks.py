"""Webhooks by hand: listed, added, tried, disabled, enabled, and each refusal with its reason."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from standardwebhooks import Webhook as Checker

from app.cli.database import answer, change
from app.clock import now
from app.store import changes, deliveries, webhooks
from app.store.webhooks import Webhook
from tests.cli.conftest import Darial, url
from tests.databases import is_there, placed
from tests.webhooks.office import changed


class Taken(ThreadingHTTPServer):
    """A receiver in a thread: `came` are the headers and bodies that it was sent."""

    def __init__(self) -> None:
        """Listen on loopback, and take everything."""
        super().__init__(("127.0.0.1", 0), _Taking)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.status = 204

    @property
    def url(self) -> str:
        """Give where it listens."""
        return f"http://127.0.0.1:{self.server_port}/hidden-path"


class _Taking(BaseHTTPRequestHandler):
    server: Taken

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.came.append((dict(self.headers.items()), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Taken]:
    """Give a receiver on loopback, which is an own network."""
    monkeypatch.setenv("DARIAL_WEBHOOK_NETWORKS", "127.0.0.0/8")
    with Taken() as served:
        thread = Thread(target=served.serve_forever)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


@pytest.fixture
def ready(empty: Path, database: Path) -> Path:
    """Give an empty database, and set it."""
    return placed(empty, database)


def added(darial: Darial, *words: str) -> tuple[str, str]:
    """Add a webhook; gives its id and secret."""
    result = darial("webhooks", "add", *words)
    assert result.code == 0, result.err
    (public,) = re.findall(r"Added as webhook ([0-9a-f]{8})", result.out)
    (secret,) = re.findall(r"^(whsec_\S+)$", result.out, re.MULTILINE)
    return public, secret


def one(path: Path, public: str) -> Webhook:
    """Give a webhook as it is stored."""
    found = answer(url(path), lambda session: webhooks.one(session, public))
    assert found is not None
    return found


@pytest.fixture
def write(ready: Path) -> Callable[..., None]:
    """Give a function that does something within a transaction."""
    return partial(change, url(ready))


def test_a_webhook_is_added_and_listed(darial: Darial, ready: Path) -> None:
    """The list shows its host and its filter, neither its path nor its secret."""
    public, secret = added(
        darial, "https://example.org/hidden-path", "--filter", "place=Ларс", "--filter", "mode=car"
    )
    shown, told = darial("webhooks").out, json.loads(darial("webhooks", "--json").out)

    assert re.search(rf"{public} +example\.org +well +0 +never +never\n", shown)
    assert "mode=car place=verkhny-lars" in shown
    assert told[0]["filters"] == {"mode": ["car"], "place": ["verkhny-lars"]}
    assert not [word for word in (secret, "hidden") if word in shown + json.dumps(told)]
    stored = one(ready, public)
    assert (stored.url, stored.secret) == ("https://example.org/hidden-path", secret)


def test_it_begins_with_what_comes(darial: Darial, ready: Path, write: Callable[..., None]) -> None:
    """What was told before is not for it."""
    write(lambda session: changes.add(session, [changed(), changed()]))

    assert one(ready, added(darial, "https://example.org/")[0]).seen == 2


def test_no_webhook_is_said(darial: Darial, ready: Path) -> None:
    """An empty list says how to add one."""
    assert is_there(ready)
    result = darial("webhooks")

    assert (result.code, "darial webhooks add https://" in result.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["http://example.org/"], "URL: leads to no public address by https"),
        (["https://10.0.0.1/"], "DARIAL_WEBHOOK_NETWORKS"),
        (
            ["https://example.org/", "--filter", "mode=caar"],
            "--filter: 'caar' is no mode; near: car",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(
    darial: Darial, ready: Path, words: list[str], told: str
) -> None:
    """With the reason and the mend, and nothing is added."""
    result = darial("webhooks", "add", *words)

    assert is_there(ready)
    assert (result.code, result.out) == (2, "")
    assert told in " ".join(result.err.split())
    assert darial("webhooks", "--json").out.strip() == "[]"


@pytest.mark.parametrize("verb", ["test", "log", "enable", "rotate", "remove"])
def test_one_that_is_not_there(darial: Darial, ready: Path, verb: str) -> None:
    """Each command says so, with the code of nothing found."""
    assert is_there(ready)
    result = darial("webhooks", verb, "0a0b0c0d")

    assert result.code == 1
    assert "There is no webhook '0a0b0c0d'" in result.err


def test_a_trial_is_signed_and_logged(darial: Darial, ready: Path, receiver: Taken) -> None:
    """It comes as all others do, and the log has what came back."""
    public, secret = added(darial, receiver.url)
    result = darial("webhooks", "test", public)
    (logged,) = json.loads(darial("webhooks", "log", public, "--json").out)
    headers, body = receiver.came[0]

    assert is_there(ready)
    assert result.code == 0
    assert "127.0.0.1: it answered with status 204" in result.out
    assert Checker(secret).verify(body, headers)["type"] == "darial.test"
    assert headers["user-agent"].startswith("Darial/")
    assert (logged["status"], logged["message"][:5]) == (204, "test-")
    assert re.search(r"test-\w+ +\d\.\d\d s +204\n", darial("webhooks", "log", public).out)


def test_a_trial_that_fails(darial: Darial, ready: Path, receiver: Taken) -> None:
    """It says what came back, and leaves the webhook as it stands."""
    receiver.status = 410
    public, _ = added(darial, receiver.url)
    result = darial("webhooks", "test", public)

    assert result.code == 1
    assert "it answered with status 410" in result.err
    assert "hidden-path" not in result.err
    assert one(ready, public).disabled_at is None


def test_a_disabled_one_is_enabled(darial: Darial, ready: Path, write: Callable[..., None]) -> None:
    """The list says why it is disabled and what to do; enabled, it goes on where it stood."""
    public, _ = added(darial, "https://example.org/")
    write(lambda session: webhooks.disable(session, public, now(), "it answered 410"))
    write(lambda session: changes.add(session, [changed()]))
    write(lambda session: deliveries.add(session, public, [deliveries.Wanted(1, "a")], now()))
    shown = " ".join(darial("webhooks").out.split())
    result = darial("webhooks", "enable", public)
    enabled = one(ready, public)
    skipped = darial("webhooks", "enable", public, "--skip")
    after = json.loads(darial("webhooks", "--json").out)[0]

    assert " disabled 1 never never" in shown
    assert (
        f"it answered 410; tell whoever receives, then `darial webhooks enable {public}`" in shown
    )
    assert (result.code, skipped.code) == (0, 0)
    assert (enabled.disabled_at, enabled.seen) == (None, 0)
    assert (one(ready, public).seen, after["waiting"], after["stands"]) == (1, 0, "well")


def test_a_secret_is_rotated(darial: Darial, ready: Path) -> None:
    """The new one is shown once, and the old one signs beside it for a day."""
    public, old = added(darial, "https://example.org/")
    result = darial("webhooks", "rotate", public)
    stored = one(ready, public)

    assert stored.secret in result.out
    assert old not in result.out
    assert (stored.old_secret, stored.secret == old) == (old, False)
    assert stored.old_until is not None
    assert 0.9 < (stored.old_until - now()).total_seconds() / 86_400 <= 1


def test_one_that_is_removed_is_gone(darial: Darial, ready: Path) -> None:
    """It is listed no more."""
    public, _ = added(darial, "https://example.org/")
    result = darial("webhooks", "remove", public)

    assert is_there(ready)
    assert result.code == 0
    assert darial("webhooks", "--json").out.strip() == "[]"


def test_there_are_not_too_many(darial: Darial, ready: Path, write: Callable[..., None]) -> None:
    """The hundred and first is refused."""
    assert is_there(ready)

    async def fill(session: object) -> None:
        for number in range(100):
            made = Webhook(
                id=f"{number}", url="https://a.example/", filters={}, secret="", added_at=now(),
                seen=0,
            )  # fmt: skip
            await webhooks.add(session, made)  # type: ignore[arg-type]

    write(fill)
    result = darial("webhooks", "add", "https://example.org/")

    assert result.code == 2
    assert "There are 100 webhooks" in result.err
