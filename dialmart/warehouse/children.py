"""Runs a program as part of this one: signals reach it, and it does not outlive us.

Unless we are killed by force: then it goes on, and holds the lock until its end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from dialmart.errors import LandingError, StoppedError
from dialmart.warehouse.lock import note

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE_SECONDS = 10.0


def run(command: Sequence[str], environment: Mapping[str, str], lock: int) -> int:
    """Runs a command to its end with our output; its exit code.

    lock: that of the warehouse, which the child holds as well. SIGINT, SIGTERM and SIGHUP end the
    child, by force after ten seconds, and then raise StoppedError. LandingError: there is no such
    program.
    """
    with _collected() as received:
        try:
            child = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                pass_fds=[lock],
            )
        except OSError as error:
            raise LandingError(f"{command[0]} cannot be started: {error.strerror}") from error
        note(lock, os.getpid(), child.pid)
        deadline = None
        while (code := _ended(child)) is None:
            if received and deadline is None:
                deadline = time.monotonic() + _GRACE_SECONDS
                child.terminate()
            elif deadline and time.monotonic() > deadline:
                child.kill()
        note(lock, os.getpid())
    if received:
        raise StoppedError(received[0])
    return code if code >= 0 else 128 - code


def _ended(child: subprocess.Popen[bytes]) -> int | None:
    """Waits a moment for the end of a child; its exit code."""
    try:
        return child.wait(timeout=0.2)
    except subprocess.TimeoutExpired:
        return None


@contextmanager
def _collected() -> Iterator[list[int]]:
    """The numbers of the signals that arrive in the block, which do nothing else there.

    A signal that was ignored before, as under nohup, still is.
    """
    received: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(number)

    heeded = [number for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    former = {number: signal.signal(number, note) for number in heeded}
    try:
        yield received
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
