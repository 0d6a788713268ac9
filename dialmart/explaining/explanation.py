"""How a value came about: the rule, what it reads, and so on down to events and records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dialmart.explaining.compiled import Origin
from dialmart.explaining.records import Counted, counted
from dialmart.explaining.work_file import WorkFile


@dataclass(frozen=True, slots=True)
class Explanation:
    """A value and what it comes from.

    place: the relation, or the book, that it stands in. values: of the customer there, none or
    several where it has no row or more than one. label: what a code is called. words: the rule.
    steps: its SQL. read: what it reads. is_known: it has been explained above. model: what
    computes it where no SQL of one column says how, with the file of its SQL.
    """

    name: str
    place: str
    values: tuple[Any, ...]
    label: str | None = None
    words: str = ""
    steps: tuple[str, ...] = ()
    evidence: str | None = None
    counted: tuple[Counted, ...] = ()
    read: tuple[Explanation, ...] = ()
    is_known: bool = False
    model: str | None = None
    file: Path | None = None


@dataclass(frozen=True)
class Explainer:
    """Explains values of a customer, in a language, with so many events of each."""

    work_file: WorkFile
    language: str
    events: int
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def explain(self, asked: str) -> Explanation:
        """A column or a tag; `mart.column` says which mart. Raises LandingError."""
        relation, column = self.work_file.place(asked)
        return self._column(relation, column) if relation else self._tag(column)

    def _tag(self, tag: str) -> Explanation:
        """A tag; the SQL of customer_tags has a column for it."""
        evidence = self.work_file.evidence(tag)
        rule = self.work_file.tags[tag]
        origin = self.work_file.origin("customer_tags", tag)
        return Explanation(
            tag,
            "customer_tags",
            (evidence is not None,),
            rule[f"name_{self.language}"],
            rule[f"rule_{self.language}"],
            origin.steps if origin else (),
            evidence,
            read=self._read(origin) if origin else (),
        )

    def _column(self, relation: str, column: str, known_as: tuple[str, ...] = ()) -> Explanation:
        """A column of a relation; where it is only passed on, the one that it comes from.

        known_as: what it is called where it is passed on to.
        """
        is_known = (relation, column) in self._seen
        self._seen.add((relation, column))
        origin = None if is_known else self.work_file.origin(relation, column)
        names = (*known_as, column)
        values = self._values(relation, column)
        if origin and not origin.steps:
            [(other, name)] = origin.reads
            if values == self._values(other, name):
                return self._column(other, name, names)
        labels = self.work_file.labels(values[0] if values else None, names, self.language)
        explanation = Explanation(
            column, relation, values, labels[-1][0] if labels else None, is_known=is_known
        )
        if is_known:
            return explanation
        words = self._words(relation, column, labels)
        if origin is None or not origin.steps:
            return replace(
                explanation,
                words=words,
                model=self.work_file.description(relation),
                file=self.work_file.compiled_path(relation),
                read=self._read(origin) if origin else (),
            )
        return replace(
            explanation,
            words=words,
            steps=origin.steps,
            counted=tuple(counted(self.work_file, events, self.events) for events in origin.events),
            read=self._read(origin),
        )

    def _values(self, relation: str, column: str) -> tuple[Any, ...]:
        return tuple(self.work_file.values(relation, column))

    def _read(self, origin: Origin) -> tuple[Explanation, ...]:
        return tuple(self._column(relation, column) for relation, column in origin.reads)

    def _words(self, relation: str, column: str, labels: list[tuple[str, str]]) -> str:
        """The rule of a feature as the catalogue says it, else what the column is.

        Of a class the rules up to the one that holds, as those before it do not.
        """
        rule = self.work_file.features.get(column)
        if rule:
            return f"{rule[f'name_{self.language}']}: {rule[f'rule_{self.language}']}"
        classes = [f"- {name}: {words}" for name, words in labels if words]
        return "\n".join([self.work_file.description(relation, column), *classes])
