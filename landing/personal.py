"""Telephone numbers where they do not belong: in file names and in error messages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

# A mobile number in one piece or in groups, or any number with its country; dates are neither.
_IN_NAME = re.compile(
    r"(?<![0-9])(?:\+|00)?(?:86)?0?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])"
    r"|\+[1-9][0-9]{7,14}(?![0-9])"
)
# Of an error message nothing is needed that looks like a number, but for names of landed files.
_IN_MESSAGE = re.compile(r"[0-9](?:[ -]?[0-9]){6,}(?![0-9]|[.]parquet)")


def holds_number(name: str) -> bool:
    """Whether a file name has a telephone number in it."""
    return _IN_NAME.search(name) is not None


def name_without_numbers(name: str, key: Callable[[], str]) -> str:
    """A file name in which tel- and a keyed hash stand for telephone numbers.

    Each spelling of a number has a hash of its own, so that names stay apart. key: gives the
    number key, asked only if there is a number.
    """
    return _IN_NAME.sub(lambda found: number_id(found[0], key()), name)


def masked(message: str) -> str:
    """A message in which all that may be a telephone number is masked."""
    return _IN_MESSAGE.sub("*****", message)


def number_id(number: str, key: str) -> str:
    """The id of a customer known by a number alone, as the macro number_customer_id gives it."""
    inner = hashlib.sha256((key + number).encode()).hexdigest()
    return f"tel-{hashlib.sha256((key + inner).encode()).hexdigest()[:24]}"
