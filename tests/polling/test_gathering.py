"""Gathering: request after request, and what a failing one does to the others."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from app.polling.client import Answer
from app.polling.gathering import (
    MOST_MISSES,
    MOST_REMEMBERED,
    Gathered,
    Gatherer,
    Remembered,
    remember,
)
from app.polling.hosts import Hosts
from app.sources.kit import Blocked, Request, Scope, Source, SourceError, Unreachable
from tests.polling.feeds import NOON, URL, Wire, answer, body, source

Script = Mapping[str, Answer | SourceError]
ELSEWHERE = "https://other.example/queue.json"
MORE = [f"https://feed.example/{number}.json" for number in range(5)]


async def gather(
    script: Script,
    first: Sequence[str] = (URL,),
    known: Mapping[str, Remembered] | None = None,
    of: Source | None = None,
    keep: timedelta | None = None,
) -> tuple[Gathered, list[tuple[str, str | None]]]:
    """Gather from a script; gives what came, and what was asked under which condition."""
    wire, gathered = Wire(dict(script)), Gathered()
    gatherer = Gatherer(ask=wire.ask, hosts=Hosts(), scope=Scope(places={}))
    requests = [Request(url=url, keep=keep) for url in first]
    await gatherer.gather(of or source(), requests, NOON, known or {}, gathered)
    return gathered, wire.asked


async def test_further_requests_are_asked_in_the_same_poll() -> None:
    """What an answer leads to is asked too, each address once."""
    script = {URL: answer(body(further=[MORE[0], MORE[0], URL])), MORE[0]: answer(body((NOON, 40)))}

    gathered, asked = await gather(script)

    assert [url for url, _ in asked] == [URL, MORE[0]]
    assert [report.value for report in gathered.reports] == [40]
    assert (gathered.requests, gathered.answered) == (2, 2)


async def test_requests_are_bounded() -> None:
    """A feed that leads on and on is left after so many requests."""
    script = {URL: answer(body(further=MORE))} | {url: answer(body()) for url in MORE}

    gathered, asked = await gather(script, of=source(most=3))

    assert (gathered.requests, len(asked)) == (3, 3)


async def test_a_failing_request_leaves_the_others() -> None:
    """One address without an answer is a refused row with its address and reason."""
    script: Script = {URL: Unreachable("no answer"), ELSEWHERE: answer(body((NOON, 40)))}

    gathered, _ = await gather(script, [URL, ELSEWHERE])

    assert len(gathered.reports) == 1
    assert [(each.row, each.reason) for each in gathered.refused] == [
        ("feed.example/queue.json", "no answer")
    ]


async def test_a_host_that_keeps_us_out_is_not_asked_again() -> None:
    """After a 403 the rest of this host's requests are left, another host's are not."""
    script: Script = {URL: Blocked("403"), ELSEWHERE: answer(body((NOON, 40)))}

    _, asked = await gather(script, [URL, *MORE, ELSEWHERE])

    assert [url for url, _ in asked] == [URL, ELSEWHERE]


async def test_a_host_that_is_gone_is_not_tried_for_ever() -> None:
    """Three requests in a row without an answer are enough."""
    script: Script = {url: Unreachable("no answer") for url in MORE}

    _, asked = await gather(script, MORE)

    assert len(asked) == MOST_MISSES


async def test_condition_of_the_next_poll() -> None:
    """What an answer named is asked on condition next time; nothing new still leads on."""
    script = {URL: answer(body(further=MORE[:1]), etag='"1"'), MORE[0]: answer(body())}
    first, _ = await gather(script)
    unchanged = {
        URL: answer(status=304, not_modified=True),
        MORE[0]: answer(body((NOON, 40))),
    }

    second, asked = await gather(unchanged, known=first.learned)

    assert asked == [(URL, '"1"'), (MORE[0], None)]
    assert (second.unchanged, len(second.reports)) == (1, 1)


async def test_answers_without_times_are_never_asked_on_condition() -> None:
    """Where an unchanged page is news (as of now), it is asked for whole."""
    first, _ = await gather({URL: answer(body((NOON, 40)), etag='"1"')})

    _, asked = await gather(
        {URL: answer(body((NOON, 40)))}, known=first.learned, of=source(stamped=False)
    )

    assert asked == [(URL, None)]


async def test_lists_that_are_kept_are_not_asked_again() -> None:
    """Within the time its answer serves, a list is not asked; what it led to is."""
    day = timedelta(days=1)
    script = {URL: answer(body(further=MORE[:1])), MORE[0]: answer(body())}
    first, _ = await gather(script, keep=day)

    _, kept = await gather(script, known=first.learned, keep=day)
    _, over = await gather(
        script, known={URL: first.learned[URL]._replace(at=NOON - day)}, keep=day
    )

    assert [url for url, _ in kept] == [MORE[0]]
    assert [url for url, _ in over] == [URL, MORE[0]]


async def test_an_unreadable_answer_teaches_nothing() -> None:
    """An answer that cannot be read is asked for whole the next time."""
    gathered, _ = await gather({URL: answer(b"<html>", etag='"1"')})

    assert gathered.learned == {}
    assert len(gathered.faults) == 1


def test_memory_is_bounded() -> None:
    """Addresses are forgotten in the order they were last asked."""
    known: dict[str, Remembered] = {}
    remember(known, {str(n): Remembered(NOON, {}, None, None, ()) for n in range(MOST_REMEMBERED)})

    remember(known, dict.fromkeys(("0", "new"), Remembered(NOON, {}, None, None, ())))

    assert len(known) == MOST_REMEMBERED
    assert {"0", "new"} <= known.keys()
    assert "1" not in known


async def test_dates_are_told() -> None:
    """Each answer's Date is told with its host and our time."""
    told = []
    wire = Wire({URL: answer(body(), date=NOON)})
    gatherer = Gatherer(
        ask=wire.ask,
        hosts=Hosts(),
        scope=Scope(places={}),
        dated=lambda host, date, now: told.append((host, date, now)),
    )

    await gatherer.gather(source(), [Request(url=URL)], NOON, {}, Gathered())

    assert told == [("feed.example", NOON, NOON)]
