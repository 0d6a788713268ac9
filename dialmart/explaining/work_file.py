"""What the work file and dbt's folder say of a customer: values, words, the SQL of models."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from dialmart.errors import LandingError
from dialmart.explaining.compiled import Model, Origin
from dialmart.privacy.personal import masked
from dialmart.warehouse.lock import locked
from dialmart.warehouse.paths import Paths

KEYS = ("customer_id", "as_of_date")

# Where a column is looked for whose mart is not named.
_MARTS = ("customers", "customer_value", "customer_rfm", "customer_call_rfm", "customer_lifecycle")
_PLACES = (*_MARTS, "int_customer_features", "int_customer_percentiles")
_NAMES = {"customer_features": "int_customer_features"}


@dataclass(frozen=True)
class WorkFile:
    """A customer in an open work file, at the date that was classified last."""

    connection: duckdb.DuckDBPyConnection
    paths: Paths
    customer_id: str
    _models: dict[str, Model | None] = field(default_factory=dict)
    _origins: dict[tuple[str, str], Origin | None] = field(default_factory=dict)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.connection.execute(query, values).fetchall()

    @cached_property
    def as_of(self) -> Any:
        """The date that was classified last."""
        return self.rows("select as_of_date from intermediate.int_as_of_dates where is_latest")[0][
            0
        ]

    @cached_property
    def relations(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Relation -> its schema, and its columns with their comments."""
        found: dict[str, tuple[str, dict[str, str]]] = {}
        for schema, relation, column, comment in self.rows(
            "select schema_name, table_name, column_name, coalesce(comment, '')"
            " from duckdb_columns()"
            " where schema_name in ('staging', 'dictionaries', 'intermediate', 'marts')"
            " order by schema_name, table_name, column_index"
        ):
            found.setdefault(relation, (schema, {}))[1][column] = comment
        return found

    def columns_of(self, relation: str, schema: str = "") -> frozenset[str]:
        """The columns of a relation; none of one that there is not, or not in the schema."""
        found, columns = self.relations.get(relation, ("", {}))
        return frozenset(columns if schema in ("", found) else ())

    @cached_property
    def _nodes(self) -> dict[str, dict[str, Any]]:
        """The models in dbt's manifest."""
        path = self.paths.target / "manifest.json"
        try:
            manifest = json.loads(path.read_text("utf-8"))
            nodes = manifest["nodes"].values()
            return {node["name"]: node for node in nodes if node["resource_type"] == "model"}
        except (OSError, ValueError, KeyError) as error:
            raise LandingError(
                f"{self.paths.target} holds no SQL of a build: build again."
            ) from error

    def compiled_path(self, model: str) -> Path | None:
        """The file with the compiled SQL of a model; none of what is none."""
        if model not in self._nodes:
            return None
        path = Path(self._nodes[model]["original_file_path"])
        return self.paths.target / "compiled" / "dialmart" / path

    def origin(self, relation: str, column: str) -> Origin | None:
        """Where a column of a model comes from; none if that cannot be told."""
        if (relation, column) not in self._origins:
            model = self._model(relation)
            self._origins[relation, column] = model.origin(column) if model else None
        return self._origins[relation, column]

    def _model(self, name: str) -> Model | None:
        if name not in self._models:
            sql = self._compiled_sql(name)
            self._models[name] = (
                Model.parsed(name, sql, self.columns_of, self.connection) if sql else None
            )
        return self._models[name]

    def _compiled_sql(self, name: str) -> str | None:
        """The compiled SQL of a model; raises LandingError if the last run of dbt left none."""
        path = self.compiled_path(name)
        try:
            return path.read_text("utf-8") if path else None
        except OSError as error:
            raise LandingError(
                f"{self.paths.target} holds no SQL of {name}: build again."
            ) from error

    def check_build(self) -> None:
        """Raises LandingError if what dbt left is of rules by which this file was not built."""
        [(state,)] = self.rows(
            "select max(state) from intermediate.int_customer_features where as_of_date = ?",
            self.as_of,
        )
        if state and f"'{state}'" not in (self._compiled_sql("int_customer_features") or ""):
            raise LandingError(
                f"The SQL in {self.paths.target} is of another build than {self.paths.work}:"
                " build again."
            )

    def description(self, relation: str, column: str | None = None) -> str:
        """What a relation, or a column of it, is, as the YAML of the project says it."""
        node = self._nodes.get(relation, {})
        described = node.get("columns", {}).get(column, {}) if column else node
        return " ".join(described.get("description", "").split())

    @cached_property
    def features(self) -> dict[str, dict[str, str]]:
        """Feature -> what the catalogue says of it."""
        return self._catalogue("feature_catalogue", "feature")

    @cached_property
    def tags(self) -> dict[str, dict[str, str]]:
        """Published tag -> what the catalogue says of it."""
        return self._catalogue("tag_catalogue", "tag")

    def _catalogue(self, mart: str, key: str) -> dict[str, dict[str, str]]:
        cursor = self.connection.execute(f"select * from marts.{mart}")
        names = [column[0] for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return {row[key]: row for row in rows}

    def labels(self, code: Any, lists: Iterable[str], language: str) -> list[tuple[str, str]]:
        """The names and rules of the classes of a list, up to that of a code; none without it."""
        for name in lists:
            found = self.rows(
                f"select name_{language}, coalesce(rule_{language}, '') from marts.value_labels"
                " where list = ? and position <= ("
                "select position from marts.value_labels where list = ? and code = ?"
                ") order by position",
                name,
                name,
                code if isinstance(code, str) else None,
            )
            if found:
                return [(str(label), str(rule)) for label, rule in found]
        return []

    def values(self, relation: str, column: str) -> list[Any]:
        """The values of the customer in a relation, at the date if that has dates; at most two."""
        schema, columns = self.relations[relation]
        if "customer_id" not in columns:
            return []
        where, given = "customer_id = ?", [self.customer_id]
        if "as_of_date" in columns:
            where, given = f"{where} and as_of_date = ?", [*given, self.as_of]
        found = self.rows(
            f'select "{column}" from {schema}."{relation}" where {where} limit 2', *given
        )
        return [row[0] for row in found]

    def evidence(self, tag: str) -> str | None:
        """By what a tag holds of the customer; none if it does not."""
        found = self.rows(
            "select evidence from marts.customer_tags"
            " where customer_id = ? and as_of_date = ? and tag = ?",
            self.customer_id,
            self.as_of,
            tag,
        )
        return str(found[0][0]) if found else None

    def place(self, asked: str) -> tuple[str, str]:
        """The relation and the column that are asked for; the relation is empty for a tag.

        `customer_rfm.segment` names both. Raises LandingError, with names that are near.
        """
        mart, _, column = asked.rpartition(".")
        if column not in KEYS:
            if not mart and column in self.tags:
                return "", column
            for relation in [_NAMES.get(mart, mart)] if mart else _PLACES:
                if relation in _PLACES and column in self.columns_of(relation):
                    return relation, column
        known = {name for relation in _PLACES for name in self.columns_of(relation)} - set(KEYS)
        near = difflib.get_close_matches(column, sorted({*known, *self.tags}), 3, 0.5)
        hint = f" Near: {', '.join(near)}." if near else f" Marts: {', '.join(_MARTS)}."
        raise LandingError(f"There is no column or tag {asked}.{hint}")


@contextmanager
def opened(paths: Paths, customer_id: str) -> Iterator[WorkFile]:
    """A customer in the work file, which no build changes meanwhile.

    Raises LandingError if there is no work file of a build that ended well, or no such customer,
    AlreadyRunningError if a build is at work.
    """
    if not paths.work.exists():
        raise LandingError(f"There is no work file {paths.work}: build first.")
    with locked(paths.lock):
        if paths.unfinished.exists():
            raise LandingError(f"The last build into {paths.work} has not ended well: build again.")
        try:
            connection = duckdb.connect(paths.work, read_only=True)
        except duckdb.Error as error:
            first, *_ = str(error).splitlines()
            raise LandingError(f"{paths.work} cannot be read now: {masked(first)}") from error
        with connection:
            _check_customer(connection, paths, customer_id)
            work_file = WorkFile(connection, paths, customer_id)
            work_file.check_build()
            yield work_file


def _check_customer(connection: duckdb.DuckDBPyConnection, paths: Paths, customer_id: str) -> None:
    """Raises LandingError, with ids that are near, for one who is not in the marts."""
    try:
        found = connection.execute(
            "select customer_id from marts.customers"
            " order by customer_id <> ?, jaro_winkler_similarity(customer_id, ?) desc, customer_id"
            " limit 3",
            [customer_id, customer_id],
        ).fetchall()
    except duckdb.CatalogException as error:
        raise LandingError(f"{paths.work} has no marts: build first.") from error
    near = [str(row[0]) for row in found]
    if not near:
        raise LandingError("There are no customers yet: land their records and build.")
    if near[0] != customer_id:
        raise LandingError(f"There is no customer {customer_id}. Near: {', '.join(near)}.")
