"""`dialmart validate`."""

from __future__ import annotations

from typing import Annotated

import typer

from dialmart.commands.running import builder, told


def validate(
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Plant defects in a copy and see them noticed.")
    ] = False,
) -> None:
    """Check the last build against the expectations, and write Data Docs.

    Exit code 1: the data are bad; 2: a check is broken.
    """
    with told():
        code = builder().validate(["--self-test"] if self_test else [])
    raise typer.Exit(code)
