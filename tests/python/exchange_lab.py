"""The models of telephone exchanges over a few files, without a build: milliseconds a try.

Files are read by landing's reader and typed by the macros that register sources, so that a call is
followed from the bytes that an exchange wrote to its contact. What a whole build adds (the ledger,
versions of records, who owns a number) is not here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from dialmart.contract.column_orders import ordered
from dialmart.contract.sources import read_tables
from dialmart.reading.csv_reader import CsvReader
from tests.python.support import PROJECT, Compiler, literal, new_compiler

Row = dict[str, Any]

STAGED = {
    "asterisk_cdr": "stg_asterisk__cdrs",
    "asterisk_queue_log": "stg_asterisk__queue_log",
    "freeswitch_cdr": "stg_freeswitch__cdrs",
}
MODELS = [
    "exchanges/int_asterisk_records", "exchanges/int_asterisk_stays",
    "exchanges/int_freeswitch_records", "exchanges/int_asterisk_contacts",
    "exchanges/int_freeswitch_contacts", "events/int_contact_legs", "events/int_merged_contacts",
]  # fmt: skip
_CONTACTS = """
    select
        contact_id, agent_id, agent_id as first_agent_id, direction, phone_number, queue,
        if(is_connected, 'answered', outcome) as outcome, 1 as legs, 0 as transfers,
        waited_seconds as wait_seconds, talked_seconds as talk_seconds, started_at
    from int_contact_legs
    where contact_key not in (select contact_id from int_merged_contacts)
    union all by name
    select
        contact_id, agent_id, first_agent_id, direction, phone_number, queue, outcome, legs,
        transfers, wait_seconds, talk_seconds, started_at
    from int_merged_contacts
    order by started_at, contact_id
"""


class Calls(NamedTuple):
    """What became of some files.

    contacts: by their start. handled: seconds by contact and agent. legs: all, internal ones too.
    records: the staged ones by table. notes: what reading said.
    """

    contacts: list[Row]
    handled: dict[tuple[str, str], int]
    legs: list[Row]
    records: dict[str, list[Row]]
    notes: list[str]


@dataclass(frozen=True)
class Lab:
    """The models under some settings, compiled once."""

    folder: Path
    settings: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def compiler(self) -> Compiler:
        """The macros of the project, for which every model is a table of its own name."""
        compiler = new_compiler(self.folder, **self.settings)
        for macro in compiler.manifest.macros.values():
            if macro.package_name == "dialmart":
                macro.macro_sql = _unreferenced(macro.macro_sql)
        return compiler

    @cached_property
    def models(self) -> dict[str, str]:
        """The SQL of the models by name, in the order in which they read each other."""
        compiled = {}
        for model in MODELS:
            text = (PROJECT / f"models/intermediate/{model}.sql").read_text("utf-8")
            text = re.sub(r"\{\{ *config\(.*?\)[ -]*\}\}", "", text, flags=re.DOTALL)
            compiled[Path(model).name] = self.compiler(_unreferenced(text))
        return compiled

    @cached_property
    def nodes(self) -> dict[str, Row]:
        """What the source YAML says of the tables of exchanges, as dbt has it."""
        nodes = {}
        for path in (PROJECT / "models/staging").glob("*/_*__sources.yml"):
            for source in yaml.safe_load(path.read_text("utf-8"))["sources"]:
                for table in source["tables"]:
                    if table["name"] in STAGED:
                        nodes[table["name"]] = _node(table)
        return nodes

    def follow(self, raw: Path) -> Calls:
        """The calls that the files of a raw folder tell of."""
        tables = ordered(read_tables(), dict(self.settings))
        notes: list[str] = []
        with self.compiler.connect() as connection:
            connection.execute("set variable dialmart_number_key = 'k'")
            for name in STAGED:
                files = sorted((raw / name).rglob("*.csv*"))
                branches = []
                for number, file in enumerate(files, start=1):
                    reader = CsvReader(file, tables[name], None)
                    batches = [batch.records for batch in reader.batches()]
                    notes += [f"{file.relative_to(raw)} {note}" for note in reader.notes]
                    found = pa.concat_tables([batch for batch in batches if batch is not None])
                    path = raw.parent / f"{raw.name}.{name}.{number}.parquet"
                    pq.write_table(found, path)
                    columns = dict.fromkeys(reader.columns or [], "VARCHAR")
                    branches.append((columns, [str(path)]))
                self._stage(connection, name, branches)
            connection.execute("create table stg_contact_centre__agents (agent_id text)")
            connection.execute("alter table stg_contact_centre__agents add exclusion text")
            typed = ", ".join(f"{name} {kind}" for name, kind in _leg_columns(self.compiler))
            connection.execute(
                f"create table int_contacts (contact_id text, initial_contact_id text, {typed},"
                " exclusion text)"
            )
            for name, query in self.models.items():
                connection.execute(f"create table {name} as {query}")
            return Calls(
                _rows(connection, _CONTACTS),
                {
                    (row["contact_key"], row["agent_id"]): row["seconds"]
                    for row in _rows(connection, _HANDLED)
                },
                _rows(connection, "select * from int_asterisk_contacts union all by name"
                      " select * from int_freeswitch_contacts order by started_at, contact_id"),
                {name: _rows(connection, f"select * from {STAGED[name]}") for name in STAGED},
                notes,
            )  # fmt: skip

    def _stage(
        self,
        connection: duckdb.DuckDBPyConnection,
        name: str,
        files: Sequence[tuple[Mapping[str, str], list[str]]],
    ) -> None:
        node = self.nodes[name]
        schemas: list[Row | None] = [
            {"format": "csv", "schema": columns, "paths": paths} for columns, paths in files
        ]
        branches = [
            self.compiler(f"{{{{ typed_branch({literal(node)}, {literal(schema)}) }}}}")
            for schema in schemas or [None]
        ]
        rejection = self.compiler(f"{{{{ rejection({literal(node)}) }}}}")
        connection.execute(
            f"create table {STAGED[name]} as select * exclude (landed_text),"
            f" dense_rank() over (order by file_path) as load_id, {rejection} as exclusion from"
            f" (select *, timestamp '2100-01-01' as future_begins_at"
            f" from ({' union all '.join(branches)}))"
        )


_HANDLED = """
    select
        contact_key, agent_id,
        cast(sum(handled_seconds) as integer) as seconds
    from int_contact_legs
    where agent_id is not null
    group by all
    having seconds > 0
"""


def _unreferenced(text: str) -> str:
    return re.sub(r"\bref\(([\"']\w+[\"'])\)", r"\1", text)


def _node(table: Row) -> Row:
    columns = {
        column["name"]: {**column, "config": {"meta": {}, **column.get("config", {})}}
        for column in table["columns"]
    }
    return {"name": table["name"], "columns": columns, "config": table["config"]}


def _leg_columns(compiler: Compiler) -> list[tuple[str, str]]:
    text = compiler(
        "{% for name, type in leg_columns().items() %}"
        "{{ name }} {{ engine_type(type) }},{% endfor %}"
    )
    return [(part.split()[0], part.split()[1]) for part in text.split(",") if part.strip()]


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found = connection.execute(query)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
