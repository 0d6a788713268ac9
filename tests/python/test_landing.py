"""What lands is what was in the files: no record lost, none invented, whenever it is killed."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
import random
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import duckdb
import jinja2
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dialmart.contract.sources import Column, CsvSettings, Table, read_tables
from dialmart.errors import LandingError
from dialmart.landing import land as land_module
from dialmart.landing.discovery import discover
from dialmart.landing.land import Landing, land
from dialmart.landing.ledger import LandedFile, read_ledger
from dialmart.project import PROJECT
from dialmart.reading import contents, csv_reader, text_pieces
from dialmart.reading.csv_reader import CsvReader
from dialmart.reading.encodings import checked, detected
from dialmart.warehouse import durable
from dialmart.warehouse.lock import locked
from dialmart.warehouse.paths import Paths

DECLARED = """
version: 2
sources:
  - name: crm
    schema: raw
    tables:
      - name: people
        columns:
          - {name: person_id, data_type: string, config: {meta: {required: true}}}
          - {name: phone, data_type: string,
             config: {meta: {required: true, or_else: person_id, kind: phone_number}}}
          - {name: note, data_type: string}
      - name: events
        config: {meta: {csv: {header: absent, delimiter: "|", short_rows: true}}}
        columns: [{name: epoch}, {name: call}, {name: data1}, {name: data2}]
      - name: legs
        config: {meta: {csv: {header: optional}}}
        columns: [{name: leg_id}, {name: start}, {name: end}]
  - name: landing
    schema: raw
    tables: [{name: landed_files, config: {meta: {files: files.parquet}}, columns: []}]
"""

Row = tuple[object, ...]
Fault = tuple[int, str, str]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    folder = tmp_path_factory.mktemp("models")
    (folder / "crm").mkdir()
    (folder / "crm" / "_crm__sources.yml").write_text(DECLARED)
    return read_tables(folder)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    (tmp_path / "raw").mkdir()
    return Paths.from_environment(
        {"DIALMART_RAW": str(tmp_path / "raw"), "DIALMART_DB": str(tmp_path / "w.duckdb")}
    )


# CSV


@contextmanager
def pieces_of(size: int) -> Iterator[None]:
    """Reads in pieces of a few characters, so that records and line ends are cut anywhere."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(text_pieces, "_BLOCK", size))
        stack.enter_context(patch.object(text_pieces, "_PIECE", size))
        yield


def read(path: Path, table: Table, encoding: str | None = None) -> tuple[list[Row], list[Fault]]:
    """The rows of a file, each with its line number last, and its unparseable records."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for batch in CsvReader(path, table, encoding).batches():
        if batch.records is not None:
            rows += [tuple(record.values()) for record in batch.records.to_pylist()]
        faults += [(one.row_number, one.reason, one.raw_record) for one in batch.unparseable]
    return rows, faults


def wide(columns: int) -> Table:
    return Table("wide", tuple(Column(f"c{n}", False, None) for n in range(columns)), CsvSettings())


cells = st.text(st.sampled_from('ab ",|\r\n\u00e9\u7a7a\U0001f4de;\t'), max_size=6)


def quoted(cell: str, always: bool) -> str:
    if always or any(character in cell for character in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def ends_in(cell: object) -> int:
    """The number of line ends in a cell."""
    return len(re.findall("\r\n|\r|\n", str(cell or "")))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "x.csv"


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_well_formed_text_is_read_as_the_csv_module_reads_it(
    scratch: Path, data: st.DataObject
) -> None:
    width = data.draw(st.integers(2, 4))
    row = st.lists(st.tuples(cells, st.booleans()), min_size=width, max_size=width)
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = ",".join(f"c{n}" for n in range(width)) + end
    for record in data.draw(st.lists(row, max_size=12)):
        text += ",".join(quoted(cell, always) for cell, always in record) + end
    scratch.write_bytes(text.encode(data.draw(st.sampled_from(["utf-8", "utf-8-sig"]))))

    with pieces_of(data.draw(st.integers(3, 60))):
        rows, faults = read(scratch, wide(width))

    oracle = csv.reader(io.StringIO(text, newline=""), strict=True)
    next(oracle)
    assert faults == []
    assert [row[:-1] for row in rows] == [tuple(c or None for c in record) for record in oracle]


@settings(max_examples=400, deadline=None)
@given(
    text=st.text(st.sampled_from('ab,"\r\n\0\u7a7a'), max_size=80),
    size=st.integers(1, 40),
    tail=st.sampled_from([b"", b"\xff", b"\xe7\xa9"]),
)
def test_no_line_is_lost_and_neither_pieces_nor_the_fast_path_matter(
    scratch: Path, text: str, size: int, tail: bytes
) -> None:
    scratch.write_bytes(b"c0,c1\n" + text.encode() + tail)
    whole = read(scratch, wide(2))
    with pieces_of(size):
        cut = read(scratch, wide(2))
    with patch.object(csv_reader, "split_plainly", lambda *arguments: None):
        slow = read(scratch, wide(2))
    assert whole == cut == slow

    decoded = b"c0,c1\n" + text.encode() + tail
    lines = io.StringIO(decoded.decode(errors="replace"), newline="").readlines()
    begins = [int(str(row[-1])) for row in whole[0]] + [fault[0] for fault in whole[1]]
    assert len(set(begins)) == len(begins)
    rows = {int(str(row[-1])): 1 + sum(ends_in(cell) for cell in row[:-1]) for row in whole[0]}
    spans = rows | {number: 1 + ends_in(record) for number, _, record in whole[1]}
    covered = {line for number, span in spans.items() for line in range(number, number + span)}
    assert sum(spans.values()) == len(covered)
    left = [line for number, line in enumerate(lines[1:], start=2) if number not in covered]
    assert "".join(left).strip("\r\n") == ""


fields = st.sampled_from(["a", "", '"a"', '""', '"a,b"', '"a""b"', '""""', 'a"b', '"a"b', '"'])


