"""`dialmart example`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dialmart.building import examples
from dialmart.commands.running import told
from dialmart.project import PROJECT


def example(
    name: Annotated[str, typer.Argument(help="The example, a folder of examples/.")],
    source: Annotated[Path | None, typer.Option(help="Folder with its data.")] = None,
    raw: Annotated[
        Path | None,
        typer.Option(help="Where to write.", show_default="data/examples/NAME/raw"),
    ] = None,
    with_build: Annotated[
        bool, typer.Option("--build", help="Build data/examples/NAME/dialmart.duckdb too.")
    ] = False,
) -> None:
    """Map the data of an example to the contract.

    Rows per table go to standard error and the settings of the build, as JSON, to standard output.
    """
    home = PROJECT / "data" / "examples" / name
    folder = raw.resolve() if raw else home / "raw"
    with told():
        found = examples.find_example(name, source)
        for table, count in examples.map_tables(found, folder).items():
            print(f"{count:>9,} {table}", file=sys.stderr)
        print(json.dumps(found.settings), flush=True)
        code = examples.build(found, folder, home / "dialmart.duckdb") if with_build else 0
    raise typer.Exit(code)
