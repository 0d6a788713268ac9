"""`make lint`, all of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_make_lint_finds_nothing(project: Path, tmp_path: Path) -> None:
    """The environment is this one, as it is."""
    linted = subprocess.run(
        ["make", "--silent", "--assume-old=install-dev", f"VENV={sys.prefix}", "lint"],
        cwd=project,
        env={**os.environ, "DBT_LOG_PATH": str(tmp_path)},
        text=True,
        capture_output=True,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr
