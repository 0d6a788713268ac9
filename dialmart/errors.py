"""What a user can mend: shown as one message, without a traceback."""

from __future__ import annotations


class LandingError(Exception):
    """A wrong path, setting or file. The process ends with `exit_code`."""

    exit_code = 2


class AlreadyRunningError(LandingError):
    """Another process is working on the same warehouse."""

    exit_code = 3


class StoppedError(LandingError):
    """A signal ended the run."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Stopped by signal {number}.")
        self.exit_code = 128 + number
