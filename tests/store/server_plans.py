"""Plans of a server: a database with enough in it to be worth an index, and how much is read of it.

How a server goes about a statement follows from what it counted, so it is given something to count.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg

from tests.store.made import NOON
from tests.store.plans import Statement

MINUTE = "60000000::bigint"
"""A minute, in the microseconds that moments are kept in."""

NOON_AT = round(NOON.timestamp() * 1_000_000)
Connection = psycopg.Connection[Any]

REPORTS, PUBLISHED, OTHERS = 40_000, 60_000, 20_000
SOURCES, HELD = 2_000, 1_000

PLANNED = "-c random_page_cost=1.1 -c jit=off"
"""What deploy/replicas/postgresql.conf and our connections say to a server, as far as plans go by
it: no disk turns, and nothing is compiled."""

# A report a minute until noon; places, sources and origins in turn, so that each is one of many.
FILL = f"""
INSERT INTO sources SELECT 'source' || n, '', 'live', '', '', '', 600, true, 0, 0, 0
FROM generate_series(1, {SOURCES}) n
UNION ALL SELECT n, '', 'live', '', '', '', 600, true, 0, 0, 0
FROM unnest('{{guard,hotline}}'::text[]) n;

INSERT INTO series (place, direction, mode, quantity, subject)
SELECT p, 'RU-GE', m, CASE WHEN p NOT LIKE 'place%' THEN q WHEN q = 'access' THEN 'queue_km'
    WHEN q = 'event' THEN 'queue_people' ELSE q END, 'vehicles'
FROM (SELECT 'place' || n p FROM generate_series(1, 38) n
      UNION ALL SELECT unnest('{{lars,vaalimaa}}'::text[])) places,
    unnest('{{car,truck}}'::text[]) m,
    unnest('{{queue_vehicles,wait_minutes,crossings_people,access,event}}'::text[]) q;

INSERT INTO strands (series_id, word, claim, origin_kind, official, standing)
SELECT id, 'open', 'stated', 'authority', '', false FROM series
WHERE quantity IN ('access', 'event');

INSERT INTO reports (public, first_id, revision, series_id, strand_id, reach, ends, observed_from,
    observed_to, published_at, recorded_at, known_at, source, identity, origin, origin_kind, method,
    precision, value, word, claim, note, publisher, url, language, archived, retracts, permalink,
    fired, poll, time_basis)
SELECT n * 7919::bigint, CASE WHEN n % 50 = 0 THEN n - 1 END, (n % 50 = 0)::integer,
    s.id, t.id, n % 3, m, m - {MINUTE}, m, m, m + {MINUTE},
    m + {MINUTE} * CASE WHEN n % 500 = 0 THEN 50000 ELSE 1 END,
    CASE n % 20 WHEN 0 THEN 'guard' WHEN 1 THEN 'hotline' ELSE 'source' || 1 + n % 60 END,
    'row' || n, CASE n % 20 WHEN 0 THEN 'Border Guard' ELSE 'origin' || n % 97 END, 'authority',
    'official', 'hour', CASE WHEN t.id IS NULL THEN n END,
    CASE WHEN t.id IS NOT NULL THEN 'open' END,
    CASE WHEN t.id IS NOT NULL THEN CASE WHEN n % 3 = 0 THEN 'rumour' ELSE 'stated' END END,
    '', '', '', '', false, CASE WHEN n % 400 = 7 THEN (n - 7) * 7919::bigint END, '', '', '', 'utc'
FROM generate_series(1, {REPORTS}) n
CROSS JOIN LATERAL (SELECT {NOON_AT} - ({REPORTS} - n) * {MINUTE} AS m) moment
JOIN series s ON s.id = 1 + n % (SELECT count(*) FROM series)
LEFT JOIN strands t ON t.series_id = s.id;

INSERT INTO published (public, series_id, version, published_at, method_version, catalogue_version,
    low, mid, high, origins)
