"""The secret key by which telephone numbers that nobody owns become customer ids."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from dialmart.errors import LandingError
from dialmart.warehouse.durable import TEMPORARY, flush

VARIABLE = "DIALMART_NUMBER_KEY"


def number_key(
    path: Path,
    say: Callable[[str], None] = print,
    environment: Mapping[str, str] = os.environ,
) -> str:
    """The key that the environment names, else the one in a file, which is made on first need.

    A made key has 64 hexadecimal characters, readable by its owner only. That it was made is
    said, never the key. Raises LandingError if the file holds no key.
    """
    if named := environment.get(VARIABLE):
        return named
    if not path.exists() and _make(path):
        say(
            f"A key for telephone numbers without an owner was made: {path}. Keep it: with "
            f"another one their customer ids change. {VARIABLE} sets one of your own."
        )
    key = path.read_text("ascii", "replace").strip()
    if not re.fullmatch("[0-9a-f]{64}", key):
        raise LandingError(f"{path} holds no key of 64 hexadecimal characters.")
    return key


def _make(path: Path) -> bool:
    """Writes a fresh key; False if another process was faster, whose key then stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        flush(temporary)
        os.link(temporary, path)  # complete, and only if there is none
        flush(path.parent)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    return True
