"""`dialmart explain`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import duckdb
import typer

from dialmart.commands.running import say, told
from dialmart.errors import LandingError
from dialmart.explaining import telling
from dialmart.explaining.explanation import Explainer
from dialmart.explaining.warehouse_facts import facts_of
from dialmart.warehouse.paths import Paths


class Language(StrEnum):
    """In which words a rule is told."""

    EN = "en"
    ZH = "zh"


def explain(
    customer_id: Annotated[str, typer.Argument(help="As in the marts, tel- ids too.")],
    column: Annotated[
        str,
        typer.Argument(
            help="A column of a mart (customer_rfm.segment says of which), a feature or a tag."
        ),
    ],
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="A classified date. Default: the latest."),
    ] = None,
    language: Annotated[Language, typer.Option(help="The words of rules.")] = Language.EN,
    records: Annotated[int, typer.Option(min=0, help="So many events are shown each.")] = 3,
) -> None:
    """Tell how a value of a customer came about: rule, SQL, what it reads, raw records."""
    with told(), _opened() as connection:
        facts = facts_of(connection, customer_id, as_of.date() if as_of else None)
        explanation = Explainer(facts, language.value, records).explain(column)
        say(f"{customer_id}, {facts.as_of}")
        say("")
        for line in telling.told(explanation, language.value):
            say(line)


def _opened() -> duckdb.DuckDBPyConnection:
    """The work file, to be read; raises LandingError where there is none to be read."""
    work = Paths.from_environment().work
    if not work.exists():
        raise LandingError(f"{work} does not exist. Build first.")
    try:
        return duckdb.connect(work, read_only=True)
    except duckdb.Error as error:
        first, *_ = str(error).splitlines()
        raise LandingError(f"{work} cannot be read now: {first}") from error
