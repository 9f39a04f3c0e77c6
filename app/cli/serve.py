"""`darial serve`: one process that answers over HTTP until it is ended."""

import asyncio
import gc
import signal
import socket
from types import FrameType
from typing import Annotated

import typer
import uvicorn

from app import logs
from app.board.streaming.hub import Hub
from app.cli.connections.connection import Connection, State, look_after
from app.cli.connections.limits import Limits, room_for
from app.cli.database import bring_up, require
from app.cli.ending import SERVING, at_once, leave, within
from app.cli.listening import listening, url
from app.cli.setup import catalogue_of, settings, usable_settings, whole_catalogue
from app.cli.taking import load_archive
from app.cli.terminal import say, tell
from app.clock import now
from app.main import create_app
from app.settings import Role, Settings
from app.web.door import Door

EPILOG = """\b
Examples:
  darial serve --prepare
  darial serve --port 8080
  DARIAL_HOST=0.0.0.0 darial serve --json-logs

\b
Exit codes:
  0    ended by SIGTERM
  2    wrong usage
  3    settings, catalogue, database, disk or port need mending
  130  ended by Ctrl-C"""

LAST_ANSWERS_S = 2
"""How long answers that have begun may take once we are told to end."""

TICKS = 10
"""How many of the server's ticks, ten a second, lie between two looks after its connections."""

LONGEST_END_S = 5
"""How long the whole end may take, though the database should be held by somebody else."""


class Server(uvicorn.Server):
    """The server object, ours: it says where it answers, holds readers to limits, and ends well."""

    def __init__(self, config: uvicorn.Config, where: str, limits: Limits, hub: Hub) -> None:
        """Keep the address to be told, the limits of connections, and the streams to be ended."""
        super().__init__(config)
        self.server_state = State(limits)
        self._where = where
        self._hub = hub

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say where we answer."""
        await super().startup(sockets)
        if self.started:
            # What is there by now stays: looked through again and again, it cost each answer.
            gc.collect()
            gc.freeze()
            say(f"Darial answers at {self._where} (documentation under /docs); Ctrl-C ends it.")

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections from time to time."""
        if counter % TICKS == 0:
            look_after(self.server_state.connections, asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End in order, but soon; at once where nobody has been answered yet."""
        if not self.started:
            leave(SERVING[sig])
        within(LONGEST_END_S, SERVING[sig])
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the open streams first: nobody waits for an answer that has no end."""
        self._hub.close()
        await super().shutdown(sockets)


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("serve", epilog=EPILOG)(serve)


def serve(
    host: Annotated[
        str | None,
        typer.Option(metavar="HOST", help="The address to listen on; else DARIAL_HOST."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            metavar="PORT",
            help="The port to listen on, 0 for any free one; else DARIAL_PORT.",
        ),
    ] = None,
    role: Annotated[
        Role | None,
        typer.Option(help="The part this process takes; else DARIAL_ROLE."),
    ] = None,
    prepare: Annotated[
        bool,
        typer.Option(
            "--prepare",
            help="First make the database or bring it up to date, and load the archive unless it"
            " is there already.",
        ),
    ] = False,
    json_logs: Annotated[
        bool, typer.Option("--json-logs", help="Log in JSON, a line each, for a collector.")
    ] = False,
) -> None:
    """Answer over HTTP until ended.

    One process; the port is taken before anything else is done. What readers ask for is not logged.
    Of all that serve one database, one leads: it polls, and sends, and keeps hours and an archive.
    With the role `all` a process leads where no other does; `web` answers only; `poll` is as `all`,
    but meant for its operator alone, behind no balancer. DARIAL_POLLING=false keeps any from
    leading.
    """
    chosen = settings()
    chosen = chosen.model_copy(
        update={
            "host": host or chosen.host,
            "port": chosen.port if port is None else port,
            "role": role or chosen.role,
        }
    )
    logs.configure(json=json_logs)
    for number in SERVING:
        signal.signal(number, _ended)
    with listening(chosen.host, chosen.port) as sockets, whole_catalogue(), usable_settings():
        service = create_app(chosen)
        with at_once(SERVING):
            _ready(chosen, prepare=prepare)
        limits = Limits(connections=_room(chosen.connections))
        service.hub.most = limits.streams
        _run(service, url(chosen.host, sockets), sockets, limits)


def _room(wanted: int) -> int:
    room = room_for(wanted)
    if room < wanted:
        tell(
            f"The system lets this process hold {room} connections, not {wanted}: raise its limit"
            " of open files (ulimit -n), or lower DARIAL_CONNECTIONS."
        )
    return room


def _run(service: Door, where: str, sockets: list[socket.socket], limits: Limits) -> None:
    config = uvicorn.Config(
        service,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http=Connection,
        ws="none",
        lifespan="on",
        timeout_keep_alive=limits.idle_s,
        timeout_graceful_shutdown=LAST_ANSWERS_S,
    )
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(Server(config, where, limits, service.hub).serve(sockets))


def _ready(chosen: Settings, *, prepare: bool) -> None:
    if prepare:
        bring_up(chosen.database_url)
        load_archive(chosen.database_url, catalogue_of(chosen), now())
    else:
        require(chosen.database_url)


def _ended(number: int, _frame: FrameType | None) -> None:
    """End the process: the server hands the signal on once everything is closed.

    An interpreter that tidied up would take seconds to give back memory the system takes anyway.
    """
    leave(SERVING[number])
