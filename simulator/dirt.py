"""Plants dirt: copies, new versions, late rows, unusable and odd rows, at stated rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from simulator.recipes import RECIPES, Override, Recipe
from simulator.settings import Settings
from simulator.truth import Planted, Truth

# Share of the rows of a file that suffers each kind; at least one row of a file's first part.
RATES = {
    "exact_duplicate": 0.0006,
    "exact_duplicate_elsewhere": 0.0003,
    "superseded": 0.0004,
    "conflict": 0.0002,
    "conflict_without_version": 0.0002,
    "late": 0.0004,
    "missing": 0.0001,  # of each required column
    "spoiled": 0.0001,  # of each kind
    "blurred": 0.0002,  # of each kind
}
LEAST_ROWS = 40  # parts with fewer rows stay clean


@dataclass
class Dirt:
    """Makes the additional rows of every file and tells the truth about them."""

    settings: Settings
    truth: Truth
    _here: dict[str, list[pa.Table]] = field(default_factory=lambda: defaultdict(list))
    _next: dict[str, list[pa.Table]] = field(default_factory=lambda: defaultdict(list))
    _made: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def updated_at(self) -> datetime:
        """When corrected versions of rows were made: the last evening."""
        return datetime.combine(self.settings.end, time(22))

    def plant(self, table: str, file: str, later: str | None, part: pa.Table, index: int) -> None:
        """Derive dirt from a part of a file; `later` is the table's next file, if there is one."""
        recipe = RECIPES.get(table)
        if recipe is None or part.num_rows < LEAST_ROWS:
            return
        rng = self.settings.rng(f"dirt of {file}", index)
        _Part(self, recipe, table, file, later, part, rng, first=index == 0).plant()

    def collect(self, table: str, has_next: bool) -> pa.Table | None:
        """The rows to append to the current file; moves on to the next file of the table."""
        rows = self._here.pop(table, [])
        if has_next and table in self._next:
            self._here[table] = self._next.pop(table)
        return pa.concat_tables(rows) if rows else None

    def add(self, table: str, rows: pa.Table, is_later: bool) -> None:
        """Keep rows for the current file or for the next one."""
        (self._next if is_later else self._here)[table].append(rows)

    def names(self, table: str, count: int) -> list[str]:
        """New identifiers that no honest row of the table bears."""
        start = self._made[table]
        self._made[table] += count
        return [f"X{number:09d}" for number in range(start, start + count)]


@dataclass
class _Part:
    """The dirt of one part of one file."""

    dirt: Dirt
    recipe: Recipe
    table: str
    file: str
    later: str | None
    part: pa.Table
    rng: np.random.Generator
    first: bool

    def plant(self) -> None:
        recipe, elsewhere = self.recipe, self.later is not None
        touched = self._touched(
            (
                "exact_duplicate",
                "exact_duplicate_elsewhere",
                "superseded",
                "conflict_without_version",
            )
        )
        self._put("exact_duplicate", "duplicate", next(touched))
        copied = next(touched)
        if elsewhere:
            self._put("exact_duplicate_elsewhere", "duplicate", copied, is_later=True)
        newer, rival = next(touched), next(touched)
        if recipe.another and recipe.key:
            self._supersede(newer)
            changed = override(rival, recipe.another)
            self._put("conflict_without_version", "duplicate", changed)
        if recipe.is_event:
            versions = override(self._fresh("conflict"), {"updated_at": self.dirt.updated_at})
            self._put("", "accepted", versions)
            self._put("conflict", "duplicate", override(versions, recipe.another))
            if elsewhere:
                self._put("late", "accepted", self._fresh("late"), is_later=True)
        for column in recipe.missing:
            self._put(
                f"missing_{column}", "rejected", override(self._fresh("missing"), {column: None})
            )
        for kind, spoiling in recipe.spoiled.items():
            self._put(kind, "rejected", override(self._fresh("spoiled"), spoiling))
        for kind, blurring in recipe.blurred.items():
            self._put(kind, "accepted", override(self._fresh("blurred"), blurring))

    def _count(self, kind: str) -> int:
        expected = RATES[kind] * self.part.num_rows
        return max(int(expected), int(self.first)) + int(self.rng.random() < expected % 1)

    def _touched(self, kinds: tuple[str, ...]) -> Iterator[pa.Table]:
        """Honest rows for the kinds that touch one; no row is touched twice."""
        counts = [self._count(kind) for kind in kinds]
        chosen = self.rng.choice(self.part.num_rows, sum(counts), replace=False)
        for rows in np.split(chosen, np.cumsum(counts)[:-1]):
            yield plain(self.part.take(pa.array(rows)))

    def _fresh(self, kind: str) -> pa.Table:
        """Copies of honest rows under new identifiers."""
        count = self._count(kind)
        rows = plain(self.part.take(pa.array(self.rng.integers(0, self.part.num_rows, count))))
        if self.recipe.key is None:
            return rows
        names = pa.array(self.dirt.names(self.table, count), pa.string())
        place = rows.schema.get_field_index(self.recipe.key)
        return override(rows.set_column(place, self.recipe.key, names), self.recipe.fresh)

    def _supersede(self, base: pa.Table) -> None:
        """A newer version, in the next file where there is one; the honest row gives way."""
        elsewhere = self.later is not None
        newer = override(base, {**self.recipe.another, "updated_at": self.dirt.updated_at})
        self.dirt.add(self.table, newer, elsewhere)
        self._record("superseded", "duplicate", base, self.file, self.later if elsewhere else None)

    def _put(self, kind: str, outcome: str, rows: pa.Table, is_later: bool = False) -> None:
        self.dirt.add(self.table, rows, is_later)
        if not kind:
            return
        file = self.later if is_later and self.later else self.file
        twin = self.file if kind == "exact_duplicate_elsewhere" else None
        self._record(kind, outcome, rows, file, twin)

    def _record(self, kind: str, outcome: str, rows: pa.Table, file: str, twin: str | None) -> None:
        key = self.recipe.key
        names = rows[key].to_pylist() if key else [None] * rows.num_rows
        for name in names:
            self.dirt.truth.planted.append(Planted(self.table, file, kind, outcome, name, twin))


def plain(table: pa.Table) -> pa.Table:
    """The same table without dictionary encoding."""
    for place, column in enumerate(table.schema):
        if pa.types.is_dictionary(column.type):
            values = table.column(place).cast(column.type.value_type)
            table = table.set_column(place, column.name, values)
    return table


def override(table: pa.Table, constants: Override) -> pa.Table:
    """The table with some columns set to constants of their own type."""
    for name, value in constants.items():
        place = table.schema.get_field_index(name)
        kind = table.schema.field(place).type
        scalar = pa.scalar(_typed(value, kind), kind)
        table = table.set_column(place, name, pa.repeat(scalar, table.num_rows))
    return table


def _typed(value: Any, kind: pa.DataType) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if pa.types.is_timestamp(kind):
        return datetime.fromisoformat(value)
    if pa.types.is_date(kind):
        return date.fromisoformat(value)
    return Decimal(value) if pa.types.is_decimal(kind) else value
