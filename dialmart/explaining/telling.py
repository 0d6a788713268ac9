"""An explanation as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dialmart.explaining.explanation import Explanation

_SAID = {
    "en": {
        "above": "see above", "by": "by", "none": "no event counts", "one": "1 event counts",
        "many": "{} events count", "first": ", the first:", "row": "row", "instead": "instead",
    },
    "zh": {
        "above": "见上", "by": "依据", "none": "无计入的事件", "one": "计入1个事件",
        "many": "计入{}个事件", "first": "，例如：", "row": "行", "instead": "代以",
    },
}  # fmt: skip


def told(explanation: Explanation, language: str, indent: str = "") -> Iterator[str]:
    """The lines of an explanation, what it reads indented below it."""
    said = _SAID[language]
    head = f"{indent}{explanation.name} = {_value(explanation.value)}   ({explanation.place})"
    if explanation.is_known:
        yield f"{head}, {said['above']}"
        return
    yield head
    inner = f"{indent}    "
    if explanation.words:
        yield f"{inner}{explanation.words}"
    if explanation.sql:
        yield from (f"{inner}| {line}" for line in explanation.sql.split("\n"))
    if explanation.evidence:
        yield f"{inner}{said['by']}: {explanation.evidence}"
    if explanation.counted:
        number = explanation.counted.events
        text = {0: said["none"], 1: said["one"]}.get(number, said["many"].format(number))
        yield f"{inner}{text}{said['first'] if explanation.counted.records else ''}"
        for record in explanation.counted.records:
            yield f"{inner}  {record.at}  {record.file}, {said['row']} {record.row}"
            yield f"{inner}    {record.text}"
    for read in explanation.read:
        yield from told(read, language, inner)


def _value(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6g}"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
