"""Keys: ed25519 pairs. The private half is a PEM file of its owner's, the public half one word.

The public key is written in base64 and is its own name: nothing shorter has to be compared.
"""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from app.mirroring.fault import UnfitKey

LARGEST_FILE = 4096
"""Bytes of a key's file; a pair takes 119."""

OTHERS = 0o007
"""The permissions of everybody who is neither the owner nor of the owner's group."""

PUBLIC_BYTES = 32
PRIVATE_MARK = b"PRIVATE KEY-----"


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """A pair that signs; `open_to_others` where everybody on the machine can read its file."""

    private: Ed25519PrivateKey
    open_to_others: bool = False

    @property
    def public(self) -> str:
        """Give the public half, in base64."""
        return _word(self.private.public_key())

    def sign(self, data: bytes) -> str:
        """Give the signature of these very bytes, in base64."""
        return b64encode(self.private.sign(data)).decode()


def make(file: Path) -> Key:
    """Make a pair and keep it in a new file that its owner alone can read; raises OSError.

    A file that is there is never replaced.
    """
    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as kept:
        kept.write(text)
        kept.flush()
        os.fsync(descriptor)
    return Key(private)


def private_key(file: Path) -> Key:
    """Read a pair from its file; raises UnfitKey, and OSError where it cannot be read."""
    try:
        private = load_pem_private_key(_content(file), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnfitKey(
            f"{file} holds no private key that `darial key new` has made (without a password)"
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise UnfitKey(f"{file} holds a key of another kind than ed25519: `darial key new`")
    return Key(private, open_to_others=bool(file.stat().st_mode & OTHERS))


def public_key(said: str) -> str:
    """Read a public key: in base64, or the file that holds one, as such a word or as PEM.

    Raises UnfitKey.
    """
    if is_public(said):
        return said
    try:
        content = _content(Path(said)).strip()
    except (OSError, ValueError) as error:
        raise UnfitKey(
            f"{said[:60]!r} is neither a public key, 44 letters as `darial key show` prints them,"
            " nor a file that can be read"
        ) from error
    if PRIVATE_MARK in content:
        raise UnfitKey(
            f"{said} holds a private key, which nobody needs to check a mirror:"
            f" `darial key show {said}` prints the public one"
        )
    word = content.decode("ascii", "replace")
    return word if is_public(word) else _from_pem(said, content)


def is_public(word: str) -> bool:
    """Tell whether a word is a public key in base64, written as we write it."""
    return len(_raw(word)) == PUBLIC_BYTES


def fits(public: str, signature: str, data: bytes) -> bool:
    """Tell whether a signature is the one of these bytes by this key, each written as we do."""
    if not is_public(public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(_raw(public)).verify(_raw(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _raw(word: str) -> bytes:
    """Give what a word in base64 stands for; nothing where it is written otherwise than by us."""
    try:
        raw = b64decode(word, validate=True)
    except ValueError:
        return b""
    return raw if b64encode(raw).decode() == word else b""


def _word(public: Ed25519PublicKey) -> str:
    return b64encode(public.public_bytes_raw()).decode()


def _from_pem(said: str, content: bytes) -> str:
    try:
        public = load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnfitKey(f"{said} holds no public key") from error
    if not isinstance(public, Ed25519PublicKey):
        raise UnfitKey(f"{said} holds a key of another kind than ed25519")
    return _word(public)


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE)
