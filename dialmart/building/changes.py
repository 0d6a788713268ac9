"""What a build has changed: the published marts compared with those about to replace them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dialmart.warehouse.publishing import literal

_COUNTS = """
select
    max(as_of_date) as as_of,
    count(*) as customers,
    (select count(*) from {0}.marts.rejected_records) as rejected
from {0}.marts.customers
"""
# What customers are divided by, where both builds know it.
_DIVISIONS = """
select column_name
from duckdb_columns()
where
    schema_name = 'marts' and table_name = 'customers'
    and column_name in (select segmentation from work.marts.segment_summary)
group by column_name
having count(distinct database_name) = 2
order by min(column_index)
"""


@dataclass(frozen=True, slots=True)
class State:
    """Some numbers of a build. as_of: the date that customers are classified at."""

    as_of: date | None
    customers: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Changes:
    """A build, and the one before if its marts could be read.

    come, gone: customers that only one of them has. moved: by division, such as rfm_segment,
    the customers that are in another class.
    """

    now: State
    before: State | None = None
    come: int = 0
    gone: int = 0
    moved: tuple[tuple[str, int], ...] = ()

    def account(self) -> Iterator[tuple[str, str]]:
        """What is told of it, by what it is about."""
        now, before = self.now, self.before
        moved = [f"{count:,} in {name}" for name, count in self.moved if count]
        more = now.rejected - before.rejected if before else 0
        rejected = f" ({more:+,})" if more else ""
        came_and_went = [f"{count:,} {word}" for word, count in
                         (("new", self.come), ("gone", self.gone)) if count]  # fmt: skip
        changed = f" ({', '.join(came_and_went)})" if came_and_went else ""
        yield "Customers", f"{now.customers:,}{changed}, as of {now.as_of}"
        if before is None:
            yield "Segments", "no build before to compare with"
        else:
            yield "Segments", f"{', '.join(moved) or 'nobody'} moved since {before.as_of}"
        yield "Rejected", f"{now.rejected:,} records{rejected}, in marts.rejected_records"


def changes(work: Path, published: Path) -> Changes | None:
    """Compares the marts of a work file with the published ones; None if it has no customers."""
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        connection.execute(f"attach {literal(work)} as work (read_only)")
        now = _state(connection, "work")
        if now is None:
            return None
        try:
            connection.execute(f"attach {literal(published)} as published (read_only)")
        except duckdb.Error:
            return Changes(now)
        before = _state(connection, "published")
        if before is None:
            return Changes(now)
        names = [name for (name,) in connection.execute(_DIVISIONS).fetchall()]
        moved = [f"count(*) filter (work.{name} is distinct from published.{name} and {_BOTH})"
                 for name in names]  # fmt: skip
        counts = ["count(*) filter (published.customer_id is null)",
                  "count(*) filter (work.customer_id is null)", *moved]  # fmt: skip
        come, gone, *moves = connection.execute(
            f"select {', '.join(counts)} from work.marts.customers as work"
            " full join published.marts.customers as published"
            " on work.customer_id = published.customer_id"
        ).fetchall()[0]
        return Changes(now, before, come, gone, tuple(zip(names, moves, strict=True)))


_BOTH = "work.customer_id is not null and published.customer_id is not null"


def _state(connection: duckdb.DuckDBPyConnection, database: str) -> State | None:
    """The state of a build; None if it has other marts, as one of another version may."""
    try:
        return State(*connection.execute(_COUNTS.format(database)).fetchall()[0])
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
