"""The tables, and for each index the question it answers.

`reports` and `published` only ever grow: on SQLite, triggers of the first migration refuse any
UPDATE and DELETE. What is superseded or retracted follows from later rows that name it. The tables
of live sources stand in app/store/live_tables.py.
"""

from datetime import timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    literal_column,
)

from app.store.columns import MICROSECOND, Key, Moment, PublicId, Words

metadata = MetaData(
    naming_convention={
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

board = Table(
    "board",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
)
"""One row: the counter that each publishing transaction raises."""

leaders = Table(
    "leaders",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("term", BigInteger, nullable=False),
    Column("since", Moment, nullable=False),
)
"""One row, or none before anybody led: who begins to lead raises the term."""

sources = Table(
    "sources",
    metadata,
    Column("id", Words, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("licence", String, nullable=False),
    Column("attribution", String, nullable=False),
    Column("url", String, nullable=False),
    Column("cadence_seconds", Integer),
    Column("redistribute", Boolean, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("last_recorded_at", Moment),
    Column("reports", BigInteger, nullable=False),
)
"""Who hands us reports; how many, and when last, is counted along as they are added."""

imports = Table(
    "imports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source", ForeignKey("sources.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("refused", BigInteger, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment, nullable=False),
    Index("ix_imports_file", "source", "sha256"),
)
"""Each file that was taken in whole."""

series = Table(
    "series",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("quantity", String, nullable=False),
    Column("subject", String, nullable=False),
    UniqueConstraint("place", "direction", "mode", "quantity", "subject"),
)
"""Every key of a number or word ever heard: a few hundred rows."""

strands = Table(
    "strands",
    metadata,
    Column("id", Key, primary_key=True),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("word", String, nullable=False),
    Column("claim", String, nullable=False),
    Column("origin_kind", String, nullable=False),
    Column("official", String, nullable=False),
    Column("standing", Boolean, nullable=False),
    UniqueConstraint("series_id", "word", "claim", "origin_kind", "official", "standing"),
)
"""Who says which word about a series: the newest word of each strand counts, however old.

`official` names the origin of an official's stated or confirmed word and is empty for all others,
so that there are few strands; `standing` tells words without an end from those with one.
"""

reports = Table(
    "reports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("public", PublicId, nullable=False),
    Column("first_id", BigInteger),
    Column("revision", Integer, nullable=False),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("strand_id", ForeignKey("strands.id")),
    Column("reach", SmallInteger, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("observed_from", Moment, nullable=False),
    Column("observed_to", Moment),
    Column("published_at", Moment),
    Column("recorded_at", Moment, nullable=False),
    Column("known_at", Moment, nullable=False),
    Column("review_at", Moment),
    Column("source", ForeignKey("sources.id"), nullable=False),
    Column("identity", String, nullable=False),
    Column("origin", Words, nullable=False),
    Column("origin_kind", String, nullable=False),
    Column("method", String, nullable=False),
    Column("precision", String, nullable=False),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("bound", String),
    Column("word", String),
    Column("claim", String),
    Column("per", String),
    Column("note", String, nullable=False),
    Column("publisher", String, nullable=False),
    Column("url", String, nullable=False),
    Column("language", String, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("retracts", PublicId),
    Column("permalink", String, nullable=False),
    Column("span_from", Integer),
    Column("span_to", Integer),
    Column("fired", String, nullable=False),
    Column("poll", String, nullable=False),
    Column("time_basis", String, nullable=False),
)
"""Everything that was ever said, in the order of storing.

`public` is the permanent id, a hash of source, identity and revision, so its index also keeps those
three unique. `first_id` (null in the first revision itself) names the first revision, `ends` is
`observed_to` or else `observed_from`, and `reach` tells roughly how far the interval reaches back
from there (see app/store/window.py).
"""

_row = reports.c
Index("ix_reports_public", _row.public, unique=True)
# What was said of a series around a moment, and the newest figure before it.
Index("ix_reports_window", _row.series_id, _row.reach, _row.ends)
# The newest word of each strand before a moment.
_spoken = _row.strand_id.is_not(None)
Index(
    "ix_reports_strand",
    _row.strand_id,
    _row.ends,
    sqlite_where=_spoken,
    postgresql_where=_spoken,
)
# Pages of evidence in the order of storing: of some series, of one source, of one origin.
Index("ix_reports_series", _row.series_id, _row.id)
Index("ix_reports_source", _row.source, _row.id)
Index("ix_reports_origin", _row.origin, _row.id)
# Where the reports stored since a moment begin.
Index("ix_reports_recorded", _row.recorded_at)
# Does a later revision supersede a report, does another report retract it?
_revised = _row.first_id.is_not(None)
Index(
    "ix_reports_revision",
    _row.first_id,
    _row.revision,
    sqlite_where=_revised,
    postgresql_where=_revised,
)
_retraction = _row.retracts.is_not(None)
Index(
    "ix_reports_retracts",
    _row.retracts,
    sqlite_where=_retraction,
    postgresql_where=_retraction,
)
# What was taken back between two moments?
Index(
    "ix_reports_taken_back",
    _row.known_at,
    sqlite_where=_retraction,
    postgresql_where=_retraction,
)

LATE = timedelta(days=31)
"""How long after its interval had ended a report became known that is kept in an index of its own:
as long as an assessment reads back, so that what is older is looked for there."""

IS_LATE = _row.known_at - _row.ends > literal_column(str(LATE // MICROSECOND))
"""The condition under which a report became known so late."""

# What was told of long after, between two moments?
Index(
    "ix_reports_late",
    _row.series_id,
    _row.known_at,
    sqlite_where=IS_LATE,
    postgresql_where=IS_LATE,
)

published = Table(
    "published",
    metadata,
    Column("id", Key, primary_key=True),
    Column("public", PublicId, nullable=False),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("method_version", String, nullable=False),
    Column("catalogue_version", String, nullable=False),
    Column("low", Float),
    Column("mid", Float),
    Column("high", Float),
    Column("word", String),
    Column("no_number", String),
    Column("observed_to", Moment),
    Column("freshness", String),
    Column("agreement", String),
    Column("origins", Integer, nullable=False),
    Index("ix_published_public", "public", unique=True),
    Index("ix_published_series", "series_id", "published_at"),
)
"""Each belief as it was published, kept for ever."""
