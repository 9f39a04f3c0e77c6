"""Sizes: how much is measured; small by default, all with FULL=1."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large, how often and how long each part measures."""

    rounds: int = 5
    seconds: float = 1.0
    connections: tuple[int, ...] = (32, 512)
    documents: tuple[str, ...] = ("status", "snapshot br")
    readers: tuple[int, ...] = (1_000, 5_000)
    ended: int = 1_000
    soaking: int = 500
    soaked_s: float = 30.0
    imported: int = 50_000
    imports: int = 3
    histories: tuple[int, ...] = (10_000, 100_000)
    server_histories: tuple[int, ...] = (20_000, 100_000)
    moments: int = 15
    weeks: int = 3
    started: int = 10_000
    starts: int = 3
    sources: int = 2_000
    every_s: int = 60
    polled_s: int = 180
    messages: int = 100
    stored: int = 300
    heard: int = 30
    truths: int = 5


SMALL = Size()
FULL = Size(
    seconds=2.0,
    connections=(1, 32, 512),
    documents=(),
    readers=(1_000, 5_000, 10_000),
    soaked_s=600.0,
    imported=1_000_000,
    histories=(10_000, 100_000, 1_000_000, 10_000_000),
    server_histories=(100_000, 10_000_000),
    started=1_000_000,
    stored=2_000,
    heard=200,
    truths=50,
)
