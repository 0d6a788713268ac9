"""What a person sees of a build: a line for each stage, live while it lasts on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

_NAME_WIDTH = 13
_BAR_WIDTH = 10
_BEAT_SECONDS = 30.0  # how often a stage is told of where no line can be live


class Stage:
    """A part of a build that takes its time.

    name: what it is called. summary: what its last line says. has_failed: whether that is bad.
    """

    def __init__(self, name: str, screen: Screen) -> None:
        self.name = name
        self.summary = ""
        self.has_failed = False
        self._screen = screen
        self._done = 0
        self._total: int | None = None
        self._what = ""
        self._begun: float | None = None
        self._ended: float | None = None
        self._told = time.monotonic()

    def update(self, done: int, total: int | None, what: str = "") -> None:
        """Says how far it is: so many of so many done, and what is being done."""
        self._begun = self._begun or time.monotonic()
        self._done, self._total, self._what = done, total, what
        if not self._screen.is_live and time.monotonic() > self._told + _BEAT_SECONDS:
            self._told = time.monotonic()
            self._screen.say(self.line(f"{self._count()} {what}".strip()))

    def has_begun(self) -> bool:
        """Whether it was ever updated."""
        return self._begun is not None

    def end(self) -> None:
        """Stops its clock, where other stages go on."""
        self._ended = time.monotonic()

    def row(self) -> list[str | Text | ProgressBar]:
        """The cells of its live line."""
        if not self.has_begun():
            return [self.name, "", "", "", "waiting"]
        bar = ProgressBar(self._total, self._done, _BAR_WIDTH, pulse=self._total is None)
        return [self.name, self._elapsed(), bar, self._count(), Text(self._what)]

    def line(self, text: str) -> str:
        """A line about it that stays."""
        return f"{self.name:{_NAME_WIDTH}} {self._elapsed():>5}  {text}"

    def _count(self) -> str:
        return f"{self._done:,} of {self._total:,}" if self._total else ""

    def _elapsed(self) -> str:
        now = self._ended or time.monotonic()
        minutes, seconds = divmod(int(now - (self._begun or now)), 60)
        return f"{minutes}:{seconds:02}"


class Screen:
    """Shows messages as they come, and below them, on a terminal, the stages that go on.

    is_verbose: also when a stage begins, and every line of dbt.
    """

    def __init__(self, is_verbose: bool = False) -> None:
        self.is_verbose = is_verbose
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)

    @property
    def is_live(self) -> bool:
        """Whether lines can change after they have been written."""
        return self._console.is_terminal and not self._console.is_dumb_terminal

    def say(self, message: str) -> None:
        """Shows a message in full."""
        self._console.print(message)

    def say_of(self, name: str, text: str) -> None:
        """Shows a line that stands under those of the stages."""
        self.say(f"{name:{_NAME_WIDTH}} {'':5}  {text}")

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """A stage, as long as the block lasts; nothing stays of it if that ends in an error."""
        with self.stages(name) as (stage,):
            stage.update(0, None)
            yield stage

    @contextmanager
    def stages(self, *names: str) -> Iterator[list[Stage]]:
        """Stages that go on at the same time, each from its first update on."""
        stages = [Stage(name, self) for name in names]
        if self.is_verbose:
            self.say(f"{', '.join(names)} ...")
        with self._live(stages) if self.is_live else nullcontext():
            yield stages
        for stage in filter(Stage.has_begun, stages):
            line = stage.line(stage.summary)
            self._console.print(line, style="red" if stage.has_failed else None)

    @contextmanager
    def _live(self, stages: list[Stage]) -> Iterator[None]:
        with Live(
            get_renderable=lambda: _table(stages),
            console=self._console,
            transient=True,
            redirect_stderr=sys.stderr.isatty(),
        ):
            self._console.show_cursor()  # which nobody would bring back after a Ctrl-C
            yield


def _table(stages: list[Stage]) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=_NAME_WIDTH, no_wrap=True)
    table.add_column(justify="right", width=5, no_wrap=True)
    table.add_column(width=_BAR_WIDTH)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for stage in stages:
        table.add_row(*stage.row())
    return table
