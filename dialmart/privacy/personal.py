"""Telephone numbers where they do not belong: in file names and in error messages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

# A mobile number or a Chinese line in one piece or in groups, a mobile number beside a date, or any
# number with its country; dates alone are none.
_SIGN = "[ ._()·–—-]{0,2}"
_MOBILE = f"1[3-9][0-9]{_SIGN}[0-9]{{4}}{_SIGN}[0-9]{{4}}"
_LINE = f"0(?:10|2[0-9]){_SIGN}[2-8][0-9]{{3}}{_SIGN}[0-9]{{4}}|"
_LINE += f"0[3-9][0-9]{{2}}{_SIGN}[2-8][0-9]{{2,3}}{_SIGN}[0-9]{{4}}"
_DATE = "20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9](?:[0-2][0-9][0-5][0-9]{3})?"
_IN_NAME = re.compile(
    rf"(?<![0-9])(?:\+|00)?(?:86)?0?{_MOBILE}(?![0-9])|(?<![0-9])(?:{_LINE})(?![0-9])"
    rf"|(?<![0-9]){_DATE}1[3-9][0-9]{{9}}(?![0-9])|(?<![0-9])1[3-9][0-9]{{9}}{_DATE}(?![0-9])"
    r"|\+[1-9](?:[ .-]?[0-9]){7,14}(?![0-9])"
)
# Of an error message nothing is needed that looks like a number, but for names of landed files.
_IN_MESSAGE = re.compile(r"[0-9](?:[ -]?[0-9]){6,}(?![0-9]|[.]parquet)")

# Of a text that is shown, as the macro text_without_numbers; ids of numbers and decimals stay.
_IN_TEXT = re.compile(
    r"(tel-[0-9a-f]{24})|(?<![0-9.])(?:[+]?[0-9]{10,}|[0-9]{3,4}[ .-][0-9]{3,4}[ .-][0-9]{4})"
)


def holds_number(name: str) -> bool:
    """Whether a file name has a telephone number in it."""
    return _IN_NAME.search(name) is not None


def name_without_numbers(name: str, key: Callable[[], str]) -> str:
    """A file name in which tel- and a keyed hash stand for telephone numbers.

    Each spelling has its own hash, so that different files keep different names.

    key: gives the number key, asked only if there is a number.
    """
    return _IN_NAME.sub(lambda found: number_id(found[0], key()), name)


def masked(message: str) -> str:
    """A message in which all that may be a telephone number is masked."""
    return _IN_MESSAGE.sub("*****", message)


def text_without_numbers(text: str) -> str:
    """A text in which runs of ten digits and numbers in three groups are masked."""
    return _IN_TEXT.sub(lambda found: found[1] or "*****", text)


def number_id(number: str, key: str) -> str:
    """The id of a customer known by a number alone, as the macro number_customer_id gives it."""
    inner = hashlib.sha256((key + number).encode()).hexdigest()
    return f"tel-{hashlib.sha256((key + inner).encode()).hexdigest()[:24]}"