@settings(max_examples=500, deadline=None)
@given(lines=st.lists(st.lists(fields, min_size=1, max_size=3).map(",".join), max_size=4))
def test_the_fast_path_takes_only_what_it_reads_as_the_slow_one(
    scratch: Path, lines: list[str]
) -> None:
    scratch.write_text("c0,c1\n" + "".join(line + "\n" for line in lines))
    fast = read(scratch, wide(2))
    with patch.object(csv_reader, "split_plainly", lambda *arguments: None):
        assert read(scratch, wide(2)) == fast


def test_the_fast_path_is_taken_for_clean_files(tmp_path: Path) -> None:
    for name, text in {"plain": "c0,c1\na,\n", "quoted": '"c0","c1"\r\n"a,""x",""\r\n'}.items():
        path = tmp_path / name
        path.write_bytes(text.encode())
        with patch.object(csv_reader, "TextColumns", side_effect=AssertionError):
            assert len(read(path, wide(2))[0]) == 1


BROKEN: dict[str, tuple[bytes, list[Row], list[Fault]]] = {
    "wrong number of fields": (
        b"c0,c1\na,b\na\na,b,c\n,\n",
        [("a", "b", 2), (None, None, 5)],
        [(3, "wrong_field_count", "a"), (4, "wrong_field_count", "a,b,c")],
    ),
    "an unclosed quote costs its line only": (
        b'c0,c1\na,"b\nc,d\ne,f',
        [("c", "d", 3), ("e", "f", 4)],
        [(2, "broken_quoting", 'a,"b')],
    ),
    "an unclosed quote that a later one seems to close": (
        b'c0,c1\na,"b\nc,d\ne,"f"\ng,h\n',
        [("c", "d", 3), ("e", "f", 4), ("g", "h", 5)],
        [(2, "broken_quoting", 'a,"b')],
    ),
    "text after a closing quote": (
        b'c0,c1\n"a"b,c\nd,e\n',
        [("d", "e", 3)],
        [(2, "broken_quoting", '"a"b,c')],
    ),
    "line numbers after an embedded line end": (
        b'c0,c1\r\n\r\n"a\r\n\rb",c\nd\n',
        [("a\r\n\rb", "c", 3)],
        [(6, "wrong_field_count", "d")],
    ),
    "bytes that are no text": (
        b"c0,c1\na,b\nc,\xff\nd,\0\n\xe7\xa9\xba,f\n",
        [("a", "b", 2), ("\u7a7a", "f", 5)],
        [(3, "undecodable_bytes", "c,\\xff"), (4, "undecodable_bytes", "d,\\x00")],
    ),
    "one name twice in the header": (
        b'c0, C0\na,b\n"c\nd",e\n',
        [],
        [(2, "duplicate_header", "a,b"), (3, "duplicate_header", '"c\nd",e')],
    ),
    "a header with broken quoting": (b'c0,"c1\na,b\n', [], [(2, "broken_quoting", "a,b")]),
    "an empty file": (b"", [], []),
    "blank lines only": (b"\n\r\n\n", [], []),
    "a header only": (b"\xef\xbb\xbfc0,c1", [], []),
    "no header where one must be": (
        b"\n1,2\n3,4\n",
        [],
        [(2, "no_known_column", "1,2"), (3, "no_known_column", "3,4")],
    ),
    "UTF-16": ("c0,c1\n\u7a7a,b\n".encode("utf-16"), [("\u7a7a", "b", 2)], []),
    "nameless and reserved columns": (b"c0,,row_number\na,b,c\n", [("a", "b", "c", 2)], []),
    "gzip": (
        gzip.compress(b"c0,c1\na,b\n") + gzip.compress(b"c,d\n"),
        [("a", "b", 2), ("c", "d", 3)],
        [],
    ),
    "gzip with zeros after it": (gzip.compress(b"c0,c1\na,b\n") + b"\0" * 9, [("a", "b", 2)], []),
    "a gzip header without anything": (b"\x1f\x8b\x08", [], [(1, "truncated_file", "")]),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files(case: str, tmp_path: Path) -> None:
    content, rows, faults = BROKEN[case]
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert read(path, wide(2)) == (rows, faults)


def test_a_record_spans_at_most_a_hundred_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for ends, kept in ((99, 1), (100, 0)):
        path.write_text('c0,c1\na,"' + "\n" * ends + '"\n')
        assert len(read(path, wide(2))[0]) == kept


def test_a_truncated_gzip_keeps_the_rows_before(tmp_path: Path) -> None:
    text = "c0,c1\n" + "".join(f"{n},{random.Random(n).random()}\n" for n in range(5000))
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(text.encode())[:-2000])
    rows, faults = read(path, wide(2))
    assert 3000 < len(rows) < 5000
    assert [fault[:2] for fault in faults] == [(len(rows) + 2, "truncated_file")]
    assert rows == [
        (*line.split(","), number)
        for number, line in enumerate(text.splitlines()[1 : len(rows) + 1], start=2)
    ]


