"""Finds out whether the numbers of a file have a decimal comma or a decimal point."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

COMMA, POINT = ",", "."

_LOOKED_AT = 1000  # of a batch without any comma in its numbers


class DecimalMarks:
    """Looks at the numbers of a file as they come.

    12,5 can only be a decimal comma, 1,234.5 only a decimal point; 1,234 can be both.
    """

    def __init__(self) -> None:
        self._found: set[str] = set()
        self._has_comma = False

    def look(self, columns: Iterable[pa.ChunkedArray]) -> None:
        """Looks at columns of text that hold numbers."""
        for column in columns:
            has_comma = _any(pc.match_substring(column, COMMA))
            self._has_comma |= has_comma
            looked_at = column if has_comma else column.slice(0, _LOOKED_AT)
            for mark in {COMMA, POINT} - self._found:
                if _any(pc.match_substring_regex(looked_at, _only(mark))):
                    self._found.add(mark)

    @property
    def mark(self) -> str | None:
        """The mark, if numbers have a comma at all and all agree on what it means."""
        return next(iter(self._found)) if self._has_comma and len(self._found) == 1 else None

    @property
    def note(self) -> str | None:
        """What the owner of the file would like to know about it."""
        if not self._has_comma:
            return None
        if self.mark == COMMA:
            return "writes decimals with a comma, and is read so"
        if self.mark == POINT:
            return "writes thousands with a comma, and is read so"
        return (
            "has numbers with a comma that can be read in two ways, so that they are not read "
            "(the setting decimal_mark says how)"
        )


def _only(mark: str) -> str:
    """The pattern of numbers that have a mark for decimals and for nothing else."""
    other = COMMA if mark == POINT else POINT
    thousands = rf"[0-9]{{1,3}}([{other}][0-9]{{3}})+"
    return (
        rf"^\s*[+-]?(([0-9]*|{thousands})[{mark}]([0-9]{{1,2}}|[0-9]{{4,}})"
        rf"|{thousands}[{mark}][0-9]+|[0-9]{{1,3}}([{other}][0-9]{{3}}){{2,}}|0*[{mark}][0-9]+)\s*$"
    )


def _any(matches: pa.ChunkedArray) -> bool:
    return bool(pc.any(matches).as_py())
