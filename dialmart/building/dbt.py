"""Runs dbt in a process of its own, and shows how far it is."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from dialmart.building.screen import Screen, Stage
from dialmart.warehouse import children

_WITHOUT_STATISTICS = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
_WORDS = {"fail": "FAIL", "error": "ERROR", "runtime error": "ERROR", "warn": "WARN"}


def run_dbt(arguments: Sequence[str], lock: int, screen: Screen) -> int:
    """The exit code of `dbt <arguments>`."""
    command = [sys.executable, "-m", "dialmart.building.dbt_process"]
    command += [*["--verbose"] * screen.is_verbose, *arguments]
    with screen.stages("Models", "Tests") as (models, tests):
        counts = {"models": _Counts(models, "built"), "tests": _Counts(tests, "passed")}
        models.update(0, None, "reading models and rules")

        def heed(fact: children.Fact) -> None:
            match fact:
                case {"is": "found", "models": int(total_models), "tests": int(total_tests)}:
                    counts["models"].total = total_models
                    counts["tests"].total = total_tests
                case {"is": "started", "kind": str(kind), "name": str(name)}:
                    counts[kind].start(name)
                case {"is": "finished", "kind": str(kind), "name": str(name), "status": status}:
                    counts[kind].finish(name, status)
                    if word := _WORDS.get(status):
                        screen.say(f"{word:6} {name}")
                case {"is": "message", "text": str(text)}:
                    screen.say(text)

        code = children.run(command, _WITHOUT_STATISTICS, lock, screen.say, heed)
        for count in counts.values():
            count.end()
    return code


class _Counts:
    """What became of the nodes of a kind, by the word for it; total: how many there are."""

    def __init__(self, stage: Stage, well: str) -> None:
        self.total = 0
        self._stage = stage
        self._well = well
        self._became: Counter[str] = Counter()
        self._running: list[str] = []

    def start(self, name: str) -> None:
        self._running.append(name)
        self._update()

    def finish(self, name: str, status: str) -> None:
        self._running = [one for one in self._running if one != name]
        if status != "skipped":
            self._became[_WORDS.get(status, "")] += 1
        self._update()
        if self._became.total() == self.total:
            self._stage.end()

    def end(self) -> None:
        """Says what became of them."""
        told = (
            (self._became["WARN"], "to be looked at"),
            (self._bad, "failed"),
            (self.total - self._became.total(), "left out"),
        )
        well = f"{self._became['']:,} {self._well}"
        self._stage.summary = ", ".join([well, *(f"{n:,} {words}" for n, words in told if n)])
        self._stage.has_failed = bool(self._bad)

    @property
    def _bad(self) -> int:
        return self._became["FAIL"] + self._became["ERROR"]

    def _update(self) -> None:
        what = self._running[-1] if self._running else ""
        failed = f"{self._bad:,} failed " if self._bad else ""
        self._stage.update(self._became.total(), self.total, failed + what)
