"""Takes single records out of a raw file, the others staying byte for byte as they are."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dialmart.contract.sources import Table, normal
from dialmart.errors import LandingError
from dialmart.privacy.personal import masked
from dialmart.reading.csv_header import read_header
from dialmart.reading.csv_records import ANY_WIDTH, Dialect, lines_of, split_records

_GZIP = b"\x1f\x8b"
_MARK_AS_LATIN = codecs.BOM_UTF8.decode("latin-1")


@dataclass(slots=True)
class Scrub:
    """What has to change in a file.

    rows: the records to remove, by line (CSV, the first of the record) or row (Parquet), from 1.
    cells: by record and column, the text to put in place of what is there.
    """

    rows: set[int] = field(default_factory=set)
    cells: dict[tuple[int, str], str] = field(default_factory=dict)


def scrubbed(path: Path, target: Path, table: Table, kind: str, scrub: Scrub) -> None:
    """Writes a file anew without some records, compressed and encoded as it was.

    Raises LandingError if it is damaged.
    """
    try:
        if kind == "parquet":
            _scrub_parquet(path, target, scrub)
        else:
            _scrub_csv(path, target, table, scrub)
    except (EOFError, zlib.error, pa.ArrowException) as error:
        raise LandingError(
            f"{masked(path.name)} is damaged and cannot be rewritten: put a whole one in its"
            " place, or remove it; then build, and begin again."
        ) from error


def _scrub_csv(path: Path, target: Path, table: Table, scrub: Scrub) -> None:
    content = path.read_bytes()
    is_compressed = content.startswith(_GZIP)
    if is_compressed:
        content = gzip.decompress(content)
    encoding = _encoding(content)
    lines = lines_of(content.decode(encoding, "surrogatepass"))
    kept = "".join(_kept(lines, table, scrub)).encode(encoding, "surrogatepass")
    target.write_bytes(gzip.compress(kept, mtime=0) if is_compressed else kept)


def _encoding(content: bytes) -> str:
    """An encoding in which lines, quotes and delimiters are found, and bytes come back.

    Latin-1 has a character for each byte; encodings other than UTF-16 and 32 have these in ASCII.
    """
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32-le" if content.startswith(codecs.BOM_UTF32_LE) else "utf-32-be"
    if content.startswith(codecs.BOM_UTF16_LE) or content[1:2] == b"\0":
        return "utf-16-le"
    if content.startswith(codecs.BOM_UTF16_BE) or content[:1] == b"\0":
        return "utf-16-be"
    return "latin-1"


def _kept(lines: list[str], table: Table, scrub: Scrub) -> Iterator[str]:
    begin = [line.removeprefix(_MARK_AS_LATIN) for line in lines[:1]] + lines[1:]
    header = read_header(begin, table, True)
    columns = [normal(name) for name in header.columns] if header else []
    delimiter = header.delimiter if header else table.csv.delimiter
    dialect = Dialect(delimiter, ANY_WIDTH, table.csv.quotes)
    changed = {row for row, _ in scrub.cells}
    position = 0
    while position < len(lines):
        row = position + 1
        if row not in scrub.rows and row not in changed:
            yield lines[position]
            position += 1
            continue
        # At most a hundred lines belong to a record.
        record = next(split_records(lines[position : position + 100], dialect, True))
        position += record.stop
        if row in scrub.rows:
            continue
        fields = list(record.fields or [])
        for (where, column), text in scrub.cells.items():
            if where == row and column in columns and columns.index(column) < len(fields):
                fields[columns.index(column)] = text
        ending = "\r\n" if lines[position - 1].endswith("\r\n") else lines[position - 1][-1:]
        written = io.StringIO()
        csv.writer(written, delimiter=dialect.delimiter, lineterminator=ending).writerow(fields)
        yield written.getvalue()


def _scrub_parquet(path: Path, target: Path, scrub: Scrub) -> None:
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        spelling = {normal(name): index for index, name in enumerate(schema.names)}
        codec = "SNAPPY"
        if file.metadata.num_row_groups and schema.names:
            codec = file.metadata.row_group(0).column(0).compression
        with pq.ParquetWriter(target, schema, compression=codec) as writer:
            first = 1
            for batch in file.iter_batches():
                block = pa.Table.from_batches([batch], schema)
                rows = range(first, first + block.num_rows)
                first = rows.stop
                for name in {column for row, column in scrub.cells if row in rows}:
                    index = spelling[name]
                    values = block.column(index).to_pylist()
                    for (row, column), text in scrub.cells.items():
                        if column == name and row in rows:
                            values[row - rows.start] = _typed(text, schema.field(index).type)
                    changed = pa.array(values, schema.field(index).type)
                    block = block.set_column(index, schema.field(index), changed)
                keep = pa.array([row not in scrub.rows for row in rows])
                writer.write_table(block.filter(keep))


def _typed(text: str, kind: pa.DataType) -> str | int | float:
    if pa.types.is_integer(kind):
        return int(text.lstrip("+"))
    return float(text.lstrip("+")) if pa.types.is_floating(kind) else text
