"""What the commands about mirrors share: refusals in a sentence, and keys from their files."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.cli.fault import ENVIRONMENT, UNUSABLE, Fault
from app.cli.files import unreadable
from app.cli.terminal import tell
from app.mirroring import keys
from app.mirroring.fault import Foreign, MirrorError, UnfitKey
from app.mirroring.keys import Key

WRONG_USAGE = (Foreign, UnfitKey)
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def mirror_faults(folder: Path | None = None) -> Iterator[None]:
    """Turn what is wrong with keys, or keeps a mirror from being written, into a sentence."""
    try:
        yield
    except MirrorError as error:
        code = UNUSABLE if isinstance(error, WRONG_USAGE) else ENVIRONMENT
        raise Fault(f"{str(error)[0].upper()}{str(error)[1:]}.", code) from error
    except OSError as error:
        if folder is None or error.errno not in FORBIDDEN:
            raise
        raise Fault(f"{folder} cannot be written to: allow that, or name another.") from error


def key_of(file: Path) -> Key:
    """Read a pair of keys; raises Fault, and warns where everybody can read the file."""
    try:
        with mirror_faults():
            key = keys.private_key(file)
    except OSError as error:
        raise unreadable(file, error) from error
    if key.open_to_others:
        tell(f"{file} can be read by everybody on this machine: `chmod 600 {file}` ends that.")
    return key


def keys_of(files: Sequence[Path]) -> list[Key]:
    """Read several pairs, each once."""
    return list({key.public: key for key in map(key_of, files)}.values())
