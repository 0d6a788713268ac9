"""The folder of the dbt project."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
EXPECTATIONS = PROJECT / "expectations"
EXAMPLES = PROJECT / "examples"
