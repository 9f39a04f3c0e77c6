"""Keys: made once, kept to their owner, read back, and told apart from what is none."""

from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from app.mirroring import keys
from app.mirroring.fault import UnfitKey
from app.mirroring.keys import Key

SAID = b"what is signed"


def test_a_key_is_its_owners(key: Key, tmp_path: Path) -> None:
    """Nobody else can read the file, and what it signs fits its public half."""
    file = tmp_path / "one.key"

    again = keys.private_key(file)

    assert file.stat().st_mode & 0o777 == 0o600
    assert (again.public, again.open_to_others) == (key.public, False)
    assert len(b64decode(key.public)) == 32
    assert keys.fits(key.public, again.sign(SAID), SAID)


def test_a_key_is_never_replaced(key: Key, tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    with pytest.raises(FileExistsError):
        keys.make(tmp_path / "one.key")

    assert keys.private_key(tmp_path / "one.key").public == key.public


def test_a_file_that_everybody_can_read_is_told(key: Key, tmp_path: Path) -> None:
    """It is read all the same: some systems hand secrets over like that."""
    (tmp_path / "one.key").chmod(0o644)

    again = keys.private_key(tmp_path / "one.key")

    assert again.open_to_others
    assert again.public == key.public


def test_a_signature_fits_its_key_and_bytes_alone(key: Key, other: Key) -> None:
    """Another key, other bytes, a cut or re-written signature: none of them fits."""
    signature = key.sign(SAID)

    assert not keys.fits(other.public, signature, SAID)
    assert not keys.fits(key.public, signature, SAID + b".")
    assert not keys.fits(key.public, signature[:-4], SAID)
    assert not keys.fits(key.public, f"{signature}\n", SAID)
    assert not keys.fits("", signature, SAID)
    # Two bits of the last letter before the padding stand for nothing.
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    spare = letters[letters.index(signature[-3]) ^ 1]
    assert b64decode(signature[:-3] + spare + "==") == b64decode(signature)
    assert not keys.fits(key.public, signature[:-3] + spare + "==", SAID)


def test_a_public_key_is_a_word_or_a_file(key: Key, tmp_path: Path) -> None:
    """As it was printed, in a file as it was printed, or as other programs write it."""
    (tmp_path / "word").write_text(f"{key.public}\n")
    pem = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "pem").write_bytes(pem)

    found = [keys.public_key(str(each)) for each in (key.public, *map(tmp_path.joinpath, NAMES))]

    assert found == [key.public] * 3


NAMES = ("word", "pem")


@pytest.mark.usefixtures("key")
def test_a_private_key_is_not_taken_for_a_public_one(tmp_path: Path) -> None:
    """Whoever checks should not have it: the way to the public one is told."""
    file = tmp_path / "one.key"

    with pytest.raises(UnfitKey, match=f"holds a private key.*darial key show {file}"):
        keys.public_key(str(file))


@pytest.mark.parametrize(
    "said",
    ["", "nowhere.pub", "AAAA", b64encode(bytes(31)).decode(), "x" * 5000, "a\0b", "rubbish"],
)
def test_what_is_no_public_key_is_refused(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word of another length, a file that is not there, one that holds something else."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rubbish").write_bytes(b"\xff\x00")

    with pytest.raises(UnfitKey):
        keys.public_key(said)


def test_what_is_no_private_key_is_refused(tmp_path: Path, key: Key) -> None:
    """Rubbish, a key of another kind, and one behind a password."""
    curve = generate_private_key(SECP256R1())
    kinds = {
        "rubbish": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "curve": curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "locked": key.private.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")
        ),
    }
    for name, content in kinds.items():
        (tmp_path / name).write_bytes(content)

        with pytest.raises(UnfitKey, match=name):
            keys.private_key(tmp_path / name)


def test_a_public_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    """It cannot have signed a mirror."""
    public = generate_private_key(SECP256R1()).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "curve").write_bytes(pem)

    with pytest.raises(UnfitKey, match="another kind than ed25519"):
        keys.public_key(str(tmp_path / "curve"))
