"""The tables of what was held at the end of each hour, so that no hour is assessed twice."""

from sqlalchemy import BigInteger, Column, LargeBinary, String, Table

from app.store.columns import Moment
from app.store.tables import metadata

hourly = Table(
    "hourly",
    metadata,
    Column("place", String, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("told", LargeBinary, nullable=False),
)
"""What was held of a place from the end of an hour on: a row where it is other than before."""

hourly_spans = Table(
    "hourly_spans",
    metadata,
    Column("place", String, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("basis", String, nullable=False),
    Column("report", BigInteger, nullable=False),
    Column("act", BigInteger, nullable=False),
)
"""Over which hours that was assessed, by what, and after which report and act as the last."""
