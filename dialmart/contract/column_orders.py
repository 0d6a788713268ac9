"""The setting csv_columns: the order of columns in files that have no header."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from dialmart.contract.sources import Table, normal
from dialmart.errors import LandingError

PROJECT = Path("dbt_project.yml")

_EXAMPLE = "{csv_columns: {asterisk_cdr: [clid, src, dst, start, duration, billsec]}}"


def ordered(tables: dict[str, Table], given: dict[str, Any]) -> dict[str, Table]:
    """The tables with their columns in the order that csv_columns gives.

    given: the settings of this run; what they do not name is in dbt_project.yml, where dbt takes
    its settings from too. Raises LandingError if an order cannot be meant.
    """
    project = yaml.safe_load(PROJECT.read_text("utf-8")).get("vars") or {}
    orders = {**project, **given}.get("csv_columns") or {}
    if not isinstance(orders, dict):
        raise LandingError(f"csv_columns is no mapping of tables to columns, such as {_EXAMPLE}.")
    return tables | {name: _with(tables, name, order) for name, order in orders.items()}


def _with(tables: dict[str, Table], name: str, order: object) -> Table:
    possible = [table.name for table in tables.values() if table.csv.header != "present"]
    if name not in possible:
        raise LandingError(
            f"csv_columns names {name}. Files without a header: {', '.join(possible)}."
        )
    table = tables[name]
    columns = [normal(str(column)) for column in order] if isinstance(order, list) else []
    if not columns or not all(columns) or len(set(columns)) < len(columns):
        raise LandingError(
            f"csv_columns of {name} is no list of different columns, such as {_EXAMPLE}."
        )
    if missing := table.missing(columns):
        raise LandingError(
            f"csv_columns of {name} lacks {', '.join(missing)}. What is read of such a file: "
            f"{', '.join(table.column_names)}; others may stand between."
        )
    return replace(table, csv=replace(table.csv, columns=tuple(columns)))
