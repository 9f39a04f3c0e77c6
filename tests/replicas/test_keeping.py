"""deploy/replicas/nginx.conf: what is kept, for how long, and for whom."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from tests.replicas.front import Front, Headers, fronting, needs_nginx
from tests.replicas.replica import (
    BODY,
    COMPUTED,
    KEPT,
    TAG,
    Asked,
    Replica,
    Reply,
    before,
    expired,
    gone,
    kept,
)

pytestmark = needs_nginx


def test_a_kept_answer_is_given_without_asking(front: Front, replica: Replica) -> None:
    """One question is enough for GET, for HEAD, and for who holds the answer already."""
    first = front.ask("/v1/status?place=lars")
    again = front.ask("/v1/status?place=lars")
    head = front.ask("/v1/status?place=lars", method="HEAD")
    unchanged = front.ask("/v1/status?place=lars", {"If-None-Match": f'"b", {TAG}'})

    assert [each.status for each in (first, again, head, unchanged)] == [200, 200, 200, 304]
    assert [each.body for each in (first, again, head, unchanged)] == [BODY, BODY, b"", b""]
    assert again.headers["etag"] == unchanged.headers["etag"] == TAG
    assert again.headers["cache-control"] == KEPT["Cache-Control"]
    assert len(replica.asked) == 1


def test_each_question_has_its_own_answer(front: Front, replica: Replica) -> None:
    """Another query, or the same in another order, is another question."""
    questions = ["/v1/status", "/v1/status?a=1&b=2", "/v1/status?b=2&a=1", "/v1/Status"]

    for question in questions * 2:
        front.ask(question)

    assert [each.line.split()[1] for each in replica.asked] == questions


def test_forms_and_languages_are_kept_apart(front: Front, replica: Replica) -> None:
    """What an answer says it varies by, each reader gets in their own."""

    def spoken(asked: Asked) -> Reply:
        language, coding = asked.headers["accept-language"], asked.headers["accept-encoding"]
        return (
            200,
            {**KEPT, "Vary": "accept-language, accept-encoding"},
            f"{language} {coding}".encode(),
        )

    replica.reply = spoken
    told = [
        front.ask("/", {"Accept-Language": language, "Accept-Encoding": coding}).body.decode()
        for language in ("ru", "ka", "ru", "ka")
        for coding in ("br", "gzip")
    ]

    assert told == ["ru br", "ru gzip", "ka br", "ka gzip"] * 2
    assert len(replica.asked) == 4


@pytest.mark.parametrize("path", ["/readyz", COMPUTED, "/v1/stream"])
def test_what_may_not_be_kept_is_not(front: Front, replica: Replica, path: str) -> None:
    """An answer that says so comes from a replica each time; a stream does whatever it says."""
    if path != "/v1/stream":
        replica.reply = lambda _asked: (200, {"Cache-Control": "no-store"}, BODY)

    for _ in range(2):
        front.ask(path)

    assert len(replica.asked) == 2


def test_what_grew_old_is_asked_for_anew(front: Front, replica: Replica) -> None:
    """Then a replica only says that nothing changed; each reader gets the whole."""
    replica.reply = expired

    answers = [front.ask("/v1/status") for _ in range(3)]

    assert [each.body for each in answers] == [BODY] * 3
    assert [each.headers.get("if-none-match") for each in replica.asked] == [None, TAG, TAG]


@pytest.mark.parametrize("path", ["/v1/status", COMPUTED])
@pytest.mark.parametrize(("stale_s", "status"), [(60, 200), (0, 503)])
def test_an_old_answer_stands_in_as_long_as_it_says(
    tmp_path: Path, path: str, stale_s: int, status: int
) -> None:
    """While no replica answers, stale-if-error says for how long, and nothing else does."""
    told = {"ETag": TAG, "Cache-Control": f"public, max-age=15, stale-if-error={stale_s}"}
    past = before(5)
    with Replica(
        lambda _asked: (200, {**told, "X-Accel-Expires": past}, BODY)
    ).running() as replica:
        stack = ExitStack()
        front = stack.enter_context(fronting(tmp_path, [replica.port]))
        front.ask(path)

    with stack:
        answer = front.ask(path)

    assert (answer.status, answer.body == BODY) == (status, status == 200)


def test_what_a_replica_says_itself_is_passed_on(front: Front, replica: Replica) -> None:
    """An old answer does not stand in for a refusal: nobody knows what it would be by now."""
    replica.reply = expired
    front.ask(COMPUTED)
    replica.reply = gone

    answer = front.ask(COMPUTED)

    assert (answer.status, answer.body) == (503, b"busy")
    assert answer.headers["retry-after"] == "5"


def test_who_says_a_version_shares_with_who_says_the_same(front: Front, replica: Replica) -> None:
    """What was kept for others may be from before it; rubbish is as good as nothing said."""
    said: list[Headers] = [{}, {"Darial-Version": "7"}, {"Darial-Version": "8"}]
    rubbish: Headers = {"Darial-Version": "7 or '1'='1'"}

    for headers in [*said, *said, rubbish]:
        front.ask("/v1/status", headers)

    assert [each.headers.get("darial-version") for each in replica.asked] == [None, "7", "8"]


def test_many_who_ask_the_same_are_one_question(front: Front, replica: Replica) -> None:
    """What takes long is computed once for all who ask meanwhile."""
    heard, go_on = Event(), Event()

    def slow(asked: Asked) -> Reply:
        heard.set()
        go_on.wait(60)
        return kept(asked)

    replica.reply = slow
    with ThreadPoolExecutor(5) as pool:
        asking = [pool.submit(front.ask, COMPUTED)]
        heard.wait(60)
        asking += [pool.submit(front.ask, COMPUTED) for _ in range(4)]
        go_on.set()
        answers = [each.result() for each in asking]

    assert [each.body for each in answers] == [BODY] * 5
    assert len(replica.asked) == 1
