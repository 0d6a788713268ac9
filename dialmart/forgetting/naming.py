"""Whether a text names a customer, by their id or by one of their numbers, as people write them.

Lines that could not be divided into columns, and lines of telephone exchanges, hold ids and numbers
among other things. Only what stands by itself counts: C1 is neither in C11 nor in refC1x, and a
number is not in a longer one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_DIVIDERS = re.compile(r"[,;|\t\x1f]")
_QUOTES = " \"'"
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
# Digits with at most two signs between them, or a number as programs write it: 1.3812345678E10.
_RUN = re.compile(
    r"(?<![0-9])[+(]{0,2}[0-9](?:[ ._/()·–—‑*-]{0,2}[0-9]){6,19}(?![0-9])"
    r"|(?<![0-9])[0-9][.][0-9]{6,14}[eE][+]?[0-9]{1,2}(?![0-9])"
)
_FEWEST_DIGITS = 7
# A shorter id without a letter may be an amount or a duration as well.
_TELLING = re.compile(r"[^\W\d_]|.{6}")


def plain(text: str) -> str:
    """A text in usual characters: digits of full width as digits, nothing that has no width."""
    return unicodedata.normalize("NFKC", text).translate(_NOTHING)


def names_customer(text: str, customer_id: str) -> bool | None:
    """Whether an id is a whole field of a line; None if a person has to decide.

    That is if it is a word among others in a field, or nothing but a few digits.
    """
    own = plain(customer_id).strip()
    if own in _fields(text):
        return True if _TELLING.search(own) else None
    is_word = re.search(rf"(?<![\w-]){re.escape(own)}(?![\w-])", plain(text))
    return None if is_word and _TELLING.search(own) else False


def spoken_numbers(text: str) -> set[str]:
    """What may be telephone numbers in a text, each as it is written."""
    return set(_numbers(text))


def _fields(text: str) -> list[str]:
    return [field.strip(_QUOTES) for field in _DIVIDERS.split(plain(text))]


def _numbers(text: str) -> Iterator[str]:
    for field in _fields(text):
        if sum(map(str.isdigit, field)) < _FEWEST_DIGITS:
            continue
        if len(field) <= 40:
            yield field
        for piece in {field, *field.split()}:
            yield from _RUN.findall(piece)
