"""What a reader makes of a file: records in columns, and those that it sets aside and why."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

ROW_NUMBER = "row_number"

BROKEN_QUOTING = "broken_quoting"
DAMAGED = "damaged_file"
DUPLICATE_HEADER = "duplicate_header"
NO_KNOWN_COLUMN = "no_known_column"
REPEATED_HEADER = "repeated_header"
TOO_LONG = "line_too_long"
TRUNCATED = "truncated_file"
UNDECODABLE = "undecodable_bytes"
UNREADABLE = "unreadable_file"
WRONG_FIELD_COUNT = "wrong_field_count"


@dataclass(frozen=True, slots=True)
class Unparseable:
    """A record that is set aside. row_number: its first line, or its row, in the file from 1."""

    row_number: int
    reason: str
    raw_record: str


@dataclass(slots=True)
class Batch:
    """Some records of a file: columns and `row_number`, and those set aside."""

    records: pa.Table | None = None
    unparseable: list[Unparseable] = field(default_factory=list)
