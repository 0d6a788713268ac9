"""Feature books: what the compiled SQL computes, at the edges of every window and measure."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.python.support import (
    AS_OF,
    Compiler,
    CompilerError,
    Rule,
    feature,
    feature_book,
    literal,
    new_compiler,
)

END = datetime.fromisoformat(AS_OF)
SECOND = timedelta(seconds=1)

Event = tuple[object, ...]


def sql_of(compiler: Compiler, *rules: Rule) -> str:
    """The SQL of a feature model over the table `events`."""
    events = "events='events', event_at='happened_at', table='events'"
    return compiler(f"{{{{ compile_features({literal(feature_book(*rules))}, {events}) }}}}")


def features(compiler: Compiler, events: list[Event], *rules: Rule) -> dict[str, dict[str, object]]:
    """The compiled features of every customer.

    events: (customer_id, happened_at, kind, number, amount), each may be null.
    """
    with duckdb.connect() as connection:
        connection.execute(
            "create table events (customer_id varchar, happened_at timestamp, kind varchar,"
            " number integer, amount decimal(18, 4))"
        )
        connection.executemany("insert into events values (?, ?, ?, ?, ?)", events)
        found = connection.execute(sql_of(compiler, *rules))
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert {str(row.pop("as_of_date")) for row in rows} <= {AS_OF}
    return {str(row.pop("customer_id")): row for row in rows}


def one(compiler: Compiler, events: list[tuple[object, ...]], rule: Rule) -> object:
    """One feature of the one customer of events without a customer_id."""
    found = features(compiler, [("ann", *event) for event in events], rule)
    return found["ann"][str(rule["name"])]


def at(text: str, kind: str | None = None, number: int | None = None,
       amount: str | None = None) -> tuple[object, ...]:  # fmt: skip
    """An event at a moment, without its customer."""
    return datetime.fromisoformat(text), kind, number, Decimal(amount) if amount else None


WINDOWS = {
    "1 day": "2026-09-30",
    "30 days": "2026-09-01",
    "90 days": "2026-07-03",
    "2 weeks": "2026-09-17",
    "1 month": "2026-09-01",
    "3 months": "2026-07-01",
    "4 months": "2026-06-01",
    "12 months": "2025-10-01",
    "24 months": "2024-10-01",
    None: "2023-10-01",
    "48 months": "2023-10-01",  # the lookback is the end of it
}


@pytest.mark.parametrize("measure", ["count", "max_count_by", "max_days_by"])
def test_a_window_holds_its_first_moment_but_not_its_last(
    compile_inline: Compiler, measure: str
) -> None:
    keys = {} if measure == "count" else {"of": "kind"}
    rules = [
        feature(f"events_{place}", measure, **({"window": window} if window else {}), **keys)
        for place, window in enumerate(WINDOWS)
    ]
    events: list[Event] = [("at_end", END, "call", 1, 1)]
    for place, start in enumerate(WINDOWS.values()):
        first = datetime.fromisoformat(start)
        events.append((f"first_{place}", first, "call", 1, 1))
        events.append((f"last_{place}", END - SECOND, "call", 1, 1))
        events.append((f"early_{place}", first - SECOND, "call", 1, 1))
    found = features(compile_inline, events, *rules)
    for place, window in enumerate(WINDOWS):
        counted = {
            moment: found.get(f"{moment}_{place}", {}).get(f"events_{place}", 0)
            for moment in ("first", "last", "early")
        }
        assert counted == {"first": 1, "last": 1, "early": 0}, window
    assert "at_end" not in found


MEASURES: list[tuple[Rule, list[tuple[object, ...]], object]] = [
    (feature("x", "count"), [at("2026-09-01"), at("2025-01-01")], 2),
    (feature("x", "count", where=["kind = 'a'"]), [at("2026-09-01", "a"), at("2026-09-01")], 1),
    (feature("x", "count", where=["kind = 'a'"]), [at("2026-09-01", "b")], 0),
    (
        feature("x", "count_distinct", of="number"),
        [at("2026-09-01", None, 1), at("2026-09-02", None, 1), at("2026-09-02")],
        1,
    ),
    (
        feature("x", "count_days", window="1 month"),
        [at("2026-09-02 00:00"), at("2026-09-02 23:59"), at("2026-09-03"), at("2026-08-31 23:59")],
        2,
    ),
    (
        feature("x", "max_count_by", of="number", where=["kind = 'a'"]),
        [at("2026-09-02", "a", 1), at("2026-09-03", "a", 1), at("2026-09-04", "a", 2)]
        + [at("2026-09-05", "b", 2)] * 3 + [at("2026-09-06", "a")] * 3,
        2,
    ),
    (feature("x", "max_count_by", of="number"), [at("2026-09-02")], 0),
    (
        feature("x", "max_days_by", of="number", where=["kind = 'a'"], window="1 month"),
        [at("2026-09-02 00:00", "a", 1), at("2026-09-02 23:59", "a", 1), at("2026-09-04", "a", 1)]
        + [at("2026-09-05", "a", 2)] * 3 + [at(f"2026-09-0{day}", "b", 2) for day in range(1, 8)]
        + [at("2026-08-31 23:59", "a", 1), at("2026-09-06", "a"), at("2026-09-07", "a")],
        2,
    ),
    (feature("x", "max_days_by", of="number"), [at("2026-09-02")], 0),
    (feature("x", "any", where=["kind = 'a'"]), [at("2026-09-02", "a")], True),
    (feature("x", "any", where=["kind = 'a'"]), [at("2026-09-02", "b"), at("2026-09-02")], False),
    (feature("x", "any", window="1 month"), [at("2026-08-31 23:59:59")], False),
    (
        feature("x", "top_value", of="kind", window="1 month", where=["number > 0"]),
        [at("2026-09-02", "a", 1), at("2026-09-03", "b", 1), at("2026-09-04", "b", 1)]
        + [at("2026-09-05", "a", 0)] * 3 + [at("2026-08-31", "a", 1)] * 3
        + [at("2026-09-05", None, 1)] * 3,
        "b",
    ),
    (
        feature("x", "top_value", of="number", type="bigint"),
        [at("2026-09-02", "a", 9), at("2026-09-03", "b", 10)],
        10,
    ),
    (feature("x", "top_value", of="kind"), [at("2026-09-02")], None),
    (feature("x", "sum", of="number"), [at("2026-09-02", None, 3), at("2026-09-02")], 3),
    (
        feature("x", "sum", of="amount", type="decimal(18,4)", window="1 month"),
        [at("2026-09-01", None, 0, "1.5"), at("2026-09-02", None, 0, "-0.25"),
         at("2026-08-01", None, 0, "9")],
        Decimal("1.25"),
    ),
    (feature("x", "sum", of="number"), [at("2026-09-02")], 0),
    (feature("x", "avg", of="number"), [at("2026-09-01", None, 1), at("2026-09-01", None, 2)], 1.5),
    (feature("x", "avg", of="number"), [at("2026-09-01")], None),
    (feature("x", "min", of="number"), [at("2026-09-01", None, 5), at("2026-09-01", None, 2)], 2),
    (feature("x", "max", of="number"), [at("2026-09-01", None, 5), at("2026-09-01", None, 2)], 5),
    (feature("x", "max", of="number"), [at("2026-09-01")], None),
    (
        feature("x", "first_at", where=["number > 1"]),
        [at("2026-07-01", None, 1), at("2026-08-01", None, 2), at("2026-09-01", None, 2)],
        datetime(2026, 8, 1),
    ),
    (feature("x", "last_at"), [at("2026-07-01"), at("2026-09-01 12:30")],
     datetime(2026, 9, 1, 12, 30)),
    (feature("x", "last_at", where=["number > 1"]), [at("2026-07-01", None, 1)], None),
    (feature("x", "days_since_last"), [at("2026-09-30 23:59:59")], 1),
    (feature("x", "days_since_last"), [at("2026-07-01"), at("2026-09-01 00:00:00")], 30),
    (feature("x", "days_since_last", where=["number > 1"]), [at("2026-09-01")], None),
    (
        feature("x", "last_value", of="kind", type="string"),
        [at("2026-07-01", "a"), at("2026-08-01", "b"), at("2026-09-01")],
        "b",
    ),
    (
        feature("x", "last_value", of="kind", type="string"),
        [at("2026-08-01", "z"), at("2026-09-01", "a"), at("2026-09-01", "b")],
        "b",
    ),
    (
        feature("x", "last_value", of="kind", type="string", window="1 month"),
        [at("2026-08-31", "a")],
        None,
    ),
    (
        feature("x", "trend", trend_of="count", window="1 month"),
        [at("2026-08-01"), at("2026-08-31 23:59"), at("2026-09-01"), at("2026-07-31 23:59")],
        -0.5,
    ),
    (feature("x", "trend", trend_of="count", window="1 month"), [at("2026-08-01")], -1.0),
    (feature("x", "trend", trend_of="count", window="1 month"), [at("2026-09-01")], None),
    (
        feature("x", "trend", trend_of="sum", of="amount", window="3 months", where=["kind = 'a'"]),
        [at("2026-04-01", "a", 0, "2"), at("2026-07-01", "a", 0, "3"),
         at("2026-09-01", "b", 0, "9")],
        0.5,
    ),
    (
        feature("x", "trend", trend_of="count_days", window="1 month"),
        [at("2026-08-02"), at("2026-08-02 10:00"), at("2026-09-01"), at("2026-09-02")],
        1.0,
    ),
    (
        feature("x", "decayed_sum", of="amount", half_life="90 days"),
        [at("2026-07-03", None, 0, "100"), at("2026-04-04", None, 0, "100")],
        Decimal("75"),
    ),
    (feature("x", "decayed_sum", of="amount", half_life="2 weeks"), [at("2026-09-01")], Decimal(0)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "events", "value"), MEASURES, ids=[str(rule["measure"]) for rule, *_ in MEASURES]
)
def test_a_measure_counts_what_it_says(
    compile_inline: Compiler, rule: Rule, events: list[tuple[object, ...]], value: object
) -> None:
    assert one(compile_inline, events, rule) == value


STATES = [
    feature("since_1m", "count", since="opens_at", window="1 month"),
    feature("until_1m", "count", until="closes_at", window="1 month"),
    feature("between_1m", "any", since="opens_at", until="closes_at", window="1 month"),
    feature("most_until_1m", "max_count_by", of="kind", until="closes_at", window="1 month"),
    feature("ever", "count"),
    feature("in_1m", "count", window="1 month"),
]


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "since", "until"),
    [
        ("2026-09-30 23:59:59", None, 1, 1),
        ("2026-10-01 00:00:00", "2026-10-01 00:00:00", 0, 1),
        (None, "2026-09-30 23:59:59", 0, 0),
    ],
)
@pytest.mark.parametrize("bounded", [True, False])
def test_what_goes_on_counts_from_one_moment_until_another(
    compile_inline: Compiler, opens_at: str, closes_at: str, since: int, until: int, bounded: bool
) -> None:
    """What goes on for longer than the lookback counts only where there is none."""
    events = f"events='events', event_at='happened_at', bounded={bounded}"
    sql = compile_inline(f"{{{{ compile_features({literal(feature_book(*STATES))}, {events}) }}}}")
    with duckdb.connect() as connection:
        connection.execute(
            "create table events (customer_id varchar, happened_at timestamp, kind varchar,"
            " opens_at timestamp, closes_at timestamp)"
        )
        for moment in ("2026-09-01 00:00:00", "2001-01-01 00:00:00", "2026-10-01 00:00:00"):
            row = ["ann", moment, "a", opens_at, closes_at]
            connection.execute("insert into events values (?, ?, ?, ?, ?)", row)
        found = connection.execute(sql).fetchall()
    ever = 1 if bounded else 2
    assert [row[2:] for row in found] == [(since, until, since == until == 1, until, ever, 1)]


def test_a_ratio_divides_two_features_whatever_their_bands(compile_inline: Compiler) -> None:
    rules = (
        feature("recent", "count", window="1 month"),
        feature("most", "max_count_by", of="kind"),
        feature("share", "ratio", numerator="recent", denominator="most"),
        feature("nothing", "ratio", numerator="recent", denominator="empty"),
        feature("empty", "count", where=["kind = 'z'"]),
    )
    events: list[Event] = [("ann", *at(day, "a")) for day in ("2026-09-05", "2026-01-01")]
    found = features(compile_inline, events, *rules)
    assert found["ann"]["share"] == 0.5
    assert found["ann"]["nothing"] is None


def test_events_of_nobody_are_nobodys_features(compile_inline: Compiler) -> None:
    events: list[Event] = [(None, *at("2026-09-05")), ("ann", *at("2026-09-05"))]
    assert features(compile_inline, events, feature("x", "count")) == {"ann": {"x": 1}}


def test_who_was_not_seen_lately_counts_nothing_lately(compile_inline: Compiler) -> None:
    rules = (feature("ever", "count"), feature("lately", "sum", of="number", window="3 months"))
    found = features(compile_inline, [("ann", *at("2024-01-01", None, 7))], *rules)
    assert found == {"ann": {"ever": 1, "lately": 0}}


@pytest.mark.parametrize("lookback", [2, 6, 12])
def test_nothing_older_than_the_lookback_is_read(tmp_path: Path, lookback: int) -> None:
    compiler = new_compiler(tmp_path, lookback_months=lookback)
    start = datetime(2026 - (lookback == 12), {2: 8, 6: 4, 12: 10}[lookback], 1)
    rules = [
        feature(f"{measure}_{months}m", measure, window=f"{months} months", of="kind")
        for measure in ("count_distinct", "max_count_by", "max_days_by")
        for months in (1, 3, 12, 24)
    ]
    events: list[Event] = [
        ("in", start, "a", 1, 1),
        ("out", start - SECOND, "a", 1, 1),
        ("both", start, "a", 1, 1),
        ("both", start - SECOND, "b", 1, 1),
    ]
    found = features(compiler, events, *rules)
    assert found.keys() == {"in", "both"}
    assert found["in"] == found["both"]
    assert found["in"]["count_distinct_12m"] == 1


def test_types_are_those_that_the_book_promises(compile_inline: Compiler) -> None:
    promised = {
        "any": "BOOLEAN", "top_value": "VARCHAR", "count": "BIGINT", "count_distinct": "BIGINT",
        "count_days": "BIGINT", "sum": "BIGINT",
        "max_count_by": "BIGINT", "max_days_by": "BIGINT", "avg": "DOUBLE", "min": "BIGINT",
        "max": "BIGINT", "first_at": "TIMESTAMP", "last_at": "TIMESTAMP",
        "days_since_last": "BIGINT", "last_value": "VARCHAR", "trend": "DOUBLE",
        "decayed_sum": "DECIMAL(18,4)",
    }  # fmt: skip
    keys: dict[str, Rule] = {
        "count_distinct": {"of": "kind"}, "top_value": {"of": "kind"},
        "max_count_by": {"of": "kind"}, "max_days_by": {"of": "kind"}, "sum": {"of": "number"},
        "avg": {"of": "number"}, "min": {"of": "number"}, "max": {"of": "number"},
        "last_value": {"of": "kind"}, "trend": {"trend_of": "count", "window": "1 month"},
        "decayed_sum": {"of": "amount", "half_life": "90 days"},
    }  # fmt: skip
    rules = [feature(f"the_{measure}", measure, **keys.get(measure, {})) for measure in promised]
    with duckdb.connect() as connection:
        connection.execute(
            "create table events (customer_id varchar, happened_at timestamp, kind varchar,"
            " number integer, amount decimal(18, 4))"
        )
        described = connection.execute(f"describe {sql_of(compile_inline, *rules)}").fetchall()
    types = {row[0]: row[1] for row in described}
    assert types.pop("as_of_date") == "DATE"
    assert types.pop("customer_id") == "VARCHAR"
    assert types == {f"the_{measure}": type_ for measure, type_ in promised.items()}


def test_the_sql_reads_as_if_written_by_hand(compile_inline: Compiler) -> None:
    sql = sql_of(
        compile_inline,
        feature("calls_1m", "count", window="1 month", where=["kind = 'call'"]),
        feature("calls_3m", "count", window="3 months"),
    )
    assert sql.startswith("with\n\n")
    assert "_3_months as (\n    select\n        customer_id,\n" in sql
    assert "        -- calls_1m: calls_1m in words\n" in sql
    assert sql.endswith("select * from combined")
    assert not [line for line in sql.splitlines() if line != line.rstrip()]


def test_each_band_scans_the_events_once(compile_inline: Compiler) -> None:
    rules = [feature(f"x_{months}", "count", window=f"{months} months") for months in range(1, 25)]
    assert sql_of(compile_inline, *rules).count("from events\n") == 3


@pytest.mark.parametrize(
    ("window", "months"),
    [
        ("28 days", 1),
        ("29 days", 2),
        ("4 weeks", 1),
        ("5 weeks", 2),
        ("12 weeks", 3),
        ("7 months", 7),
    ],
)
def test_a_window_of_days_fits_into_its_months(
    compile_inline: Compiler, window: str, months: int
) -> None:
    template = "{{ window_months(parse_window('" + window + "')) }}"
    assert int(compile_inline(template)) == months


@pytest.mark.parametrize(
    "window", ["", "3", "0 days", "03 days", "3 years", "-1 days", "3  days", "days"]
)
def test_what_is_no_window_is_refused(compile_inline: Compiler, window: str) -> None:
    with pytest.raises(CompilerError, match="rule 'x', key 'window': is not a window"):
        sql_of(compile_inline, feature("x", "count", window=window))


CALM = {
    "handset_changes_36m": 0, "handset_months": 11, "is_handset_behind": False,
    "handset_browsing_days_1m": 0, "days_to_contract_end": 91,
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ({}, 0),
        ({"handset_changes_36m": 1}, 10),
        ({"handset_changes_36m": 2}, 10),
        ({"handset_changes_36m": 3}, 20),
        ({"handset_changes_36m": 5}, 20),
        ({"handset_changes_36m": 6}, 30),
        ({"handset_months": 12}, 8),
        ({"handset_months": 23}, 8),
        ({"handset_months": 24}, 18),
        ({"handset_months": 36}, 25),
        ({"is_handset_behind": True}, 15),
        ({"handset_browsing_days_1m": 1}, 12),
        ({"handset_browsing_days_1m": 3}, 20),
        ({"days_to_contract_end": 90}, 10),
        ({"days_to_contract_end": None}, 0),
        (
            {"handset_changes_36m": 6, "handset_months": 36, "is_handset_behind": True,
             "handset_browsing_days_1m": 31, "days_to_contract_end": 0},
            100,
        ),
    ],
)  # fmt: skip
def test_the_points_of_a_handset_change_are_those_of_its_book(
    compile_inline: Compiler, values: dict[str, object], points: int
) -> None:
    score = compile_inline("{{ points_expression(handset_change_points()) }}")
    columns = ", ".join(
        f"{'null' if value is None else value} as {name}" for name, value in (CALM | values).items()
    )
    assert duckdb.execute(f"select {score} from (select {columns})").fetchall() == [(points,)]