def test_a_line_without_end_is_given_up_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("c0,c1\na,b\n" + "x" * 500)
    for ending in ("", "\nc,d\n", "\r\nc,d", "\rc,d\r"):
        path.write_bytes(b"c0,c1\na,b\n" + b"x" * 500 + ending.encode())
        with pieces_of(64), patch.object(text_pieces, "_LONGEST_LINE", 100):
            rows, faults = read(path, wide(2))
        assert rows == [("a", "b", 2)] + [("c", "d", 4)] * bool(ending)
        assert [fault[:2] for fault in faults] == [(3, "line_too_long")]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", [0, 1, 5, 30, 31, 60, 63, 100])
def test_a_long_line_gets_one_answer_wherever_it_stands(
    before: int, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    for length, faults in ((98, []), (99, [(before + 2, "line_too_long", "x" * 99 + ",")])):
        lines = ["c0,c1", *["a,b"] * before, "x" * length + ",b", "c,d"]
        for text in (ending.join(lines) + ending, ending.join(lines)):
            path.write_bytes(text.encode())
            with pieces_of(64), patch.object(text_pieces, "_LONGEST_LINE", 100):
                rows, found = read(path, wide(2))
            assert found == faults
            assert len(rows) == before + 1 + (not faults)
            assert rows[-1] == ("c", "d", before + 3)


def test_a_bomb_of_blank_lines_needs_little_memory(tmp_path: Path) -> None:
    """64 MB of blank lines in 64 KB of gzip come in pieces like any other text."""
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"c0,c1\n" + b"\n" * (1 << 26) + b"a,b\n"))
    longest = max(len(block) for block in text_pieces.blocks(path))
    assert longest <= text_pieces._BLOCK
    assert sum(map(len, text_pieces.blocks(path))) == (1 << 26) + 10


def test_a_header_repeated_in_another_letter_case_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('c0,c1\na,b\nC0,c1\n"c0", C1 \nc0,x\nc,d\n')
    rows, faults = read(path, wide(2))
    assert [row[:2] for row in rows] == [("a", "b"), ("c0", "x"), ("c", "d")]
    assert [fault[:2] for fault in faults] == [(3, "repeated_header"), (4, "repeated_header")]


