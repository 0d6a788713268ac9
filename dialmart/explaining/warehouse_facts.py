"""What the work file says of a customer: rules, columns, values."""

from __future__ import annotations

import difflib
import json
import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from dialmart.errors import LandingError
from dialmart.explaining.lineage import Model
from dialmart.project import PROJECT

# Where a column is looked for that several relations have, beside the public marts.
_FIRST = ("customers", "int_customer_features", "int_customer_percentiles")
_SIGNS = {
    "churn_rules": ("int_churn_rules", "rule"),
    "fraud_patterns": ("int_fraud_patterns", "pattern"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was built, see int_rules; words by language."""

    name: str
    kind: str
    book: str
    names: dict[str, str]
    words: dict[str, str]
    sql: str | None
    events: str | None
    event_at: str | None
    event_sql: str | None


@dataclass(frozen=True)
class Facts:
    """A customer at a date, in an open work file."""

    connection: duckdb.DuckDBPyConnection
    customer_id: str
    as_of: date

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.connection.execute(query, values).fetchall()

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """All rules by name; of a tag and the sign that it shares its rule with, the tag."""
        found = self.rows(
            "select name, kind, book, {'en': name_en, 'zh': name_zh},"
            " {'en': rule_en, 'zh': rule_zh}, rule_sql, events, event_at, event_sql"
            " from intermediate.int_rules order by kind <> 'sign' "
        )
        return {row[0]: Rule(*row) for row in found}

    @cached_property
    def columns(self) -> dict[str, dict[str, str]]:
        """Relation -> column -> comment, of all relations with a row per customer."""
        relations: dict[str, dict[str, str]] = {}
        for relation, column, comment in self.rows(
            "select table_name, column_name, coalesce(comment, '') from duckdb_columns()"
            " where schema_name in ('intermediate', 'marts') order by table_name, column_index"
        ):
            relations.setdefault(relation, {})[column] = comment
        return {
            relation: columns
            for relation, columns in relations.items()
            if "customer_id" in columns and not {"tag", "target"} & set(columns)
        }

    @cached_property
    def schemas(self) -> dict[str, str]:
        """Relation -> schema."""
        return dict(
            self.rows(
                "select table_name, schema_name from duckdb_columns()"
                " where schema_name in ('intermediate', 'marts')"
            )
        )

    @cached_property
    def _nodes(self) -> dict[str, dict[str, Any]]:
        """The models in dbt's manifest, if a build has left one."""
        folder = Path(os.environ.get("DBT_TARGET_PATH") or PROJECT / "target")
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {
            node["name"]: node
            for node in manifest["nodes"].values()
            if node["resource_type"] == "model"
        }

    def model(self, name: str) -> Model | None:
        """The compiled SQL of a model, if it is known."""
        sql = self._nodes.get(name, {}).get("compiled_code")
        return Model.parsed(sql, self.columns.get(name, {})) if sql else None

    def description(self, relation: str, column: str) -> str:
        """What a column is, from the comment in the file, else from the model's YAML."""
        node = self._nodes.get(relation, {})
        described = node.get("columns", {}).get(column, {}).get("description", "")
        return " ".join((self.columns.get(relation, {}).get(column) or described).split())

    def relation_of(self, column: str) -> str | None:
        """The relation whose column of this name is meant."""
        having = [relation for relation in self.columns if column in self.columns[relation]]
        marts = sorted(relation for relation in having if self.schemas[relation] == "marts")
        dated = [relation for relation in having if "as_of_date" in self.columns[relation]]
        return next((name for name in (*_FIRST, *marts, *dated) if name in having), None)

    def value(self, relation: str, column: str) -> tuple[Any] | None:
        """The value of a column, in a tuple; none if the relation has no row for the customer."""
        where = " and as_of_date = ?" if "as_of_date" in self.columns[relation] else ""
        rows = self.rows(
            f'select "{column}" from {self.schemas[relation]}."{relation}"'
            f" where customer_id = ?{where} limit 1",
            self.customer_id,
            *([self.as_of] if where else []),
        )
        return rows[0] if rows else None

    def evidence(self, rule: Rule) -> str | None:
        """By what a tag, or a sign, holds of the customer; none if it does not."""
        relation, column = _SIGNS.get(rule.book, ("customer_tags", "tag"))
        rows = self.rows(
            f"select evidence from {self.schemas[relation]}.{relation}"
            f" where customer_id = ? and as_of_date = ? and {column} = ?",
            self.customer_id,
            self.as_of,
            rule.name,
        )
        return str(rows[0][0]) if rows else None

    def names(self) -> set[str]:
        """Everything that can be explained."""
        columns = {f"{name}.{column}" for name in self.columns for column in self.columns[name]}
        plain = {column for columns in self.columns.values() for column in columns}
        return {*self.rules, *columns, *plain} - {"customer_id", "as_of_date"}


def facts_of(connection: duckdb.DuckDBPyConnection, customer_id: str, as_of: date | None) -> Facts:
    """The facts of a customer at a date, the latest if none is given.

    Raises LandingError for a customer or a date that is not known.
    """
    dates = [
        row[0]
        for row in connection.execute(
            "select distinct as_of_date from intermediate.int_customer_features order by 1"
        ).fetchall()
    ]
    if not dates:
        raise LandingError("No date has been classified yet: the marts are empty.")
    asked = as_of or dates[-1]
    if asked not in dates:
        raise LandingError(f"{asked} is not classified. Dates: {', '.join(map(str, dates))}")
    known = connection.execute(
        "select as_of_date from intermediate.int_customer_features"
        " where customer_id = ? order by 1",
        [customer_id],
    ).fetchall()
    if not known:
        near = connection.execute(
            "select customer_id from intermediate.int_customer_features where as_of_date = ?"
            " order by jaro_winkler_similarity(customer_id, ?) desc, customer_id limit 3",
            [asked, customer_id],
        ).fetchall()
        raise LandingError(f"No customer {customer_id}. Near: {', '.join(row[0] for row in near)}")
    if (asked,) not in known:
        raise LandingError(
            f"{customer_id} was not a customer yet at {asked}."
            f" Dates: {', '.join(str(row[0]) for row in known)}"
        )
    return Facts(connection, customer_id, asked)


def near(name: str, names: set[str]) -> str:
    """The message for a name that is not known."""
    found = difflib.get_close_matches(name, sorted(names), 3, 0.5)
    return f"No column, tag or class {name}." + (f" Near: {', '.join(found)}" if found else "")
