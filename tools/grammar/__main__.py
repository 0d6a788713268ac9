"""Writes docs/schemas and the tables of docs/rules.md: `python -m tools.grammar`."""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

from tools.grammar.grammar import Grammar, read_grammar
from tools.grammar.schemas import schemas
from tools.grammar.tables import with_tables

PROJECT = Path(__file__).resolve().parents[2]


def files(grammar: Grammar) -> dict[Path, str]:
    """What the files that say what the grammar says should have in them."""
    reference = PROJECT / "docs" / "rules.md"
    found = {reference: with_tables(reference.read_text("utf-8"), grammar)}
    for kind, schema in schemas(grammar).items():
        path = PROJECT / "docs" / "schemas" / f"{kind}.schema.json"
        found[path] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return found


def _compiled(template: str) -> str:
    """The template, rendered with the macros of the project."""
    os.environ.setdefault("DIALMART_DB", "target/lint.duckdb")
    with redirect_stdout(StringIO()):
        result: Any = dbtRunner().invoke(["--quiet", "compile", "--inline", template])
    if not result.success:
        sys.exit(f"dbt could not compile the grammar: {result.exception}")
    return str(result.result.results[0].node.compiled_code)


if __name__ == "__main__":
    os.chdir(PROJECT)
    for path, text in files(read_grammar(_compiled)).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
