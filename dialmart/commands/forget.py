"""`dialmart forget`."""

from __future__ import annotations

from typing import Annotated

import typer

from dialmart.commands.running import Settings, Verbose, builder, passed_on, told


def forget(
    customer_id: Annotated[str, typer.Argument(help="As in the marts, tel- ids too.")],
    settings: Settings = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is only told.")] = False,
    verbose: Verbose = False,
) -> None:
    """Remove all of a customer from the raw files and the warehouse, and build anew."""
    with told():
        code = builder(settings, verbose).forget(customer_id, yes, passed_on(settings))
    raise typer.Exit(code)
