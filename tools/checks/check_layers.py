"""One way through the house: no model reads from a later layer, and the way is short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tools.checks.manifest import Node, folder, models, read_manifest, report

LONGEST_PATH = 12

# What every mart may read beside the marts before it.
_WAIST = (
    "intermediate/time", "intermediate/customers", "intermediate/features", "scores",
)  # fmt: skip
# The marts that classify customers stop at the waist; those that count what happened do not.
_EVENTS = ("intermediate/events", *_WAIST)

# Rooms of one layer with the events: these say who owns a number, by which the events are read.
_WITH_EVENTS = ("intermediate/numbers", "intermediate/reference")

# Layer -> the layers that it may read. A model may also read others of its own layer, and any
# seed. The order of the lines is the order of the layers: each reads only what stands above it.
LAYERS: dict[str, tuple[str, ...]] = {
    "staging": (),
    "intermediate/exchanges": ("staging",),
    "intermediate/events": ("staging", "intermediate/exchanges"),
    "intermediate/time": ("staging", "intermediate/exchanges", "intermediate/events"),
    "intermediate/customers": ("staging", "intermediate/events", "intermediate/time"),
    "intermediate/features": (
        "staging", "intermediate/events", "intermediate/time", "intermediate/customers",
    ),
    # Cut points over all customers, before the first mart.
    "scores": _WAIST[:-1],
    # What became of every landed record; the data quality marts show it.
    "intermediate/quarantine": ("staging", "intermediate/exchanges", "intermediate/events"),
    "marts/data_quality": ("intermediate/events", "intermediate/quarantine"),
    "marts/customers": _WAIST,
    "marts/segments": (*_WAIST, "marts/customers"),
    # What to offer next, to customers as the marts above divide them.
    "marts/recommendations": (*_WAIST, "marts/customers"),
    "marts/risk": (*_WAIST, "marts/customers", "marts/segments"),
    "marts/leads": (*_EVENTS, "marts/customers", "marts/segments", "marts/risk"),
    "marts/strategies": (
        *_EVENTS, "marts/customers", "marts/segments", "marts/recommendations",
        "marts/risk", "marts/leads",
    ),
    # The customer at a glance shows what all marts up to the strategies say.
    "marts/customers: customers": (
        *_WAIST, "marts/customers", "marts/segments", "marts/recommendations",
        "marts/risk", "marts/leads", "marts/strategies",
    ),
    "marts/campaigns": (
        *_EVENTS, "marts/customers", "marts/segments", "marts/risk", "marts/leads",
        "marts/strategies", "marts/customers: customers",
    ),
    "marts/service": (*_EVENTS, "marts/customers"),
    "marts/review": (
        *_EVENTS, "marts/customers", "marts/segments", "marts/risk", "marts/leads",
        "marts/strategies", "marts/customers: customers", "marts/campaigns", "marts/service",
    ),
}  # fmt: skip


# Reads that dbt's graph does not know, as they look back at what the last run left: the file, what
# it reads, and how often.
LOOKS_BACK = {
    "macros/intake/changes.sql": ("an event table, to find the months that landing changed", 1),
    "macros/waist/waist.sql": ("the waist, to find the dates that are closed", 1),
    "macros/rules/changed_books.sql": ("the books of the last build, to say which changed", 1),
}
_LOOK = re.compile(r"\bget_relation\(")


def layer(node: Node) -> str:
    """The layer of a model, derived from its folder; one model is a layer of its own."""
    place = folder(node)
    if place.startswith("staging/"):
        return "staging"
    if place in _WITH_EVENTS:
        return "intermediate/events"
    alone = f"{place}: {node['name']}"
    return alone if alone in LAYERS else place


def check_layers(manifest: Node) -> Iterator[str]:
    """One sentence for every edge that is not allowed and for a path that is too long."""
    nodes = models(manifest)
    for node in nodes.values():
        reader = layer(node)
        if reader not in LAYERS:
            yield f"{node['name']}: models/{reader} is no layer; see tools/checks/check_layers.py"
            continue
        for unique_id in node["depends_on"]["nodes"]:
            if unique_id.startswith("source.") and reader != "staging":
                yield f"{node['name']} ({reader}) reads a source; only staging does"
            if unique_id not in nodes:
                continue
            read = layer(nodes[unique_id])
            if read != reader and read not in LAYERS[reader]:
                yield f"{node['name']} ({reader}) reads {nodes[unique_id]['name']} ({read})"
    yield from _check_path(nodes)


def check_looks_back(texts: Mapping[str, str]) -> Iterator[str]:
    """One sentence for every file that reads past dbt's graph without standing in LOOKS_BACK.

    texts: models and macros by their path.
    """
    for path, text in texts.items():
        found = len(_LOOK.findall(text))
        known = LOOKS_BACK.get(path, ("", 0))[1]
        if found != known:
            yield (
                f"{path}: {found} calls of get_relation, {known} in LOOKS_BACK"
                " of tools/checks/check_layers.py; use ref()"
            )
    for path in LOOKS_BACK.keys() - texts.keys():
        yield f"{path} does not exist, but stands in LOOKS_BACK of tools/checks/check_layers.py"


def read_texts(project: Path) -> dict[str, str]:
    """Every model and macro of the project by its path."""
    return {
        path.relative_to(project).as_posix(): path.read_text("utf-8")
        for folder in ("models", "macros")
        for path in sorted((project / folder).rglob("*.sql"))
    }


def _check_path(nodes: dict[str, Node]) -> Iterator[str]:
    edges = {
        unique_id: [parent for parent in node["depends_on"]["nodes"] if parent in nodes]
        for unique_id, node in nodes.items()
    }
    try:
        order = list(TopologicalSorter(edges).static_order())
    except CycleError as error:
        yield f"The models go in a circle: {' -> '.join(error.args[1])}"
        return
    paths: dict[str, list[str]] = {}
    for unique_id in order:
        longest = max((paths[parent] for parent in edges[unique_id]), key=len, default=[])
        paths[unique_id] = [*longest, nodes[unique_id]["name"]]
    path = max(paths.values(), key=len, default=[])
    if len(path) > LONGEST_PATH:
        yield f"A path has {len(path)} models, more than {LONGEST_PATH}: {' -> '.join(path)}"


if __name__ == "__main__":
    report(
        [*check_layers(read_manifest()), *check_looks_back(read_texts(Path()))],
        "Every model reads from the layers before it.",
    )
