"""Sources: one module per publisher, each a value made of facts and a pure reader.

`SOURCES` is the only list. A new source is its module, a made payload, a test, and a line here.
"""

from app.sources.kit import Source
from app.sources.zitic import SOURCE as ZITIC

SOURCES: tuple[Source, ...] = (
    ZITIC,
)