def test_headers_absent_and_optional(tables: dict[str, Table], tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("1|a|x|y\n2|b\n3|c|x|y|z\n")
    rows, faults = read(path, tables["events"])
    assert rows == [("1", "a", "x", "y", 1), ("2", "b", None, None, 2)]
    assert [fault[:2] for fault in faults] == [(3, "wrong_field_count")]
    for header, first in (("", 1), ("End,leg_id, START\n", 2)):
        path.write_text(header + "1,2,3\n")
        reader = CsvReader(path, tables["legs"], None)
        (records,) = [batch.records for batch in reader.batches() if batch.records]
        (record,) = records.to_pylist()
        assert record["row_number"] == first
        assert reader.columns == (
            ["End", "leg_id", "START"] if header else ["leg_id", "start", "end"]
        )


CHINESE = ["\u738b\u5c0f\u660e,\u5317\u4eac", "\u674e\u56db,\u4e0a\u6d77\u5e02", "plain,ascii"]


def test_encodings_are_detected_only_where_they_are_clear() -> None:
    def of(text: str | bytes, encoding: str = "utf-8") -> str:
        return detected([text if isinstance(text, bytes) else text.encode(encoding)])

    assert of("\n".join(CHINESE), "gb18030") == "gb18030"
    assert of("\n".join(CHINESE), "gb18030")[:2] == "gb"
    assert of("\n".join(CHINESE).encode() + b"\n\xff\xfe,1") == "utf-8"
    assert of(b"a,b\n" * 100 + "caf\u00e9,1\n\u5317\u4eac\n".encode() + b"caf\xe9,1\n") == "utf-8"
    for few in (
        "caf\u00e9,1\n",
        "Orl\u00e9ans,B\u00e9zier\n",
        "\u20ac 5,\u201cK\u00f6ln\u201d\n",
        "100 \u20ac\n",
    ):
        assert of(b"a,b\n" * 10_000 + few.encode("cp1252")) == "cp1252"
    assert of(b"a,b\n" * 10_000 + "\u5317\u4eac,1\n".encode("gb18030")) == "gb18030"
    assert of("name,town\na,b\n", "utf-16-le") == "utf-16-le"
    assert of("name,town\na,b\n", "utf-16-be") == "utf-16-be"
    german = "Stra\u00dfe in M\u00fcnchen f\u00fcr Gr\u00f6\u00dfe,\u00dcbung macht den Meister\n"
    guess = of(german * 20, "cp1252")
    assert german.encode("cp1252").decode(guess) == german
    western = "Orléans, Besançon, Nîmes, Saint-Étienne – Compiègne\n"
    assert of(western * 20, "cp1252") == "cp1252"
    assert of("Москва, Казань, Новосибирск\n" * 20, "cp1251") == "cp1251"


@pytest.mark.parametrize("name", ["klingon", "rot13", "idna", "undefined", "zlib"])
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(LandingError, match=name):
        checked(name)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("GB18030", "北京㐀"), ("gbk", "北京"), ("Big5", "臺北功"), ("shift-jis", "ソ東京ﾅ"),
        ("euc-jp", "東京"), ("euc-kr", "서울"), ("latin-1", "Nîmes"), ("cp1252", "€ „Köln“"),
        ("cp1251", "Москва"), ("utf-16", "Köln 北京"), ("utf-16-be", "北京"), ("utf-32-le", "北京"),
        ("cp037", "Zoe"), ("utf-7", "北京"),
    ],
)  # fmt: skip
def test_the_setting_names_the_encoding(
    encoding: str, text: str, paths: Paths, tables: dict[str, Table]
) -> None:
    """Also where the second byte of a character is a quote, a bar or a backslash in ASCII."""
    content = f'person_id,note\r\na,{text}\r\n"b","{text}, ""x""\n"\r\n'
    put(paths, "people/a.csv", content.encode(encoding))
    put(paths, "people/marked.csv", content.encode("utf-8-sig"))
    put(paths, "people/marked_16.csv", content.encode("utf-16"))
    _, said = run(paths, tables, encoding=checked(encoding))
    assert not [message for message in said if "UTF-8" in message]
    for row in ledger(paths).values():
        assert row.read_path
        records = pq.read_table(row.read_path).to_pylist()
        assert [(one["person_id"], one["note"], one["row_number"]) for one in records] == [
            ("a", text, 2),
            ("b", f'{text}, "x"\n', 3),
        ]


def test_bytes_that_are_not_of_the_named_encoding_cost_their_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("c0,c1\n北京,a\n".encode("gb18030") + b"\xff,b\n\x81\n" + b"c,d\n")
    rows, faults = read(path, wide(2), "gb18030")
    assert rows == [("北京", "a", 2), ("c", "d", 5)]
    assert [fault[:2] for fault in faults] == [(3, "undecodable_bytes"), (4, "undecodable_bytes")]


# Landing


def run(paths: Paths, tables: dict[str, Table], **settings: str) -> tuple[Landing, list[str]]:
    said: list[str] = []
    return land(paths, tables, say=said.append, **settings), said  # type: ignore[arg-type]


def ledger(paths: Paths) -> dict[str, LandedFile]:
    rows = read_ledger(paths.ledger)
    assert rows is not None
    return {name: row for (_, name), row in rows.items()}


