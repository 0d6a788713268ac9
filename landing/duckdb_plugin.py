"""A dbt-duckdb plugin: gives every connection the number key, which SQL must not spell out.

Models read it with `getvariable('dialmart_number_key')`. It is bound as a parameter on the
connection itself, past dbt, so that it stands neither in compiled SQL nor in a log.
"""

from __future__ import annotations

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from landing.number_key import number_key
from landing.paths import Paths


class Plugin(BasePlugin):
    """Named in profiles.yml as `landing.duckdb_plugin`."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Keeps DuckDB from looking for extensions on the net."""
        conn.execute("set autoinstall_known_extensions = false")
        conn.execute("set autoload_known_extensions = false")

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Sets the key on a cursor: variables do not pass from one to the next."""
        key = number_key(Paths.from_environment().number_key)
        cursor.execute("set variable dialmart_number_key = ?", [key])
