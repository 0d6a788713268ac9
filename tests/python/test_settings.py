"""Every setting is tried: without data all checks pass, and dbt parses the same project."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.python.support import Warehouse
from tools.checks.check_compiled import check_compiled

OTHER_SETTINGS = {
    "as_of_date": "2025-03-31",
    "history_months": 0,
    "lookback_months": 12,
    "rfm_window_months": 6,
    "rfm_method": "quantile",
    "business_timezone": "Europe/Berlin",
    "reporting_currency": "EUR",
    "default_country_code": "49",
    "own_operator": "china_mobile",
    "allow_sensitive": True,
    "internal_extensions": "[1-9][0-9]{3}",
    "outside_line_prefix": "9",
    "exchange_timezone": "UTC",
    "exchange_date_order": "dmy",
    "words_for_nothing": ["NULL", "nichts"],
    "decimal_mark": ",",
    "csv_columns": {"asterisk_cdr": ["clid", "src", "dst", "start", "duration", "billsec"]},
}


COMPILED = (
    "build_path",
    "compiled",
    "compiled_code",
    "compiled_path",
    "extra_ctes",
    "extra_ctes_injected",
)


def checked(folder: Path, settings: dict[str, object], is_warm: bool) -> dict[str, Any]:
    """What dbt has parsed, after a build without data that has passed all its tests and checks.

    What it has compiled can be read.
    """
    (folder / "raw").mkdir(parents=True)
    warehouse = Warehouse(folder / "warehouse", folder / "raw", settings, is_warm)
    assert "START unit_test" in warehouse.dbt("build").stdout
    manifest = json.loads((warehouse.target / "manifest.json").read_text("utf-8"))
    assert list(check_compiled(manifest)) == []
    said = warehouse.run(sys.executable, "-m", "dialmart", "validate").stdout
    assert [line for line in said.splitlines() if line.startswith(("WARN", "FAIL"))] == [
        "WARN   events.there_are_events"
    ]
    return parsed(warehouse.target / "manifest.json")


def parsed(path: Path) -> dict[str, Any]:
    """What a manifest says of the project; what is read several times is said once.

    Without what was compiled from it, which the settings decide, and the windows in words, which
    READ_WHILE_PARSING decides.
    """
    manifest = json.loads(path.read_text("utf-8"))
    for kind in ("nodes", "sources", "macros", "unit_tests", "docs"):
        for node in manifest[kind].values():
            for name in ("created_at", *COMPILED):
                node.pop(name, None)
            for column in node.get("columns", {}).values():
                for meta in (column["meta"], column["config"]["meta"]):
                    meta.get("feature", {}).pop("window", None)
            if "refs" in node:
                node["refs"] = sorted({json.dumps(ref, sort_keys=True) for ref in node["refs"]})
    return {kind: nodes for kind, nodes in manifest.items() if kind != "metadata"}


def test_all_checks_pass_and_the_project_is_the_same_whatever_the_settings(
    tmp_path: Path,
) -> None:
    """So what has been parsed once serves for all settings, as `warm` has it."""
    default = checked(tmp_path / "default", {}, is_warm=True)
    other = checked(tmp_path / "other", OTHER_SETTINGS, is_warm=False)
    assert other.keys() == default.keys()
    for kind in default:
        assert other[kind] == default[kind], kind


def test_every_setting_is_tried(project: Path) -> None:
    declared = yaml.safe_load((project / "dbt_project.yml").read_text("utf-8"))["vars"]
    assert OTHER_SETTINGS.keys() == declared.keys()