def put(paths: Paths, name: str, content: str | bytes) -> Path:
    path = paths.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_paths_follow_the_two_variables() -> None:
    default = Paths.from_environment({"DIALMART_RAW": ""})
    assert (str(default.raw), default.raw_is_named) == ("data/raw", False)
    assert str(default.work) == "data/dialmart.work.duckdb"
    odd = Paths.from_environment({"DIALMART_DB": "a.b/ware.house"})
    assert str(odd.work) == "a.b/ware.work.house"
    assert str(odd.number_key) == "a.b/ware.number_key"
    bare = Paths.from_environment({"DIALMART_DB": "a.b/house"})
    assert (str(bare.work), str(bare.landed)) == ("a.b/house.work", "a.b/house.landed")


@pytest.mark.parametrize("name", ["", "a.b/ware.house", "a.b/house", "w.x.duckdb", "/tmp/.hidden"])
def test_dbt_works_in_the_file_that_the_paths_name(name: str) -> None:
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text("utf-8"))
    declared = profile["dialmart"]["outputs"]["duckdb"]["path"]
    for environment in ({"DIALMART_DB": name}, {"DIALMART_DB": name} if name else {}):
        rendered = jinja2.Template(declared).render(modules={"re": re}, env_var=environment.get)
        assert rendered == str(Paths.from_environment(environment).work)


def test_every_file_that_a_source_reads_is_handed_over(tmp_path: Path) -> None:
    path = PROJECT / "models" / "staging" / "landing" / "_landing__sources.yml"
    (source,) = yaml.safe_load(path.read_text("utf-8"))["sources"]
    odd = Paths.from_environment({"DIALMART_DB": str(tmp_path / "a [b]" / "w.duckdb")})
    assert {table["config"]["meta"]["files"] for table in source["tables"]} == odd.landing.keys()
    for path in (odd.ledger, odd.unparseable_file(1), odd.forgotten):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        found = [duckdb.execute("from glob(?)", [one]).fetchall() for one in odd.landing.values()]
        assert [(str(path),)] in found


def test_files_are_found_by_table(paths: Paths, tables: dict[str, Table]) -> None:
    for name in (
        "people/a.CSV", "people/2026/09/b.csv.GZ", "people.parquet", "people/it's \u7a7a [1].csv",
        "people/.hidden.csv", "people/_SUCCESS", "people/_tmp/c.csv", "people/d.csv.tmp",
        "people/e.csv~", "people/notes.txt", "strangers/a.csv", "strangers/b.csv", "other.csv",
    ):  # fmt: skip
        put(paths, name, "")
    (paths.raw / "people" / "circle").symlink_to(paths.raw / "people")
    found = discover(paths.raw, tables)
    assert [file.name for file in found.files] == [
        "people.parquet", "people/2026/09/b.csv.GZ", "people/a.CSV", "people/it's \u7a7a [1].csv",
    ]  # fmt: skip
    assert [message.split(" ignored")[0] for message in found.ignored] == [
        "other.csv", "people/notes.txt", "strangers/",
    ]  # fmt: skip


def test_links_that_lead_out_are_followed_only_if_asked(
    paths: Paths, tables: dict[str, Table], tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.csv").write_text("person_id\nsecret\n")
    put(paths, "people/a.csv", "person_id\n1\n")
    people = paths.raw / "people"
    (people / "out.csv").symlink_to(outside / "x.csv")
    (people / "folder").symlink_to(outside)
    (people / "up").symlink_to(paths.raw.parent)
    (people / "in.csv").symlink_to("a.csv")
    (people / "self.csv").symlink_to("self.csv")
    (people / "dangling.csv").symlink_to("nowhere.csv")
    found = discover(paths.raw, tables)
    assert [file.name for file in found.files] == ["people/a.csv", "people/in.csv"]
    reasons = dict(message.split(" ignored: ") for message in found.ignored)
    assert reasons.pop("people/self.csv") == reasons.pop("people/dangling.csv") == "no regular file"
    assert reasons.keys() == {"people/out.csv", "people/folder", "people/up"}
    assert all("a link out of the raw folder" in reason for reason in reasons.values())
    names = {file.name for file in discover(paths.raw, tables, True).files}
    assert {"people/out.csv", "people/folder/x.csv"} < names
    assert Paths.from_environment({"DIALMART_FOLLOW_LINKS": "1"}).follows_links
    assert not Paths.from_environment({}).follows_links


def test_a_warehouse_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LandingError, match="more than 200 bytes"):
        Paths.from_environment({"DIALMART_DB": "x" * 260 + ".duckdb"})
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", Path("/proc/no folder"), tmp_path / ("y" * 300)):
        with pytest.raises(LandingError, match="cannot be written"), locked(folder / "w.lock"):
            pass


