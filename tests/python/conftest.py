"""Fixtures of the whole suite."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from tests.python.support import AS_OF, PROJECT, Compiler, Sample, Warehouse


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
    arguments += ["--log-level-file", "none", "--no-write-json", "--no-populate-cache", "--quiet"]
    parsed = dbtRunner().invoke(["parse", *arguments])
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
