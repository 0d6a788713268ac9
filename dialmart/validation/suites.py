"""Suites as files: a folder each, every YAML file in it a mapping of names to expectations.

An expectation is a query for the rows that must not be there, or one of Great Expectations' own:

    every_segment_is_in_the_dictionary:      # a sentence; the name in messages
      severity: fail                         # or warn
      says: Why it matters, in a sentence or two.
      query: select ... as segment, ... as observed, ... as expected
      defect: SQL that does to the tables what must be noticed

    there_are_customers:
      severity: warn
      says: ...
      type: expect_table_row_count_to_be_between
      kwargs: {min_value: 1}
      defect: delete from marts.customers

A query may be a list of pieces, which YAML anchors share between expectations. A piece
`{each_table: select ...}` is a select for every input table, its name in the place of {table}.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from great_expectations.data_context.store.expectations_store import ExpectationsStore
from great_expectations.data_context.types.resource_identifiers import ExpectationSuiteIdentifier

from dialmart.contract.sources import SOURCES, read_tables
from dialmart.project import EXPECTATIONS, PROJECT

FOLDER = EXPECTATIONS / "suites"

_SEVERITIES = {"fail": "critical", "warn": "warning"}
_IDS = uuid.UUID("2a1b7a7e-2f8d-4e0b-9d43-3c1f0f5c7b10")
_COMMON = {"severity", "says"}
_FORMS = ({*_COMMON, "query"}, {*_COMMON, "type", "kwargs"})


class SuiteError(Exception):
    """A suite file that cannot be right."""


def read_suite(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """A suite as Great Expectations describes it; its ids are made of the names.

    Raises SuiteError with the file and the name of the expectation.
    """
    expectations: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / name).glob("*.yml")):
        for title, entry in _entries(path).items():
            if title in expectations:
                raise SuiteError(f"{path}: {title} is in another file of the suite too.")
            expectations[title] = _expectation(path, name, title, entry)
    if not expectations:
        raise SuiteError(f"There is no expectation in {folder / name}.")
    return {
        "name": name,
        "id": str(uuid.uuid5(_IDS, name)),
        "expectations": list(expectations.values()),
        "meta": {},
        "notes": None,
    }


def read_defects(name: str, folder: Path = FOLDER) -> dict[str, str]:
    """For each expectation of a suite, by name, the SQL of a defect that it has to notice."""
    paths = sorted((folder / name).glob("*.yml"))
    return {
        title: entry["defect"]
        for path in paths
        for title, entry in _entries(path).items()
        if "defect" in entry
    }


def _entries(path: Path) -> dict[str, Any]:
    try:
        entries = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise SuiteError(f"{path} is no YAML: {error}") from error
    if not isinstance(entries, dict):
        raise SuiteError(f"{path} is no mapping of names to expectations.")
    return entries


def _expectation(path: Path, suite: str, title: str, entry: object) -> dict[str, Any]:
    if not isinstance(entry, Mapping) or set(entry) - {"defect"} not in _FORMS:
        forms = " or ".join(", ".join(sorted(form)) for form in _FORMS)
        raise SuiteError(f"{path}: {title} must have the keys {forms}, and may have defect.")
    if entry["severity"] not in _SEVERITIES:
        raise SuiteError(f"{path}: severity of {title} must be {' or '.join(_SEVERITIES)}.")
    return {
        "id": str(uuid.uuid5(_IDS, f"{suite}/{title}")),
        "type": entry.get("type", "expect_no_rows"),
        "kwargs": entry.get("kwargs") or {"query": _text(entry["query"])},
        "meta": {"name": title, "says": " ".join(str(entry["says"]).split())},
        "severity": _SEVERITIES[entry["severity"]],
    }


def _text(query: str | list[str | dict[str, str]]) -> str:
    """SQL, or its pieces put together."""
    pieces = query if isinstance(query, list) else [query]
    return "\n".join(
        piece if isinstance(piece, str) else _union(**piece) for piece in pieces
    ).strip()


def _union(each_table: str) -> str:
    selects = [
        each_table.replace("{table}", name) for name in sorted(read_tables(PROJECT / SOURCES))
    ]
    return "union all\n".join(selects)


class SuiteFiles(ExpectationsStore):
    """The suites of a folder, to read."""

    def __init__(self, folder: str, store_name: str, data_context: Any = None) -> None:
        super().__init__(store_name=store_name, data_context=data_context)
        self._folder = Path(folder)
        self._read: dict[str, dict[str, Any]] = {}

    def get(self, key: Any) -> dict[str, Any]:
        """The suite of a key, whose files are read once. Raises SuiteError."""
        if key.name not in self._read:
            self._read[key.name] = read_suite(key.name, self._folder)
        suite: dict[str, Any] = self._expectationSuiteSchema.load(self._read[key.name])
        return suite

    def list_keys(self) -> list[Any]:
        """The keys of all suites."""
        names = sorted(path.name for path in self._folder.iterdir() if path.is_dir())
        return [ExpectationSuiteIdentifier(name) for name in names]

    def has_key(self, key: Any) -> bool:
        """Whether there is such a suite."""
        return Path(self._folder / key.name).is_dir()
