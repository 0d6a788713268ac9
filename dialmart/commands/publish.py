"""`dialmart publish`."""

from __future__ import annotations

import typer

from dialmart.commands.running import builder, told


def publish() -> None:
    """Publish the marts of the last build, if nothing fails in their validation."""
    with told():
        code = builder().publish()
    raise typer.Exit(code)
