"""What was known then stays known: what the waist depends on is found, not listed."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from tests.python.support import PROJECT, Sample, Warehouse, copied

WAIST = "model.dialmart.int_customer_features"
SOME = 3  # of each kind are edited, others in every run


@dataclass(frozen=True, slots=True)
class Project:
    """The project as dbt has parsed it, to be edited in memory."""

    manifest: Manifest

    def state(self) -> str:
        """The state of the waist as the project stands."""
        self.manifest.build_flat_graph()  # type: ignore[no-untyped-call]
        result = dbtRunner(self.manifest).invoke(
            ["--quiet", "--no-write-json", "compile", "--inline", "{{ waist_state() }}"]
        )
        assert result.success, result.exception
        results: Any = result.result
        return str(results.results[0].node.compiled_code)

    @property
    def before(self) -> tuple[list[str], list[str]]:
        """The nodes and the macros that the waist depends on."""
        nodes, macros, left = set(), set(), [WAIST]
        while left:
            name = left.pop()
            if name.startswith("macro.dialmart.") and name not in macros:
                macros.add(name)
                left += self.manifest.macros[name].depends_on.macros
                # A macro may read the content of a seed from the graph.
                left += re.findall(r"seed[.]dialmart[.]\w+", self.manifest.macros[name].macro_sql)
            elif name in self.manifest.nodes and name not in nodes:
                nodes.add(name)
                depends_on: Any = self.manifest.nodes[name].depends_on
                left += [*getattr(depends_on, "nodes", []), *depends_on.macros]
        return sorted(nodes), sorted(macros)

    def after(self) -> list[str]:
        """The models and seeds that the waist does not depend on."""
        before, _ = self.before
        nodes = self.manifest.nodes.values()
        kinds = {"model", "seed"}
        return [
            node.unique_id
            for node in nodes
            if node.resource_type in kinds and node.unique_id not in before
        ]

    def edit(self, name: str) -> Callable[[], None]:
        """Changes what a node or a macro says; gives what takes the change back."""
        if name.startswith("macro."):
            macro = self.manifest.macros[name]
            kept = macro.macro_sql
            if "rule_book(" in kept and "en: " in kept:  # a book: its first words change
                macro.macro_sql = kept.replace("en: ", "en: truly ", 1)
                assert macro.macro_sql != kept, name
            else:
                macro.macro_sql = kept.replace("{% macro", "{% set edited = 1 %}{% macro", 1)
            return lambda: setattr(macro, "macro_sql", kept)
        node: Any = self.manifest.nodes[name]
        if node.resource_type == "seed":
            checksum = node.checksum.checksum
            node.checksum.checksum = "edited"
            return lambda: setattr(node.checksum, "checksum", checksum)
        code = node.raw_code
        node.raw_code = code + "\nlimit 1000000000"
        return lambda: setattr(node, "raw_code", code)


@pytest.fixture(scope="module")
def project(built_sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The project, over a copy of the sample's warehouse."""
    warehouse = copied(built_sample, tmp_path_factory.mktemp("waist") / "warehouse")
    before = dict(os.environ)
    os.environ.update(warehouse.environment)
    try:
        parsed = dbtRunner().invoke(["--quiet", "parse"])
        assert isinstance(parsed.result, Manifest), parsed.exception
        yield Project(parsed.result)
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_editing_what_comes_after_the_waist_leaves_its_state(project: Project) -> None:
    """Every model and seed after it, and every book that only those use, at a time."""
    before = project.state()
    _, macros = project.before
    books = [
        name
        for name, macro in project.manifest.macros.items()
        if macro.original_file_path.startswith("macros/rules/")
        and name not in macros
        and "rule_book(" in macro.macro_sql
        and "en: " in macro.macro_sql
    ]
    nodes = project.after()
    assert {"model.dialmart.int_next_products", "model.dialmart.customer_tags"} < set(nodes)
    assert {"macro.dialmart.tag_rules", "macro.dialmart.telecom_segments"} <= set(books)
    undo = [project.edit(name) for name in [*nodes, *books]]
    try:
        assert project.state() == before
    finally:
        for take_back in undo:
            take_back()


def test_editing_what_comes_before_the_waist_changes_its_state(project: Project) -> None:
    """Some models of each folder, some seeds, macros and books, each alone."""
    nodes, macros = project.before
    kinds: dict[str, list[str]] = {}
    for name in nodes:
        node = project.manifest.nodes[name]
        folder = str(Path(node.original_file_path).parent)
        kinds.setdefault(folder, []).append(name)
    for name in macros:
        macro = project.manifest.macros[name]
        is_book = "rule_book(" in macro.macro_sql and "en: " in macro.macro_sql
        if macro.original_file_path.startswith("macros/rules/") and not is_book:
            continue  # it gathers books, and counts by what it gathers
        kinds.setdefault("books" if is_book else "macros", []).append(name)
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    before = project.state()
    for kind, names in kinds.items():
        for name in dice.sample(names, min(SOME if kind in ("books", "macros") else 1, len(names))):
            take_back = project.edit(name)
            assert project.state() != before, name
            take_back()
    assert project.state() == before


