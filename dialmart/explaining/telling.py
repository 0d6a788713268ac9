"""An explanation as lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from dialmart.explaining.explanation import Explanation
from dialmart.explaining.records import Counted, Event, Record

Records = Callable[[Event], Iterable[Record]]
Masked = Callable[[str], str]

_SAID = {
    "en": {
        "known": "see above",
        "none": "the customer has no row there",
        "several": "several rows",
        "evidence": "by",
        "events": "Events that count: {}",
        "first": "; the first:",
        "counts": "counts",
        "row": "row",
        "model": "No rule gives it; the model {} computes it.",
        "sql": "Its SQL: {}",
    },
    "zh": {
        "known": "见上",
        "none": "该客户无此行",
        "several": "多行",
        "evidence": "依据",
        "events": "计入的事件：{}",
        "first": "；前几条：",
        "counts": "计入",
        "row": "行",
        "model": "不由规则给出，由模型{}计算。",
        "sql": "其SQL：{}",
    },
}


def told(
    explanation: Explanation, language: str, records: Records, masked: Masked, indent: str = ""
) -> Iterator[str]:
    """The lines of an explanation, what it reads indented below it.

    records: gives the raw records of an event. masked: a value without what shall not be seen.
    """
    said = _SAID[language]
    inner = f"{indent}  "
    label = f" ({explanation.label})" if explanation.label else ""
    head = f"{indent}{explanation.name} = {_values(explanation, said, masked)}{label}"
    if explanation.is_known:
        yield f"{head}, {said['known']}"
        return
    yield f"{head}   [{explanation.place}]"
    yield from (f"{inner}{line}" for line in explanation.words.split("\n") if line)
    for step in explanation.steps:
        yield from (f"{inner}| {line}" for line in step.split("\n"))
    if explanation.evidence:
        yield f"{inner}{said['evidence']}: {explanation.evidence}"
    for events in explanation.counted:
        yield from (f"{inner}{line}" for line in _counted(events, said, records, masked))
    if explanation.model is not None:
        yield f"{inner}{said['model'].format(explanation.place)} {explanation.model}".rstrip()
    if explanation.file:
        yield f"{inner}{said['sql'].format(explanation.file)}"
    for read in explanation.read:
        yield from told(read, language, records, masked, inner)


def _counted(
    events: Counted, said: dict[str, str], records: Records, masked: Masked
) -> Iterator[str]:
    number = said["events"].format(f"{events.number:,}")
    yield f"{number}{said['first'] if events.first else ''}"
    for event in events.first:
        values = ", ".join(_value(value, masked) for value in event.values)
        yield f"  {event.at}  {said['counts']} {values}"
        for record in records(event):
            yield f"    {record.file}, {said['row']} {record.row}: {record.text}"


def _values(explanation: Explanation, said: dict[str, str], masked: Masked) -> str:
    if not explanation.values:
        return said["none"]
    return (
        _value(explanation.values[0], masked) if len(explanation.values) == 1 else said["several"]
    )


def _value(value: Any, masked: Masked) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, int | float) else masked(str(value))
