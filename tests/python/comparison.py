"""Compares every relation of two warehouses, and makes the clean one to compare with."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from dialmart.forgetting.rewriting import KEPT
from tests.python.support import Warehouse

# What differs between two ways to the same tables, and should.
RELATIONS_OF_A_RUN = {"staging.stg_landing__changes"}  # what there was to do
COLUMNS_OF_A_LANDING = {"landed_at", "future_begins_at"}  # when files landed

_RELATIONS = """
select
    schema_name || '.' || relation_name,
    list('"' || column_name || '"' order by column_index)
        filter (not list_contains(?, column_name))
from (
    select schema_name, table_name as relation_name, column_name, column_index
    from duckdb_columns() where database_name = ? and not internal
)
group by 1
"""


def differences(left: Path, right: Path, key: str = "", only: str = "") -> dict[str, str]:
    """What is not the same in two database files: relation -> how many rows, and some of them.

    Every table and view counts. key: the number key, which some views need. only: what the
    names of those begin with that are compared.
    """
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set variable dialmart_number_key = ?", [key])
        connection.execute(f"attach '{left}' as found (read_only)")
        connection.execute(f"attach '{right}' as wanted (read_only)")
        found, wanted = (
            dict(connection.execute(_RELATIONS, [list(COLUMNS_OF_A_LANDING), name]).fetchall())
            for name in ("found", "wanted")
        )
        told = {}
        for name in sorted((found.keys() | wanted.keys()) - RELATIONS_OF_A_RUN):
            if not name.startswith(only):
                continue
            if found.get(name) != wanted.get(name):
                told[name] = f"columns {found.get(name)}, not {wanted.get(name)}"
                continue
            columns = ", ".join(found[name])
            more, less = (
                connection.execute(
                    f"select {columns} from {one}.{name}"
                    f" except all select {columns} from {other}.{name}"
                ).fetchall()
                for one, other in (("found", "wanted"), ("wanted", "found"))
            )
            if more or less:
                told[name] = f"{len(more)} rows more, {len(less)} less: {more[:2]} {less[:2]}"
    return told


def rebuilt_clean(warehouse: Warehouse, kept: Path | None = None, has_landed: bool = False) -> Path:
    """Builds a warehouse anew from its raw files, in its place; the folder with what it was.

    kept: what the warehouse kept of past dates before the last build, by `keep`; its closed dates
    are given. has_landed: what has landed, and when, is given too. Without tests, which the other
    build has passed.
    """
    paths, aside = warehouse.paths, warehouse.folder / "aside"
    given = {paths.number_key, *([paths.landed] if has_landed else [])}
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for path in warehouse.folder.glob("dialmart.*"):
        if path not in given:
            path.rename(aside / path.name)
    if kept:
        with duckdb.connect(paths.work) as connection:
            connection.execute("create schema intermediate")
            for path in kept.iterdir():
                connection.execute(f"create table {path.stem} as from read_parquet('{path}')")
    warehouse.land()
    warehouse.dbt("build", "--exclude-resource-types", "test", "unit_test")
    return aside


def keep(warehouse: Warehouse, kept: Path) -> None:
    """Writes what the warehouse keeps of past dates into a folder, a file a table."""
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    if not warehouse.paths.work.exists():
        return
    with duckdb.connect(warehouse.paths.work, read_only=True) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
        ).fetchall()
        for table in {name for (name,) in tables} & set(KEPT):
            connection.execute(f"copy {table} to '{kept / table}.parquet' (format parquet)")
