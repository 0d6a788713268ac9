"""A JSON schema for each kind of book: what its YAML may say, from header to the last rule.

What rules say of each other, of columns and of models is beyond a schema: that a name is used once,
that a column exists, that a rule can match.
"""

from __future__ import annotations

import itertools
from typing import Any

from tools.grammar.grammar import Grammar, Said, written_keys

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_WORDS: Schema = {
    "type": "object",
    "required": ["en", "zh"],
    "properties": {"en": _TEXT, "zh": _TEXT},
    "additionalProperties": False,
}
_CONDITIONS: Schema = {"$ref": "#/definitions/conditions"}
_TYPES: dict[str, Schema] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "flag": {"type": "boolean"},
    "names": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    "words": _WORDS,
    "columns": {"type": "object", "additionalProperties": _WORDS},
    "facts": {"type": "object"},
    "examples": {"type": "array", "minItems": 1, "items": {"type": "object"}},
    "conditions": _CONDITIONS,
    "bands": {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["points", "when"],
            "properties": {"points": {"type": "integer", "minimum": 1}, "when": _CONDITIONS},
            "additionalProperties": False,
        },
    },
}


def schemas(grammar: Grammar) -> dict[str, Schema]:
    """The schema of each kind."""
    return {name: _schema(grammar, name, kind) for name, kind in grammar.kinds.items()}


def _schema(grammar: Grammar, name: str, kind: Said) -> Schema:
    is_in_place = "from_place" in kind
    book = _object(grammar, kind["header"])
    if "rules" in kind:
        rule = _object(grammar, written_keys(kind))
        if name in grammar.measures and not is_in_place:
            rule = _with_measures(rule, grammar.measures[name])
        if is_in_place:
            book = rule
        else:
            book["required"] = [*book.get("required", []), "rules"]
            book["properties"]["rules"] = {"type": "array", "minItems": 1, "items": rule}
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"A feature of the kind {name}" if is_in_place else f"A rule book of {name}",
        "description": kind["says"],
        **book,
    }
    if "#/definitions/conditions" in str(book):
        schema["definitions"] = {"conditions": _conditions(grammar)}
    return schema


def _object(grammar: Grammar, keys: Said) -> Schema:
    schema: Schema = {"type": "object"}
    if required := [key for key, said in keys.items() if said.get("required")]:
        schema["required"] = required
    schema["properties"] = {key: _value(grammar, said) for key, said in keys.items()}
    schema["additionalProperties"] = False
    return schema


def _value(grammar: Grammar, said: Said) -> Schema:
    """The schema of the value of a key."""
    kind = said["type"]
    schema: Schema = {"description": said["says"]}
    if form := grammar.types[kind].get("form"):
        schema |= {"type": "string", "pattern": f"^(?:{form})$"}
    else:
        schema |= _TYPES[kind]
    for bound, word in (("least", "minimum"), ("most", "maximum")):
        if bound in said:
            schema[word] = said[bound]
    if "allowed" in said:
        schema["enum"] = said["allowed"]
    return schema


def _with_measures(rule: Schema, measures: Said) -> Schema:
    """The schema of a rule with, for each measure, the keys that it needs and does not take."""
    rule["properties"]["measure"]["enum"] = list(measures)
    governed = {key for record in measures.values() for key in _keys(record)}
    cases = []
    for measure, record in measures.items():
        needs = record.get("needs", [])
        needs_for = record.get("needs_for", {})
        free = governed - {*_keys(record), *itertools.chain(*needs_for.values())}
        cases.append(_case({"measure": measure}, needs, free))
        for value in rule["properties"]["trend_of"]["enum"] if needs_for else []:
            more = needs_for.get(value, [])
            refused = governed - {*_keys(record), *more}
            cases.append(_case({"measure": measure, "trend_of": value}, more, refused))
    return rule | {"allOf": cases}


def _case(values: dict[str, str], needs: list[str], refused: set[str]) -> Schema:
    """If a rule says this, it says what is needed and nothing that is refused."""
    then: Schema = {"required": needs} if needs else {}
    if refused:
        then["properties"] = dict.fromkeys(sorted(refused), False)
    said = {key: {"const": value} for key, value in values.items()}
    return {"if": {"required": list(values), "properties": said}, "then": then}


def _keys(record: Said) -> list[str]:
    return [*record.get("needs", []), *record.get("takes", [])]


def _conditions(grammar: Grammar) -> Schema:
    """A list of conditions."""
    forms = grammar.conditions
    texts = "|".join(forms[form] for form in ("compare", "listed", "nullity", "flag"))
    nested: list[Schema] = [
        {
            "type": "object",
            "required": [kind],
            "properties": {kind: _CONDITIONS},
            "additionalProperties": False,
        }
        for kind in ("all", "any", "not")
    ]
    own: Schema = {
        "type": "object",
        "required": ["sql", "words", "evidence"],
        "properties": {"sql": _TEXT, "words": _WORDS, "evidence": _TEXT},
        "additionalProperties": False,
    }
    text: Schema = {"type": "string", "pattern": rf"^\s*(?:{texts})\s*$"}
    return {"type": "array", "minItems": 1, "items": {"anyOf": [text, *nested, own]}}
