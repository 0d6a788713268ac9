"""`dialmart explain`."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from dialmart.commands.running import told
from dialmart.explaining import telling
from dialmart.explaining.explanation import Explainer
from dialmart.explaining.records import records as records_of
from dialmart.explaining.work_file import opened
from dialmart.privacy.personal import text_without_numbers
from dialmart.warehouse.paths import Paths


class Language(StrEnum):
    """In which words a rule is told."""

    EN = "en"
    ZH = "zh"


def explain(
    customer_id: Annotated[str, typer.Argument(help="As in the marts, tel- ids too.")],
    column: Annotated[
        str,
        typer.Argument(help="A column (customer_rfm.segment says of which mart) or a tag."),
    ],
    language: Annotated[Language, typer.Option(help="The words of rules.")] = Language.EN,
    events: Annotated[int, typer.Option(min=0, help="So many events of each are shown.")] = 3,
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Show telephone numbers and raw records unmasked.")
    ] = False,
) -> None:
    """Tell how a value of a customer came about: its rule, its SQL, the raw records that count."""
    with told(), opened(Paths.from_environment(), customer_id) as work_file:
        explanation = Explainer(work_file, language.value, events).explain(column)
        records = partial(records_of, work_file, shows_numbers=numbers)
        masked = str if numbers else text_without_numbers
        typer.echo(f"{customer_id}, {work_file.as_of}")
        for line in telling.told(explanation, language.value, records, masked):
            typer.echo(line)
