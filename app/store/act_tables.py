"""The tables of acts: each act, what and where it was about, what it withholds, its notices.

All of them only grow: what was undone follows from a later act that names it.
"""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, String, Table

from app.store.columns import Key, Moment, PublicId
from app.store.tables import metadata

acts = Table(
    "acts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("public", PublicId, nullable=False),
    Column("at", Moment, nullable=False),
    Column("verb", String, nullable=False),
    Column("role", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("undoes", PublicId),
    Column("told", JSON, nullable=False),
    Index("ix_acts_public", "public", unique=True),
)
"""Each act: when, what, why, in which role, and the board's version that it raised."""

# Which act undid this one? None is undone twice.
_undoing = acts.c.undoes.is_not(None)
Index(
    "ix_acts_undoes",
    acts.c.undoes,
    unique=True,
    sqlite_where=_undoing,
    postgresql_where=_undoing,
)

act_reports = Table(
    "act_reports",
    metadata,
    Column("act_id", ForeignKey("acts.id"), primary_key=True),
    Column("report", PublicId, primary_key=True),
    # Which acts were about a report?
    Index("ix_act_reports_report", "report"),
)
"""The reports that an act stored, or took back."""

act_places = Table(
    "act_places",
    metadata,
    Column("place", String, primary_key=True),
    Column("act_id", ForeignKey("acts.id"), primary_key=True),
    # Where does an act apply?
    Index("ix_act_places_act", "act_id"),
)
"""The places that an act is about, so that nobody has to look through its reports for them."""

withholdings = Table(
    "withholdings",
    metadata,
    Column("act_id", ForeignKey("acts.id"), primary_key=True),
    Column("place", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("quantity", String),
    Column("until", Moment, nullable=False),
    # What is withheld at a place, at some moment?
    Index("ix_withholdings_place", "place", "until"),
)
"""What an act withholds, from the act on; no quantity means access and every number."""

notices = Table(
    "notices",
    metadata,
    Column("act_id", ForeignKey("acts.id"), primary_key=True),
    Column("notice", String, nullable=False, unique=True),
    Column("place", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("quantity", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("word", String, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_to", Moment),
    Column("review_at", Moment),
    Column("published_at", Moment, nullable=False),
    Column("authority", String, nullable=False),
    Column("authority_kind", String, nullable=False),
    Column("url", String, nullable=False),
    Column("note", String, nullable=False),
)
"""Standing notices that an operator added to those of the catalogue."""

notice_ends = Table(
    "notice_ends",
    metadata,
    Column("act_id", ForeignKey("acts.id"), primary_key=True),
    Column("notice", String, nullable=False),
    Column("ends_at", Moment, nullable=False),
)
"""Ends that an operator gave to standing notices, the catalogue's or added ones."""
