"""The archive's CSV format, read for anybody's file; and the archive itself, shipped with us."""

from app.catalog.archive.file import SOURCE, open_archive
from app.catalog.archive.header import OPTIONAL, REQUIRED
from app.catalog.archive.refused import Refused, UnusableFile
from app.catalog.archive.rows import Row, read_rows

__all__ = [
    "OPTIONAL",
    "REQUIRED",
    "SOURCE",
    "Refused",
    "Row",
    "UnusableFile",
    "open_archive",
    "read_rows",
]
