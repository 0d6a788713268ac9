"""Maps the data of an example to the contract, and builds a warehouse from it."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dialmart.errors import LandingError
from dialmart.project import EXAMPLES, PROJECT


class ExampleError(LandingError):
    """A wrong name, data that is not there or that the mapping cannot read."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example and where its data is.

    source: the folder with its files; settings: the dbt variables of its build.
    """

    name: str
    source: Path
    settings: dict[str, Any]

    @property
    def mapping(self) -> Path:
        """The SQL that turns the files of `source` into tables of the contract."""
        return EXAMPLES / self.name / "map.sql"


def example_names() -> list[str]:
    """The examples there are, sorted."""
    return sorted(path.parent.name for path in EXAMPLES.glob("*/map.sql"))


def find_example(name: str, source: Path | None = None) -> Example:
    """The example of that name, its data in `source` or else where its settings say.

    Raises ExampleError if there is no such example or one of its files is missing.
    """
    if name not in example_names():
        raise ExampleError(f"No example {name!r}. There are: {', '.join(example_names())}.")
    declared = yaml.safe_load((EXAMPLES / name / "settings.yml").read_text(encoding="utf-8"))
    folder = source.resolve() if source else _declared_source(declared)
    missing = [file for file in declared["files"] if not (folder / file).is_file()]
    if missing:
        raise ExampleError(
            f"Not found in {folder}: {', '.join(missing)}. "
            f"examples/{name}/README.md says where the data is from; --source says where it is."
        )
    return Example(name, folder, declared["vars"])


def map_tables(example: Example, raw: Path) -> dict[str, int]:
    """Writes the tables of the example as Parquet into `raw`; rows per table there.

    Raises ExampleError if the mapping cannot read the data.
    """
    raw.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set variable source = $1", [str(example.source)])
        connection.execute("set variable raw = $1", [str(raw)])
        try:
            connection.execute(example.mapping.read_text(encoding="utf-8"))
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0]
            message = f"{example.mapping} cannot read {example.source}: {reason}"
            raise ExampleError(message) from error
        return {path.stem: _rows(connection, path) for path in sorted(raw.glob("*.parquet"))}


def build(
    example: Example, raw: Path, database: Path, environment: Mapping[str, str] = os.environ
) -> int:
    """Lands `raw`, builds and publishes `database`; the exit code of the build."""
    command = [sys.executable, "-m", "dialmart", "build", "--vars", json.dumps(example.settings)]
    named = {**environment, "DIALMART_RAW": str(raw), "DIALMART_DB": str(database)}
    database.parent.mkdir(parents=True, exist_ok=True)
    return subprocess.run(command, cwd=PROJECT, env=named, check=False).returncode


def _declared_source(declared: dict[str, Any]) -> Path:
    """The folder that the settings name, in the project or in an installed package."""
    if "package" not in declared:
        return (PROJECT / str(declared["source"])).resolve()
    package, _, folder = str(declared["package"]).partition("/")
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ExampleError(f"The package {package} is not installed: `make install-dev` does it.")
    return Path(found.origin).parent / folder


def _rows(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    found = connection.execute("select count(*) from read_parquet($1)", [str(path)]).fetchone()
    return int(found[0]) if found else 0
