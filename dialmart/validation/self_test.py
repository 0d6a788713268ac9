"""Plants the defect of every expectation into a copy of a work file and looks who notices."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dialmart.validation.suites import read_defects
from dialmart.validation.validation import opened

SUITES = ("landed", "events", "marts")


@dataclass(frozen=True, slots=True)
class Planted:
    """A defect, planted for one expectation, and who in its suite noticed it."""

    suite: str
    name: str
    noticed_by: tuple[str, ...]

    @property
    def is_noticed(self) -> bool:
        """Whether the expectation noticed what was planted for it."""
        return self.name in self.noticed_by

    def line(self) -> str:
        """What a person reads about it."""
        others = ", ".join(name for name in self.noticed_by if name != self.name)
        also = f" (also: {others})" if others else ""
        return f"{'noticed' if self.is_noticed else 'MISSED':8} {self.suite}.{self.name}{also}"


def self_test(work: Path, folder: Path) -> Iterator[Planted]:
    """Plants the defects one by one; each is rolled back before the next.

    The copy lies beside the work file, for it holds the same. folder: for what is left of the
    checks, until the end. To notice is not to hold, in another way than before.
    """
    copy = work.with_name(work.name + ".self_test")
    shutil.copy(work, copy)
    try:
        with opened(copy, folder, access_mode="read_write") as warehouse:
            for suite in SUITES:
                before = {one.name: one for one in warehouse.check(suite)}
                for name, defect in read_defects(suite).items():
                    connection = warehouse.connection
                    connection.exec_driver_sql(defect)
                    after = warehouse.check(suite)
                    connection.rollback()
                    changed = (one for one in after if one != before[one.name])
                    noticed = (one.name for one in changed if one.status in ("warns", "fails"))
                    yield Planted(suite, name, tuple(noticed))
    finally:
        copy.unlink()
        shutil.rmtree(folder, ignore_errors=True)
