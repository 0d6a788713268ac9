"""Splits records that do not quote as CSV does, as exchanges and databases write them.

FreeSWITCH puts quotes around every field and leaves those within it as they are; MySQL writes a
backslash before them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_AS_IT_IS = "N"  # after a backslash: no value, which is read as such later


def split_loosely(line: str, delimiter: str, widths: Container[int]) -> list[str] | None:
    """The fields of a line whose quotes are not those of CSV; None if their number is wrong."""
    text = line.rstrip("\r\n")
    for fields in (_with_backslashes(text, delimiter), _as_they_are(text, delimiter)):
        if fields is not None and len(fields) in widths:
            return fields
    return None


def _with_backslashes(text: str, delimiter: str) -> list[str] | None:
    """Fields in which a backslash stands before a quote, or before itself."""
    if "\\" not in text:
        return None
    field = rf'(?:"((?:[^"\\]|\\.|"")*)"|([^"{re.escape(delimiter)}][^{re.escape(delimiter)}]*|))'
    pattern = re.compile(rf"{field}({re.escape(delimiter)}|\Z)", re.DOTALL)
    fields = []
    position, is_open = 0, True
    while is_open:
        found = pattern.match(text, position)
        if not found:
            return None
        quoted, plain, end = found.groups()
        fields.append(plain if quoted is None else _unescaped(quoted))
        position, is_open = found.end(), end != ""
    return fields


def _unescaped(quoted: str) -> str:
    text = quoted.replace('""', '"')
    return _ESCAPED.sub(lambda one: one[0] if one[1] == _AS_IT_IS else one[1], text)


def _as_they_are(text: str, delimiter: str) -> list[str] | None:
    """Fields that all have quotes around them, and whatever quotes inside."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return None
    return list(_parts(text[1:-1], f'"{delimiter}"'))


def _parts(text: str, separator: str) -> Iterator[str]:
    """The text between separators; a quote before one belongs to the text before it."""
    start = 0
    while (end := text.find(separator, start)) >= 0:
        yield text[start:end]
        start = end + len(separator)
    yield text[start:]
