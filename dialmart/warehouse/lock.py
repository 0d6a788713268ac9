"""One process at a time works on a warehouse."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dialmart.errors import AlreadyRunningError, LandingError


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Holds the lock file; gives its descriptor, which a child may inherit to hold it too.

    Raises AlreadyRunningError, with the holder's process id, if another process holds it, and
    LandingError if its folder cannot be written to. The lock ends with its holders, however they
    end; the file stays.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise LandingError(
            f"The warehouse cannot be written to {path.parent}: {error.strerror}."
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(
                f"Process {_holder(descriptor)}, or what it started, "
                f"is at work on this warehouse ({path})."
            ) from error
        note(descriptor, os.getpid())
        yield descriptor
    finally:
        os.close(descriptor)


def note(descriptor: int, *processes: int) -> None:
    """Writes into the lock file who holds it."""
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, (" ".join(map(str, processes)) + "\n").encode(), 0)


def _holder(descriptor: int) -> str:
    """The first process of those noted that lives: a child may outlive who started it."""
    noted = os.pread(descriptor, 64, 0).decode("ascii", "replace").split()
    for process in noted:
        try:
            os.kill(int(process), 0)
        except (ProcessLookupError, ValueError, OverflowError):
            continue
        except PermissionError:
            pass
        return process
    return " or ".join(noted) or "unknown"
