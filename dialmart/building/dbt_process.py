"""The process in which dbt runs: it tells how far it is, and lets go of the warehouse's file.

`--verbose` before the arguments of dbt shows every line of dbt as well. They stand in the file
dbt.log in any case. It is written here: dbt looks through the whole environment for secrets before
it drops a line that is below the level of its log, and most lines are. With DBT_LOG_LEVEL_FILE dbt
writes it, at that level.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from logging.handlers import RotatingFileHandler
from typing import Any

from dbt.cli.main import dbtRunner

from dialmart.warehouse.children import tell
from dialmart.warehouse.paths import Paths

_CONTROL_CODES = re.compile(r"\x1b\[[0-9;]*m")
_TOTALS = re.compile(r"(\d+) (model|seed|data test)s?\b")
# One line about a node that is told as a fact, or told in full at the end.
_TOLD_OTHERWISE = re.compile(r"Log\w+Result")
_LOGGED = {"info", "warn", "error"}
_LOG_SIZE = 10 * 1024 * 1024
_PLACE = "SQLCompiledPath"  # where to look, after what has failed


def main(*arguments: str) -> int:
    """The exit code of dbt: 0 if all went well, 1 if a model or a test failed, else 2."""
    is_verbose = arguments[:1] == ("--verbose",)
    level = ["--log-level", "info" if is_verbose else "none", "--no-use-colors"]
    log = None
    if "DBT_LOG_LEVEL_FILE" not in os.environ:
        log = _log()
        level += ["--log-level-file", "none"]
    has_complained = False

    def on(event: Any) -> None:
        nonlocal has_complained
        has_complained |= event.info.level == "error"
        if log and event.info.level in _LOGGED:
            log.info("%-5s %s", event.info.level, _CONTROL_CODES.sub("", event.info.msg))
        if fact := _fact(event) or (None if is_verbose else _message(event)):
            tell(**fact)

    result = dbtRunner(callbacks=[on]).invoke([*level, *arguments[is_verbose:]])
    if result.exception and not has_complained:
        print(result.exception, file=sys.stderr)
    return 0 if result.success else 2 if result.exception else 1


def _log() -> logging.Logger:
    """Writes dbt.log, and begins another after 10 MiB, as dbt does."""
    folder = Paths.from_environment().logs
    folder.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(
        folder / "dbt.log", maxBytes=_LOG_SIZE, backupCount=5, encoding="utf-8"
    )
    file.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger(__name__)
    log.setLevel(logging.INFO)
    log.propagate = False
    log.handlers[:] = [file]
    return log


def _fact(event: Any) -> dict[str, Any] | None:
    """How far dbt is, if an event tells that."""
    match event.info.name:
        case "FoundStats":
            counts = {kind: int(count) for count, kind in _TOTALS.findall(event.data.stat_line)}
            models = counts.get("model", 0) + counts.get("seed", 0)
            return {"is": "found", "models": models, "tests": counts.get("data test", 0)}
        case "LogStartLine" | "NodeFinished" as name:
            node = event.data.node_info
            return {
                "is": "started" if name == "LogStartLine" else "finished",
                "kind": "tests" if node.resource_type == "test" else "models",
                "name": node.node_name,
                "status": node.node_status,
            }
    return None


def _message(event: Any) -> dict[str, Any] | None:
    """What is said in full: what macros say, warnings and errors."""
    name, level = event.info.name, event.info.level
    if name not in ("JinjaLogInfo", _PLACE) and level not in ("warn", "error"):
        return None
    if _TOLD_OTHERWISE.fullmatch(name) or (name == "JinjaLogInfo" and level == "debug"):
        return None
    indent = "  " if name == "RunResultWarningMessage" else ""  # as dbt has it for failures
    return {"is": "message", "text": indent + _CONTROL_CODES.sub("", event.info.msg)}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
