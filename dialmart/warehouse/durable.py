"""Files that are there complete or not at all, whenever the process is killed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

TEMPORARY = ".tmp"


def flush(path: Path) -> None:
    """Forces a file's bytes, or a folder's entries, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(temporary: Path, path: Path) -> None:
    """Gives a complete file its name, in place of one that had it."""
    flush(temporary)
    os.replace(temporary, path)
    flush(path.parent)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path to write to; it becomes `path` if the block ends without an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        yield temporary
        move(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


class ParquetTarget(AbstractContextManager["ParquetTarget"]):
    """A Parquet file written in batches; without any batch there is no such file afterwards.

    check: called with the complete file before it gets its name, which an error keeps it from.
    """

    def __init__(self, path: Path, check: Callable[[Path], None] = lambda _: None) -> None:
        self._path = path
        self._check = check
        self._open = ExitStack()
        self._writer: pq.ParquetWriter | None = None

    def write(self, batch: pa.Table) -> None:
        """Appends a batch as one row group; the first one fixes the schema."""
        if self._writer is None:
            temporary = self._open.enter_context(replacing(self._path))
            self._open.push(lambda kind, *_: self._check(temporary) if kind is None else None)
            self._writer = self._open.enter_context(pq.ParquetWriter(temporary, batch.schema))
        self._writer.write_table(batch)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._writer is None:
            self._path.unlink(missing_ok=True)
        self._open.__exit__(kind, error, traceback)
