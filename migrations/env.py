"""How Alembic reaches our database: all pending migrations are one transaction, done or not done.

`app.store.migrate` passes the address of the database; the `alembic` command reads it from the
same setting as everything else.
"""

from alembic import context
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from app.settings import read_settings
from app.store.address import is_postgresql, plain_engine
from app.store.every_table import METADATA
from app.store.postgresql import WRITER_LOCK


def _address() -> str:
    given = context.config.attributes.get("url")
    return str(given or read_settings().database_url)


def _leave_transactions_to_us(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver begins no transaction before a CREATE TABLE, so we begin it ourselves.
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _take_turn(connection: Connection) -> None:
    # Two replicas that start at once: the second one waits, and finds nothing left to do.
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def _engine(url: str) -> Engine:
    """Give an engine of a plain driver: migrations run one after another."""
    if is_postgresql(url):
        engine = plain_engine(url)
        event.listen(engine, "begin", _take_turn)
        return engine
    engine = create_engine(make_url(url).set(drivername="sqlite"), poolclass=NullPool)
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    return engine


def _migrate() -> None:
    with _engine(_address()).connect() as connection:
        context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()


_migrate()
