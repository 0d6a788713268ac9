"""Runs a program as part of this one: signals reach it, and it does not outlive us.

Unless we are killed by force: then it goes on, and holds the lock until its end.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import FrameType
from typing import IO, Any

from dialmart.errors import LandingError, StoppedError
from dialmart.warehouse.lock import note

Say = Callable[[str], None]
Fact = dict[str, Any]

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE_SECONDS = 10.0
_telling = Lock()
_FACT = "\x1e"  # begins a line that is a fact, as in a JSON text sequence


def tell(**fact: Any) -> None:
    """Tells a fact to the process that runs this one, if that still listens."""
    with _telling, suppress(BrokenPipeError):
        sys.stdout.write(f"{_FACT}{json.dumps(fact)}\n")
        sys.stdout.flush()


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    lock: int,
    say: Say,
    heed: Callable[[Fact], None] = lambda _: None,
) -> int:
    """Runs a command to its end; its exit code.

    lock: that of the warehouse, which the child holds as well. say: shows a line that the child
    has written; what it wrote as an error goes to standard error. heed: called with each fact
    that it tells. SIGINT, SIGTERM and SIGHUP end the child, by force after ten seconds, and then
    raise StoppedError; what it says to that is not shown. LandingError: there is no such program.
    """
    with _collected() as received:
        try:
            with _without_interrupts():
                child = subprocess.Popen(
                    command,
                    env={**os.environ, **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                    errors="backslashreplace",
                    pass_fds=[lock],
                )
        except OSError as error:
            raise LandingError(f"{command[0]} cannot be started: {error.strerror}") from error
        note(lock, os.getpid(), child.pid)
        try:
            lines = _Lines(child, say, heed)
            deadline = None
            while (code := child.poll()) is None:
                if received and deadline is None:
                    deadline = time.monotonic() + _GRACE_SECONDS
                    child.terminate()
                elif deadline and time.monotonic() > deadline:
                    child.kill()
                if not received:
                    lines.pass_on(0.2)
                else:
                    with suppress(subprocess.TimeoutExpired):
                        child.wait(0.2)
            if not received:
                lines.pass_on_the_rest()
        finally:
            child.kill()  # which has no effect but after an error of ours
            child.wait()
        note(lock, os.getpid())
    if received:
        raise StoppedError(received[0])
    return code if code >= 0 else 128 - code


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """What is started in the block hears nothing of a Ctrl-C: it is for us to end it."""
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


class _Lines:
    """The lines that a child writes: read by threads, passed on by who asks for it."""

    def __init__(self, child: subprocess.Popen[str], say: Say, heed: Callable[[Fact], None]):
        assert child.stdout
        assert child.stderr
        self._child = child
        self._say = say
        self._heed = heed
        self._queue: SimpleQueue[tuple[Say, str]] = SimpleQueue()
        self._readers = [
            Thread(target=self._read, args=(child.stdout, self._hear), daemon=True),
            Thread(target=self._read, args=(child.stderr, _complain), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def pass_on(self, seconds: float) -> None:
        """Passes on the next line, or waits a moment for one, or for the end of the child."""
        if not any(reader.is_alive() for reader in self._readers) and self._queue.empty():
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(seconds)
            return
        with suppress(Empty):
            take, line = self._queue.get(timeout=seconds)
            take(line)

    def pass_on_the_rest(self) -> None:
        """Passes on what has been written; not what a program says that the child has left."""
        for reader in self._readers:
            reader.join(timeout=1.0)
        while not self._queue.empty():
            self.pass_on(0)

    def _read(self, stream: IO[str], take: Say) -> None:
        for line in stream:
            self._queue.put((take, line.rstrip("\n")))

    def _hear(self, line: str) -> None:
        if line.startswith(_FACT):
            self._heed(json.loads(line[len(_FACT) :]))
        else:
            self._say(line)


def _complain(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


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
