"""The journeys of CONTRIBUTING.md: what they tell to write, to run, and what is then seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A fenced block, and the paragraph before it.
_BLOCK = re.compile(r"^( *)```([a-z]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"(?:(?P<side>Before|After) (`+) ?(?P<line>.+?) ?\2 in )?`(?P<path>[^`]+)`:$")


@dataclass(frozen=True, slots=True)
class Edit:
    """A block that is written into a file.

    side: Before or After the one line that begins with `line`; empty: the block is the file, or a
    change of it if is_diff.
    """

    path: str
    text: str
    side: str
    line: str
    is_diff: bool

    def apply(self, project: Path) -> None:
        """Write it. Raises ValueError if that cannot be done to the letter."""
        path = project / self.path
        if not self.side and not self.is_diff:
            if path.exists():
                raise ValueError(f"{self.path} is there already")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text, "utf-8")
            return
        old, new = self._change(path.read_text("utf-8"))
        text = path.read_text("utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{self.path} has {text.count(old)} places for:\n{self.text}")
        path.write_text(text.replace(old, new), "utf-8")

    def _change(self, text: str) -> tuple[str, str]:
        """What is replaced, and by what."""
        if self.is_diff:
            lines = self.text.splitlines(keepends=True)
            sides = [
                "".join(line[1:] for line in lines if line[0] in kept) for kept in (" -", " +")
            ]
            return sides[0], sides[1]
        found = [
            line for line in text.splitlines(keepends=True) if line.strip().startswith(self.line)
        ]
        if len(found) != 1:
            raise ValueError(f"{self.path} has {len(found)} lines that begin with {self.line}")
        [old] = found
        return old, self.text + old if self.side == "Before" else old + self.text


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the published marts, and the answer that is shown."""

    sql: str
    answer: str


@dataclass(slots=True)
class Journey:
    """One section: edits in their order, commands, what they say, and queries."""

    name: str
    edits: list[Edit]
    commands: list[str]
    said: list[str]
    queries: list[Query]


def read_journeys(text: str) -> list[Journey]:
    """The sections of a page that have blocks."""
    sections = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)[1:]
    journeys = [_journey(*pair) for pair in zip(sections[::2], sections[1::2], strict=True)]
    return [journey for journey in journeys if journey.commands]


def _journey(name: str, text: str) -> Journey:
    journey = Journey(name, [], [], [], [])
    asked = ""
    for kind, block, before in _blocks(text):
        place = _PLACE.search(before)
        if place:
            side, line = place["side"] or "", place["line"] or ""
            journey.edits.append(Edit(place["path"], block, side, line, kind == "diff"))
        elif kind == "sh":
            journey.commands += block.splitlines()
        elif kind == "text":
            journey.said.append(block.strip())
        elif kind == "sql":
            asked = block
        elif asked:
            journey.queries.append(Query(asked, block.rstrip()))
            asked = ""
    return journey


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Language, text and the paragraph before it, for each block."""
    end = 0
    for found in _BLOCK.finditer(text):
        indent, kind, block = found.groups()
        paragraph = text[end : found.start()].rstrip().rpartition("\n\n")[2]
        lines = block.splitlines(keepends=True)
        yield (
            kind,
            "".join(line.removeprefix(indent) for line in lines),
            " ".join(paragraph.split()),
        )
        end = found.end()
