"""The project as a whole: its checks find nothing and can fail, its commands work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dialmart.cli import app
from simulator.__main__ import app as simulator
from tests.python.conftest import LONG
from tools.checks.check_compiled import LONGEST_LINE, check_compiled
from tools.checks.check_descriptions import (
    check_macros,
    check_models,
    check_public_macros,
    check_sources,
)
from tools.checks.check_imports import FLOORS as PYTHON_FLOORS
from tools.checks.check_imports import check_imports, read_sources
from tools.checks.check_layers import (
    FLOORS,
    FLOW,
    LAYERS,
    LONGEST_MODEL,
    LONGEST_PATH,
    PAST_THE_GRAPH,
    check_layers,
    check_length,
    check_past_the_graph,
    check_rooms,
)
from tools.checks.manifest import Node

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
    marts = [model(f"mart_{rank}", place, "int_waist")
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


def test_the_layers_go_one_way_without_exceptions() -> None:
    """What a layer may read stands above it, so that no two of them can read each other."""
    order = list(LAYERS)
    for place, reads in LAYERS.items():
        assert set(reads) <= set(order[: order.index(place)]), place
        assert not (place.startswith("marts/") and "staging" in reads), place
    assert order[: len(FLOW)] == list(FLOW)


def test_a_long_model_is_found() -> None:
    full = model("full", "scores") | {"raw_code": "select 1\n" * LONGEST_MODEL}
    assert list(check_length(of(full))) == []
    longer = full | {"raw_code": full["raw_code"] + "limit 1"}
    assert f"has {LONGEST_MODEL + 1} lines" in next(check_length(of(longer)))


@pytest.mark.parametrize(
    ("compiled", "problems"),
    [
        ("with\n\nrecords as (\n    select 1\n)\n\nselect * from records\n", []),
        ("select '" + "x" * (LONGEST_LINE - 9) + "'", []),
        (
            "select\n    '" + "x" * LONGEST_LINE + "'",
            ["odd: compiled line 2 has more than 160 columns"],
        ),
        ("select \n    1", ["odd: compiled line 1 ends with a space"]),
        ("\n\nselect 1", ["odd: compiled line 2 is empty, and so is the one before"]),
    ],
)
def test_compiled_sql_that_is_hard_to_read_is_found(compiled: str, problems: list[str]) -> None:
    odd = model("odd", "scores") | {"compiled_code": compiled}
    assert list(check_compiled(of(odd))) == problems


def test_what_was_not_compiled_is_not_passed() -> None:
    assert list(check_compiled(of(model("odd", "scores")))) == ["odd: not compiled"]


def test_a_long_path_is_found() -> None:
    chain = [model("m0", "staging/crm")]
    chain += [model(f"m{n}", "staging/crm", f"m{n - 1}") for n in range(1, LONGEST_PATH)]
    assert list(check_layers(of(*chain))) == []
    one_more = model("end", "staging/crm", chain[-1]["name"])
    assert "more than" in next(check_layers(of(*chain, one_more)))


def macro(name: str, room: str, *calls: str, text: str = "") -> Node:
    """A macro of a manifest in macros/<room>, which calls others."""
    return {
        "package_name": "dialmart",
        "name": name,
        "original_file_path": f"macros/{room}/{name}.sql",
        "depends_on": {"macros": list(calls)},
        "macro_sql": text,
    }


def test_a_look_past_the_graph_is_found() -> None:
    look = "{{ adapter.get_relation(this.database, this.schema, 'customers') }}"
    known = {
        name: macro(name, "waist", text=look * times) for name, (_, times) in PAST_THE_GRAPH.items()
    }
    assert list(check_past_the_graph({"nodes": {}, "macros": known})) == []
    for text in (
        look,
        "{{ load_relation(ref('customers')) }}",
        "{{ api.Relation.create(schema='marts', identifier='customers') }}",
        "{{ context['rule_' ~ 'books']() }}",
    ):
        model_of_it = {**model("x", "marts/risk"), "raw_code": text}
        manifest = {"nodes": {"x": model_of_it}, "macros": known}
        assert len(list(check_past_the_graph(manifest))) == 1
        manifest = {"nodes": {}, "macros": {**known, "x": macro("x", "rules", text=text)}}
        assert len(list(check_past_the_graph(manifest))) == 1
    for name in PAST_THE_GRAPH:
        others = {key: value for key, value in known.items() if key != name}
        assert len(list(check_past_the_graph({"nodes": {}, "macros": others}))) == 1


@pytest.mark.parametrize(
    ("caller", "problems"),
    [
        (macro("book", "rules", "quoted"), []),
        (macro("within", "rules", "own"), []),
        (macro("up", "text", "own"), ["up (macros/text) calls own (macros/rules)"]),
        (macro("across", "numbers", "own"), ["across (macros/numbers) calls own (macros/rules)"]),
        (macro("odd", "attic"), ["odd: macros/attic is no room; see tools/checks/check_layers.py"]),
    ],
)
def test_a_macro_that_calls_up_or_across_is_found(caller: Node, problems: list[str]) -> None:
    ground = macro("quoted", "text"), macro("own", "rules/tags")
    manifest = {"macros": {each["name"]: each for each in (*ground, caller)}}
    assert list(check_rooms(manifest)) == problems


def test_the_rooms_of_macros_are_those_of_the_check(project: Path) -> None:
    rooms = {path.name for path in (project / "macros").iterdir() if path.is_dir()}
    assert rooms == {room for names in FLOORS for room in names}


def test_a_circle_is_found() -> None:
    circle = of(model("a", "marts/risk", "b"), model("b", "marts/risk", "a"))
    assert "go in a circle" in next(check_layers(circle))


@pytest.mark.parametrize(
    ("node", "problems"),
    [
        (model("good", "marts/risk", columns={"a": "A."}, access="public"), 0),
        (model("no_columns", "marts/risk", access="public"), 1),
        (model("column", "marts/risk", columns={"a": "A.", "b": " "}, access="public"), 1),
        (model("no_grain", "marts/risk", description="Warnings.", columns={"a": "A."}), 1),
        (model("inside", "intermediate/features", columns={"a": ""}), 1),
        (model("empty", "intermediate/features"), 1),
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


def described(name: str, folder: str, description: str = "", *calls: str, **words: str) -> Node:
    """A macro with what its YAML says; words: its arguments."""
    arguments = [{"name": key, "description": value} for key, value in words.items()]
    return {**macro(name, folder, *calls), "description": description, "arguments": arguments}


@pytest.mark.parametrize(
    ("found", "problems"),
    [
        (described("good", "text", "What it does.", number="A number."), []),
        (described("hidden", "text/internal", number=""), []),
        (described("duckdb__good", "text", number=""), []),
        (described("bare", "text"), ["macro bare: no description"]),
        (
            described("half", "text", "What.", number=" "),
            ["macro half: no description of the argument"],
        ),
        (described("other", "text", "What.", "hidden"), []),
        (
            described("book", "rules/tags", "A book.", "hidden"),
            ["book calls the internal macro hidden"],
        ),
    ],
)
def test_a_macro_that_is_not_as_its_folder_says_is_found(found: Node, problems: list[str]) -> None:
    own = {one["name"]: one for one in (found, described("hidden", "text/internal"))}
    manifest = {"macros": own, "nodes": {}}
    said = list(check_public_macros(manifest))
    assert len(said) == len(problems)
    assert all(text.startswith(problem) for text, problem in zip(said, problems, strict=True))


def test_a_model_that_calls_an_internal_macro_is_found() -> None:
    hidden = described("hidden", "text/internal")
    reader = {
        "name": "m",
        "package_name": "dialmart",
        "depends_on": {"macros": ["hidden"]},
    }
    manifest = {"macros": {"hidden": hidden}, "nodes": {"m": reader}}
    assert list(check_public_macros(manifest)) == ["m calls the internal macro hidden"]


HOUSE = {
    "dialmart.errors": "",
    "dialmart.landing.land": "from dialmart.errors import LandingError",
    "dialmart.cli": "def late():\n    from dialmart.landing import land",
    "simulator.run": "import dataclasses",
}


@pytest.mark.parametrize(
    ("module", "text", "problem"),
    [
        ("dialmart.reading.csv", "from dialmart.landing import land",
         "dialmart.reading.csv imports dialmart.landing.land, which stands above or beside it"),
        ("dialmart.forgetting.a", "import dialmart.validation.b",
         "dialmart.forgetting.a imports dialmart.validation.b, which stands above or beside it"),
        ("dialmart.building.a", "def made():\n    import simulator.run",
         "dialmart.building.a imports simulator.run; dialmart does without simulator"),
        ("dialmart.building.a", "from tools.checks import manifest",
         "dialmart.building.a imports tools.checks; dialmart does without tools"),
        ("simulator.a", "from dialmart.errors import LandingError",
         "simulator.a imports dialmart.errors; simulator does without dialmart"),
        ("dialmart.attic.a", "", "dialmart.attic.a: attic is no room; see "
         "tools/checks/check_imports.py"),
        ("dialmart.landing.a", "from .land import land",
         "dialmart.landing.a: an import without the name of its package"),
    ],
)  # fmt: skip
def test_an_import_that_leads_up_or_across_is_found(module: str, text: str, problem: str) -> None:
    assert list(check_imports(HOUSE)) == []
    assert list(check_imports({**HOUSE, module: text})) == [problem]


def test_modules_that_import_each_other_are_found() -> None:
    circle = {"tools.a": "import tools.b", "tools.b": "from tools.a import x"}
    assert "go in a circle" in next(check_imports({**HOUSE, **circle}))


def test_the_rooms_of_the_package_are_those_of_the_check(project: Path) -> None:
    sources = read_sources(project)
    rooms = {name.split(".")[1] for name in sources if name.startswith("dialmart.")}
    assert rooms == {*PYTHON_FLOORS, "__init__"}
    assert list(check_imports(sources)) == []


# --- The commands ------------------------------------------------------------------------------

PROGRAM = """#!/bin/sh
printf '%s|' "${0##*/}" "raw=$DIALMART_RAW" "db=$DIALMART_DB" "track=$DO_NOT_TRACK" "$@"
"""


@pytest.fixture
def make(tmp_path: Path, project: Path) -> Callable[..., list[str]]:
    """Runs make with programs that only say how they were called, and gives what was said."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    for name in ("python", "dialmart", "dbt", "mypy", "ruff", "sqlfluff"):
        program = venv / "bin" / name
        program.write_text(PROGRAM)
        program.chmod(0o755)
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
    assert make("build") == ["dialmart", "raw=", "db=", "track=1", "build"]
    settings = """{as_of_date: 2026-10-01, own_operator: "it's mine"}"""
    given = make("build", "RAW=a b/(c)", "DB=d 'e'.duckdb", f"VARS={settings}", "FULL=1")
    assert given == [
        "dialmart", "raw=a b/(c)", "db=d 'e'.duckdb", "track=1",
        "build", "--vars", settings, "--full-refresh",
    ]  # fmt: skip
    odd = """a$b $( $(shell date) ${HOME} `date` "c" 'd' $$ \\ # ; *"""
    given = make("build", f"RAW={odd}", f"DB={odd}", f"VARS={odd}")
    assert given == ["dialmart", f"raw={odd}", f"db={odd}", "track=1", "build", "--vars", odd]


