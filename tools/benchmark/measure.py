"""Runs a step in a process of its own: how long it takes, and how much memory at most."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_QUIET = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}


class StepFailedError(Exception):
    """A step did not run to its end; the message has what it printed last."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A step that ran to its end. seconds: wall time; peak: of the largest of its processes."""

    seconds: float
    peak_gigabytes: float
    output: str = field(repr=False)


def measure(
    name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> Measured:
    """Runs a command; what it prints goes to <folder>/<name>.log.

    Raises StepFailedError with the end of the log if the step fails.
    """
    log = folder / f"{name}.log"
    begun = time.perf_counter()
    with log.open("w", encoding="utf-8") as output:
        child = subprocess.Popen(
            command,
            env={**os.environ, **_QUIET, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
    seconds = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    text = log.read_text("utf-8")
    if child.returncode:
        raise StepFailedError(f"{name} failed:\n" + "\n".join(text.splitlines()[-30:]))
    return Measured(seconds, usage.ru_maxrss / 2**20, text)
