"""Finds the files of every table under the raw path."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dialmart.contract.raw_files import RawFile
from dialmart.privacy.personal import name_without_numbers

_READABLE = re.compile(r"(?P<stem>.+?)\.(?P<suffix>parquet|csv|csv\.gz)", re.IGNORECASE)
_PASSING = re.compile(
    r"[._~].*|.*(~|\.(tmp|temp|part|partial|filepart|crdownload|swp))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files to land, sorted by table and name, and why others were left aside."""

    files: list[RawFile]
    ignored: list[str]

    def without_numbers(self, key: Callable[[], str]) -> Discovery:
        """The same with tel- and a hash by the key for telephone numbers in names."""
        return Discovery(
            [replace(file, name=name_without_numbers(file.name, key)) for file in self.files],
            [name_without_numbers(message, key) for message in self.ignored],
        )


def discover(raw: Path, tables: Collection[str]) -> Discovery:
    """Files in `<raw>/<table>/**` and `<raw>/<table>.<suffix>`.

    Hidden, underscored and temporary files and folders are passed over without a word.
    """
    files: list[RawFile] = []
    ignored: list[str] = []
    for entry in _entries(raw):
        if entry.is_dir():
            if entry.name not in tables:
                ignored.append(f"{entry.name}/ ignored: no table has this name")
                continue
            for path in _walk(Path(entry.path), set()):
                match = _READABLE.fullmatch(path.name)
                _sort(raw, path, entry.name if match else None, files, ignored)
        else:
            match = _READABLE.fullmatch(entry.name)
            if match and match["stem"] not in tables:
                ignored.append(f"{entry.name} ignored: no table has this name")
            else:
                _sort(raw, Path(entry.path), match and match["stem"], files, ignored)
    return Discovery(sorted(files, key=lambda file: (file.table, file.name)), ignored)


def _sort(
    raw: Path, path: Path, table: str | None, files: list[RawFile], ignored: list[str]
) -> None:
    name = path.relative_to(raw).as_posix()
    printable = os.fsencode(name).decode("utf-8", "backslashreplace")
    if table is None:
        ignored.append(f"{printable} ignored: neither .parquet nor .csv nor .csv.gz")
    elif printable != name:
        ignored.append(f"{printable} ignored: its name is not UTF-8")
    elif not path.is_file():
        ignored.append(f"{name} ignored: no regular file")
    else:
        kind = "parquet" if name.lower().endswith(".parquet") else "csv"
        files.append(RawFile(table, name, path, kind))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    return (entry for entry in found if not _PASSING.fullmatch(entry.name))


def _walk(folder: Path, above: set[str]) -> Iterator[Path]:
    """Every file below a folder, through links too, but never round in a circle."""
    real = os.path.realpath(folder)
    if real in above:
        return
    for entry in _entries(folder):
        if entry.is_dir():
            yield from _walk(Path(entry.path), above | {real})
        else:
            yield Path(entry.path)
