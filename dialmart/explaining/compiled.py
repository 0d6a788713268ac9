"""Where a column of a model comes from, found in the SQL that dbt compiled for it.

DuckDB itself parses the SQL, and says of each expression where in the text it stands.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

Tree = dict[str, Any]
Columns = Callable[..., frozenset[str]]

_KEYS = frozenset({"customer_id", "as_of_date"})


@dataclass(frozen=True, slots=True)
class Events:
    """The events that an aggregate counts: those of which one of `values` is not null.

    relation: with its schema and the name that the SQL gives it. at: the moment of an event.
    """

    relation: str
    where: str
    at: str
    values: tuple[str, ...]
    function: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a column is computed from.

    steps: the expressions, the last one first; none where the column is only passed on. reads: the
    columns of relations that they read. events: those that are counted.
    """

    steps: tuple[str, ...]
    reads: tuple[tuple[str, str], ...]
    events: tuple[Events, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """An expression with the query that it is selected in and the CTEs which that can read."""

    item: Tree
    query: Tree
    ctes: dict[str, Tree]


@dataclass(frozen=True)
class Model:
    """The compiled SQL of a model.

    columns_of: gives the columns of a relation, in a schema if one is named; none of one that there
    is not. engine: parses.
    """

    name: str
    text: bytes
    root: Tree
    columns_of: Columns
    engine: duckdb.DuckDBPyConnection
    aggregates: frozenset[str]

    @classmethod
    def parsed(
        cls, name: str, sql: str, columns_of: Columns, engine: duckdb.DuckDBPyConnection
    ) -> Model | None:
        """A model from its SQL; none if that is no single query."""
        found = _statements(engine, sql)
        if len(found) != 1:
            return None
        functions = engine.execute(
            "select distinct function_name from duckdb_functions()"
            " where function_type = 'aggregate'"
        ).fetchall()
        aggregates = frozenset(str(row[0]) for row in functions)
        return cls(name, sql.encode(), found[0]["node"], columns_of, engine, aggregates)

    def origin(self, column: str) -> Origin | None:
        """Where a column comes from; none if that cannot be told.

        What the model does not give in the end is looked for in its CTEs, the last one first.
        """
        ctes = _ctes(self.root)
        for query in (self.root, *reversed(ctes.values())):
            found = self._find(query, column, ctes)
            if isinstance(found, _Place):
                return self._collected(found, column)
            if found:
                return Origin((), (found,), ())
        return None

    def _collected(self, place: _Place, column: str) -> Origin:
        steps: dict[str, None] = {}
        reads: dict[tuple[str, str], None] = {}
        events: dict[Events, None] = {}

        def collect(place: _Place, prefix: str) -> None:
            counted = self._events(place)
            text = self._step(place, counted)
            if prefix + text in steps:
                return
            steps[prefix + text] = None
            if counted:
                events[counted] = None
                return
            for alias, name in map(_reference, _references(place.item)):
                found = self._located(alias, name, place.query, place.ctes)
                if isinstance(found, _Place):
                    is_own = name != column and name in self.columns_of(self.name)
                    if is_own:
                        reads[self.name, name] = None
                    else:
                        collect(found, f"{alias}.{name}: " if alias else f"{name}: ")
                elif found and found[1] not in _KEYS:
                    reads[found] = None

        collect(place, "")
        return Origin(tuple(steps), tuple(reads), tuple(events))

    def _find(
        self, query: Tree, column: str, outer: dict[str, Tree]
    ) -> _Place | tuple[str, str] | None:
        """The expression behind a column of a query, or the column of a relation that it is."""
        if query["type"] != "SELECT_NODE":
            return None
        ctes = outer | _ctes(query)
        for item in query["select_list"]:
            if item["class"] != "STAR" and _name(item) == column:
                if item["class"] == "COLUMN_REF":
                    return self._located(*_reference(item), query, ctes)
                return _Place(item, query, ctes)
        for item in query["select_list"]:
            if item["class"] == "STAR" and column not in item["exclude_list"]:
                found = self._located(item["relation_name"] or None, column, query, ctes)
                if found:
                    return found
        return None

    def _located(
        self, alias: str | None, column: str, query: Tree, ctes: dict[str, Tree]
    ) -> _Place | tuple[str, str] | None:
        """What a reference in a query means."""
        for name, relation in _relations(query["from_table"]):
            if alias not in (None, name):
                continue
            if relation["type"] == "SUBQUERY":
                found = self._find(relation["subquery"]["node"], column, ctes)
            elif relation["type"] != "BASE_TABLE":
                continue
            elif not relation["schema_name"] and relation["table_name"] in ctes:
                # A CTE reads those before it.
                table = relation["table_name"]
                before = dict(list(ctes.items())[: list(ctes).index(table)])
                found = self._find(ctes[table], column, before)
            else:
                table = relation["table_name"]
                found = (
                    (table, column)
                    if column in self.columns_of(table, relation["schema_name"])
                    else None
                )
            if found:
                return found
        return None

    def _events(self, place: _Place) -> Events | None:
        """The events that an expression counts, if it counts rows of a relation of customers."""
        called = list(self._aggregates_in(place.item))
        relations = list(_relations(place.query["from_table"]))
        if not called or not place.query["group_expressions"] or len(relations) != 1:
            return None
        [(alias, relation)] = relations
        table = relation.get("table_name", "")
        columns = self.columns_of(table, relation.get("schema_name", ""))
        where = place.query["where_clause"]
        if not relation.get("schema_name") or "customer_id" not in columns or not where:
            return None
        times = [name for _, name in map(_reference, _references(where)) if name not in _KEYS]
        if "as_of_date" in columns or not times:
            return None
        values = dict.fromkeys(self._value(function) for function in called)
        return Events(
            f"{relation['schema_name']}.{table} as {alias}",
            self._text(where),
            times[0],
            tuple(values),
            called[0]["function_name"],
        )

    def _value(self, function: Tree) -> str:
        """What an aggregate takes of an event; 1 if it only counts."""
        arguments = function["arguments"]
        return self._text(arguments[0]["expression"]) if arguments else "1"

    def _aggregates_in(self, tree: Any) -> Iterator[Tree]:
        for part in _parts(tree):
            if part.get("class") == "FUNCTION" and part["function_name"] in self.aggregates:
                yield part

    def _step(self, place: _Place, counted: Events | None) -> str:
        """An expression and, of what counts events, which ones."""
        text = self._text(place.item)
        if counted is None:
            return text
        where = textwrap.indent(counted.where, "    ")
        return f"{text}\nfrom {counted.relation}\nwhere\n{where}"

    def _text(self, item: Tree) -> str:
        """The text of an expression, without the indent that it has in the model."""
        places = [
            (part["query_location"], part["query_location_length"])
            for part in _parts(item)
            if part.get("query_location", len(self.text)) < len(self.text)
        ]
        start = min((at for at, _ in places), default=0)
        end = max((at + length for at, length in places), default=0)
        first, *rest = self.text[start:end].decode().split("\n")
        text = "\n".join([first, textwrap.dedent("\n".join(rest))]) if rest else first
        if text and _statements(self.engine, f"select {text}"):
            return text
        return _written(self.engine, item)


def _statements(engine: duckdb.DuckDBPyConnection, sql: str) -> list[Tree]:
    """The parsed statements of a text; none if it is no SQL."""
    rows = engine.execute("select json_serialize_sql(?::varchar)", [sql]).fetchall()
    return list(json.loads(rows[0][0]).get("statements", []))


def _written(engine: duckdb.DuckDBPyConnection, item: Tree) -> str:
    """An expression as the engine writes it."""
    [statement] = _statements(engine, "select 1")
    statement["node"]["select_list"] = [{**item, "alias": ""}]
    whole = json.dumps({"error": False, "statements": [statement]})
    rows = engine.execute("select json_deserialize_sql(?::json)", [whole]).fetchall()
    return str(rows[0][0]).removeprefix("SELECT ")


def _ctes(query: Tree) -> dict[str, Tree]:
    return {cte["key"]: cte["value"]["query_node"] for cte in query["cte_map"]["map"]}


def _name(item: Tree) -> str:
    """What a column of a select list is called."""
    if item["alias"] or item["class"] != "COLUMN_REF":
        return str(item["alias"])
    return str(item["column_names"][-1])


def _reference(item: Tree) -> tuple[str | None, str]:
    """The relation that a reference names, if it does, and the column."""
    *relation, column = item["column_names"]
    return (str(relation[-1]) if relation else None), str(column)


def _references(tree: Any) -> Iterator[Tree]:
    """All columns that an expression names, in order."""
    return (part for part in _parts(tree) if part.get("class") == "COLUMN_REF")


def _parts(tree: Any) -> Iterator[Tree]:
    """A tree and all within it; subqueries are none of it."""
    if isinstance(tree, list):
        for part in tree:
            yield from _parts(part)
    elif isinstance(tree, dict) and tree.get("class") != "SUBQUERY":
        yield tree
        for part in tree.values():
            yield from _parts(part)


def _relations(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The relations of a FROM clause, each with what it is called there."""
    if tree["type"] == "JOIN":
        yield from _relations(tree["left"])
        yield from _relations(tree["right"])
    elif tree["type"] != "EMPTY":
        yield tree["alias"] or tree.get("table_name", ""), tree
