"""Which encoding a CSV file has, and bytes that do not belong to it."""

from __future__ import annotations

import codecs
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress

from charset_normalizer import from_bytes

from dialmart.errors import LandingError

UTF8 = "utf-8"
MARKING = "landing.marking"
WESTERN = "cp1252"

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # begins as the one of UTF-16 does
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_UNDECODABLE = re.compile("[\0\ud800-\udfff]")
_EVIDENCE = 1000  # lines that are not ASCII, looked at before deciding
_PLAIN = 'a1,;"\n'  # what is the same in all encodings that files may be read in unasked
_USUAL_SIGNS = "\xa0£§©«®°»–—‘’“”„•…€™"  # beside letters
_LETTERS = 3  # of a word of another alphabet; damaged bytes seldom make one
_SAMPLE = 1 << 16  # bytes given to charset_normalizer


def _mark(error: UnicodeError) -> tuple[str, int]:
    """A decoding error handler: byte 0xNN, which cannot be decoded, becomes U+DCNN."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in wrong), error.end


codecs.register_error(MARKING, _mark)


def is_undecodable(text: str) -> bool:
    """Whether a text holds marked bytes or NULs, which are no text either."""
    return _UNDECODABLE.search(text) is not None


def printable(text: str) -> str:
    r"""The text with marked bytes and NULs written as \xNN."""
    return _UNDECODABLE.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", text)


def checked(encoding: str) -> str:
    """The normal name of an encoding that a user named; LandingError if there is none such."""
    try:
        name = codecs.lookup(encoding).name
        encoded = _PLAIN.encode(name)
        codecs.getincrementaldecoder(name)(MARKING).decode(encoded)
    except (LookupError, UnicodeError) as error:
        raise LandingError(f"DIALMART_ENCODING: there is no encoding {encoding!r}.") from error
    return name


def encoding_of(head: bytes, named: str | None) -> str:
    """The encoding of a file that begins with some bytes.

    A byte-order mark tells it; without one it is the named one, or UTF-8 if none is named.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return encoding
    if named in ("utf-16", "utf-32"):
        return f"{named}-be" if head.startswith(b"\0") else f"{named}-le"
    return named or UTF8


def detected(blocks: Iterable[bytes]) -> str:
    """The encoding of a file that holds bytes outside UTF-8: UTF-8 unless it clearly is another.

    NULs in every other byte are UTF-16. Otherwise, of the lines that are not ASCII, most must
    fail as UTF-8: then GB18030 if they are Chinese text in it; Windows-1252 if all of them fail,
    however few they are, and it makes words of them; else, if they are at least a tenth of all
    lines looked at, what charset_normalizer says, which few lines do not tell.
    """
    total, good, bad = 0, 0, []
    for line in _lines(blocks):
        total += 1
        if total == 1 and b"\0" in line:
            return "utf-16-le" if line[1:2] == b"\0" else "utf-16-be"
        if line.isascii():
            continue
        if _decodes(line, UTF8):
            good += 1
        else:
            bad.append(line)
        if good + len(bad) == _EVIDENCE:
            break
    if len(bad) <= good:
        return UTF8
    if sum(_is_chinese(line) for line in bad) >= 0.9 * len(bad):
        return "gb18030"
    sample = b"\n".join(bad)[:_SAMPLE]
    words = _words_beyond_ascii(sample) if good == 0 else None
    if words and all(re.search("[A-Za-z]", word) for word in words):
        return WESTERN
    guess = _guessed(sample) if 10 * len(bad) >= total else UTF8
    is_text = words is not None and all(len(word) >= _LETTERS for word in words)
    return WESTERN if guess == UTF8 and is_text else guess


def _guessed(text: bytes) -> str:
    """What charset_normalizer says; but of the Latin code pages the most common one, if it fits."""
    guess = from_bytes(text).best()
    if guess is None or _PLAIN.encode(guess.encoding, "ignore") != _PLAIN.encode():
        return UTF8
    is_latin = all("LATIN" in unicodedata.name(one, "") for one in str(guess) if one.isalpha())
    return WESTERN if is_latin and _words_beyond_ascii(text) is not None else guess.encoding


def _words_beyond_ascii(text: bytes) -> list[str] | None:
    """The words with letters beyond ASCII in a text of Windows-1252; None if it is none.

    Then text of another encoding has signs such as superscripts among its letters.
    """
    try:
        western = text.decode(WESTERN)
    except UnicodeDecodeError:
        return None
    if not all(one.isascii() or one.isalpha() or one in _USUAL_SIGNS for one in western):
        return None
    return [word for word in re.findall(r"[^\W\d_]+", western) if not word.isascii()]


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a file, as far as it can be decompressed."""
    held = b""
    with suppress(EOFError, zlib.error):
        for block in blocks:
            whole, _, held = (held + block).rpartition(b"\n")
            yield from whole.splitlines()
    yield held


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(line: bytes) -> bool:
    """Whether a line is GB18030 whose characters beyond ASCII are nearly all common Chinese."""
    if not _decodes(line, "gb18030"):
        return False
    beyond = [character for character in line.decode("gb18030") if not character.isascii()]
    common = len("".join(beyond).encode("gb2312", "ignore")) / 2
    return common >= 0.8 * len(beyond)
