"""A crowd: who finds no place is told so, and who has one goes on."""

import json

import pytest

from app.cli.connections.limits import Limits
from tests.cli.connections.calling import GET, listening

pytestmark = pytest.mark.usefixtures("nothing_is_logged")


async def test_too_many_connections_are_turned_away() -> None:
    """Beyond the limit it is 503 with Retry-After; whoever has a connection goes on."""
    limits = Limits(connections=1, whole_s=60, leaving_s=60)
    async with listening(limits) as server, server.call() as first:
        await first.send(GET)
        await first.answer()
        async with server.call() as second:
            await second.send(GET)
            status, headers, body = await second.answer()
        await first.send(GET)
        again, _, _ = await first.answer()

    assert (status, again) == (503, 200)
    assert int(headers["retry-after"]) > 0
    assert json.loads(body)["type"].endswith("#temporary-reduced-capacity")
    assert server.asked == ["/small"] * 2


@pytest.mark.parametrize("path", [b"/healthz", b"/readyz", b"/metrics"])
async def test_a_supervisor_is_answered_though_all_are_taken(path: bytes) -> None:
    """How the service stands is told beyond the limit too: many readers are no reason to end it."""
    limits = Limits(connections=0, whole_s=60)
    async with listening(limits) as server, server.call() as caller:
        await caller.send(GET.replace(b"/small", path))
        status, _, _ = await caller.answer()

    assert status == 200


async def test_far_too_many_connections_are_only_closed() -> None:
    """Beyond those that are told, nothing is said and nothing is kept."""
    limits = Limits(connections=1, turned_away=0, whole_s=60)
    async with listening(limits) as server, server.call() as first:
        await first.send(GET)
        await first.answer()
        async with server.call() as second:
            came = await second.ended()

        assert came == b""
        assert len(server.state.connections) == 1


async def test_a_place_is_free_again() -> None:
    """Who leaves makes room for the next."""
    async with listening(Limits(connections=1, whole_s=60)) as server:
        for _ in range(3):
            async with server.call() as caller:
                await caller.send(GET)
                status, _, _ = await caller.answer()
                assert status == 200
            await server.until(lambda: not server.state.connections)
