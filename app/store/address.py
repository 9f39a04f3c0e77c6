"""Addresses of databases: which kind one names, and how it is shown to people."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from app.store.patient import CONNECT_S

POSTGRESQL = "postgresql"
DRIVER = "postgresql+psycopg"

NEITHER = (
    "the database must be a file, sqlite+aiosqlite:///path/to/darial.db, or a server,"
    " postgresql://user:password@host:5432/name"
)


def parsed(url: str) -> URL:
    """Give the parts of an address; raises ValueError with the mend for one that is none."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ValueError(NEITHER) from error


def is_postgresql(url: str) -> bool:
    """Tell whether an address names a database on a PostgreSQL server.

    Raises ValueError for one that is no address.
    """
    return parsed(url).get_backend_name() == POSTGRESQL


def server_url(url: str) -> URL:
    """Give the address of a database on a server, for our driver.

    Raises ValueError for another driver, or where no database is named.
    """
    parts = parsed(url)
    if parts.drivername not in {POSTGRESQL, DRIVER} or not parts.database:
        raise ValueError(NEITHER)
    return parts.set(drivername=DRIVER)


def words_of(address: URL) -> dict[str, Any]:
    """Give what the driver is told to connect to a server by."""
    _, words = address.get_dialect()().create_connect_args(address)
    return dict(words)


def plain_engine(url: str) -> Engine:
    """Give an engine of the plain driver, for one piece of work on a server outside any loop.

    It keeps no connection. Raises ValueError as `server_url` does.
    """
    given = {"connect_timeout": CONNECT_S}
    return create_engine(server_url(url), poolclass=NullPool, connect_args=given)


def without_password(url: str) -> str:
    """Give an address as it may be shown: none of its passwords is told."""
    parts = parsed(url)
    secret = [name for name in parts.query if "password" in name.lower()]
    return parts.difference_update_query(secret).render_as_string(hide_password=True)
