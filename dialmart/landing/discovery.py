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


def discover(raw: Path, tables: Collection[str], follows_links: bool = False) -> Discovery:
    """Files in `<raw>/<table>/**` and `<raw>/<table>.<suffix>`.

    Hidden, underscored and temporary files and folders are passed over without a word.
    follows_links: also those that lead out of the raw folder.
    """
    files: list[RawFile] = []
    ignored: list[str] = []
    inside = None if follows_links else Path(os.path.realpath(raw))
    for entry in _entries(raw):
        if os.path.isdir(entry.path):
            if entry.name not in tables:
                ignored.append(f"{entry.name}/ ignored: no table has this name")
                continue
            for path in _walk(entry, set(), inside):
                match = _READABLE.fullmatch(path.name)
                _sort(raw, path, entry.name if match else None, inside, files, ignored)
        else:
            match = _READABLE.fullmatch(entry.name)
            if match and match["stem"] not in tables:
                ignored.append(f"{entry.name} ignored: no table has this name")
            else:
                _sort(raw, Path(entry.path), match and match["stem"], inside, files, ignored)
    return Discovery(sorted(files, key=lambda file: (file.table, file.name)), ignored)


def _sort(
    raw: Path,
    path: Path,
    table: str | None,
    inside: Path | None,
    files: list[RawFile],
    ignored: list[str],
) -> None:
    name = path.relative_to(raw).as_posix()
    printable = os.fsencode(name).decode("utf-8", "backslashreplace")
    if _leads_out(path, inside):
        ignored.append(
            f"{printable} ignored: a link out of the raw folder"
            " (DIALMART_FOLLOW_LINKS=1 follows it)"
        )
    elif table is None:
        ignored.append(f"{printable} ignored: neither .parquet nor .csv nor .csv.gz")
    elif printable != name:
        ignored.append(f"{printable} ignored: its name is not UTF-8")
    elif not os.path.isfile(path):
        ignored.append(f"{name} ignored: no regular file")
    else:
        kind = "parquet" if name.lower().endswith(".parquet") else "csv"
        files.append(RawFile(table, name, path, kind))


def _leads_out(path: Path, inside: Path | None) -> bool:
    """Whether a path leads, through links, to a place that is not in a folder."""
    return inside is not None and not Path(os.path.realpath(path)).is_relative_to(inside)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    return (entry for entry in found if not _PASSING.fullmatch(entry.name))


def _walk(folder: os.DirEntry[str], above: set[str], inside: Path | None) -> Iterator[Path]:
    """Every file below a folder, through links too, but never round in a circle.

    Of a folder that lies elsewhere only itself, unless links that lead out are followed.
    """
    path = Path(folder.path)
    real = os.path.realpath(path)
    if real in above:
        return
    if _leads_out(path, inside):
        yield path
        return
    for entry in _entries(path):
        if os.path.isdir(entry.path):
            yield from _walk(entry, above | {real}, inside)
        else:
            yield Path(entry.path)
