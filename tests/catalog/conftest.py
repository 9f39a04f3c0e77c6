"""An operator's own catalogue in a temporary folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

Overlay = Callable[..., Path]


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Give a function that writes files (`places="..."` is places/own.toml) and their folder."""

    def write(**rooms: str) -> Path:
        for room, text in rooms.items():
            folder = tmp_path / room
            folder.mkdir(exist_ok=True)
            name = "en.toml" if room == "labels" else "own.toml"
            (folder / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write
