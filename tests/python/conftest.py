"""Fixtures of the whole suite."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.python.support import PROJECT, Compiler, Sample, Warehouse, new_compiler


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
    return new_compiler(tmp_path_factory.mktemp("compilers"))


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A small operator with every kind of dirt, built once for all tests and all processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    warehouse = Warehouse(folder, folder / "raw")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not warehouse.paths.published.exists():
            simulator = [sys.executable, "-m", "simulator", "--customers", "150", "--months", "6"]
            simulator += ["--seed", "7", "--end", "2026-09-30", "--out", str(warehouse.raw)]
            warehouse.run(*simulator)
            warehouse.build()
    return Sample(warehouse, folder / "raw.truth")
