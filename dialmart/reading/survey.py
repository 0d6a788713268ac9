"""Looks through a CSV file once before it is read, to choose how."""

from __future__ import annotations

import codecs
import zlib
from pathlib import Path
from typing import NamedTuple

from dialmart.reading.encodings import UTF8, detected, encoding_of
from dialmart.reading.records import DAMAGED
from dialmart.reading.text_pieces import blocks, is_compressed, is_text


class Survey(NamedTuple):
    """How a file is to be read.

    encoding: of a file without a byte-order mark; None is UTF-8. fault: why no record of it can
    be used. note: what the owner of the file would like to know about that.
    """

    encoding: str | None
    fault: str | None = None
    note: str | None = None


def survey(path: Path, named: str | None) -> Survey:
    """What one look through a file tells.

    named: the encoding that the user named; None: UTF-8, or what the file clearly is instead.
    """
    try:
        is_foreign = _is_foreign(path, named)
    except zlib.error:
        return Survey(named, DAMAGED, "is damaged, so that no record of it can be trusted")
    if not is_foreign:
        return Survey(named)
    found = detected(blocks(path))
    if found == UTF8:
        return Survey(None, None, "holds bytes that are no UTF-8 (DIALMART_ENCODING names its own)")
    return Survey(found, None, f"is not UTF-8: read as {found} (DIALMART_ENCODING says otherwise)")


def _is_foreign(path: Path, named: str | None) -> bool:
    """Whether a file without any mark or name of its encoding holds what is no text of UTF-8.

    A compressed file is read to its end, so that zlib.error tells where it is damaged.
    """
    decoder = codecs.getincrementaldecoder(UTF8)()
    may_break_off = is_compressed(path)
    is_asked = is_foreign = False
    try:
        for number, block in enumerate(blocks(path)):
            if number == 0:
                is_asked = is_text(block) and not named and encoding_of(block, None) == UTF8
            if is_asked and not is_foreign:
                is_foreign = b"\0" in block or not _decodes(decoder, block)
            elif not may_break_off:
                break
    except EOFError:
        return is_foreign  # perhaps it ends within a character
    return is_foreign or (is_asked and not _decodes(decoder, b"", True))


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, is_last: bool = False) -> bool:
    try:
        decoder.decode(block, is_last)
    except UnicodeDecodeError:
        return False
    return True