def test_a_file_is_written_once_however_it_must_be_read(
    paths: Paths, tables: dict[str, Table]
) -> None:
    """Its encoding and its fault are known before anything is in its place."""
    cities = "person_id,note\n" + "1,北京市\n2,上海\n"
    put(paths, "people/chinese.csv", cities.encode("gb18030"))
    packed = gzip.compress(cities.encode())
    put(paths, "people/damaged.csv.gz", packed[:-8] + bytes(8))
    put(paths, "people/cut.csv.gz", packed[:-10])
    put(paths, "people/packed.csv.gz", gzip.compress(cities.encode("gb18030")))
    people = {"person_id": ["1"], "file_row_number": [1]}
    pq.write_table(pa.table(people), paths.raw / "people" / "copied.parquet")
    odd = pa.ListArray.from_arrays([0, 1], pa.array([b"\xff"]).view(pa.string()))
    pq.write_table(pa.table({**people, "note": odd}), paths.raw / "people" / "odd.parquet")
    with patch.object(durable, "move", wraps=durable.move) as move:
        run(paths, tables)
    written = [path for (_, path), _ in move.call_args_list]
    assert len(written) == len(set(written))
    assert {name.removeprefix("people/"): (file.rows, file.unparseable)
            for name, file in ledger(paths).items()} == {
        "chinese.csv": (2, 0), "packed.csv.gz": (2, 0), "copied.parquet": (1, 0),
        "damaged.csv.gz": (3, 3), "cut.csv.gz": (2, 1), "odd.parquet": (1, 1),
    }  # fmt: skip


def test_the_ledger_describes_every_file(paths: Paths, tables: dict[str, Table]) -> None:
    put(paths, "people/it's \u7a7a.csv", "PHONE ,extra,person_id\n1,x,a\n2\n")
    put(paths, "people/empty.csv", "")
    put(paths, "people/header.csv", "person_id\n")
    put(paths, "people/bad.parquet", b"")
    landing, said = run(paths, tables)
    files = ledger(paths)
    odd = files["people/it's \u7a7a.csv"]
    assert (odd.rows, odd.unparseable, odd.unknown_columns) == (2, 1, "extra")
    assert json.loads(odd.schema_json) == dict.fromkeys(("PHONE", "extra", "person_id"), "VARCHAR")
    assert pq.read_table(odd.read_path).to_pylist() == [
        {"PHONE": "1", "extra": "x", "person_id": "a", "row_number": 2}
    ]
    (fault,) = pq.read_table(paths.unparseable_file(odd.file_id)).to_pylist()
    assert fault == {
        "table_name": "people", "file_name": odd.file_name, "file_id": odd.file_id,
        "row_number": 3, "reason": "wrong_field_count", "raw_record": "2",
    }  # fmt: skip
    assert (files["people/empty.csv"].rows, files["people/empty.csv"].read_path) == (0, None)
    header = files["people/header.csv"]
    assert header.read_path
    assert pq.read_table(header.read_path).num_rows == 0
    bad = files["people/bad.parquet"]
    assert (bad.rows, bad.unparseable, bad.read_path) == (1, 1, None)
    assert landing.summary().startswith("3 rows in 4 files: 4 read")
    assert "people/it's \u7a7a.csv: 1 of 2 rows unparseable" in said


def test_what_may_not_be_read_is_named(paths: Paths, tables: dict[str, Table]) -> None:
    """Its rows would leave the warehouse if it were passed over."""
    put(paths, "people/a.csv", "person_id\n1\n")
    denied = PermissionError(errno.EACCES, "Permission denied", "people 13812345678")
    with (
        patch.object(land_module, "checksum_of", side_effect=denied),
        pytest.raises(LandingError, match=r"people/a\.csv cannot be landed: Permission denied"),
    ):
        run(paths, tables)
    with (
        patch("os.scandir", side_effect=denied),
        pytest.raises(LandingError, match=r"people \*+: Permission denied"),
    ):
        run(paths, tables)


def test_nothing_to_land_is_an_empty_ledger(paths: Paths, tables: dict[str, Table]) -> None:
    _, said = run(paths, tables)
    assert said[0].startswith("Warning")
    assert pq.read_table(paths.ledger).num_rows == 0
    paths.raw.rmdir()
    with pytest.raises(LandingError, match="no folder"):
        run(paths, tables)


