"""Line numbers of TOML: tables, arrays of tables, dotted keys, and what only looks like them."""

from app.catalog.lines import index

DOCUMENT = '''\
title = "x"

[[place]]
id = "one"
names.en = "One"
text = """
[[place]]
id = "inside a text"
"""
[[place.hours]]
side = "a"
[[place.hours]]
"side" = "b"
list = [
    "x = 1",
]

[[place]] # with a comment
  id = "two"
  [[place.hours]]
  side = "c"

[place.position]
lat = 1
'''


def test_index() -> None:
    """Each key and table has its line; the inside of a text has none."""
    lines = index(DOCUMENT)

    assert lines == {
        (): 1,
        ("title",): 1,
        ("place", 0): 3,
        ("place", 0, "id"): 4,
        ("place", 0, "names"): 5,
        ("place", 0, "names", "en"): 5,
        ("place", 0, "text"): 6,
        ("place", 0, "hours", 0): 10,
        ("place", 0, "hours", 0, "side"): 11,
        ("place", 0, "hours", 1): 12,
        ("place", 0, "hours", 1, "side"): 13,
        ("place", 0, "hours", 1, "list"): 14,
        ("place", 1): 18,
        ("place", 1, "id"): 19,
        ("place", 1, "hours", 0): 20,
        ("place", 1, "hours", 0, "side"): 21,
        ("place", 1, "position"): 23,
        ("place", 1, "position", "lat"): 24,
    }
