"""Manners: how we ask, chosen by the operator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How we ask; all of it comes from settings.

    With `mirror`, `https://host/path?q` is asked as `<mirror>/host/path?q`. `proxies` (http or
    https) and `authorities` are by source id; a file of authorities (PEM) is trusted beside those
    everybody trusts, never instead. `connect_s` and `read_s` limit each connecting (the name and
    the certificate each have as long) and each reading, in seconds.
    """

    user_agent: str
    mirror: str | None = None
    proxies: Mapping[str, str] = field(default_factory=dict)
    authorities: Mapping[str, Path] = field(default_factory=dict)
    connect_s: float = 10
    read_s: float = 20


def user_agent(version: str, contact: str | None) -> str:
    """Name us to publishers, and how to reach whoever runs this where that is told."""
    return f"Darial/{version} (+{contact})" if contact else f"Darial/{version}"
