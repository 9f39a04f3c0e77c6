"""The server that looks after its connections while it runs."""

import asyncio
import gc
import socket
from contextlib import closing

import pytest
from uvicorn import Config

from app.board.streaming.hub import Hub
from app.cli.connections.connection import Connection
from app.cli.connections.limits import Limits
from app.cli.serve import Server


async def nothing(_scope: object, _receive: object, _send: object) -> None:
    """Answer nothing: no request arrives whole."""


async def test_half_a_request_is_ended_by_the_running_server(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The server itself looks after its connections, and says nothing of them."""
    config = Config(nothing, interface="asgi3", http=Connection, log_config=None, lifespan="off")
    limits = Limits(whole_s=0.03, leaving_s=0.03)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = Server(config, "here", limits, Hub())
        serving = asyncio.create_task(server.serve([listener]))
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(b"GET / HTTP/1.1\r\n")
        came = await reader.read()
        writer.close()
        server.should_exit = True
        await serving

    assert came.startswith(b"HTTP/1.1 408 ")
    assert capsys.readouterr() == (
        "Darial answers at here (documentation under /docs); Ctrl-C ends it.\n",
        "",
    )


async def test_what_is_there_at_the_start_is_not_looked_through_again() -> None:
    """Once the server answers, all that it was made of is out of the collector's way."""
    gc.unfreeze()
    config = Config(nothing, interface="asgi3", http=Connection, log_config=None, lifespan="off")
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = Server(config, "here", Limits(), Hub())
        serving = asyncio.create_task(server.serve([listener]))
        while not server.started:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)
        frozen = gc.get_freeze_count()
        server.should_exit = True
        await serving
    gc.unfreeze()

    assert frozen > 10_000
