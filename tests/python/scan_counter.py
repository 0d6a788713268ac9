"""A dbt-duckdb plugin that notes how many rows each query of a build reads from which files.

The file that DIALMART_TEST_SCANS names gets a line of JSON for each scan of Parquet files: their
paths and the number of rows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

VARIABLE = "DIALMART_TEST_SCANS"


class Plugin(BasePlugin):
    """Comes after dialmart.warehouse.duckdb_plugin, whose execute it wraps."""

    def initialize(self, _: dict[str, Any]) -> None:
        """Puts itself between dbt and the engine."""
        execute = DuckDBCursorWrapper.execute

        def noting(self: DuckDBCursorWrapper, sql: str, bindings: Any = None) -> Any:
            result = execute(self, sql, bindings)  # type: ignore[no-untyped-call]
            profile = json.loads(self._cursor.get_profiling_information("json"))
            with open(os.environ[VARIABLE], "a", encoding="utf-8") as file:
                file.writelines(json.dumps(scan) + "\n" for scan in _scans(profile))
            return result

        setattr(DuckDBCursorWrapper, "execute", noting)  # noqa: B010 - mypy minds assigning

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Makes the engine count."""
        cursor.execute("set enable_profiling = 'no_output'")


def _scans(node: dict[str, Any]) -> Iterator[tuple[list[str], int]]:
    """The files and the rows of every scan of Parquet in a profile."""
    told = node.get("extra_info", {})
    if told.get("Function") in ("READ_PARQUET", "PARQUET_SCAN"):
        files = told.get("Filename(s)", "")
        yield [name.strip() for name in files.split(",") if name], node["rows_scanned"]
    for child in node.get("children", []) or node.get("operator", []):
        yield from _scans(child)
