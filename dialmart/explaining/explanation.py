"""How a value came about: the rule, what it reads, and so on down to features and records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dialmart.errors import LandingError
from dialmart.explaining.records import Counted, counted
from dialmart.explaining.warehouse_facts import Facts, Rule, near

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_TEXT = re.compile("'[^']*'")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A value and what it comes from.

    place: what it is and where it is made. read: what the rule reads, in order. known: it has been
    explained above, so that nothing more is said.
    """

    name: str
    place: str
    value: Any
    words: str = ""
    sql: str | None = None
    evidence: str | None = None
    counted: Counted | None = None
    read: tuple[Explanation, ...] = ()
    is_known: bool = False


@dataclass(frozen=True)
class Explainer:
    """Explains values of one customer at one date, in a language, with so many records each."""

    facts: Facts
    language: str
    records: int
    _seen: set[str] = field(default_factory=set)

    def explain(self, asked: str) -> Explanation:
        """A column, a tag or a sign; `mart.column` says which mart. Raises LandingError."""
        relation, _, column = asked.rpartition(".")
        if relation and column in self.facts.columns.get(relation, {}):
            return self._column(relation, column)
        if not relation and column in self.facts.rules:
            return self._rule(self.facts.rules[column])
        found = self.facts.relation_of(column) if not relation else None
        if found is None or column in ("customer_id", "as_of_date"):
            raise LandingError(near(asked, self.facts.names()))
        return self._column(found, column)

    def _rule(self, rule: Rule) -> Explanation:
        if rule.kind in ("tag", "sign"):
            evidence = self.facts.evidence(rule)
            value: Any = evidence is not None
        else:
            relation = self.facts.relation_of(rule.name)
            held = self.facts.value(relation, rule.name) if relation else None
            evidence, value = None, held[0] if held else None
        place = f"{rule.kind}, book {rule.book}"
        if self._is_known(rule.name):
            return Explanation(rule.name, place, value, is_known=True)
        words = rule.words[self.language]
        if rule.events:
            events = counted(self.facts, rule, self.records)
            instead = () if events.events else self._instead(rule)
            return Explanation(
                rule.name, place, value, words, rule.sql, counted=events, read=instead
            )
        sql = rule.sql
        read: tuple[Explanation, ...] = ()
        if sql:
            read = self._read(sql, rule.name)
        elif relation := self.facts.relation_of(rule.name):
            made = self._column(relation, rule.name, is_rule=True)
            sql, read, place = made.sql, made.read, f"{place}, {made.place}"
        return Explanation(rule.name, place, value, words, sql, evidence, None, read)

    def _column(self, relation: str, column: str, is_rule: bool = False) -> Explanation:
        """A column of a relation, where the model says what it is."""
        held = self.facts.value(relation, column)
        value = held[0] if held else None
        words = self.facts.description(relation, column)
        if not is_rule and self._is_known(f"{relation}.{column}"):
            return Explanation(column, relation, value, words, is_known=True)
        place, name = relation, column
        while True:
            model = self.facts.model(place)
            origin = model.origin(name) if model else None
            if origin is None:
                return Explanation(column, place, value, words)
            if origin.sql is not None:
                break
            [(place, name)] = origin.reads
            if name in self.facts.rules and not (is_rule and name == column):
                inner = self._rule(self.facts.rules[name])
                return (
                    inner
                    if name == column
                    else Explanation(column, relation, value, words, name, read=(inner,))
                )
        read = tuple(
            self._named(other or place, name)
            for other, name in origin.reads
            if name not in ("customer_id", "as_of_date")
        )
        return Explanation(column, place, value, words, origin.sql, read=read)

    def _named(self, relation: str, column: str) -> Explanation:
        """A column that another one reads."""
        if column in self.facts.rules:
            return self._rule(self.facts.rules[column])
        if relation in self.facts.columns and self.facts.schemas[relation] == "marts":
            return self._column(relation, column)
        if column in self.facts.columns.get("int_customer_features", {}):
            return self._column("int_customer_features", column)
        held = (
            self.facts.value(relation, column)
            if column in self.facts.columns.get(relation, {})
            else None
        )
        words = self.facts.description(relation, column)
        return Explanation(column, relation, held[0] if held else None, words)

    def _read(self, sql: str, name: str) -> tuple[Explanation, ...]:
        """The columns and rules that the SQL of a rule names."""
        words = dict.fromkeys(_WORD.findall(_TEXT.sub("", sql)))
        found = []
        for word in words:
            if word in self.facts.rules and word != name:
                found.append(self._rule(self.facts.rules[word]))
            elif word not in ("as_of_date", name) and (relation := self.facts.relation_of(word)):
                found.append(self._column(relation, word))
        return tuple(found)

    def _instead(self, rule: Rule) -> tuple[Explanation, ...]:
        """The features that stand in on the waist for one without events."""
        model = self.facts.model("int_customer_features")
        origin = model.origin(rule.name) if model else None
        others = [name for _, name in (origin.reads if origin else ()) if name != rule.name]
        return tuple(
            self._rule(self.facts.rules[name]) for name in others if name in self.facts.rules
        )

    def _is_known(self, name: str) -> bool:
        is_known = name in self._seen
        self._seen.add(name)
        return is_known