def test_make_example_sample_and_fit_pass_on_what_they_are_given(
    make: Callable[..., list[str]],
) -> None:
    example = make("example", "NAME=cdnow", "SOURCE=a b.txt")
    assert example[4:] == ["example", "cdnow", "--source", "a b.txt", "--build"]
    assert make("sample", "RAW=a b") == ["dialmart", "raw=a b", "db=", "track=1", "sample"]
    assert make("fit", "DB=c d") == ["dialmart", "raw=", "db=c d", "track=1", "fit", "buyers"]


def test_make_validate_passes_on_what_it_is_given(make: Callable[..., list[str]]) -> None:
    assert make("validate", "DB=d e.duckdb")[2:] == ["db=d e.duckdb", "track=1", "validate"]
    assert make("validate", "SELF=1")[4:] == ["validate", "--self-test"]


def test_make_forget_passes_on_whom_and_whether(make: Callable[..., list[str]]) -> None:
    assert make("forget", "CUSTOMER=a b")[4:] == ["forget", "--", "a b"]
    assert make("forget", "CUSTOMER=$HOME'")[4:] == ["forget", "--", "$HOME'"]
    assert make("forget", "CUSTOMER=-c", "YES=1", "VARS={}")[4:] == [
        "forget", "--vars", "{}", "--yes", "--", "-c",
    ]  # fmt: skip


