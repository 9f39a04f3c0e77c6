"""The tables of live sources: how each stands, every poll, what was kept of it and not read yet.

`turns` only grows, like reports; the others are updated in place or thinned out. They stand apart
from the tables of what was said (app/store/tables.py), which do not need them.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
)

from app.store.columns import Key, Moment, Words
from app.store.tables import metadata

feeds = Table(
    "feeds",
    metadata,
    Column("source", ForeignKey("sources.id"), primary_key=True),
    Column("health", String, nullable=False),
    Column("since", Moment),
    Column("outcome", String),
    Column("error", Words, nullable=False),
    Column("polled_at", Moment),
    Column("good_at", Moment),
    Column("newest_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("refused", JSON, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("fingerprint_at", Moment),
    Column("paused_at", Moment),
)
"""How each live source stands now: one row a source, updated with each poll."""

turns = Table(
    "turns",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source", ForeignKey("sources.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("health", String, nullable=False),
    Column("outcome", String),
    Column("reason", Words, nullable=False),
    # How did a source stand at a moment?
    Index("ix_turns_source", "source", "at"),
)
"""Each change of a source's health, kept for ever."""

polls = Table(
    "polls",
    metadata,
    Column("id", String, primary_key=True),
    Column("source", ForeignKey("sources.id"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("outcome", String, nullable=False),
    Column("status", Integer),
    Column("requests", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("error", Words, nullable=False),
    Column("thinned", Boolean, nullable=False),
    # The newest polls of a source, and the one before a poll.
    Index("ix_polls_source", "source", "started_at"),
)
"""Every attempt at a source; `thinned` are those that thinning has looked at and left."""

# The oldest polls that thinning has not looked at yet.
_unthinned = polls.c.thinned.is_(false())
Index(
    "ix_polls_unthinned",
    polls.c.started_at,
    sqlite_where=_unthinned,
    postgresql_where=_unthinned,
)

payloads = Table(
    "payloads",
    metadata,
    Column("id", Key, primary_key=True),
    Column("digest", String, nullable=False),
    Column("source", ForeignKey("sources.id"), nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("url", Words, nullable=False),
    Column("about", JSON, nullable=False),
    Column("charset", Words),
    # Last, so that whoever looks at the others need not step over it.
    Column("packed", LargeBinary, nullable=False),
    Index("ix_payloads_digest", "digest", unique=True),
    # What a source has answered since a moment.
    Index("ix_payloads_source", "source", "last_at"),
    # What nobody has answered for a long time.
    Index("ix_payloads_last", "last_at"),
)
"""Answers as they came, without personal data, compressed; each once, however often it came."""

held = Table(
    "held",
    metadata,
    Column("source", ForeignKey("sources.id"), primary_key=True),
    Column("digest", String, primary_key=True),
    Column("at", Moment, nullable=False),
)
"""Payloads with reports that were refused as future, to be tried again."""

posts = Table(
    "posts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source", ForeignKey("sources.id"), nullable=False),
    Column("identity", Words, nullable=False),
    Column("permalink", Words, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("place", String, nullable=False),
    Column("language", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("poll", String, nullable=False),
    UniqueConstraint("source", "identity"),
    # The newest posts of a source.
    Index("ix_posts_source", "source", "published_at"),
    # The newest post about a place.
    Index("ix_posts_place", "place", "published_at"),
)
"""Messages that nobody has read yet: where and when, never what they say."""
