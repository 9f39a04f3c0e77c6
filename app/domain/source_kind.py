"""The kinds of sources."""

from enum import StrEnum


class SourceKind(StrEnum):
    """How a source's reports come to us."""

    LIVE = "live"
    ARCHIVE = "archive"
    IMPORT = "import"
    OPERATOR = "operator"
