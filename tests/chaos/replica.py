"""A replica: a process of its own that is killed, frozen, ended and started again."""

import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from tests.postgresql import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30.0


@dataclass
class Replica:
    """One `darial serve` in a folder of its own; it reaches the database by its own way.

    `ahead_s` is by how much its clock is ahead.
    """

    name: str
    folder: Path
    database_url: str
    upstream: str
    port: int = field(default_factory=free_port)
    ahead_s: float = 0.0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Give the file with all that it said."""
        return self.folder / "log"

    def last_words(self) -> str:
        """Give the last line that it said, and whether it has ended."""
        said = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return f"{said[-1] if said else 'silent'}{'' if self.running else ' (ended)'}"

    @property
    def spool(self) -> Path:
        """Give the folder where it keeps what cannot be stored."""
        return self.folder / "spool"

    def start(self) -> None:
        """Start it; nobody waits until it answers."""
        self.folder.mkdir(exist_ok=True)
        settings = {
            "DARIAL_DATABASE_URL": self.database_url,
            "DARIAL_UPSTREAM_MIRROR": self.upstream,
            "DARIAL_SPOOL_DIR": str(self.spool),
            "DARIAL_ARCHIVE_DIR": str(self.folder / "archive"),
            "DARIAL_WEBHOOK_NETWORKS": "127.0.0.0/8",
        }
        words = (str(self.ahead_s), "serve", "--port", str(self.port), "--role", "all")
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "tests.chaos.serving", *words],
            cwd=ROOT,
            env={**os.environ, **settings},  # noqa: TID251 - as a shell gives it on
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        # Its words go through a pipe, so that they are heard though its disk is full.
        Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with self.log.open("ab") as log:
            for line in process.stdout:
                log.write(line)
                log.flush()

    @property
    def running(self) -> bool:
        """Tell whether its process is there, frozen or not."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Kill it: it can do nothing about it."""
        self._send(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(PATIENCE_S)

    def freeze(self) -> None:
        """Stop it where it is."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on as if nothing had happened."""
        self._send(signal.SIGCONT)

    def end(self) -> None:
        """Ask it to end, and wait until it has."""
        self._send(signal.SIGTERM)
        assert self._process is not None
        self._process.wait(PATIENCE_S)

    def fill_disk(self) -> None:
        """Let it write no further byte to any file, as on a full disk."""
        self._limit_files(0)

    def free_disk(self) -> None:
        """Let it write again."""
        self._limit_files(resource.RLIM_INFINITY)

    def _limit_files(self, most: int) -> None:
        assert self._process is not None
        _, hard = resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (most, hard))

    def _send(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def close(self) -> None:
        """Be rid of it, however it stands."""
        if self.running:
            self.thaw()
            self.kill()
