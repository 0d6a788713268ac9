"""The grammar of the rule books, as the macros state it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Said = Mapping[str, Any]

# The Jinja of all that the grammar consists of.
TEMPLATE = """{{ tojson({
    "kinds": book_kinds(),
    "measures": measures(),
    "types": key_types(),
    "conditions": condition_forms(),
}) }}"""


@dataclass(frozen=True, slots=True)
class Grammar:
    """kinds, measures and types as their macros return them; the forms of a condition."""

    kinds: Said
    measures: Said
    types: Said
    conditions: Said


def read_grammar(compiled: Callable[[str], str]) -> Grammar:
    """The grammar of the project. compiled: renders Jinja with the macros of the project."""
    return Grammar(**json.loads(compiled(TEMPLATE)))


def written_keys(kind: Said) -> Said:
    """The keys that are written in a rule of a kind, not those that follow from its place."""
    left_out = kind.get("from_place", [])
    return {key: said for key, said in kind.get("rules", {}).items() if key not in left_out}