@pytest.mark.parametrize(
    "name",
    [
        "typed_branch",  # how the view of an input table reads its files
        "materialization_per_date_default",
        "get_incremental_replace_dates_sql",
        "get_incremental_replace_months_sql",
        "duckdb__latest_of",  # what an engine calls a function
        "e164_definition",  # what a function of the engine says
    ],
)
def test_editing_what_no_model_calls_itself_changes_the_state(project: Project, name: str) -> None:
    before = project.state()
    macro = project.manifest.macros[f"macro.dialmart.{name}"]
    kept = macro.macro_sql
    macro.macro_sql = kept.replace("%}", "%}{% set edited = 1 %}", 1)
    try:
        assert project.state() != before
    finally:
        macro.macro_sql = kept


def test_a_seed_that_a_macro_names_counts(project: Project) -> None:
    macro = project.manifest.macros["macro.dialmart.e164_definition"]
    kept = macro.macro_sql
    macro.macro_sql = kept.replace(
        "%}", '%}{% set named = graph.nodes["seed.dialmart.value_words"] %}', 1
    )
    try:
        before = project.state()
        take_back = project.edit("seed.dialmart.value_words")
        assert project.state() != before
        take_back()
    finally:
        macro.macro_sql = kept


def test_a_comment_or_an_example_is_no_change(project: Project) -> None:
    before = project.state()
    book = project.manifest.macros["macro.dialmart.cdr_features"]
    model: Any = project.manifest.nodes["model.dialmart.int_customers_as_of"]
    proved = project.manifest.macros["macro.dialmart.shared_numbers"]
    kept = book.macro_sql, model.raw_code, proved.macro_sql
    book.macro_sql = kept[0].replace("- name:", "# a comment\n- name:", 1)
    model.raw_code = "-- A comment.\n" + kept[1]
    proved.macro_sql = kept[2].replace("holds: [{}, ", "holds: [{}, {calls: 0}, ", 1)
    assert proved.macro_sql != kept[2]
    try:
        assert project.state() == before
    finally:
        book.macro_sql, model.raw_code, proved.macro_sql = kept


def test_a_build_computes_closed_dates_again_only_after_an_edit_before_the_waist(
    built_sample: Sample, tmp_path: Path
) -> None:
    warehouse = copied(built_sample, tmp_path / "warehouse")
    edited = tmp_path / "project"
    edited.mkdir()
    kept = ("dbt_project.yml", "profiles.yml", "dialmart", "macros", "models", "seeds", "tests")
    for name in kept:
        source = PROJECT / name
        shutil.copytree(source, edited / name) if source.is_dir() else shutil.copy(source, edited)
    said = "all dates are computed again"

    def pending(warehouse: Warehouse, name: str) -> tuple[int, str]:
        path = edited / name
        path.write_text(path.read_text("utf-8") + "\n-- edited\nlimit 1000000000\n", "utf-8")
        arguments = ("run", "--select", "int_pending_dates", "--project-dir", str(edited))
        output = warehouse.dbt(*arguments, "--profiles-dir", str(edited)).stdout
        with duckdb.connect(warehouse.paths.work, read_only=True) as connection:
            query = "select count(*) from intermediate.int_pending_dates"
            return connection.execute(query).fetchall()[0][0], output

    dates, output = pending(warehouse, "models/marts/recommendations/int_next_products.sql")
    assert dates == 1
    assert said not in output
    dates, output = pending(warehouse, "models/intermediate/customers/int_handsets_as_of.sql")
    assert dates > 1
    assert said in output


def test_a_changed_book_selects_what_computes_with_it_and_what_comes_after(
    project: Project,
) -> None:
    """What dbt selects as modified: the models whose macros have changed, at any remove."""
    macros = project.manifest.macros
    nodes: Any = project.manifest.nodes
    models = [node for node in nodes.values() if node.resource_type == "model"]

    def reached(names: list[str], steps: Callable[[str], list[str]]) -> set[str]:
        found: set[str] = set()
        left = list(names)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += steps(name)
        return found

    def called(name: str) -> list[str]:
        return macros[name].depends_on.macros if name in macros else []

    children: dict[str, list[str]] = {}
    for model in models:
        for parent in model.depends_on.nodes:
            children.setdefault(parent, []).append(model.unique_id)
    uses = {model.unique_id: reached(model.depends_on.macros, called) for model in models}
    books = {
        name
        for folder in ("classes", "parameters", "risk", "tags")
        for name, macro in macros.items()
        if f"macros/rules/{folder}/" in macro.original_file_path and "rule_book(" in macro.macro_sql
    }
    assert len(books) > 12
    for book in books:
        said_in = {book, *(other for other in books if book in macros[other].depends_on.macros)}
        callers = [model.unique_id for model in models if said_in & {*model.depends_on.macros}]
        assert callers, book
        behind = reached(callers, lambda name: children.get(name, []))
        selected = {model for model, reads in uses.items() if book in reads}
        # Its words are listed besides.
        assert selected <= behind | {"model.dialmart.value_labels"}, book
