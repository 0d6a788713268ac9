"""A dbt-duckdb plugin: hands over paths, and keeps secrets out of SQL text, logs and target/.

It tells every connection where landing keeps what dbt reads, as variables. It gives every
connection the number key as well, which SQL must not spell out. Models read it with
`getvariable('dialmart_number_key')`. It is bound as a parameter on the connection itself, past
dbt, so that it stands neither in compiled SQL nor in a log. And it masks numbers, and the key,
in the errors of the engine, which quote the value that could not be cast.
"""

from __future__ import annotations

from typing import Any

import duckdb
from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from dialmart.privacy.personal import masked
from dialmart.warehouse.number_key import number_key
from dialmart.warehouse.paths import Paths


class Plugin(BasePlugin):
    """Named in profiles.yml as `dialmart.warehouse.duckdb_plugin`."""

    def initialize(self, _: dict[str, Any]) -> None:
        """Puts itself between dbt and the errors of the engine."""
        setattr(DuckDBCursorWrapper, "execute", _execute)  # noqa: B010 - mypy minds assigning

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Keeps DuckDB from looking for extensions on the net."""
        conn.execute("set autoinstall_known_extensions = false")
        conn.execute("set autoload_known_extensions = false")

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Sets the variables of a cursor: they do not pass from one to the next."""
        cursor.execute("set variable dialmart_number_key = ?", [_key()])
        for name, pattern in Paths.from_environment().landing.items():
            cursor.execute(f"set variable dialmart_{name} = ?", [pattern])


def _key() -> str:
    return number_key(Paths.from_environment().number_key)


_engine_execute = DuckDBCursorWrapper.execute


def _execute(self: DuckDBCursorWrapper, sql: str, bindings: Any = None) -> Any:
    try:
        return _engine_execute(self, sql, bindings)  # type: ignore[no-untyped-call]
    except duckdb.Error as error:
        # Without the original, which would stand in a traceback.
        message = masked(str(error).replace(_key(), "*****"))
        raise type(error)(message) from None