def test_make_test_and_bench_run_what_is_not_of_the_package(
    make: Callable[..., list[str]],
) -> None:
    processes = ["--numprocesses", "auto", "--maxprocesses", "4"]
    by_file = ["--dist", "loadfile", "--no-loadscope-reorder"]
    pytest = ["-m", "pytest", *processes, *by_file]
    assert make("test")[4:] == [*pytest, "--durations", "10", "tests/python"]
    [*_, said] = " ".join(make("check", "SINCE=HEAD")).split("track=1 -m pytest ")
    assert said == " ".join([*pytest[2:], "-m", "not long", "tests/python"])
    assert make("bench", "ROWS=1000")[4:] == ["-m", "tools.benchmark", "--rows", "1000"]


def test_every_long_file_is_there(project: Path) -> None:
    names = {path.stem for path in (project / "tests" / "python").glob("test_*.py")}
    assert names.issuperset(LONG)


COMMANDS = ("build", "land", "publish", "validate", "explain", "forget", "fit", "fit buyers",
            "sample", "example")  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(command: str) -> None:
    """What `sample` says comes from the simulator."""
    program, words = (simulator, []) if command == "sample" else (app, command.split())
    name = "dialmart sample" if command == "sample" else "dialmart"
    done = CliRunner().invoke(program, [*words, "--help"], prog_name=name)
    assert done.exit_code == 0, done.output
    assert f"Usage: dialmart {command} " in done.stdout
    assert re.search(rf"Example: .*dialmart {command}", done.stdout)


