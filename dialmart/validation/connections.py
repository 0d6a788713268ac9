"""What Great Expectations needs to work on DuckDB."""

from __future__ import annotations

from contextlib import suppress

import duckdb
import duckdb_engine
from great_expectations.execution_engine import sqlalchemy_execution_engine as gx_engine
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext


class _Dialect(str):
    """The name of a dialect that looks like a member of GXSqlDialect."""

    value = "duckdb"


def mend() -> None:
    """Mends two things in this process, both once.

    For dialects that it does not know Great Expectations closes the connection before it reads
    the result, which DuckDB forgets then: every expectation ends with "list index out of range".
    And an error aborts the transaction that all share, so that one broken check would break those
    after it.
    """
    dialects = gx_engine._PERSISTED_CONNECTION_DIALECTS
    if "duckdb" not in dialects:
        gx_engine._PERSISTED_CONNECTION_DIALECTS = (*dialects, _Dialect("duckdb"))  # type: ignore[assignment]
        event.listen(duckdb_engine.Dialect, "handle_error", _end_transaction)


def _end_transaction(context: ExceptionContext) -> None:
    if context.connection and context.dialect.name == "duckdb":
        with suppress(duckdb.TransactionException):  # There is none after the first error.
            context.connection.connection.driver_connection.rollback()  # type: ignore[union-attr]
