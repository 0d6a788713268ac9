"""One way through the house: nothing reads from a later room, way and models are short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePosixPath

from tools.checks.manifest import Node, folder, macros, models, read_manifest, report

LONGEST_PATH = 12
LONGEST_MODEL = 120

# The way from the records to the waist, in order: each folder reads those before it.
FLOW = (
    "staging",
    "intermediate/exchanges",
    "intermediate/events",
    "intermediate/reference",
    "intermediate/numbers",
    "intermediate/time",
    "intermediate/customers/events",
    "intermediate/customers",
    "intermediate/features",
)
# What every mart may read beside the marts before it: nothing of what happened but the waist.
_WAIST = ("intermediate/time", "intermediate/customers", "intermediate/features", "scores")
# Those that count what happened, whoever it happened to, read the events too.
_EVENTS = (
    "intermediate/events",
    "intermediate/reference",
    "intermediate/customers/events",
    *_WAIST,
)

# Folder of models -> the folders that it may read. A model may also read others of its own folder,
# and any seed. The order of the lines is the order of the layers: each reads only what stands above
# it.
LAYERS: dict[str, tuple[str, ...]] = {
    **{folder: FLOW[:place] for place, folder in enumerate(FLOW)},
    # Cut points over all customers, before the first mart.
    "scores": _WAIST[:-1],
    # What became of every landed record; the data quality marts show it.
    "intermediate/quarantine": (
        "staging", "intermediate/exchanges", "intermediate/events", "intermediate/numbers",
    ),
    "marts/data_quality": ("intermediate/numbers", "intermediate/quarantine"),
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
    "marts/overview": (
        *_WAIST, "marts/customers", "marts/segments", "marts/recommendations",
        "marts/risk", "marts/leads", "marts/strategies",
    ),
    "marts/campaigns": (
        *_EVENTS, "marts/customers", "marts/segments", "marts/risk", "marts/leads",
        "marts/strategies", "marts/overview",
    ),
    "marts/service": (*_EVENTS, "marts/customers"),
    "marts/review": (
        *_EVENTS, "marts/customers", "marts/segments", "marts/risk", "marts/leads",
        "marts/strategies", "marts/overview", "marts/campaigns", "marts/service",
    ),
}  # fmt: skip

# The rooms of macros, floor by floor: a room calls itself and those on the floors before it. What
# the tests of this project call stands in no room, but in tests/.
FLOORS = (
    ("text",),
    ("engine",),
    ("rules", "settings", "numbers"),
    ("intake",),
    ("events", "exchanges"),
    ("waist",),
    ("compile",),
    ("tests",),
)

# What dbt's graph does not show by itself: the macro or model, what it looks at, and how often.
PAST_THE_GRAPH = {
    "closed_dates": ("the dates to classify and the waist as the last run left it", 2),
    "pending_dates": ("the dates to compute, once they are there", 1),
    "has_register": ("whether staging has accepted any customer", 1),
    "known_currencies": ("currencies with a rate, once they are there", 1),
    "landing_changes": ("an event table as the last run left it", 1),
    "announce_changed_books": ("the books of the last build, to say which changed", 1),
    "collect_macros": ("the books before the waist, by the names that the graph gives", 1),
}
_LOOK = re.compile(r"\b(?:get_relation|load_relation|Relation\.create)\(|\bcontext\[")


def layer(node: Node) -> str:
    """The layer of a model: its folder, all of staging being one."""
    place = folder(node)
    return "staging" if place.startswith("staging/") else place


def room(macro: Node) -> str:
    """The room of a macro: the first folder that it is in."""
    return PurePosixPath(macro["original_file_path"]).parts[1]


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


def check_rooms(manifest: Node) -> Iterator[str]:
    """One sentence for every macro that calls one of a room above it or beside it."""
    own = macros(manifest)
    floors = {room: floor for floor, names in enumerate(FLOORS) for room in names}
    for macro in own.values():
        caller = room(macro)
        if caller not in floors:
            yield f"{macro['name']}: macros/{caller} is no room; see tools/checks/check_layers.py"
            continue
        for called in macro["depends_on"]["macros"]:
            if called not in own:
                continue
            callee = room(own[called])
            if callee != caller and floors.get(callee, 0) >= floors[caller]:
                yield (
                    f"{macro['name']} (macros/{caller}) calls"
                    f" {own[called]['name']} (macros/{callee})"
                )


def check_past_the_graph(manifest: Node) -> Iterator[str]:
    """One sentence for every look past dbt's graph that PAST_THE_GRAPH does not have as it is."""
    texts = {node["name"]: node["raw_code"] for node in models(manifest).values()}
    texts |= {macro["name"]: macro["macro_sql"] for macro in macros(manifest).values()}
    for name in sorted(texts.keys() | PAST_THE_GRAPH.keys()):
        found = len(_LOOK.findall(texts.get(name, "")))
        known = PAST_THE_GRAPH.get(name, ("", 0))[1]
        if found != known:
            yield (
                f"{name}: {found} looks past dbt's graph, {known} in PAST_THE_GRAPH"
                " of tools/checks/check_layers.py; use ref()"
            )


def check_length(manifest: Node) -> Iterator[str]:
    """One sentence for every model that is too long to be read at once."""
    for node in models(manifest).values():
        lines = len(node["raw_code"].splitlines())
        if lines > LONGEST_MODEL:
            yield (
                f"{node['name']} has {lines} lines, more than {LONGEST_MODEL}: give a step of it"
                " a name, as a model, or as a macro where it is a rule"
            )


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
    manifest = read_manifest()
    report(
        [
            *check_layers(manifest),
            *check_rooms(manifest),
            *check_past_the_graph(manifest),
            *check_length(manifest),
        ],
        "Every model is short and reads from the layers before it, every macro calls the rooms"
        " before it.",
    )
