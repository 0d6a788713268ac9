"""The command `dialmart`; each subcommand has a module of its own in commands/."""

from __future__ import annotations

import typer

from dialmart.commands import fit
from dialmart.commands.build import build
from dialmart.commands.example import example
from dialmart.commands.explain import explain
from dialmart.commands.forget import forget
from dialmart.commands.land import land
from dialmart.commands.publish import publish
from dialmart.commands.sample import sample
from dialmart.commands.validate import validate

app = typer.Typer(
    help="The open warehouse for companies that live by the telephone. Run it in the project's "
    "folder. DIALMART_RAW names the folder of raw files (data/raw), DIALMART_DB the published "
    "file (data/dialmart.duckdb), DIALMART_ENCODING the encoding of CSV files, DIALMART_ACCEPT "
    "the expectations that may fail.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

# Whatever follows `dialmart sample` is the simulator's.
_PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

app.command(epilog="Example: dialmart build --vars '{as_of_date: 2026-10-01}'")(build)
app.command(epilog="Example: DIALMART_RAW=deliveries dialmart land")(land)
app.command(epilog="Example: DIALMART_DB=data/dialmart.duckdb dialmart publish")(publish)
app.command(epilog="Example: dialmart validate --self-test")(validate)
app.command(epilog="Example: dialmart explain C00000042 lifecycle_stage")(explain)
app.command(epilog="Example: dialmart forget C00000042 --yes")(forget)
app.add_typer(fit.app, name="fit", epilog="Example: dialmart fit buyers")
app.command(context_settings=_PASSED_ON)(sample)
app.command(epilog="Example: dialmart example cdnow --source downloads/cdnow --build")(example)
