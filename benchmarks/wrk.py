"""wrk, where it is installed: a load generator in C, which needs less of its core than ours."""

import json
import math
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.process import Server
from benchmarks.question import Question

BINARY = "wrk"

SCRIPT = """\
wrk.headers = {%s}
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\\n{"answers": %%d, "elapsed_us": %%d, "p50_us": %%d, "p99_us": %%d, "bytes": %%d,'
      .. ' "errors": %%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.bytes, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


def present() -> bool:
    """Say whether it is installed."""
    return shutil.which(BINARY) is not None


def drive(server: Server, asked: Question, connections: int, seconds: float) -> dict[str, float]:
    """Ask over some connections at once for so many (whole) seconds; gives what it counted.

    Raises RuntimeError unless all answers are as long as the first one was.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(SCRIPT % _headers(asked))
        script.flush()
        told = _run(Path(script.name), server, asked, connections, seconds)
    surplus = told["bytes"] - told["answers"] * asked.length
    # What is under way at the end is counted in bytes, but is no answer yet.
    if told["errors"] or not 0 <= surplus <= connections * asked.length:
        raise RuntimeError(f"not every answer was like the first one: {told}")
    return told


def _run(
    script: Path, server: Server, asked: Question, connections: int, seconds: float
) -> dict[str, float]:
    ended = subprocess.run(  # noqa: S603 - the program we looked for
        [
            str(shutil.which(BINARY)), "--threads", "1", "--connections", str(connections),
            "--duration", f"{max(1, math.ceil(seconds))}s", "--timeout", "60s",
            "--script", str(script), f"http://127.0.0.1:{server.port}{asked.path}",
        ],
        check=True,
        capture_output=True,
        text=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return told


def _headers(asked: Question) -> str:
    return ", ".join(
        f"[{json.dumps(name)}] = {json.dumps(value)}"
        for name, value in asked.headers.items()
        if name != "host"  # it sends that by itself
    )
