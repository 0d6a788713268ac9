"""Publishes the marts: a fresh file, moved over the one that readers open, in one step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from dialmart.errors import LandingError
from dialmart.warehouse.durable import TEMPORARY, move
from dialmart.warehouse.paths import Paths

_TABLES = """
select table_name, comment from duckdb_tables()
where database_name = 'work' and schema_name = 'marts' and not contains(table_name, '__dbt_')
order by table_name
"""
_COLUMNS = """
select column_name, data_type, is_nullable, comment from duckdb_columns()
where database_name = 'work' and schema_name = 'marts' and table_name = ?
order by column_index
"""


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the file, its number of marts and of rows in all of them."""

    path: Path
    marts: int
    rows: int

    def summary(self) -> str:
        """One line of numbers."""
        return f"{self.marts:,} marts with {self.rows:,} rows, in schema marts of {self.path}"


def publish(paths: Paths) -> Published:
    """Copies every table of schema marts of the work file, types, not null and comments too.

    Those who have the old file open keep it until they open it anew. Raises LandingError if there
    is nothing to publish, the last build has not ended well, so that marts may be of two builds,
    or the work file is in use; then the published file stays as it was.
    """
    if not paths.work.exists():
        raise LandingError(f"There is no work file {paths.work}: build first.")
    if paths.unfinished.exists():
        raise LandingError(f"The last build into {paths.work} has not ended well: build again.")
    fresh = paths.published.with_name(paths.published.name + TEMPORARY)
    leftovers = [fresh, fresh.with_name(fresh.name + ".wal")]
    try:
        for path in leftovers:
            path.unlink(missing_ok=True)
        published = _copy(paths, fresh)
        # Changes that somebody made to the old file do not belong to the new one.
        paths.published.with_name(paths.published.name + ".wal").unlink(missing_ok=True)
        move(fresh, paths.published)
    except duckdb.IOException as error:
        raise LandingError(f"The marts cannot be published: {error}") from error
    finally:
        for path in leftovers:
            path.unlink(missing_ok=True)
    return published


def _copy(paths: Paths, fresh: Path) -> Published:
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        connection.execute(f"attach {literal(paths.work)} as work (read_only)")
        connection.execute(f"attach {literal(fresh)} as published")
        tables = connection.execute(_TABLES).fetchall()
        if not tables:
            raise LandingError(f"{paths.work} has no table in schema marts: nothing to publish.")
        connection.execute("create schema published.marts")
        rows = sum(_copy_table(connection, name, comment) for name, comment in tables)
        connection.execute("checkpoint published")
        connection.execute("detach published")
    return Published(paths.published, len(tables), rows)


def _copy_table(connection: duckdb.DuckDBPyConnection, name: str, comment: str | None) -> int:
    """Copies one mart; the number of its rows."""
    columns = connection.execute(_COLUMNS, [name]).fetchall()
    table = f"published.marts.{_identifier(name)}"
    definitions = ", ".join(
        f"{_identifier(column)} {data_type}{'' if is_nullable else ' not null'}"
        for column, data_type, is_nullable, _ in columns
    )
    connection.execute(f"create table {table} ({definitions})")
    if comment:
        connection.execute(f"comment on table {table} is {literal(comment)}")
    for column, _, _, text in columns:
        if text:
            name_of_column = f"{table}.{_identifier(column)}"
            connection.execute(f"comment on column {name_of_column} is {literal(text)}")
    source = f"work.marts.{_identifier(name)}"
    inserted = connection.execute(f"insert into {table} select * from {source}").fetchone()
    return int(inserted[0]) if inserted else 0


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """A text as a SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"
