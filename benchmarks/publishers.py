"""Publishers: a server that stands for thousands of sources, each with figures of its own.

Its port is printed as a server's is. `GET /sN.example/queue.json` gives the queue at one crossing
as of now: a wave of its own, so that figures move as real ones do.
"""

import asyncio
import json
import math

from app.clock import now

WAVE_S = 3600.0
"""Seconds from one crest to the next."""


def queue_at(number: int, seconds: float) -> int:
    """Give the vehicles that publisher `number` counts at a moment."""
    return round(300 + 200 * math.sin(2 * math.pi * (seconds / WAVE_S + number / 97)))


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    asked = await reader.readuntil(b"\r\n\r\n")
    number = int(asked.split(b".example", 1)[0].rpartition(b"/s")[2])
    moment = now()
    told = {"at": moment.isoformat(), "cars": queue_at(number, moment.timestamp())}
    body = json.dumps({"rows": [told]}).encode()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=2048)
    port = server.sockets[0].getsockname()[1]
    print(f"publishers at http://127.0.0.1:{port}", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
