"""Splits CSV text into records, strictly, and without letting a broken one cost its neighbours."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from dialmart.reading.loose_quotes import split_loosely

MOST_LINES = 100  # of one record
ANY_WIDTH = range(1, 1 << 31)

csv.field_size_limit(sys.maxsize)


class Record(NamedTuple):
    """Lines `start` up to `stop`; fields: [] for a blank line, None if its quoting is broken."""

    start: int
    stop: int
    fields: list[str] | None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How records are written.

    widths: the numbers of fields that a record may have. quotes: whether they enclose fields.
    loose_quotes: whether those within a field may stand there as they are.
    """

    delimiter: str
    widths: Container[int]
    quotes: bool = True
    loose_quotes: bool = False


def lines_of(text: str) -> list[str]:
    r"""The lines of a text with their ends: \n, \r\n or \r, mixed as it comes."""
    return io.StringIO(text, newline="").readlines()


def split_records(lines: list[str], dialect: Dialect, is_last: bool) -> Iterator[Record]:
    """The records of lines, each line in exactly one of them.

    Of a record with broken quoting only the first line is given up, and reading goes on with the
    next: a quote that is not closed, one closed in the middle of a field, a record of more than
    MOST_LINES lines, or of several lines and a wrong number of fields. Where quotes may be loose,
    that line is read by itself, if it then has as many fields as the records before it. Unless the
    lines are the last ones, an unfinished record at their end is left out.
    """
    start = stop = 0
    wants_more = False
    usual: Container[int] = dialect.widths

    def ahead() -> Iterator[str]:
        nonlocal stop, wants_more
        while stop < len(lines) and stop - start < MOST_LINES:
            stop += 1
            yield lines[stop - 1]
        wants_more = stop == len(lines)

    while start < len(lines):
        stop, wants_more = start, False
        try:
            for fields in csv.reader(
                ahead(),
                delimiter=dialect.delimiter,
                quoting=csv.QUOTE_MINIMAL if dialect.quotes else csv.QUOTE_NONE,
                strict=True,
            ):
                if stop - start > 1 and len(fields) not in dialect.widths:
                    raise csv.Error
                if dialect.loose_quotes and fields and len(fields) not in usual:
                    fields = split_loosely(lines[start], dialect.delimiter, usual) or fields
                elif fields:
                    usual = (len(fields),)
                yield Record(start, stop, fields)
                start = stop
        except csv.Error:
            if wants_more and not is_last:
                return
            loose = None
            if dialect.loose_quotes:
                loose = split_loosely(lines[start], dialect.delimiter, usual)
            yield Record(start, start + 1, loose)
            start += 1


def split_plainly(text: str, names: list[str], dialect: Dialect) -> pa.Table | None:
    """Text columns of text in which every line is plainly one record; None for any other text.

    Without NULs, undecodable bytes, blank lines and lone carriage returns, with quotes only
    around whole fields of one line, and with the same number of fields in every line, there is
    only one way to split CSV, and a much faster one. Empty fields are null.
    """
    if "\0" in text or text.startswith(("\n", "\r", "\ufeff")):
        return None
    if "\r" in text:
        if text.count("\r") != text.count("\r\n"):
            return None
        text = text.replace("\r\n", "\n")
    if "\n\n" in text or not text:
        return None
    try:
        encoded = text.encode()
        has_quotes = dialect.quotes and '"' in text
        if has_quotes and not _quotes_whole_fields(encoded, dialect.delimiter):
            return None
        return pa_csv.read_csv(
            pa.BufferReader(encoded),
            pa_csv.ReadOptions(column_names=names, block_size=len(encoded)),
            pa_csv.ParseOptions(
                delimiter=dialect.delimiter, quote_char='"' if has_quotes else False
            ),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except (UnicodeEncodeError, pa.ArrowInvalid):
        return None


def _quotes_whole_fields(text: bytes, delimiter: str) -> bool:
    """Whether quotes come in pairs around a whole field each, without a line end inside.

    Of the quotes in order, the first, third and so on begin a field or continue a doubled quote,
    the others end a field or begin a doubled quote, and before every line end their number is
    even. By induction that is how the csv module reads them too.
    """
    padded = np.frombuffer(b"\n" + text, np.uint8)
    quotes = np.flatnonzero(padded == ord('"'))
    if len(quotes) % 2 or quotes[-1] + 1 == len(padded):
        return False
    neighbours = (ord("\n"), ord(delimiter), ord('"'))
    line_ends = np.flatnonzero(padded == ord("\n"))
    return bool(
        np.isin(padded[quotes[0::2] - 1], neighbours).all()
        and np.isin(padded[quotes[1::2] + 1], neighbours).all()
        and not (np.searchsorted(quotes, line_ends) % 2).any()
    )
