"""What a column of a model is computed from, found in the model's compiled SQL.

DuckDB itself parses the SQL; where it says of an expression stands in the text, that text is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a column comes from.

    sql: the expression, or none if it is a column of the relation `relation`, passed on.
    reads: the columns that it reads, as (relation, column); those of CTEs are followed, up to
    what is a column of the model itself, whose relation is empty.
    """

    sql: str | None
    reads: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The compiled SQL of a model and its parsed form."""

    text: bytes
    root: Tree
    columns: frozenset[str]

    @classmethod
    def parsed(cls, sql: str, columns: Iterable[str] = ()) -> Model | None:
        """A model from its SQL; none if the SQL is no single query. columns: what it gives."""
        with duckdb.connect() as connection:
            query = "select json_serialize_sql(?::varchar)"
            rows = connection.execute(query, [sql]).fetchall()
        found = json.loads(rows[0][0])
        statements = found.get("statements", [])
        if len(statements) != 1:
            return None
        return cls(sql.encode(), statements[0]["node"], frozenset(columns))

    def origin(self, column: str) -> Origin | None:
        """Where a column of the model comes from; none if that cannot be told.

        What the model does not give in the end is looked for in its CTEs, the last one first.
        """
        ctes: dict[str, Tree] = {}
        for cte in self.root["cte_map"]["map"]:
            ctes[cte["key"]] = cte["value"]["query_node"]
        for query in (self.root, *reversed(ctes.values())):
            if found := self._in_query(query, column, ctes):
                return found
        return None

    def _in_query(self, node: Tree, column: str, outer: dict[str, Tree]) -> Origin | None:
        ctes = outer | {cte["key"]: cte["value"]["query_node"] for cte in node["cte_map"]["map"]}
        if node["type"] == "SET_OPERATION_NODE":
            branches = node.get("children") or [node["left"], node["right"]]
            return self._in_query(branches[0], column, ctes)
        if node["type"] != "SELECT_NODE":
            return None
        relations = list(_relations(node["from_table"]))
        for item in node["select_list"]:
            if _name(item) == column and item["class"] != "STAR":
                return self._of_expression(item, relations, ctes)
        for item in node["select_list"]:
            if item["class"] == "STAR" and column not in item["exclude_list"]:
                named = item["relation_name"]
                among = [pair for pair in relations if named in ("", pair[0])]
                for _, relation in among:
                    if found := self._passed_on(relation, column, ctes, len(among) == 1):
                        return found
        return None

    def _of_expression(
        self, item: Tree, relations: list[tuple[str, Tree]], ctes: dict[str, Tree]
    ) -> Origin | None:
        if item["class"] == "COLUMN_REF":
            alias, column = _reference(item)
            for name, relation in relations:
                if alias in (None, name) and (
                    found := self._passed_on(
                        relation, column, ctes, alias is not None or len(relations) == 1
                    )
                ):
                    return found
            return None
        reads: dict[tuple[str, str], None] = {}
        for reference in _references(item):
            alias, column = _reference(reference)
            for name, relation in relations:
                if alias in (None, name):
                    is_sure = alias is not None or len(relations) == 1
                    found = self._passed_on(relation, column, ctes, is_sure)
                    if found:
                        is_own = found.sql is not None and column in self.columns
                        reads.update(dict.fromkeys([("", column)] if is_own else found.reads))
                        break
        return Origin(self._text(item), tuple(reads))

    def _passed_on(
        self, relation: Tree, column: str, ctes: dict[str, Tree], is_sure: bool
    ) -> Origin | None:
        """Where a column of a relation comes from: a CTE, a subquery or another model."""
        if relation["type"] == "SUBQUERY":
            return self._in_query(relation["subquery"]["node"], column, ctes)
        if relation["type"] != "BASE_TABLE":
            return None
        name = relation["table_name"]
        if not relation["schema_name"] and name in ctes:
            inner = {key: query for key, query in ctes.items() if key != name}
            return self._in_query(ctes[name], column, inner)
        return Origin(None, ((name, column),)) if is_sure else None

    def _text(self, item: Tree) -> str:
        """The text of an expression, without the indent that it has in the model."""
        start, length = item["query_location"], item["query_location_length"]
        places = [
            (inner["query_location"], inner["query_location_length"])
            for inner in _inner(item)
            if inner["query_location"] < len(self.text)
        ]
        if any(at < start or at + long > start + length for at, long in places):
            return self._written_anew(item)
        before = self.text[:start].rsplit(b"\n", 1)[-1]
        indent = len(before) - len(before.lstrip())
        first, *rest = self.text[start : start + length].decode().split("\n")
        return "\n".join(
            [first, *(line[min(indent, len(line) - len(line.lstrip())) :] for line in rest)]
        )

    def _written_anew(self, item: Tree) -> str:
        """An expression whose place in the text is not known."""
        empty = {"type": "EMPTY", "alias": "", "sample": None, "query_location": 0}
        select = {**_PLAIN, "select_list": [{**item, "alias": ""}], "from_table": empty}
        statement = {"error": False, "statements": [{"node": select, "named_param_map": []}]}
        with duckdb.connect() as connection:
            query = "select json_deserialize_sql(?::json)"
            rows = connection.execute(query, [json.dumps(statement)]).fetchall()
        return str(rows[0][0]).removeprefix("SELECT ")


_PLAIN: Tree = {
    "type": "SELECT_NODE",
    "modifiers": [],
    "cte_map": {"map": []},
    "where_clause": None,
    "group_expressions": [],
    "group_sets": [],
    "aggregate_handling": "STANDARD_HANDLING",
    "having": None,
    "sample": None,
    "qualify": None,
}


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
    """All columns that an expression names, in order; not those of subqueries."""
    if isinstance(tree, list):
        for part in tree:
            yield from _references(part)
    elif isinstance(tree, dict):
        if tree.get("class") == "COLUMN_REF":
            yield tree
        elif tree.get("class") != "SUBQUERY":
            for part in tree.values():
                yield from _references(part)


def _inner(tree: Any) -> Iterator[Tree]:
    """An expression and all within it that have a place in the text."""
    if isinstance(tree, list):
        for part in tree:
            yield from _inner(part)
    elif isinstance(tree, dict):
        if "query_location_length" in tree:
            yield tree
        for part in tree.values():
            yield from _inner(part)


def _relations(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """The relations of a FROM clause, each with what it is called there."""
    if tree["type"] == "JOIN":
        yield from _relations(tree["left"])
        yield from _relations(tree["right"])
    elif tree["type"] != "EMPTY":
        yield tree["alias"] or tree.get("table_name", ""), tree
