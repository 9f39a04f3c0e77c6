"""The manifest: what is signed of a mirror, and the file that carries it with its signatures.

`mirror.json` holds both, so a reader gets them together: two files could be of two versions. What
is signed is a text within it, to the letter; so nobody has to agree how JSON is written, and every
byte of the file counts: what is not written as we write it is refused.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.board.notation import encode, instant
from app.mirroring.fault import Refused
from app.mirroring.keys import Key, fits

NAME = "mirror.json"
FORMAT = "darial-mirror/1"

LARGEST = 4 * 1024 * 1024
"""Bytes of a manifest that are read at most; ours takes some 120 kB, 20 kB without the page."""

PATH = re.compile(r"(?!\.)[\w.-]{1,100}(?:/(?!\.)[\w.-]{1,100}){0,7}", re.ASCII)
CONTENT = re.compile(r"content/([0-9a-f]{64})\.[a-z]{1,12}")
DIGEST = re.compile(r"[0-9a-f]{64}")

UNREADABLE = f"its {NAME} is none that `darial publish` writes: it was altered or cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file: where its content lies for good, its SHA-256, how long it is, what it is."""

    at: str
    sha256: str
    bytes: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a mirror holds, of which version of the board, and from when to when it counts.

    `servers` are base addresses that answer what no file does. `replaces` is there only while the
    named files are being replaced: the SHA-256 of each as it was before.
    """

    version: int
    signed_at: datetime
    expires_at: datetime
    method_version: str
    catalogue_version: str
    servers: tuple[str, ...] = ()
    replaces: Mapping[str, str] | None = None
    files: Mapping[str, Listed]


def sealed(manifest: Manifest, keys: Iterable[Key]) -> bytes:
    """Write the file: the manifest as a text, and the signature of that text by each key."""
    told: dict[str, Any] = {"format": FORMAT, **asdict(manifest)}
    told |= {
        "signed_at": instant(manifest.signed_at),
        "expires_at": instant(manifest.expires_at),
    }
    text = encode(told)
    return _file(text.decode(), {key.public: key.sign(text) for key in keys})


def opened(body: bytes, keys: Collection[str]) -> Manifest:
    """Read the file, which one of these public keys must have signed; raises Refused."""
    text, signatures = _parts(body)
    if not all(fits(public, each, text.encode()) for public, each in signatures.items()):
        raise Refused([f"its {NAME} was altered: a signature in it does not fit"])
    if signatures.keys().isdisjoint(keys):
        others = ", ".join(sorted(signatures)) or "nobody"
        raise Refused([f"it is signed by another key, {others}"])
    try:
        return _manifest(json.loads(text))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise Refused([f"its {NAME} is of a form that this program does not know"]) from error


def _parts(body: bytes) -> tuple[str, Mapping[str, str]]:
    try:
        match json.loads(body):
            case {"manifest": str(text), "signatures": dict(signatures)}:
                known = {str(public): str(each) for public, each in signatures.items()}
                if _file(text, known) == body:
                    return text, known
    except (ValueError, RecursionError) as error:
        raise Refused([UNREADABLE]) from error
    raise Refused([UNREADABLE])


def _file(text: str, signatures: Mapping[str, str]) -> bytes:
    return encode({"manifest": text, "signatures": dict(sorted(signatures.items()))}) + b"\n"


def _manifest(told: Mapping[str, Any]) -> Manifest:
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    replaces = told["replaces"]
    return Manifest(
        version=int(told["version"]),
        signed_at=_moment(told["signed_at"]),
        expires_at=_moment(told["expires_at"]),
        method_version=str(told["method_version"]),
        catalogue_version=str(told["catalogue_version"]),
        files={_fit(PATH, path): _listed(each) for path, each in told["files"].items()},
        servers=tuple(map(str, told["servers"])),
        replaces=None
        if replaces is None
        else {_fit(PATH, path): _fit(DIGEST, each) for path, each in replaces.items()},
    )


def _listed(told: Mapping[str, Any]) -> Listed:
    listed = Listed(
        at=_fit(CONTENT, told["at"]),
        sha256=_fit(DIGEST, told["sha256"]),
        bytes=int(told["bytes"]),
        media_type=str(told["media_type"]),
    )
    if listed.sha256 not in listed.at:
        raise ValueError(listed.at)
    return listed


def _fit(form: re.Pattern[str], text: str) -> str:
    if not form.fullmatch(text):
        raise ValueError(text)
    return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
