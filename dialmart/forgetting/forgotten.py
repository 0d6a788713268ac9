"""Who has been forgotten: keyed hashes of ids and of numbers with the time they were held."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dialmart.warehouse.durable import replacing

_SCHEMA = pa.schema(
    [
        ("name_hash", pa.string()),
        ("held_from", pa.timestamp("us")),
        ("held_until", pa.timestamp("us")),
    ]
)
_ALWAYS = (datetime(1, 1, 1), datetime(9999, 12, 31))


class Forgotten(NamedTuple):
    """An id or a number, by its hash, from one moment until another."""

    name_hash: str
    held_from: datetime = _ALWAYS[0]
    held_until: datetime = _ALWAYS[1]


def read_forgotten(path: Path) -> list[Forgotten]:
    """The list, empty if there is none."""
    if not path.exists():
        return []
    return [Forgotten(**row) for row in pq.read_table(path, partitioning=None).to_pylist()]


def add_forgotten(path: Path, more: list[Forgotten]) -> None:
    """Adds to the list in one step; periods of one name that meet become one."""
    merged: list[Forgotten] = []
    for one in sorted({*read_forgotten(path), *more}):
        last = merged[-1] if merged else None
        if last and last.name_hash == one.name_hash and one.held_from <= last.held_until:
            merged[-1] = last._replace(held_until=max(last.held_until, one.held_until))
        else:
            merged.append(one)
    with replacing(path) as temporary:
        rows = [one._asdict() for one in merged]
        pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), temporary)
