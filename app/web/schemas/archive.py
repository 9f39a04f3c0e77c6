"""The shape of the archive's list of files."""

from datetime import datetime

from app.web.schemas.common import Meta, Shape, told


class ArchiveFile(Shape):
    """One file of the archive."""

    name: str = told("Its name.")
    url: str = told("Where it is.")
    bytes: int = told("How large it is.", "bytes")
    sha256: str = told("Also its ETag.")
    rows: int | None = told("Rows after the header; null for what describes others.")


class ArchiveLeftOut(Shape):
    """Reports that are not in the archive."""

    source: str | None = told("Null: of several sources.")
    reports: int = told("How many they are.")
    because: str = told("Why they may not be passed on.")


class Archive(Shape):
    """What there is of the archive."""

    written_at: datetime | None = told("When it last changed; null: there is none.")
    next_at: datetime | None = told(
        "When it is looked after next; null where this process does not write it."
    )
    digest: str | None = told("The same for two archives that say the same.")
    files: list[ArchiveFile] = told("The files, those that describe the others first.")
    left_out: list[ArchiveLeftOut] = told("What is not in it, and why.")


class ArchiveAnswer(Shape):
    """The archive's list of files."""

    data: Archive = told("The archive.")
    meta: Meta = told("What the answer says about itself.")
