"""The Python of the project stands in rooms, and no room calls one above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tools.checks.manifest import report

# Room of dialmart/ -> its floor; a room may import what is in itself and on the floors below.
FLOORS: dict[str, int] = {
    room: floor
    for floor, rooms in enumerate(
        (
            ("errors", "project"),
            ("privacy",),
            ("warehouse",),
            ("contract",),
            ("reading",),
            ("landing",),
            ("forgetting", "validation", "scorecards", "explaining"),
            ("building",),
            ("commands",),
            ("cli",),
            ("__main__",),
        )
    )
    for room in rooms
}

# What each package may import of the others.
PACKAGES: dict[str, tuple[str, ...]] = {
    "dialmart": (),
    "simulator": (),
    "tools": ("dialmart",),
}


def check_imports(sources: dict[str, str]) -> Iterator[str]:
    """One sentence for every import that leads up, across, or round in a circle.

    sources: the text of each module by its dotted name, such as dialmart.landing.land.
    """
    modules = {name.removesuffix(".__init__"): text for name, text in sources.items()}
    graph: dict[str, set[str]] = {}
    for name, text in modules.items():
        package, room = _place(name)
        if package == "dialmart" and room and room not in FLOORS:
            yield f"{name}: {room} is no room; see tools/checks/check_imports.py"
            continue
        if any(
            isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(ast.parse(text))
        ):
            yield f"{name}: an import without the name of its package"
        for imported in sorted(_imported(text, modules)):
            graph.setdefault(name, set()).add(imported)
            other, other_room = _place(imported)
            if other != package:
                if other not in PACKAGES[package]:
                    yield f"{name} imports {imported}; {package} does without {other}"
            elif package == "dialmart" and other_room != room and not _is_below(other_room, room):
                yield f"{name} imports {imported}, which stands above or beside it"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"The modules go in a circle: {' -> '.join(error.args[1])}"


def _place(module: str) -> tuple[str, str]:
    """The package and the room of a module; the package itself is in no room."""
    package, _, rest = module.partition(".")
    return package, rest.partition(".")[0]


def _is_below(room: str, other: str) -> bool:
    return bool(room) and room in FLOORS and FLOORS[room] < FLOORS.get(other, 0)


def _imported(text: str, modules: dict[str, str]) -> set[str]:
    """The modules of the project that a text imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found.update(name if name in modules else node.module for name in names)
    return {name for name in found if _place(name)[0] in PACKAGES}


def read_sources(project: Path) -> dict[str, str]:
    """The Python of all packages by dotted name."""
    return {
        ".".join(path.relative_to(project).with_suffix("").parts): path.read_text("utf-8")
        for package in PACKAGES
        for path in sorted((project / package).rglob("*.py"))
    }


if __name__ == "__main__":
    report(check_imports(read_sources(Path())), "Every module imports from the rooms below it.")
