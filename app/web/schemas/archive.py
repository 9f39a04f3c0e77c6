"""The shape of the archive's list of files."""

from datetime import datetime

from pydantic import Field

from app.web.schemas.common import Meta, Shape


class ArchiveFile(Shape):
    """One file of the archive."""

    name: str
    url: str
    bytes: int
    sha256: str = Field(description="Also its ETag.")
    rows: int | None = Field(description="Rows after the header; null for what describes others.")


class ArchiveLeftOut(Shape):
    """Reports that are not in the archive."""

    source: str | None = Field(description="Null: of several sources.")
    reports: int
    because: str


class Archive(Shape):
    """What there is of the archive."""

    written_at: datetime | None = Field(description="When it last changed; null: there is none.")
    next_at: datetime | None = Field(
        description="When it is looked after next; null where this process does not write it."
    )
    digest: str | None = Field(description="The same for two archives that say the same.")
    files: list[ArchiveFile]
    left_out: list[ArchiveLeftOut]


class ArchiveAnswer(Shape):
    """The archive's list of files."""

    data: Archive
    meta: Meta
