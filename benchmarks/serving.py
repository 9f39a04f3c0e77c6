"""Serving: the same server around every application that is measured."""

import asyncio
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from app.cli.listening import listening

CONFIGURATION: dict[str, Any] = {
    "log_config": None,
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
    "ws": "none",
    "timeout_graceful_shutdown": 2,
}
"""What `darial serve` gives uvicorn, but for the lifespan, which not every application has, and for
the limits that it holds connections to: the rivals go without."""


def serve(application: ASGIApp) -> None:
    """Serve an application on a free port, which is printed, until ended."""
    config = uvicorn.Config(application, **CONFIGURATION)
    with (
        listening("127.0.0.1", 0) as sockets,
        asyncio.Runner(loop_factory=config.get_loop_factory()) as runner,
    ):
        print(f"http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)
        runner.run(uvicorn.Server(config).serve(sockets))
