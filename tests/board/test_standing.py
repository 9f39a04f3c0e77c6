"""Standing documents: made when they are asked for, of rows that were written before."""

from pathlib import Path
from typing import NoReturn

import pytest

from app.board import standing, view
from app.board.document import Document
from app.board.notation import Fields
from app.board.selection import Filters
from app.board.view import Form
from tests.archived import NOW
from tests.board.boards import board_on, cars, store
from tests.databases import copied

STATUS = ("/v1/status", b"")


async def test_a_document_is_made_when_it_is_asked_for(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most forms of most versions nobody asks for; what was asked for is there from then on."""
    made: list[Form] = []
    write = view.View.status

    def noted(it: view.View, form: Form, filters: Filters) -> Document:
        made.append(form)
        return write(it, form, filters)

    monkeypatch.setattr(view.View, "status", noted)
    async with board_on(copied(empty, tmp_path)) as board:
        await board.look(NOW)
        assert made == []

        found = [board.shelf.find(*STATUS) for _ in range(2)]

    assert made == [Form.JSON]
    assert found[0] is found[1] is not None


@pytest.mark.parametrize("part", ["lines_of", "line_of", "feature_of_queue"])
async def test_what_cannot_be_told_is_found_before_anybody_is_told(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """A fault in one form of one row leaves what was shown before; no reader meets it."""
    url = copied(empty, tmp_path)
    async with board_on(url) as board:
        await board.look(NOW)
        before = board.view, board.shelf.find(*STATUS)
        await store(url, cars(700, NOW))
        monkeypatch.setattr(view, part, _fails)

        with pytest.raises(ZeroDivisionError):
            await board.look(NOW)

        assert (board.view, board.shelf.find(*STATUS)) == before


async def test_what_cannot_be_told_of_a_place_is_found_too(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Places are written as they are told in a snapshot."""
    url = copied(empty, tmp_path)
    async with board_on(url) as board:
        await board.look(NOW)
        before = board.view
        await store(url, cars(700, NOW))
        monkeypatch.setattr(standing, "write_places", _fails)

        with pytest.raises(ZeroDivisionError):
            await board.look(NOW)

        assert board.view is before


def _fails(*_: Fields) -> NoReturn:
    raise ZeroDivisionError