def test_the_simulator_runs_as_a_program_of_its_own(project: Path, tmp_path: Path) -> None:
    small = ("--customers", "3", "--months", "1", "--only", "agents")
    done = subprocess.run(
        [Path(sys.executable).parent / "dialmart", "sample", *small],
        cwd=project,
        env={**os.environ, "DIALMART_RAW": str(tmp_path / "raw")},
        text=True,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "raw" / "agents.csv").is_file()


def test_every_command_of_the_package_is_tried() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    named = re.findall(r"^│ ([a-z]+) ", shown.partition("Commands")[2], re.MULTILINE)
    assert set(named) == {command for command in COMMANDS if " " not in command}


def test_a_command_elsewhere_and_a_fault_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIALMART_RAW", str(tmp_path))
    elsewhere = CliRunner().invoke(app, ["land"])
    assert (elsewhere.exit_code, elsewhere.stderr.count("\n")) == (2, 1)
    assert "run this in the project's folder" in elsewhere.stderr

    def fault(*_: object) -> None:
        raise KeyError("13800138000")

    monkeypatch.setattr("dialmart.commands.land.builder", fault)
    failed = CliRunner().invoke(app, ["land"])
    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1)
    assert failed.stderr.startswith("A fault of dialmart: KeyError: ")
    assert "138001" not in failed.stderr
    monkeypatch.setenv("DIALMART_TRACEBACK", "1")
    assert isinstance(CliRunner().invoke(app, ["land"]).exception, KeyError)


def test_ci_runs_what_a_person_runs(project: Path) -> None:
    lines = (project / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("make")] == ["make build", "make test"]


def test_every_command_is_in_the_help(make: Callable[..., list[str]], project: Path) -> None:
    makefile = (project / "Makefile").read_text("utf-8")
    commands = makefile.partition(".PHONY: ")[2].partition("\n")[0].split()
    assert [line.split()[1] for line in make("help")[0].splitlines()] == commands
