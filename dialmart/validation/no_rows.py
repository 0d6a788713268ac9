"""The expectation that a query finds nothing, which most of the suites consist of.

Great Expectations' own for that, UnexpectedRowsExpectation, runs the query twice, keeps 200 rows
and takes braces for placeholders.
"""

from __future__ import annotations

from typing import Any, ClassVar

import sqlalchemy as sa
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import MetricProvider, metric_value

from dialmart.validation.rendering import Rendered

EXAMPLES = 5


class RowsFound(MetricProvider):
    """How many rows a query finds, and the first of them in the order of their columns."""

    metric_name = "expect_no_rows.found"
    value_keys = ("query",)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls, execution_engine: SqlAlchemyExecutionEngine, metric_value_kwargs: Any, **_: Any
    ) -> dict[str, Any]:
        query = (
            f"with unexpected as (\n{metric_value_kwargs['query']}\n)\n"
            "select count(*) over () as rows_found, * from unexpected "
            f"order by all limit {EXAMPLES}"
        )
        # A colon begins no parameter here.
        result = execution_engine.execute_query(sa.text(query.replace(":", r"\:")))
        names = list(result.keys())[1:]
        rows = [tuple(row) for row in result.fetchall()]
        return {
            "rows": rows[0][0] if rows else 0,
            "examples": [dict(zip(names, map(_text, row[1:]), strict=True)) for row in rows],
        }


# The renderers take less than those that they replace.
class ExpectNoRows(Rendered, BatchExpectation):  # type: ignore[misc]
    """Expects that a query finds no rows.

    query: SQL; its columns are the key of what is wrong and, named so, what was `observed` and
    what was `expected`.
    """

    query: str

    metric_dependencies: ClassVar[tuple[str, ...]] = ("expect_no_rows.found",)
    success_keys: ClassVar[tuple[str, ...]] = ("query",)

    def _validate(self, metrics: dict[str, Any], *_: Any, **__: Any) -> dict[str, Any]:
        found = metrics["expect_no_rows.found"]
        return {
            "success": found["rows"] == 0,
            "result": {"observed_value": found["rows"], "details": {"rows": found["examples"]}},
        }


def _text(value: object) -> str:
    if value is None:
        return "null"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
