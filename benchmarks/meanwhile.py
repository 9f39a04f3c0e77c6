"""Meanwhile: a thread that goes on asking for a document over one connection, and takes times."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from benchmarks.process import PATIENCE_S, SENT, Server

EVERY_S = 0.02


@contextmanager
def asking(server: Server, path: str) -> Iterator[list[float]]:
    """Ask for a path again and again until the block ends; gives the seconds of each answer."""
    seconds, over = list[float](), threading.Event()
    thread = threading.Thread(target=_ask, args=(server, path, seconds, over))
    thread.start()
    try:
        yield seconds
    finally:
        over.set()
        thread.join()


def _ask(server: Server, path: str, seconds: list[float], over: threading.Event) -> None:
    caller = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    with closing(caller):
        while not over.wait(EVERY_S):
            began = time.perf_counter()
            caller.request("GET", path, headers={**SENT})
            caller.getresponse().read()
            seconds.append(time.perf_counter() - began)