SELECT n * 7919::bigint, 1 + n % (SELECT count(*) FROM series), n,
    {NOON_AT} - ({PUBLISHED} - n) * {MINUTE}, '1', '1', 1, 2, 3, 1
FROM generate_series(1, {PUBLISHED}) n;

INSERT INTO changes (version, at, kind, place, direction, mode, key)
SELECT n, {NOON_AT} - ({OTHERS} - n) * {MINUTE},
    CASE WHEN n % 200 = 0 THEN 'event' ELSE 'status' END, 'place' || 1 + n % 38, 'RU-GE', 'car', ''
FROM generate_series(1, {OTHERS}) n;

INSERT INTO hourly SELECT 'place' || 1 + n % 38, {NOON_AT} - n * 60 * {MINUTE}, ''
FROM generate_series(1, {OTHERS}) n;

INSERT INTO feeds (source, health, error, failures, refused, fingerprint)
SELECT id, 'up', '', 0, '[]', '' FROM sources;

INSERT INTO turns (source, at, health, reason)
SELECT 'source' || 1 + n % 60, {NOON_AT} - ({OTHERS} - n) * {MINUTE}, 'up', ''
FROM generate_series(1, {OTHERS}) n;

INSERT INTO polls SELECT md5(n::text),
    CASE n % 60 WHEN 0 THEN 'guard' ELSE 'source' || 1 + n % 60 END,
    {NOON_AT} - ({OTHERS} - n) * {MINUTE}, 1, 'ok', 200, 1, 1, 1, 1, 0, 0, '', n % 100 > 0
FROM generate_series(1, {OTHERS}) n;

INSERT INTO payloads (digest, source, fetched_at, last_at, url, about, packed)
SELECT md5(n::text), CASE n % 60 WHEN 0 THEN 'guard' ELSE 'source' || 1 + n % 60 END,
    m, m, '', '{{}}', ''
FROM generate_series(1, {OTHERS}) n
CROSS JOIN LATERAL (SELECT {NOON_AT} + (n - 200) * {MINUTE} AS m) moment;

INSERT INTO held SELECT 'source' || 1 + n % 60, md5(n::text), {NOON_AT}
FROM generate_series(1, {HELD}) n;

INSERT INTO posts (source, identity, permalink, published_at, place, language, kind, recorded_at,
    poll)
SELECT CASE n % 60 WHEN 0 THEN 'guard' ELSE 'source' || 1 + n % 60 END, n::text, '',
    {NOON_AT} - n * {MINUTE}, 'place' || 1 + n % 38, 'ru', 'travellers', {NOON_AT}, ''
FROM generate_series(1, {OTHERS}) n;

ANALYZE;
"""  # noqa: S608 - our own numbers


def fill(url: str) -> None:
    """Fill a database of ours that is on a server and empty, and have it counted."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(FILL)


def rows_of(connection: Connection) -> Mapping[str, int]:
    """Give about how many rows each table has."""
    query = "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r'"
    return dict(connection.execute(query).fetchall())


def rows_read(connection: Connection, statement: Statement) -> Mapping[str, int]:
    """Give how many rows of each table the server looks at for a statement that is taken back."""
    question = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement.sql}"
    explained = connection.execute(question, statement.parameters).fetchone()
    connection.rollback()
    assert explained is not None
    ((told,),) = explained
    read = Counter[str]()
    for step in _steps(told["Plan"]):
        if "Relation Name" in step and step["Node Type"].endswith("Scan"):
            read[step["Relation Name"]] += _looked_at(step)
    return read


def _looked_at(step: Mapping[str, Any]) -> int:
    removed = (each for name, each in step.items() if name.startswith("Rows Removed"))
    return int((step["Actual Rows"] + sum(removed)) * step["Actual Loops"])


def _steps(step: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield step
    for each in step.get("Plans", ()):
        yield from _steps(each)
