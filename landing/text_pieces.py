"""A CSV file as text, in pieces of whole lines: decompressed, decoded, in bounded memory."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from landing.encodings import MARKING, UTF8, marked

TRUNCATED = "truncated_file"
UNREADABLE = "unreadable_file"

_GZIP = b"\x1f\x8b"
_GZIP_FORMAT = 31  # zlib's window bits for a gzip header
_BLOCK = 1 << 22  # bytes read at once
_COMPRESSED_BLOCK = 1 << 16  # compressed bytes read at once
_PIECE = 1 << 22  # characters
_LONGEST_LINE = 1 << 24  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of a file, with their ends.

    broken_off: why reading ended before the end of the file; remainder: the text after the last
    whole line that had been read by then.
    """

    text: str
    is_last: bool = False
    broken_off: str | None = None
    remainder: str = ""


def blocks(path: Path) -> Iterator[bytes]:
    """A file's bytes, decompressed if it is a gzip file by its content.

    A gzip file may have several members, with zeros between and after them.
    Raises EOFError where a compressed file ends too early, zlib.error where it is damaged.
    """
    with path.open("rb") as file:
        is_compressed = file.read(2) == _GZIP
        file.seek(0)
        if not is_compressed:
            while block := file.read(_BLOCK):
                yield block
            return
        member = zlib.decompressobj(_GZIP_FORMAT)
        while block := file.read(_COMPRESSED_BLOCK):
            if member.eof:
                block = block.lstrip(b"\0")
            while block:
                if member.eof:
                    member = zlib.decompressobj(_GZIP_FORMAT)
                if part := member.decompress(block):
                    yield part
                block = member.unused_data.lstrip(b"\0")
        if not member.eof:
            raise EOFError


def text_pieces(path: Path, encoding: str | None) -> Iterator[Piece]:
    """The text of a file; bytes that do not belong to its encoding are marked.

    encoding: of a file without a byte-order mark; None is UTF-8. The last line gets an end if it
    has none. What is left of a truncated file, or a line longer than 16 million characters, is
    the remainder of the last piece.
    """
    decoder: codecs.IncrementalDecoder | None = None
    held = ""
    broken_off = None
    try:
        for block in blocks(path):
            if decoder is None:
                name = marked(block) or encoding or UTF8
                decoder = codecs.getincrementaldecoder(name)(MARKING)
            held += decoder.decode(block)
            if len(held) < _PIECE:
                continue
            end = _end_of_lines(held)
            yield Piece(held[:end])
            held = held[end:]
            if len(held) > _LONGEST_LINE:
                broken_off = UNREADABLE
                break
    except (EOFError, zlib.error):
        broken_off = TRUNCATED
    if broken_off:
        end = _end_of_lines(held)
        yield Piece(held[:end], True, broken_off, held[end:])
        return
    held += decoder.decode(b"", True) if decoder else ""
    yield Piece(held + "\n" if held and held[-1] not in "\r\n" else held, True)


def _end_of_lines(text: str) -> int:
    r"""The length of the whole lines at the beginning; a final \r may be half of a \r\n."""
    return max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
