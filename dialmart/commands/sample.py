"""`dialmart sample`."""

from __future__ import annotations

import os
import sys

import typer


def sample(context: typer.Context) -> None:
    """Simulate a small operator into the raw folder; `dialmart sample --help` says how."""
    # A program of its own, of which the warehouse knows nothing.
    os.execv(sys.executable, [sys.executable, "-m", "simulator", *context.args])
