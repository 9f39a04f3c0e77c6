"""Changes of the interface: the file that people edit is in order."""

from app.board.feed.interface import changes


def test_announcements_are_in_order() -> None:
    """Each has an id of its own and a zone for its moment; the newest stands first."""
    told = changes()

    assert len({change.id for change in told}) == len(told)
    assert all(change.at.utcoffset() is not None for change in told)
    assert [change.at for change in told] == sorted((each.at for each in told), reverse=True)
    assert all(list(change.paths) == sorted(set(change.paths)) for change in told)
