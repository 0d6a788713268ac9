"""A CSV file as text, in pieces of whole lines: decompressed, decoded, in bounded memory."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dialmart.reading.encodings import MARKING, encoding_of
from dialmart.reading.records import DAMAGED, TOO_LONG, TRUNCATED, UNREADABLE

_GZIP = b"\x1f\x8b"
_GZIP_FORMAT = 31  # zlib's window bits for a gzip header
_BLOCK = 1 << 22  # bytes read at once
_COMPRESSED_BLOCK = 1 << 16  # compressed bytes read at once
_PIECE = 1 << 22  # characters
_LONGEST_LINE = 1 << 24  # characters
_LINE_END = re.compile(r"\r\n|\n|\r(?!\Z)")
# What begins with these is no text: zip (and workbooks), OLE, Parquet, 7z, bzip2, xz, zstd, PDF.
_NO_TEXT = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1", b"7z\xbc\xaf", b"BZh91AY",
    b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"%PDF",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of a file, with their ends.

    is_last: no record goes on after it. broken_off: why the text after it could not be read;
    remainder: what there is of that text. Reading goes on only after a line that is too long.
    """

    text: str
    is_last: bool = False
    broken_off: str | None = None
    remainder: str = ""


def is_compressed(path: Path) -> bool:
    """Whether a file is a gzip file by its content."""
    with path.open("rb") as file:
        return file.read(2) == _GZIP


def is_text(head: bytes) -> bool:
    """Whether a file that begins with some bytes may be text."""
    return not head.startswith(_NO_TEXT)


def blocks(path: Path) -> Iterator[bytes]:
    """A file's bytes, decompressed if it is a gzip file by its content.

    A gzip file may have several members, with zeros between and after them.
    Raises EOFError where a compressed file ends too early, or goes on with something else, and
    zlib.error where it is damaged, so that also what came before may be wrong.
    """
    is_plain = not is_compressed(path)
    with path.open("rb") as file:
        if is_plain:
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
                    if not _GZIP.startswith(block[:2]):
                        raise EOFError
                yield from _decompressed(member, block)
                block = member.unused_data.lstrip(b"\0")
        if not member.eof:
            raise EOFError


def _decompressed(member: zlib._Decompress, block: bytes) -> Iterator[bytes]:
    """What a block adds, in parts of at most _BLOCK bytes, however much it was compressed.

    Up to the very byte where it is damaged, before zlib.error is raised.
    """
    part = b""
    while block or len(part) == _BLOCK:
        before = member.copy()
        try:
            part = member.decompress(block, _BLOCK)
        except zlib.error:
            for byte in block:
                yield before.decompress(bytes([byte]))
            raise
        if part:
            yield part
        block = member.unconsumed_tail


def text_pieces(path: Path, encoding: str | None) -> Iterator[Piece]:
    """The text of a file; bytes that do not belong to its encoding are marked.

    encoding: of a file without a byte-order mark; None is UTF-8. The last line gets an end if it
    has none. A line longer than 16 million characters, and what is left of a truncated file, are
    the remainder of a piece.
    """
    decoder: codecs.IncrementalDecoder | None = None
    held = ""
    is_skipping = False
    broken_off = None
    try:
        for block in blocks(path):
            if decoder is None:
                if not is_text(block):
                    yield Piece("", True, UNREADABLE)
                    return
                name = encoding_of(block, encoding)
                decoder = codecs.getincrementaldecoder(name)(MARKING)
            held += decoder.decode(block)
            if is_skipping:
                found = _LINE_END.search(held)
                is_skipping = found is None
                held = held[found.end() :] if found else held[-1:]
            if is_skipping or len(held) < _PIECE:
                continue
            end = _end_of_lines(held)
            yield from _whole_lines(held[:end])
            held = held[end:]
            if len(held.removesuffix("\r")) > _LONGEST_LINE:
                yield _too_long(held)
                held, is_skipping = held[-1:], True
    except EOFError:
        broken_off = TRUNCATED
    except zlib.error:
        broken_off = DAMAGED
    if is_skipping:
        yield Piece("", True, broken_off)
        return
    if broken_off:
        end = _end_of_lines(held)
        yield from _whole_lines(held[:end])
        yield Piece("", True, broken_off, held[end:])
        return
    held += decoder.decode(b"", True) if decoder else ""
    yield from _whole_lines(held + "\n" if held and held[-1] not in "\r\n" else held, True)


def _whole_lines(text: str, is_last: bool = False) -> Iterator[Piece]:
    """Whole lines as a piece; each line among them that is too long as one of its own."""
    start = begin = 0
    # Only a long text can have a long line; its last line end may be a lone carriage return.
    for found in re.finditer(r"\r\n|\n|\r", text) if len(text) > _LONGEST_LINE else ():
        if found.start() - begin > _LONGEST_LINE:
            yield Piece(text[start:begin])
            yield _too_long(text[begin : found.start()])
            start = found.end()
        begin = found.end()
    yield Piece(text[start:], is_last)


def _too_long(line: str) -> Piece:
    """A line that is too long: as much of it as a line may have, wherever it was cut."""
    return Piece("", True, TOO_LONG, line[:_LONGEST_LINE])


def _end_of_lines(text: str) -> int:
    r"""The length of the whole lines at the beginning; a final \r may be half of a \r\n."""
    return max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
