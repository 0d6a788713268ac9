"""Whoever reads the project finds a sentence about everything that is public in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.checks.manifest import PROJECT, Node, macros, models, read_manifest, report, sources

# Folders in which every macro has a comment of its own above it.
COMMENTED = (
    "macros/compile",
    "macros/engine",
    "macros/events",
    "macros/exchanges",
    "macros/intake",
    "macros/numbers",
    "macros/settings",
    "macros/text",
    "macros/waist",
)

_GRAIN = re.compile(r"\bone row (per|for)\b", re.IGNORECASE)
_MACRO = re.compile(r"\{%-? *macro +(\w+)")


def check_models(manifest: Node) -> Iterator[str]:
    """One sentence for every model without a grain or columns, and every column without a meaning.

    Of staging, events and features only the columns that neither the source YAML nor a rule book
    describes are listed; the test columns_are_described looks at what the tables have.
    """
    for node in models(manifest).values():
        if not _GRAIN.search(node["description"]):
            yield f"{node['name']}: the description does not state the grain (one row per ...)"
        yield from _check_columns(node["name"], node)


def check_sources(manifest: Node) -> Iterator[str]:
    """One sentence for every source table and column without a description."""
    for node in sources(manifest):
        name = f"{node['source_name']}.{node['name']}"
        if not node["description"].strip():
            yield f"{name}: no description"
        yield from _check_columns(name, node)


def check_macros(text: str, file: str) -> Iterator[str]:
    """One sentence for every macro in a file that has no comment above it.

    What implements a macro for one engine (`duckdb__name`) is covered by the comment of `name`.
    """
    commented = set()
    for match in _MACRO.finditer(text):
        name = match.group(1)
        if text[: match.start()].rstrip().endswith("#}"):
            commented.add(name)
        elif name.partition("__")[2] not in commented:
            yield f"{file}: no comment above the macro {name}"


def check_macro_files(project: Path) -> Iterator[str]:
    """What check_macros says of every file in the folders COMMENTED."""
    for place in COMMENTED:
        for path in sorted((project / place).glob("**/*.sql")):
            yield from check_macros(path.read_text("utf-8"), str(path.relative_to(project)))


def check_public_macros(manifest: Node) -> Iterator[str]:
    """One sentence for every macro that is not as its folder says.

    Those in a folder `internal` are for other macros alone: no model, test, analysis or book calls
    them. Every other macro and each of its arguments has a description in the YAML of its room.
    """
    own = macros(manifest)
    internal = {unique_id for unique_id, macro in own.items() if "internal" in _folders(macro)}
    for unique_id, macro in own.items():
        if unique_id not in internal and not macro["name"].startswith("duckdb__"):
            yield from _check_public_macro(macro)
    books = [macro for macro in own.values() if "rules" in _folders(macro)]
    nodes = [node for node in manifest["nodes"].values() if node["package_name"] == PROJECT]
    for caller in [*nodes, *books]:
        for unique_id in sorted(internal.intersection(caller["depends_on"]["macros"])):
            yield f"{caller['name']} calls the internal macro {own[unique_id]['name']}"


def _check_public_macro(macro: Node) -> Iterator[str]:
    if not macro["description"].strip():
        yield f"macro {macro['name']}: no description in the YAML of its room, nor is it internal"
        return
    for argument in macro["arguments"]:
        if not argument["description"].strip():
            yield f"macro {macro['name']}: no description of the argument {argument['name']}"


def _folders(macro: Node) -> tuple[str, ...]:
    return Path(macro["original_file_path"]).parts[:-1]


def _check_columns(name: str, node: Node) -> Iterator[str]:
    if not node["columns"]:
        yield f"{name}: no columns are listed"
    for column in node["columns"].values():
        if not column["description"].strip():
            yield f"{name}.{column['name']}: no description"


if __name__ == "__main__":
    manifest = read_manifest()
    report(
        [
            *check_models(manifest),
            *check_sources(manifest),
            *check_public_macros(manifest),
            *check_macro_files(Path()),
        ],
        "Every model, public column, source and macro is described.",
    )
