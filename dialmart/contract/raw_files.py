"""The files of the raw folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file of a table. name: relative to the raw path, with forward slashes, for all to see."""

    table: str
    name: str
    path: Path
    format: str  # csv | parquet