def test_a_file_without_a_required_column_is_pointed_out(
    paths: Paths, tables: dict[str, Table]
) -> None:
    put(paths, "people/a.csv", "note\nx\n")
    put(paths, "people/b.csv", "person_id\nx\n")
    _, said = run(paths, tables)
    assert [m for m in said if "no column" in m] == [
        "people/a.csv: no column person_id, phone, so that no row can be used"
    ]


def test_only_what_changed_is_read_again(paths: Paths, tables: dict[str, Table]) -> None:
    put(paths, "people/a.csv", "person_id\n1\n")
    b = put(paths, "people/b.csv", "person_id\n2\n")
    c = put(paths, "people/c.csv", "person_id\n3\n")
    run(paths, tables)
    first = ledger(paths)

    with patch.object(land_module, "checksum_of", side_effect=AssertionError):
        landing, _ = run(paths, tables)
    assert landing.read == 0
    assert ledger(paths) == first

    os.utime(b)
    with patch.object(land_module, "read_csv", side_effect=AssertionError):
        run(paths, tables)
    touched = ledger(paths)["people/b.csv"]
    assert touched.file_id == first["people/b.csv"].file_id
    assert touched.landed_at == first["people/b.csv"].landed_at
    assert touched.modified_ns == b.stat().st_mtime_ns

    b.write_text("person_id\n4\n")
    c.unlink()
    landing, said = run(paths, tables)
    second = ledger(paths)
    assert landing.read == 1
    assert landing.vanished == ["people/c.csv"]
    assert any("people/c.csv has vanished" in message for message in said)
    assert second["people/a.csv"] == first["people/a.csv"]
    assert second["people/b.csv"].file_id != first["people/b.csv"].file_id
    assert second["people/b.csv"].landed_at > first["people/b.csv"].landed_at
    landed = {str(path) for path in paths.landed.glob("people/*")}
    assert landed == {row.read_path for row in second.values()}


def test_another_way_of_reading_lands_anew(paths: Paths, tables: dict[str, Table]) -> None:
    put(paths, "people/a.csv", "person_id,note\n" + "".join(f"{c}\n" for c in CHINESE))
    run(paths, tables)
    plain = ledger(paths)["people/a.csv"]
    landing, _ = run(paths, tables, encoding="cp1252")
    other = ledger(paths)["people/a.csv"]
    assert landing.read == 1
    assert other.file_id != plain.file_id
    assert other.landed_at == plain.landed_at


def test_a_detected_encoding_is_said(paths: Paths, tables: dict[str, Table]) -> None:
    text = "person_id,note\n" + "".join(f"{c}\n" for c in CHINESE)
    put(paths, "people/a.csv", text.encode("gb18030"))
    _, said = run(paths, tables)
    assert any("read as gb18030" in message for message in said)
    row = ledger(paths)["people/a.csv"]
    assert (row.rows, row.unparseable) == (3, 0)
    assert not paths.unparseable_file(row.file_id).exists()
    assert row.read_path
    notes = pq.read_table(row.read_path)["note"].to_pylist()
    assert notes == [line.split(",")[1] for line in CHINESE]


def test_a_file_that_changes_meanwhile_is_read_again(
    paths: Paths, tables: dict[str, Table]
) -> None:
    path = put(paths, "people/a.csv", "person_id\n1\n")

    def growing(*arguments: object) -> contents.Contents:
        with path.open("a") as file:
            file.write("2\n")
        return contents.read_csv(*arguments)  # type: ignore[arg-type]

    with patch.object(land_module, "read_csv", growing):
        _, said = run(paths, tables)
    assert any("changed while it was read" in message for message in said)
    landing, _ = run(paths, tables)
    assert landing.read == 1
    assert ledger(paths)["people/a.csv"].rows == 2


def test_a_landed_file_that_was_removed_comes_back(paths: Paths, tables: dict[str, Table]) -> None:
    put(paths, "people/a.csv", "person_id\n1\n")
    run(paths, tables)
    first = ledger(paths)
    Path(first["people/a.csv"].read_path or "").unlink()
    run(paths, tables)
    assert ledger(paths) == first
    assert Path(first["people/a.csv"].read_path or "").exists()


