"""Documents: finished once, compared by their bytes, answered by one way only."""

import pytest

from app.board.document import JSON, document
from app.board.reply import accepts, matches, reply

ANSWER = document(b'{"data":[]}', JSON, version=7)
OTHER = b'"0123456789abcdef01234567"'


def test_etag_is_of_the_bytes() -> None:
    """Equal bytes have equal ETags, whatever the version; other bytes have others."""
    assert document(b"a", JSON, version=1).etag == document(b"a", JSON, version=2).etag
    assert document(b"a", JSON).etag != document(b"b", JSON).etag


def test_head_has_the_headers_of_get() -> None:
    """HEAD is answered with the same headers, and without the body."""
    start, content = reply(ANSWER, "HEAD", []) or pytest.fail("nothing was answered")

    assert start is ANSWER.start
    assert content["body"] == b""


def test_nothing_is_made_for_an_answer() -> None:
    """A request is answered with the very messages that were made with the document."""
    assert reply(ANSWER, "GET", [(b"accept", b"*/*")]) == (ANSWER.start, ANSWER.content)


@pytest.mark.parametrize(
    ("tags", "same"),
    [
        (ANSWER.etag, True),
        (b"W/" + ANSWER.etag, True),
        (OTHER + b", " + ANSWER.etag, True),
        (OTHER + b" ,W/" + ANSWER.etag, True),
        (b"*", True),
        (OTHER, False),
        (ANSWER.etag.strip(b'"'), False),
        (b"", False),
        (b"W/", False),
    ],
)
def test_if_none_match(tags: bytes, same: bool) -> None:  # noqa: FBT001 - a column of the table
    """ETags are compared weakly: lists, `W/` and `*` count, half a tag does not."""
    assert matches(tags, ANSWER.etag) is same


def test_if_none_match_on_several_lines() -> None:
    """A list may be spread over several headers of that name."""
    headers = [(b"if-none-match", OTHER), (b"if-none-match", ANSWER.etag)]

    start, _ = reply(ANSWER, "GET", headers) or pytest.fail("nothing was answered")

    assert start["status"] == 304


def test_unchanged_has_no_content_headers() -> None:
    """A 304 says how it is kept, and nothing of a body that it lacks."""
    names = {name for name, _ in ANSWER.unchanged["headers"]}

    assert names.isdisjoint({b"content-type", b"content-length"})
    assert {b"etag", b"cache-control", b"access-control-allow-origin"} <= names


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        (b"", True),
        (b"*/*", True),
        (b"text/html, */*;q=0.1", True),
        (b"application/json", True),
        (b"APPLICATION/JSON", True),
        (b"application/*", True),
        (b"text/html", False),
        (b"image/png, text/csv", False),
    ],
)
def test_accept(accept: bytes, taken: bool) -> None:  # noqa: FBT001 - a column of the table
    """A reader who names the form or a wildcard gets it; nobody else does."""
    assert accepts(accept, b"application/json") is taken


@pytest.mark.parametrize(
    "header", [(b"content-length", b"5"), (b"transfer-encoding", b"chunked"), (b"accept", b"a/b")]
)
def test_what_may_be_a_problem_is_not_answered(header: tuple[bytes, bytes]) -> None:
    """A request with a body, or for another form, is left to the framework."""
    assert reply(ANSWER, "GET", [header]) is None


def test_away_is_marked() -> None:
    """An answer from memory while the database is gone says so, also when nothing changed."""
    away = document(b"a", JSON, away=True)

    assert (b"darial-database", b"away") in away.start["headers"]
    assert (b"darial-database", b"away") in away.unchanged["headers"]


def test_errors_do_not_outlive_us() -> None:
    """A cache may go on with an old answer for five minutes at most while we are down."""
    (kept,) = [value for name, value in ANSWER.start["headers"] if name == b"cache-control"]
    limits = dict(part.split("=") for part in kept.decode().split(", ") if "=" in part)

    assert int(limits["stale-if-error"]) <= 60
    assert int(limits["max-age"]) <= 60
