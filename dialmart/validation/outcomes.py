"""What became of every expectation, and how that is said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dialmart.validation.masking import masked

Status = Literal["holds", "warns", "fails", "broken"]

_WORDS: dict[Status, str] = {"warns": "WARN", "fails": "FAIL", "broken": "BROKEN"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an expectation.

    rows: how many rows there are that should not be. example: the first of them, its columns by
    name. error: why the check is broken.
    """

    suite: str
    name: str
    says: str
    status: Status
    rows: int = 0
    example: dict[str, str] | None = None
    error: str = ""

    def lines(self) -> Iterator[str]:
        """What a person reads about it."""
        yield f"{_WORDS[self.status]:6} {self.suite}.{self.name}"
        yield f"       {self.says}"
        if self.error:
            yield f"       The check itself failed: {self.error}"
        elif self.example is None:
            yield f"       observed {self.rows}"
        else:
            key = {name: text for name, text in self.example.items() if name not in _COMPARED}
            where = ", ".join(f"{name} {text}" for name, text in key.items())
            what = ", ".join(
                f"{name} {self.example[name]}" for name in _COMPARED if name in self.example
            )
            rows = "1 row" if self.rows == 1 else f"{self.rows:,} rows, such as"
            yield f"       {rows}: {'; '.join(filter(None, (where, what)))}"


_COMPARED = ("observed", "expected")


def outcomes_of(results: Iterable[Any], accepted: Collection[str] = ()) -> list[Outcome]:
    """The outcomes of the suites that Great Expectations has run.

    accepted: names of expectations whose failure is only a warning.
    """
    return [
        _outcome(result.suite_name, one, accepted) for result in results for one in result.results
    ]


def _outcome(suite: str, one: Any, accepted: Collection[str]) -> Outcome:
    config = one.expectation_config
    name, says = config.meta["name"], config.meta["says"]
    if error := _error(one.exception_info):
        return Outcome(suite, name, says, "broken", error=error)
    if one.success:
        return Outcome(suite, name, says, "holds")
    warns = config.severity == "warning" or name in accepted
    rows = masked(one.result.get("details", {}).get("rows"))
    return Outcome(
        suite,
        name,
        says,
        "warns" if warns else "fails",
        rows=one.result.get("observed_value", 0),
        example=rows[0] if rows else None,
    )


def _error(info: dict[str, Any]) -> str:
    """The first line of an exception, which is there by itself or by the id of a metric."""
    found = [info] if "raised_exception" in info else list(info.values())
    for one in found:
        if one["raised_exception"]:
            first, *_ = str(one["exception_message"]).splitlines() or [""]
            return str(masked(first))
    return ""


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0: all holds, but for warnings; 1: the data are bad; 2: a check is broken."""
    statuses = {one.status for one in outcomes}
    return 2 if "broken" in statuses else 1 if "fails" in statuses else 0


def failures(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines that say what does not hold, the worst last."""
    for status in ("warns", "fails", "broken"):
        for one in outcomes:
            if one.status == status:
                yield from one.lines()


def account(outcomes: Sequence[Outcome]) -> str:
    """How much there is of what does not hold."""
    counts = {status: sum(one.status == status for one in outcomes) for status in _WORDS}
    told = [
        f"{count} {word}"
        for count, word in (
            (counts["broken"], "broken"),
            (counts["fails"], "failed"),
            (counts["warns"], "to be looked at"),
        )
        if count
    ]
    return f"{len(outcomes)} checked: {', '.join(told) or 'all hold'}"
