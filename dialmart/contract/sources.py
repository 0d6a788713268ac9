"""The input contract, read from the source YAML of the dbt project: its one declaration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from dialmart.errors import LandingError

SOURCES = Path("models/staging")
_NUMBERS = {"integer", "bigint", "decimal", "double"}
HEADERS = ("present", "absent", "optional")

# What values of a type look like, for those columns of which nothing else is said.
_NUMBER = r"[+-]?[0-9]+([.][0-9]*)?"
_LOOKS = {
    "timestamp": r"[0-9]{9,16}([.][0-9]+)?|.*[0-9]{1,2}:[0-9]{2}.*",
    "double": _NUMBER,
    "integer": _NUMBER,
    "bigint": _NUMBER,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column.

    or_else: the column that may stand in for a required one. aliases: what some files call it.
    looks_like: the pattern of its values, by which it is recognised where no header names it.
    is_number: whether it is a number; is_money: whether that is an amount of money.
    """

    name: str
    required: bool
    or_else: str | None
    aliases: tuple[str, ...] = ()
    looks_like: str | None = None
    is_number: bool = False
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A known order of columns in files without a header, and what separates them there."""

    name: str
    columns: tuple[str, ...]
    delimiter: str


@dataclass(frozen=True, slots=True)
class CsvSettings:
    """How the CSV files of a table are written.

    header: present, absent or optional. short_rows: a record may leave out columns at its end.
    quotes: whether quotes enclose fields. loose_quotes: whether those within a field may stand
    there as they are, or after a backslash. columns: of a file without a header, in their order;
    none: the declared ones, unless it is in one of the other known orders.
    """

    header: str = "present"
    delimiter: str = ","
    short_rows: bool = False
    quotes: bool = True
    loose_quotes: bool = False
    columns: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An input table and its columns in their declared order.

    known_anywhere: the names of the columns of all tables.
    """

    name: str
    columns: tuple[Column, ...]
    csv: CsvSettings
    known_anywhere: frozenset[str] = frozenset()

    @property
    def column_names(self) -> list[str]:
        """The declared names in order."""
        return [column.name for column in self.columns]

    @property
    def known_names(self) -> set[str]:
        """The declared names and their aliases."""
        return _names(self.columns)

    @property
    def number_names(self) -> set[str]:
        """Those of numbers."""
        return _names(column for column in self.columns if column.is_number)

    @property
    def money_names(self) -> set[str]:
        """Those of amounts of money."""
        return _names(column for column in self.columns if column.is_money)

    def column(self, name: str) -> Column | None:
        """The column of a name or alias."""
        found = (column for column in self.columns if name in (column.name, *column.aliases))
        return next(found, None)

    @property
    def columns_without_header(self) -> list[str]:
        """The columns of a file without a header in their order."""
        return list(self.csv.columns) or self.column_names

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Those of a file's column names that are not declared, sorted."""
        return sorted(name for name in names if normal(name) not in self.known_names)

    def missing(self, names: Iterable[str]) -> list[str]:
        """The required columns that a file with these column names lacks."""
        present = {normal(name) for name in names}
        return [
            column.name
            for column in self.columns
            if column.required
            and present.isdisjoint({column.name, column.or_else, *column.aliases})
        ]


def _names(columns: Iterable[Column]) -> set[str]:
    return {name for column in columns for name in (column.name, *column.aliases)}


def normal(name: str) -> str:
    """The spelling by which column names are compared."""
    return name.strip().lower()


def read_tables(folder: Path = SOURCES) -> dict[str, Table]:
    """The input tables by name.

    Sources whose tables name files of their own (what landing writes) are no input.
    Raises LandingError if there is no source YAML, or one is not what it should be.
    """
    tables: dict[str, Table] = {}
    for path in sorted(folder.glob("*/_*__sources.yml")):
        try:
            declared = [
                _table(table)
                for source in yaml.safe_load(path.read_text("utf-8"))["sources"]
                for table in source["tables"]
                if "files" not in _meta(table)
            ]
        except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
            raise LandingError(f"{path} is no valid source declaration: {error!r}") from error
        for table in declared:
            if table.name in tables:
                raise LandingError(f"{path} declares {table.name} a second time.")
            tables[table.name] = table
    if not tables:
        raise LandingError(f"No source YAML under {folder}: run this in the project's folder.")
    known = frozenset(name for table in tables.values() for name in table.column_names)
    return {name: replace(table, known_anywhere=known) for name, table in tables.items()}


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    meta: dict[str, Any] = node.get("config", {}).get("meta", {})
    return meta


def _table(node: dict[str, Any]) -> Table:
    settings = dict(_meta(node).get("csv", {}))
    orders = settings.pop("orders", {})
    csv = CsvSettings(**settings)
    csv = replace(csv, orders=tuple(_order(name, order, csv) for name, order in orders.items()))
    if csv.header not in HEADERS:
        raise ValueError(f"header of {node['name']} must be one of {', '.join(HEADERS)}")
    if len(csv.delimiter) != 1 or not csv.delimiter.isascii():
        raise ValueError(f"delimiter of {node['name']} must be one ASCII character")
    return Table(node["name"], tuple(_column(column) for column in node["columns"]), csv)


def _column(node: dict[str, Any]) -> Column:
    meta = _meta(node)
    required = bool(meta.get("required", False))
    data_type = node.get("data_type", "string")
    return Column(
        node["name"],
        required,
        meta.get("or_else"),
        tuple(meta.get("aliases", ())),
        meta.get("looks_like", _LOOKS.get(data_type)),
        is_number=data_type.partition("(")[0] in _NUMBERS,
        is_money=meta.get("kind") == "money",
    )


def _order(name: str, order: dict[str, Any], csv: CsvSettings) -> Order:
    return Order(name, tuple(order["columns"]), order.get("delimiter", csv.delimiter))
