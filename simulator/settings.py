"""Arguments of a simulation, its calendar and its sources of randomness."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

DAY = 86_400
HOUR = 3_600
NEVER_DAY = 200_000  # beyond any date that is written; becomes null in a file
NEVER = NEVER_DAY * DAY
DEFAULT_END = date(2026, 9, 30)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


@dataclass(frozen=True)
class Month:
    """One simulated calendar month, or the part of it before the end of the simulation."""

    index: int
    label: str  # 2025-04
    start: int  # first day, in days since 1970
    days: int

    @property
    def until(self) -> int:
        """The day after the last day."""
        return self.start + self.days

    @property
    def middle(self) -> float:
        """The middle of the month in days since 1970."""
        return self.start + self.days / 2


@dataclass(frozen=True)
class Settings:
    """Everything that determines the output; equal settings give equal bytes."""

    customers: int
    months: int
    seed: int
    end: date = DEFAULT_END
    calls_per_customer_month: float = 28.0
    only: tuple[str, ...] = ()
    connectors: bool = False

    @property
    def end_day(self) -> int:
        """The day after the last simulated one, in days since 1970."""
        return day_number(self.end) + 1

    @property
    def first_day(self) -> int:
        """The first simulated day, in days since 1970."""
        return self.calendar()[0].start

    def calendar(self) -> list[Month]:
        """The simulated months, oldest first; the last one ends with `end`."""
        ordinal = self.end.year * 12 + self.end.month - self.months
        found = []
        for index in range(self.months):
            year, month = divmod(ordinal + index, 12)
            first = date(year, month + 1, 1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            start = day_number(first)
            days = day_number(min(last, self.end)) + 1 - start
            found.append(Month(index, f"{first:%Y-%m}", start, days))
        return found

    def rng(self, name: str, *path: int) -> np.random.Generator:
        """An own stream for every name and path, so that no table disturbs another."""
        key = (zlib.crc32(name.encode()), *path)
        seed = np.random.SeedSequence(self.seed, spawn_key=key)
        return np.random.Generator(np.random.SFC64(seed))

    def wants(self, table: str) -> bool:
        """Whether a table is to be written."""
        return not self.only or table in self.only
