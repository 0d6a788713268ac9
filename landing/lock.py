"""One process at a time works on a warehouse."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landing.errors import AlreadyRunningError


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Holds the lock file; gives its descriptor, which a child may inherit to hold it too.

    Raises AlreadyRunningError, with the holder's process id, if another process holds it. The
    lock ends with its holders, however they end; the file stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            raise AlreadyRunningError(
                f"Process {holder}, or what it started, is at work on this warehouse ({path})."
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)
