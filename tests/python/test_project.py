"""The project as a whole: its checks find nothing and can fail, its commands work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.python.support import Warehouse
from tools.checks.check_descriptions import check_macros, check_models, check_sources
from tools.checks.check_layers import LAYERS, LONGEST_PATH, check_layers
from tools.checks.manifest import Node

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
    "csv_columns": {"asterisk_cdr": ["clid", "src", "dst", "start", "duration", "billsec"]},
}


@pytest.mark.parametrize("settings", [{}, OTHER_SETTINGS], ids=["default", "other"])
def test_all_checks_pass_without_data_whatever_the_settings(
    new_warehouse: Callable[..., Warehouse], tmp_path: Path, settings: dict[str, object]
) -> None:
    empty = tmp_path / "raw"
    empty.mkdir()
    warehouse = new_warehouse(empty, **settings)
    assert "START unit_test" in warehouse.dbt("build").stdout
    checked = warehouse.run(sys.executable, "-m", "dialmart.validation").stdout
    assert [line for line in checked.splitlines() if line.startswith(("WARN", "FAIL"))] == [
        "WARN   events.there_are_events"
    ]


def test_every_setting_is_tried(project: Path) -> None:
    declared = yaml.safe_load((project / "dbt_project.yml").read_text("utf-8"))["vars"]
    assert OTHER_SETTINGS.keys() == declared.keys()


# --- The checks can fail -----------------------------------------------------------------------


def model(name: str, place: str, *reads: str, description: str = "One row per customer.",
          columns: dict[str, str] | None = None, access: str = "protected") -> Node:  # fmt: skip
    """A model of a manifest in models/<place>, which reads others."""
    return {
        "resource_type": "model",
        "package_name": "dialmart",
        "name": name,
        "original_file_path": f"models/{place}/{name}.sql",
        "depends_on": {"nodes": list(reads)},
        "description": description,
        "access": access,
        "columns": {
            column: {"name": column, "description": text}
            for column, text in (columns or {}).items()
        },
    }


def of(*nodes: Node, sources: tuple[Node, ...] = ()) -> Node:
    """A manifest of models and sources."""
    return {
        "nodes": {node["name"]: node for node in nodes},
        "sources": {node["name"]: {"package_name": "dialmart", **node} for node in sources},
    }


STAGED = model("stg_crm__customers", "staging/crm", "source.dialmart.crm.customers")
WAIST = model("int_waist", "intermediate/features", "stg_crm__customers")


def test_a_way_through_all_layers_is_allowed() -> None:
    shelves = [place for place in LAYERS if place.startswith("marts/")]
    marts = [model(f"mart_{rank}", place.partition(":")[0], "int_waist")
             for rank, place in enumerate(shelves) if place != "marts/data_quality"]  # fmt: skip
    assert list(check_layers(of(STAGED, WAIST, *marts))) == []


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        (
            model("int_events", "intermediate/events", "int_waist"),
            "int_events (intermediate/events) reads int_waist (intermediate/features)",
        ),
        (
            model("churn", "marts/risk", "stg_crm__customers"),
            "churn (marts/risk) reads stg_crm__customers (staging)",
        ),
        (
            model("churn", "marts/risk", "source.dialmart.crm.customers"),
            "churn (marts/risk) reads a source; only staging does",
        ),
        (
            model("odd", "marts/odd"),
            "odd: models/marts/odd is no layer; see tools/checks/check_layers.py",
        ),
    ],
)
def test_an_edge_that_runs_back_is_found(node: Node, problem: str) -> None:
    assert list(check_layers(of(STAGED, WAIST, node))) == [problem]


def test_only_the_customer_at_a_glance_may_read_the_strategies() -> None:
    strategies = model("segment_strategies", "marts/strategies")
    glance = model("customers", "marts/customers", "segment_strategies")
    other = model("customer_value", "marts/customers", "segment_strategies")
    assert list(check_layers(of(strategies, glance, other))) == [
        "customer_value (marts/customers) reads segment_strategies (marts/strategies)"
    ]


def test_a_long_path_is_found() -> None:
    chain = [model("m0", "staging/crm")]
    chain += [model(f"m{n}", "staging/crm", f"m{n - 1}") for n in range(1, LONGEST_PATH)]
    assert list(check_layers(of(*chain))) == []
    one_more = model("end", "staging/crm", chain[-1]["name"])
    assert "more than" in next(check_layers(of(*chain, one_more)))


def test_a_circle_is_found() -> None:
    circle = of(model("a", "marts/risk", "b"), model("b", "marts/risk", "a"))
    assert "go in a circle" in next(check_layers(circle))


@pytest.mark.parametrize(
    ("node", "problems"),
    [
        (model("good", "marts/risk", columns={"a": "A."}, access="public"), 0),
        (model("no_columns", "marts/risk", access="public"), 1),
        (model("column", "marts/risk", columns={"a": "A.", "b": " "}, access="public"), 1),
        (model("no_grain", "marts/risk", description="Warnings."), 1),
        (model("inside", "intermediate/features", columns={"a": ""}), 0),
    ],
)
def test_what_is_not_described_is_found(node: Node, problems: int) -> None:
    found = list(check_models(of(node)))
    assert len(found) == problems
    assert all(node["name"] in problem for problem in found)


def test_a_source_without_words_is_found() -> None:
    column = {"name": "a", "description": ""}
    table = {"source_name": "crm", "name": "t", "description": "", "columns": {"a": column}}
    found = list(check_sources(of(sources=(table,))))
    assert found == ["crm.t: no description", "crm.t.a: no description"]


def test_a_macro_without_a_comment_is_found() -> None:
    text = """
    {# What it does. #}
    {% macro good() %}{% endmacro %}
    {%- macro duckdb__good() %}{% endmacro %}
    {% macro bad() %}{% endmacro %}
    {% macro duckdb__bad() %}{% endmacro %}
    """
    found = list(check_macros(text, "f.sql"))
    assert found == [f"f.sql: no comment above the macro {name}" for name in ("bad", "duckdb__bad")]


# --- The commands ------------------------------------------------------------------------------

PYTHON = """#!/bin/sh
printf '%s|' "raw=$DIALMART_RAW" "db=$DIALMART_DB" "track=$DO_NOT_TRACK" "$@"
"""


@pytest.fixture
def make(tmp_path: Path, project: Path) -> Callable[..., list[str]]:
    """Runs make with a Python that only says how it was called, and gives what it said."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    python = venv / "bin" / "python"
    python.write_text(PYTHON)
    python.chmod(0o755)
    for stamp in (".run", ".dev"):
        (venv / stamp).touch()

    def call(*arguments: str) -> list[str]:
        command = ["make", "--silent", f"VENV={venv}", *arguments]
        environment = {"PATH": "/usr/bin:/bin"}
        done = subprocess.run(
            command, cwd=project, env=environment, text=True, capture_output=True, check=True
        )
        return done.stdout.strip("|\n").split("|")

    return call


def test_make_build_passes_on_what_it_is_given(make: Callable[..., list[str]]) -> None:
    build = ["-m", "dialmart", "build"]
    assert make("build") == ["raw=", "db=", "track=1", *build]
    settings = """{as_of_date: 2026-10-01, own_operator: "it's mine"}"""
    given = make("build", "RAW=a b/(c)", "DB=d 'e'.duckdb", f"VARS={settings}", "FULL=1")
    assert given == [
        "raw=a b/(c)", "db=d 'e'.duckdb", "track=1", *build, "--vars", settings, "--full-refresh",
    ]  # fmt: skip
    odd = """a$b $( $(shell date) ${HOME} `date` "c" 'd' $$ \\ # ; *"""
    given = make("build", f"RAW={odd}", f"DB={odd}", f"VARS={odd}")
    assert given == [f"raw={odd}", f"db={odd}", "track=1", *build, "--vars", odd]


def test_make_example_and_bench_pass_on_what_they_are_given(make: Callable[..., list[str]]) -> None:
    example = make("example", "NAME=cdnow", "SOURCE=a b.txt")[3:]
    assert example == ["-m", "examples", "cdnow", "--source", "a b.txt", "--build"]
    assert make("bench", "ROWS=1000")[3:] == ["-m", "benchmark", "--rows", "1000"]


def test_make_validate_passes_on_what_it_is_given(make: Callable[..., list[str]]) -> None:
    validate = ["-m", "dialmart", "validate"]
    assert make("validate", "DB=d e.duckdb")[1:] == ["db=d e.duckdb", "track=1", *validate]
    assert make("validate", "SELF=1")[3:] == [*validate, "--self-test"]


def test_make_forget_passes_on_whom_and_whether(make: Callable[..., list[str]]) -> None:
    forget = ["-m", "dialmart", "forget"]
    assert make("forget", "CUSTOMER=a b")[3:] == [*forget, "--", "a b"]
    assert make("forget", "CUSTOMER=$HOME'")[3:] == [*forget, "--", "$HOME'"]
    assert make("forget", "CUSTOMER=-c", "YES=1", "VARS={}")[3:] == [
        *forget, "--vars", "{}", "--yes", "--", "-c",
    ]  # fmt: skip


def test_make_test_ends_with_the_test_runner(make: Callable[..., list[str]]) -> None:
    processes = ["--numprocesses", "auto", "--maxprocesses", "4"]
    by_file = ["--dist", "loadfile", "--no-loadscope-reorder"]
    assert make("test")[3:] == ["-m", "pytest", *processes, *by_file, "tests/python"]


def test_make_lint_finds_nothing(project: Path, tmp_path: Path) -> None:
    """The environment is this one, as it is; what the tools leave goes elsewhere."""
    command = ["make", "--silent", "--assume-old=install-dev", f"VENV={sys.prefix}", "lint"]
    own = {"DBT_TARGET_PATH": f"{tmp_path}/target", "DBT_LOG_PATH": f"{tmp_path}/logs"}
    linted = subprocess.run(
        [*command, f"DIALMART_DB={tmp_path}/lint.duckdb"],
        cwd=project,
        env={**os.environ, **own},
        text=True,
        capture_output=True,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_ci_runs_what_a_person_runs(project: Path) -> None:
    lines = (project / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("make")] == ["make build", "make test"]


def test_every_command_is_in_the_help(make: Callable[..., list[str]], project: Path) -> None:
    makefile = (project / "Makefile").read_text("utf-8")
    commands = makefile.partition(".PHONY: ")[2].partition("\n")[0].split()
    assert [line.split()[1] for line in make("help")[0].splitlines()] == commands
