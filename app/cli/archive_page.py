"""What commands say of an archive: what is in it, and what is left out."""

from collections.abc import Iterator

from app.cli.terminal import plain
from app.store.archive_folder import Index
from app.store.room import amount


def told(index: Index) -> str:
    """Say what an archive holds: `1,228 reports, 40 published figures, 3 acts in 47 files, ...`."""
    packed = amount(sum(each.bytes for each in index.files))
    counts = (
        f"{_rows(index, 'reports'):,} reports",
        f"{_rows(index, 'published'):,} published figures",
        f"{_rows(index, 'acts.'):,} acts",
    )
    return f"{', '.join(counts)} in {len(index.files):,} files, {packed}"


def left_out(index: Index) -> Iterator[str]:
    """Say how many reports are left out, of which sources, and why."""
    for each in index.left_out:
        yield plain(f"Left out: {each}.")


def _rows(index: Index, beginning: str) -> int:
    return sum(each.rows for each in index.files if each.name.startswith(beginning))
