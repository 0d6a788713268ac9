"""`dialmart build`."""

from __future__ import annotations

from typing import Annotated

import typer

from dialmart.commands.running import Settings, Verbose, builder, passed_on, told


def build(
    settings: Settings = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Build all history anew.")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Land the raw files, build and test every table, validate, and publish the marts."""
    arguments = passed_on(settings) + ["--full-refresh"] * full_refresh
    with told():
        code = builder(settings, verbose).build(arguments)
    raise typer.Exit(code)
