"""The part of dbt's manifest that the checks read."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

PROJECT = "dialmart"

Node = dict[str, Any]


def read_manifest() -> Node:
    """The manifest of the last `dbt parse` or `dbt build`, from DBT_TARGET_PATH or target/."""
    path = Path(os.environ.get("DBT_TARGET_PATH", "target")) / "manifest.json"
    if not path.exists():
        sys.exit(f"{path} does not exist: run `dbt parse` first.")
    manifest: Node = json.loads(path.read_text("utf-8"))
    return manifest


def models(manifest: Node) -> dict[str, Node]:
    """The project's models by their unique id."""
    return {
        unique_id: node
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["package_name"] == PROJECT
    }


def macros(manifest: Node) -> dict[str, Node]:
    """The project's macros by their unique id."""
    return {
        unique_id: macro
        for unique_id, macro in manifest["macros"].items()
        if macro["package_name"] == PROJECT
    }


def sources(manifest: Node) -> list[Node]:
    """The project's source tables."""
    return [node for node in manifest["sources"].values() if node["package_name"] == PROJECT]


def folder(node: Node) -> str:
    """The folder of a model under models/, such as marts/risk."""
    return str(PurePosixPath(node["original_file_path"]).relative_to("models").parent)


def report(problems: Iterable[str], all_well: str) -> None:
    """Prints the problems and ends with exit code 1, or says that all is well."""
    found = list(problems)
    for problem in found:
        print(problem)
    if found:
        sys.exit(1)
    print(all_well)
