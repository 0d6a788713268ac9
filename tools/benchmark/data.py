"""A simulated operator whose last day of call records arrives apart from all the others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

MONTHS = 12
RECORDS_A_MONTH = 28  # of a customer, as the simulator has it
LAST_DAY = date(2026, 9, 30)
AS_OF = LAST_DAY
NEXT_AS_OF = LAST_DAY + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Data:
    """What a benchmark builds from, in <folder>: kept from one to the next.

    first: the raw folder without the last day's call records; next_day: these.
    """

    folder: Path

    @property
    def first(self) -> Path:
        """Every table, the call records up to the day before the last."""
        return self.folder / "first"

    @property
    def next_day(self) -> Path:
        """The call records of the last day."""
        return self.folder / "next_day.parquet"

    def rows(self) -> int:
        """Call records, those of the last day included."""
        files = [str(self.first / "cdrs" / "*.parquet"), str(self.next_day)]
        row = duckdb.execute("select sum(num_rows) from parquet_file_metadata(?)", [files])
        return int(row.fetchall()[0][0])

    def lay_out(self, raw: Path) -> None:
        """Makes a raw folder of links to the first files."""
        shutil.copytree(self.first, raw, copy_function=os.link)

    def let_a_day_pass(self, raw: Path) -> None:
        """Adds the last day's call records to a raw folder."""
        os.link(self.next_day, raw / "cdrs" / self.next_day.name)


def prepare(folder: Path, rows: int) -> Data:
    """Simulates an operator with about so many call records in a year, unless it is there."""
    data = Data(folder)
    if data.first.exists() and data.next_day.exists():
        return data
    shutil.rmtree(folder, ignore_errors=True)
    unfinished = folder / "unfinished"
    customers = max(1, round(rows / MONTHS / RECORDS_A_MONTH))
    command = [sys.executable, "-m", "simulator", "--customers", str(customers)]
    command += ["--months", str(MONTHS), "--end", f"{LAST_DAY:%Y-%m-%d}", "--out", str(unfinished)]
    subprocess.run(command, check=True)
    months = sorted((unfinished / "cdrs").glob("*.parquet"))
    _give_all_the_types_of_the_last(months)
    _split_off_last_day(months[-1], data.next_day)
    unfinished.rename(data.first)
    return data


def _give_all_the_types_of_the_last(months: list[Path]) -> None:
    """Rewrites the files in which columns have other types, for the plain pass to read them all.

    What is no value of the type becomes null.
    """
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        columns = connection.execute(f"describe from {_quoted(months[-1])}").fetchall()
        typed = ", ".join(f"try_cast({name} as {type_}) as {name}" for name, type_, *_ in columns)
        for month in months[:-1]:
            if connection.execute(f"describe from {_quoted(month)}").fetchall() != columns:
                _write(connection, f"select {typed} from {_quoted(month)}", month)


def _split_off_last_day(month: Path, last_day: Path) -> None:
    """Moves the records of the last day from a month's file to one of their own."""
    with duckdb.connect() as connection:
        day = f"cast(started_at as date) is distinct from date '{LAST_DAY}'"
        _write(connection, f"from {_quoted(month)} where not ({day})", last_day)
        _write(connection, f"from {_quoted(month)} where {day}", month)


def _write(connection: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    """Writes a query's result to a Parquet file, which it may read itself."""
    written = file.with_suffix(".written")
    connection.execute(f"copy ({query}) to {_quoted(written)} (format parquet)")
    written.replace(file)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
