"""What the tests share: the project, dbt in a folder of its own, the compilers, a small build."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from landing.paths import Paths

PROJECT = Path(__file__).resolve().parents[2]
AS_OF = "2026-10-01"


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A warehouse with a folder to itself: its own raw folder, database, target and logs."""

    folder: Path
    raw: Path
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def paths(self) -> Paths:
        """Where it reads and writes."""
        return Paths.from_environment(self._environment)

    @property
    def target(self) -> Path:
        """Where dbt leaves its manifest and results."""
        return self.folder / "target"

    @property
    def _environment(self) -> dict[str, str]:
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
        done = subprocess.run(
            command, cwd=PROJECT, env=self._environment, text=True, capture_output=True
        )
        if check and done.returncode:
            pytest.fail(f"{' '.join(command)}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def build(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`python -m landing build`."""
        return self._with_settings([sys.executable, "-m", "landing", "build", *arguments], check)

    def dbt(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`dbt <arguments>`."""
        dbt = str(Path(sys.executable).parent / "dbt")
        return self._with_settings([dbt, *arguments], check)

    def _with_settings(
        self, command: Sequence[str], check: bool
    ) -> subprocess.CompletedProcess[str]:
        settings = ["--vars", json.dumps(self.settings)] if self.settings else []
        return self.run(*command, *settings, check=check)


@dataclass(frozen=True, slots=True)
class Sample:
    """A small operator, simulated and built: 150 customers, 6 months up to AS_OF."""

    warehouse: Warehouse
    truth: Path

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


class CompilerError(Exception):
    """What a macro stopped with."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """Renders Jinja with the macros of the project, without its models.

    `pending_dates` is replaced, so that every window ends at AS_OF.
    """

    manifest: Manifest
    arguments: list[str]

    def __call__(self, template: str) -> str:
        """The rendered template. Raises CompilerError with dbt's message."""
        messages: list[str] = []
        runner = dbtRunner(self.manifest, [lambda event: messages.append(event.info.msg)])
        result = runner.invoke(["compile", "--inline", template, *self.arguments])
        if not result.success:
            raise CompilerError("\n".join(messages))
        compiled: str = result.result.results[0].node.compiled_code  # type: ignore[union-attr]
        return compiled


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture
def new_warehouse(tmp_path: Path) -> Callable[..., Warehouse]:
    """Makes a warehouse over a raw folder, with settings for dbt if any are given."""

    def make(raw: Path, **settings: object) -> Warehouse:
        return Warehouse(tmp_path / "warehouse", raw, settings)

    return make


@pytest.fixture(scope="session")
def compile_inline(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    """Renders Jinja with the project's macros, in some 50 ms a call."""
    folder = tmp_path_factory.mktemp("compilers")
    shutil.copytree(PROJECT / "macros", folder / "macros")
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text("utf-8"))
    kept = {key: settings[key] for key in ("name", "version", "config-version", "flags", "vars")}
    (folder / "dbt_project.yml").write_text(json.dumps({**kept, "profile": "compilers"}), "utf-8")
    output = {"type": "duckdb", "path": ":memory:"}
    profile = {"compilers": {"target": "memory", "outputs": {"memory": output}}}
    (folder / "profiles.yml").write_text(json.dumps(profile), "utf-8")
    arguments = ["--project-dir", str(folder), "--profiles-dir", str(folder)]
    arguments += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    arguments += ["--log-level-file", "none", "--no-write-json", "--no-populate-cache"]
    parsed = dbtRunner().invoke(["parse", *arguments, "--quiet"])
    assert parsed.success, parsed.exception
    manifest = parsed.result
    assert isinstance(manifest, Manifest)
    manifest.macros[
        "macro.dialmart.pending_dates"
    ].macro_sql = f"{{% macro pending_dates() %}}{{% do return(['{AS_OF}']) %}}{{% endmacro %}}"
    return Compiler(manifest, arguments)


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A small operator with every kind of dirt, built once for all tests."""
    folder = tmp_path_factory.mktemp("sample")
    warehouse = Warehouse(folder, folder / "raw")
    simulator = [sys.executable, "-m", "simulator", "--customers", "150", "--months", "6"]
    warehouse.run(*simulator, "--seed", "7", "--end", "2026-09-30", "--out", str(warehouse.raw))
    warehouse.build()
    return Sample(warehouse, folder / "raw.truth")
