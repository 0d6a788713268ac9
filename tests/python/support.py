"""What the tests are written with: a warehouse in a folder of its own, dbt, the compilers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from dialmart.warehouse.paths import Paths
from tests.python.warm import DBT, Starter, is_warm

PROJECT = Path(__file__).resolve().parents[2]
AS_OF = "2026-10-01"
# The small operator of the sample: 150 customers, 6 months up to AS_OF.
SIMULATED = ["--customers", "150", "--months", "6", "--seed", "7", "--end", "2026-09-30"]

Rule = dict[str, object]

_starter = Starter()


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A warehouse with a folder to itself: its own raw folder, database, target and logs.

    is_warm: its programs are forked from one that has imported and parsed what they need.
    """

    folder: Path
    raw: Path
    settings: Mapping[str, object] = field(default_factory=dict)
    is_warm: bool = True

    @property
    def paths(self) -> Paths:
        """Where it reads and writes."""
        return Paths.from_environment(self.environment)

    @property
    def target(self) -> Path:
        """Where dbt leaves its manifest and results."""
        return self.folder / "target"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes find in their environment."""
        return {
            **os.environ,
            "DIALMART_RAW": str(self.raw),
            "DIALMART_DB": str(self.folder / "dialmart.duckdb"),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
        }

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A program with this warehouse's environment, in the project's folder.

        With check, another exit code than 0 fails the test and shows what was printed.
        """
        if self.is_warm and is_warm(command):
            done = _starter.run(command, self.environment)
        else:
            done = subprocess.run(
                command, cwd=PROJECT, env=self.environment, text=True, capture_output=True
            )
        if check and done.returncode:
            said = (done.stdout + done.stderr)[-6000:]
            pytest.fail(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
        return done

    def start(self, *command: str) -> subprocess.Popen[str]:
        """The same, not waited for, as the leader of a process group; all it says is one text."""
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def land(self) -> subprocess.CompletedProcess[str]:
        """`dialmart land`."""
        return self.run(sys.executable, "-m", "dialmart", "land")

    def build(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`dialmart build`."""
        return self._with_settings([sys.executable, "-m", "dialmart", "build", *arguments], check)

    def dbt(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`dbt <arguments>`."""
        return self._with_settings([DBT, *arguments], check)

    def _with_settings(
        self, command: Sequence[str], check: bool
    ) -> subprocess.CompletedProcess[str]:
        settings = ["--vars", json.dumps(self.settings)] if self.settings else []
        return self.run(*command, *settings, check=check)


@dataclass(frozen=True, slots=True)
class Sample:
    """A small operator, simulated and built: 150 customers, 6 months up to AS_OF.

    said: what its first build said.
    """

    warehouse: Warehouse
    truth: Path
    said: str

    @property
    def raw(self) -> Path:
        """The raw folder."""
        return self.warehouse.raw

    @property
    def published(self) -> Path:
        """The file with the public marts."""
        return self.warehouse.paths.published

    @property
    def work(self) -> Path:
        """The file with all models."""
        return self.warehouse.paths.work


def copied(sample: Sample, folder: Path) -> Warehouse:
    """The sample in a folder of its own, to be changed; its settings are the defaults too."""
    shutil.copytree(sample.warehouse.folder, folder)
    return Warehouse(folder, folder / sample.raw.name)


class CompilerError(Exception):
    """What a macro stopped with."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """Renders Jinja with the macros of the project, without its models: see new_compiler."""

    manifest: Manifest = field(repr=False)
    arguments: list[str]
    functions: str = field(repr=False, default="")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A database in memory with the functions that a run registers."""
        connection = duckdb.connect()
        connection.execute(self.functions)
        return connection

    def __call__(self, template: str) -> str:
        """The rendered template. Raises CompilerError with dbt's message."""
        errors: list[str] = []

        def note(event: Any) -> None:
            if event.info.level == "error":
                errors.append(event.info.msg)

        runner = dbtRunner(self.manifest, [note])
        result = runner.invoke(["compile", "--inline", template, *self.arguments])
        if not result.success:
            raise CompilerError("\n".join(errors))
        results: Any = result.result
        return str(results.results[0].node.compiled_code)


def literal(value: object) -> str:
    """A value as a Jinja expression."""
    return f"fromjson({json.dumps(json.dumps(value))})"


def new_compiler(folder: Path, **settings: object) -> Compiler:
    """The macros of the project in an empty folder, with other settings if any are given.

    Windows end at AS_OF. Without models and sources, columns of events are not checked.
    """
    for name in ("macros", "seeds/numbers"):
        shutil.copytree(PROJECT / name, folder / name)
    own = yaml.safe_load((PROJECT / "dbt_project.yml").read_text("utf-8"))
    kept = {key: own[key] for key in ("name", "version", "config-version", "flags")}
    output = {"type": "duckdb", "path": ":memory:"}
    files = {
        "dbt_project.yml": {**kept, "profile": "memory", "vars": {**own["vars"], **settings}},
        "profiles.yml": {"memory": {"target": "memory", "outputs": {"memory": output}}},
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), "utf-8")
    arguments = ["--project-dir", str(folder), "--profiles-dir", str(folder)]
    arguments += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    arguments += ["--log-level-file", "none", "--no-write-json", "--no-populate-cache", "--quiet"]
    parsed = dbtRunner().invoke(["parse", *arguments])
    assert isinstance(parsed.result, Manifest), parsed.exception
    parsed.result.macros[
        "macro.dialmart.pending_dates"
    ].macro_sql = f"{{% macro pending_dates() %}}{{% do return(['{AS_OF}']) %}}{{% endmacro %}}"
    compiler = Compiler(parsed.result, arguments)
    return replace(compiler, functions=compiler("{{ register_functions() }}"))


def create_table(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, object]]
) -> None:
    """A table of rows that name some columns each; the others are null.

    A column of numbers is double, for one of whole numbers would round what is compared.
    """
    types = {bool: "boolean", str: "varchar", date: "date"}
    columns = {
        column: types.get(type(value), "double") for row in rows for column, value in row.items()
    }
    definitions = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    connection.execute(f"create table {name} ({definitions})")
    connection.executemany(
        f"insert into {name} values ({', '.join('?' * len(columns))})",
        [[row.get(column) for column in columns] for row in rows],
    )


def book(kind: str, rules: object, **header: object) -> Rule:
    """A rule book of a kind, as its macro returns it; its name is `book` unless it is given."""
    return {"name": "book", "kind": kind, **header, "rules": rules}


def feature_book(*rules: Rule, **header: object) -> Rule:
    """A book of features over events with these columns."""
    words = {"en": "in words", "zh": "说明"}
    columns = dict.fromkeys(("kind", "number", "amount", "opens_at", "closes_at"), words)
    return book("features", rules, **{"records": words, "columns": columns, **header})


def feature(name: str, measure: str, **keys: object) -> Rule:
    """A rule of a feature book that has nothing usual."""
    traits: Rule = {"family": "lifecycle", "unit": "count", "trust": "medium"}
    words: Rule = {"en": f"{name} in words", "zh": "说明"}
    return {"name": name, **words, "measure": measure, **traits, **keys}
