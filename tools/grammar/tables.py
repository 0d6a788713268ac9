"""The tables of the reference of the grammar, between the marks that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.grammar.grammar import Grammar, Said, written_keys

_MARKED = re.compile("(<!-- (keys|measures) of ([a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SAID_AS = {
    "code": "name",
    "whole": "whole number",
    "words": "`{en, zh}`",
    "columns": "`name: {en, zh}`",
    "names": "list of names",
    "facts": "`{column: value}`",
    "examples": "list of `{column: value}`",
}
# What all features have in common, told once.
_TRAITS = ("family", "unit", "trust", "valid_days")


def with_tables(text: str, grammar: Grammar) -> str:
    """The text with what stands between marks replaced by what the grammar says.

    A mark is `<!-- keys of features -->` or `<!-- measures of features -->`, for any kind, and
    ends with `<!-- end -->`.
    """

    def table(found: re.Match[str]) -> str:
        begins, part, kind, ends = found.groups()
        if part == "measures":
            lines = _measures(grammar.measures[kind])
        else:
            told = grammar.kinds["features"]["rules"] if kind != "features" else {}
            lines = _keys(grammar.kinds[kind], {key: told.get(key) for key in _TRAITS})
        return begins + "".join(line + "\n" for line in lines) + ends

    return _MARKED.sub(table, text)


def marked(text: str) -> set[str]:
    """The kinds whose keys the text has."""
    return {kind for _, part, kind, _ in _MARKED.findall(text) if part == "keys"}


def _keys(kind: Said, told: Said) -> Iterator[str]:
    """The tables of the header and of a rule, keys that must be said in bold.

    told: keys that another table has told, and what they are.
    """
    header = {} if "from_place" in kind else kind["header"]
    for place, keys in (("the header", header), ("each rule", written_keys(kind))):
        again = [key for key, said in keys.items() if said == told.get(key)]
        if keys:
            yield from ("", f"| in {place} | value | meaning |", "|---|---|---|")
        for key, said in keys.items():
            if key in again:
                continue
            shown = f"**`{key}`**" if said.get("required") else f"`{key}`"
            yield f"| {shown} | {_value(said)} | {said['says']} |"
        if again:
            names = ", ".join(f"`{key}`" for key in again)
            yield f"| {names} | | as of features that are read from events |"
    yield ""


def _value(said: Said) -> str:
    """What a key may be, in words."""
    if "allowed" in said:
        return ", ".join(said["allowed"])
    kind: str = said["type"]
    bounds = [
        f"{word} {said[bound]}"
        for bound, word in (("least", "from"), ("most", "to"))
        if bound in said
    ]
    return " ".join([_SAID_AS.get(kind, kind), *bounds])


def _measures(measures: Said) -> Iterator[str]:
    yield from ("", "| measure | value | without events | needs |", "|---|---|---|---|")
    for name, record in measures.items():
        needs = ", ".join(f"`{key}`" for key in record.get("needs", []))
        yield f"| `{name}` | {record['says']} | {record.get('empty', 'null')} | {needs} |"
    yield ""
