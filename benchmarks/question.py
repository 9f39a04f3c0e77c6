"""Questions: a request as bytes, made once and sent many times."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.process import SENT, Server

LENGTH = re.compile(rb"^content-length: (\d+)\r$", re.IGNORECASE | re.MULTILINE)
STATUS_LINE = len(b"HTTP/1.1 200 ")
NOT_MODIFIED = b"HTTP/1.1 304 "


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request, as its parts and as bytes, and how long its answer is, the head included."""

    path: str
    headers: Mapping[str, str]
    request: bytes
    begins: bytes
    length: int


def question(server: Server, path: str, headers: Mapping[str, str]) -> Question:
    """Ask once to learn how long the answer is, and give what is to be asked many times."""
    told = {"host": f"127.0.0.1:{server.port}", **SENT, **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    request = "\r\n".join([*lines, "", ""]).encode()
    with socket.create_connection(("127.0.0.1", server.port)) as caller:
        caller.sendall(request)
        with caller.makefile("rb") as answer:
            head = b"".join(iter(answer.readline, b"\r\n"))
    length = LENGTH.search(head)
    begins = head[:STATUS_LINE]
    # A 304 may tell the length of what it does not send.
    body = int(length[1]) if length and begins != NOT_MODIFIED else 0
    return Question(
        path=path, headers=told, request=request, begins=begins, length=len(head) + 2 + body
    )
