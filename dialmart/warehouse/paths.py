"""Every path of a warehouse, derived from DIALMART_RAW and DIALMART_DB.

dbt learns them from here too (warehouse/duckdb_plugin.py); but for the work file, which
profiles.yml must name itself.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dialmart.errors import LandingError

DEFAULT_RAW = "data/raw"
DEFAULT_DB = "data/dialmart.duckdb"

_SUFFIX = re.compile(r"(\.[^./]*)?$")
_LONGEST_NAME = 200  # file systems take 255, with what stands beside the warehouse


# DuckDB calls a file's catalog by its stem, where these are schemas.
_SCHEMAS = {
    "main", "raw", "functions", "staging", "intermediate", "quarantine", "dictionaries", "marts",
    "system", "temp",
}  # fmt: skip


def _check_name(published: Path) -> None:
    """Raises LandingError for a file name that the engine cannot work with."""
    stem = published.name.partition(".")[0]
    if len(os.fsencode(published.name)) > _LONGEST_NAME:
        raise LandingError(
            f"DIALMART_DB has a name of more than {_LONGEST_NAME} bytes: {published.name[:40]}..."
        )
    if os.path.isdir(published):
        raise LandingError(f"DIALMART_DB is a folder: {published}. Name a file in it.")
    if stem.lower() in _SCHEMAS:
        raise LandingError(
            f"DIALMART_DB cannot be called {published.name}: {stem} is a schema in it."
        )
    if {"'", '"'} & set(published.name):
        raise LandingError(f"DIALMART_DB cannot have quotes in its name: {published.name}")
    if {"*", "?"} & set(str(published)):
        raise LandingError(f"DIALMART_DB cannot have * or ? in its path: {published}")


@dataclass(frozen=True, slots=True)
class Paths:
    """Where a warehouse reads and writes.

    raw: the folder of raw files; raw_is_named: the user gave it.
    published: the file that readers open; work: the file that dbt builds in.
    landed: the folder of the ledger, landed CSV and unparseable records.
    forgotten: the list of those who were forgotten, as hashes by the number key.
    forgetting: a folder that is there while somebody is being forgotten.
    unfinished: a file that is there from the start of dbt until it has ended well.
    target, logs: the folders in which dbt leaves what it makes beside the warehouse.
    follows_links: whether links in the raw folder may lead out of it.
    """

    raw: Path
    raw_is_named: bool
    published: Path
    work: Path
    landed: Path
    number_key: Path
    forgotten: Path
    forgetting: Path
    lock: Path
    unfinished: Path
    target: Path
    logs: Path
    follows_links: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Paths:
        """The paths that environment variables name; an empty one counts as not given.

        Raises LandingError for a file name that cannot be used.
        """
        raw = environment.get("DIALMART_RAW") or ""
        published = environment.get("DIALMART_DB") or DEFAULT_DB
        _check_name(Path(published))

        def beside(ending: str) -> Path:
            return Path(_SUFFIX.sub(ending, published, count=1))

        return cls(
            raw=Path(raw or DEFAULT_RAW),
            raw_is_named=bool(raw),
            published=Path(published),
            work=beside(r".work\1"),
            landed=beside(".landed"),
            number_key=beside(".number_key"),
            forgotten=beside(".forgotten"),
            forgetting=beside(".forgetting"),
            lock=beside(".lock"),
            unfinished=beside(".unfinished"),
            target=Path(environment.get("DBT_TARGET_PATH") or "target"),
            logs=Path(environment.get("DBT_LOG_PATH") or "logs"),
            follows_links=environment.get("DIALMART_FOLLOW_LINKS", "") not in ("", "0"),
        )

    @property
    def ledger(self) -> Path:
        """The ledger of files."""
        return self.landed / "files.parquet"

    @property
    def landing(self) -> dict[str, str]:
        """What the source `landing` reads, by the names it uses, as patterns of file names."""
        return {
            "ledger": glob.escape(str(self.ledger)),
            "unparseable": f"{glob.escape(str(self.landed / 'unparseable'))}/*.parquet",
            "forgotten": glob.escape(str(self.forgotten)),
        }

    def landed_file(self, table: str, file_id: int) -> Path:
        """Where the records of a CSV file land."""
        return self.landed / table / f"{file_id}.parquet"

    def unparseable_file(self, file_id: int) -> Path:
        """Where the records of a file go that could not be split into columns."""
        return self.landed / "unparseable" / f"{file_id}.parquet"
