"""A reader of the published file: opens it again and again, and says what it has seen.

`python -m tests.python.reader <file>` until its input ends. It says "ready" after the first look,
and at last, as JSON, how many times it looked and each state that it saw, in the order seen.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tests.python.support import PROJECT


def state_of(path: Path) -> str:
    """Rows and their hash of every mart, as one text; an error instead, if there is one."""
    try:
        with duckdb.connect(path, read_only=True) as connection:
            query = "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
            marts = [mart for (mart,) in connection.execute(query).fetchall()]
            states = [
                connection.execute(
                    f"select '{mart}', count(*), sum(hash(mart)) from marts.\"{mart}\" as mart"
                ).fetchall()
                for mart in marts
            ]
    except duckdb.Error as error:
        return f"error: {error}"
    return str(states)


@dataclass(slots=True)
class Seen:
    """What a reader saw."""

    looks: int = 0
    states: list[str] = field(default_factory=list)


@contextmanager
def reading(path: Path, pause: float) -> Iterator[Seen]:
    """Reads a published file, which is there, all through the block; pause: seconds."""
    command = [sys.executable, "-m", "tests.python.reader", str(path), str(pause)]
    reader = subprocess.Popen(
        command, cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    seen = Seen()
    try:
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
        yield seen
    finally:
        said, _ = reader.communicate()
        seen.looks, seen.states = json.loads(said)


def _read(path: Path, pause: float) -> None:
    looks, states = 0, [""]
    while True:
        looks += 1
        state = state_of(path)
        if state != states[-1]:
            states.append(state)
        if looks == 1:
            print("ready", flush=True)
        if select.select([sys.stdin], [], [], pause)[0]:
            break
    print(json.dumps([looks, states[1:]]))


if __name__ == "__main__":
    _read(Path(sys.argv[1]), float(sys.argv[2]))
