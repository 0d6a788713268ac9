"""Recognises in which order the columns of a file without a header stand, by what is in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialmart.contract.sources import Column, Order, Table

AS_DECLARED = "as declared"

_ENOUGH = 0.9  # of the records must look as an order has it
_NOTHING = {"", "\\N", "NULL"}


def recognised(samples: dict[str, list[list[str]]], table: Table) -> Order | None:
    """The known order that some records are in, None if they are in none.

    samples: records by the delimiter that they are split with. The declared order comes first; of
    the others the one that most records agree with, and of those the one with most values.
    """
    declared = Order(AS_DECLARED, tuple(table.column_names), table.csv.delimiter)
    best: tuple[float, int] = (0, 0)
    found = None
    for order in (declared, *table.csv.orders):
        agreement = _agreement(samples.get(order.delimiter, []), order, table)
        if agreement[0] >= _ENOUGH and agreement > best:
            best, found = agreement, order
    return found


def _agreement(records: Sequence[list[str]], order: Order, table: Table) -> tuple[float, int]:
    """The share of records that an order can be meant for, and how many values speak for it."""
    columns = [table.column(name) for name in order.columns]
    known = [_values(record, columns) for record in records]
    agreeing = [values for values in known if values is not None]
    return (len(agreeing) / len(records) if records else 0, sum(agreeing))


def _values(record: list[str], columns: Sequence[Column | None]) -> int | None:
    """How many values of a record look like those of their columns; None if one does not."""
    if len(record) > len(columns):
        return None
    alike = 0
    for position, column in enumerate(columns):
        value = record[position].strip() if position < len(record) else ""
        if value in _NOTHING:
            if column and column.required:
                return None
        elif column and column.looks_like:
            if not re.fullmatch(column.looks_like, value):
                return None
            alike += 1
    return alike
