"""What dbt runs can be read by a person: no line too long, no gap, no space that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.manifest import Node, models, read_manifest, report

LONGEST_LINE = 160


def check_compiled(manifest: Node) -> Iterator[str]:
    """One sentence for every compiled model that is hard to read, with its first bad line."""
    for node in models(manifest).values():
        if "compiled_code" not in node:
            yield f"{node['name']}: not compiled"
            continue
        for fault, numbers in _faults(node["compiled_code"].splitlines()).items():
            if numbers:
                yield f"{node['name']}: compiled line {numbers[0]} {fault}"


def _faults(lines: list[str]) -> dict[str, list[int]]:
    """Each kind of fault with the lines that have it."""
    numbered = list(enumerate(lines, start=1))
    return {
        f"has more than {LONGEST_LINE} columns": [
            number for number, line in numbered if len(line) > LONGEST_LINE
        ],
        "ends with a space": [number for number, line in numbered if line != line.rstrip()],
        "is empty, and so is the one before": [
            number
            for number, line in numbered[1:]
            if not line.strip() and not lines[number - 2].strip()
        ],
    }


if __name__ == "__main__":
    report(check_compiled(read_manifest()), "Every compiled model can be read.")
