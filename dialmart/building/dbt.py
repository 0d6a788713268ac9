"""Runs dbt in a process of its own, and shows how far it is."""

from __future__ import annotations

import sys
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
                    counts["models"].begin(total_models)
                    counts["tests"].begin(total_tests)
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
    """How many nodes of a kind there are, are done and have failed."""

    def __init__(self, stage: Stage, well: str) -> None:
        self._stage = stage
        self._well = well
        self._total = self._done = self._bad = 0
        self._running: list[str] = []

    def begin(self, total: int) -> None:
        self._total = total
        self._update()

    def start(self, name: str) -> None:
        self._running.append(name)
        self._update()

    def finish(self, name: str, status: str) -> None:
        self._running = [one for one in self._running if one != name]
        self._done += status != "skipped"
        self._bad += _WORDS.get(status) in ("FAIL", "ERROR")
        self._update()

    def end(self) -> None:
        """Says what became of them."""
        well, missing = self._done - self._bad, self._total - self._done
        self._stage.has_failed = bool(self._bad)
        told = [f"{well:,} {self._well}", f"{self._bad:,} failed", f"{missing:,} left out"]
        counts = (True, self._bad, missing > 0)
        self._stage.summary = ", ".join(
            words for words, is_told in zip(told, counts, strict=True) if is_told
        )

    def _update(self) -> None:
        what = self._running[-1] if self._running else ""
        failed = f"{self._bad:,} failed " if self._bad else ""
        self._stage.update(self._done, self._total, failed + what)