def test_a_killed_landing_leaves_no_trace(paths: Paths, tables: dict[str, Table]) -> None:
    def state() -> object:
        rows = [{**vars_of(row), "landed_at": None} for row in ledger(paths).values()]
        files = {
            str(path.relative_to(paths.landed)): path.read_bytes()
            for path in paths.landed.rglob("*")
            if path.is_file() and path != paths.ledger
        }
        return rows, files

    def vars_of(row: LandedFile) -> dict[str, object]:
        return {name: getattr(row, name) for name in LandedFile.__slots__}

    put(paths, "people/gone.csv", "person_id\n0\n")
    run(paths, tables)
    (paths.raw / "people/gone.csv").unlink()
    for name in "abc":
        put(paths, f"people/{name}.csv", f"person_id\n{name}\nx,y\n")
    before = {path: path.read_bytes() for path in paths.landed.rglob("*") if path.is_file()}
    real = os.replace
    states = []
    for steps in range(9):
        for path in paths.landed.rglob("*"):
            if path.is_file() and path not in before:
                path.unlink()
        for path, content in before.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        left = iter(range(steps))

        def dying(source: Path, target: Path, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise RuntimeError("killed")
            real(source, target)

        with patch("os.replace", dying):
            try:
                run(paths, tables)
            except RuntimeError:
                assert ledger(paths).keys() == {"people/gone.csv"}
        run(paths, tables)
        states.append(state())
    assert all(one == states[-1] for one in states)


# Parquet


def test_columns_have_the_types_that_the_engine_reads(
    paths: Paths, tables: dict[str, Table]
) -> None:
    columns = {
        "text": pa.array(["a"]),
        "large": pa.array(["a"], pa.large_string()),
        "dictionary": pa.array(["a"]).dictionary_encode(),
        "tiny": pa.array([1], pa.int8()),
        "unsigned": pa.array([1], pa.uint64()),
        "double": pa.array([1.5]),
        "half": pa.array([1.5], pa.float32()),
        "money": pa.array([Decimal("1.50")]),
        "flag": pa.array([True]),
        "day": pa.array([date(2026, 1, 2)]),
        "local": pa.array([datetime(2026, 1, 2)], pa.timestamp("ns")),
        "utc": pa.array([datetime(2026, 1, 2)], pa.timestamp("ms", tz="Asia/Shanghai")),
        "clock": pa.array([1], pa.time64("us")),
        "bytes": pa.array([b"a"]),
        "list": pa.array([["a"]]),
        "nothing": pa.nulls(1),
    }
    (paths.raw / "people").mkdir()
    pq.write_table(pa.table(columns), paths.raw / "people" / "a.parquet")
    run(paths, tables)
    assert list(json.loads(ledger(paths)["people/a.parquet"].schema_json).values()) == [
        "VARCHAR", "VARCHAR", "VARCHAR", "TINYINT", "UBIGINT", "DOUBLE", "FLOAT", "DECIMAL(3,2)",
        "BOOLEAN", "DATE", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "TIME", "VARCHAR",
        "VARCHAR[]", '"NULL"',
    ]  # fmt: skip


def test_parquet_is_read_where_it_lies(paths: Paths, tables: dict[str, Table]) -> None:
    (paths.raw / "people").mkdir()
    for name in ("it's one", "a[1]*?", "a1x"):
        pq.write_table(pa.table({"person_id": [name]}), paths.raw / "people" / f"{name}.parquet")
    run(paths, tables)
    run(paths, tables)
    for name, row in ledger(paths).items():
        read = duckdb.execute("select * from read_parquet([?])", [row.read_path]).fetchall()
        assert [f"people/{cell}.parquet" for (cell,) in read] == [name]
        assert row.rows == 1
    assert ledger(paths)["people/a1x.parquet"].read_path == str(paths.raw / "people/a1x.parquet")


@pytest.mark.parametrize(
    ("name", "write", "reason"),
    [
        ("text", lambda path: path.write_text("person_id\n1\n"), "unreadable_file"),
        ("torn", lambda path: path.write_bytes(path.read_bytes()[:-5]), "unreadable_file"),
    ],
)
def test_unreadable_parquet_is_one_unparseable_record(
    name: str,
    write: Callable[[Path], object],
    reason: str,
    paths: Paths,
    tables: dict[str, Table],
) -> None:
    path = put(paths, f"people/{name}.parquet", "")
    pq.write_table(pa.table({"person_id": ["1"]}), path)
    write(path)
    run(paths, tables)
    row = ledger(paths)[f"people/{name}.parquet"]
    assert (row.rows, row.unparseable, row.read_path) == (1, 1, None)
    (fault,) = pq.read_table(paths.unparseable_file(row.file_id)).to_pylist()
    assert (fault["row_number"], fault["reason"]) == (0, reason)


def test_the_project_declares_its_sources() -> None:
    declared = read_tables(Path(__file__).parents[2] / "models" / "staging")
    assert {"cdrs", "contacts", "transactions", "asterisk_queue_log"} <= declared.keys()
    assert declared["asterisk_queue_log"].csv.delimiter == "|"
    assert "landed_files" not in declared
