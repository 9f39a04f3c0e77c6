"""The archive that ships with us: public reports of 2022 to 2026, in `reports.csv` beside this."""

from pathlib import Path
from typing import BinaryIO

SOURCE = "archive"
"""The source id of its reports."""


def open_archive() -> BinaryIO:
    """Open the shipped archive; whoever opens it closes it."""
    return (Path(__file__).parent / "reports.csv").open("rb")
