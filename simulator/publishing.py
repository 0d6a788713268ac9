"""Puts a finished simulation in its place, and never over anything it did not make."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from simulator.run import Report, Simulation, arguments, sizes
from simulator.settings import Settings

MARKER = "_simulated.json"


class NotOursError(Exception):
    """The output folder holds something that no simulation wrote."""


def simulate(settings: Settings, out: Path, report: Report) -> dict[str, int] | None:
    """Write the raw folder `out` and `<out>.truth`; rows per table, or None if already there.

    Raises NotOursError if `out` holds files that a simulation did not write.
    """
    made_by = {"arguments": arguments(settings), "code": _code()}
    before = _marker(out)
    aside = out.with_name(out.name + ".truth")
    if before is not None and aside.is_dir() and _same(before, made_by, out):
        return None
    for folder in (out, aside):
        _refuse_foreign(folder)
    work = out.with_name(f".{out.name}.partial")
    shutil.rmtree(work, ignore_errors=True)
    try:
        simulation = Simulation(settings, work / "raw")
        simulation.folder.mkdir(parents=True)
        simulation.write(report)
        simulation.write_truth(work / "truth")
        for folder in (simulation.folder, work / "truth"):
            content = {**made_by, "files": sizes(folder)}
            (folder / MARKER).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        for made, place in ((work / "truth", aside), (simulation.folder, out)):
            if place.exists():
                shutil.rmtree(place)
            made.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    rows: dict[str, int] = {}
    for (table, _), landed in simulation.truth.landed.items():
        rows[table] = rows.get(table, 0) + landed
    return rows


def _marker(folder: Path) -> dict[str, Any] | None:
    """What the marker of a folder says, None without a readable one."""
    try:
        content = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _same(before: dict[str, Any], made_by: dict[str, Any], folder: Path) -> bool:
    """Whether the folder is untouched and was made by the same arguments and code."""
    present = {name: size for name, size in sizes(folder).items() if name != MARKER}
    return {k: before.get(k) for k in made_by} == made_by and present == before.get("files")


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    marker = _marker(folder)
    if marker is None:
        raise NotOursError(
            f"{folder} exists and is not a simulation: choose another --out or remove it"
        )
    foreign = sorted(set(sizes(folder)) - {MARKER} - set(marker.get("files", {})))
    if foreign:
        raise NotOursError(
            f"{folder} also holds {foreign[0]}, which no simulation wrote: move it first"
        )


def _code() -> str:
    """A fingerprint of the simulator itself: other code may give other bytes."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
