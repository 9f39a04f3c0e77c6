"""Signing: secrets and signatures as Standard Webhooks 1.0.0 has them (v1: HMAC with SHA-256)."""

import base64
import hmac
import secrets
from datetime import datetime, timedelta

PREFIX = "whsec_"
BYTES = 32
"""How long a secret is: the specification asks for 24 to 64 bytes."""

ROTATED = timedelta(days=1)
"""How long an old secret signs beside the new one."""


def new_secret() -> str:
    """Draw a secret, as it is shown to whoever receives."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode("ascii")


def signature(secret: str, message_id: str, at: datetime, body: bytes) -> str:
    """Sign a message as sent at a moment (whole seconds count)."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{int(at.timestamp())}.".encode("ascii") + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode("ascii")
