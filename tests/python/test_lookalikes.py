"""Look-alikes: deciles as the formula has them, bad books refused, and leavers who are found."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.python.support import Compiler, CompilerError, Rule, Warehouse, book, literal

SEEN_UNTIL, LIVED_UNTIL = "2026-07-01", "2026-10-01"

KIND: Rule = {
    "name": "leavers",
    "en": "leavers",
    "fact": "leaver_similarity",
    "fact_words": {"en": "likeness", "zh": "相似度"},
    "window": "3 months",
    "least_positives": 30,
    "most_features": 8,
    "least_deviation": 3,
    "pseudo_customers": 50,
    "least_lift": 1.2,
}
NEXT: Rule = {
    "name": "individual",
    "peers": ["scenario"],
    "least_similarity": 0.9,
    "least_lift": 0.8,
    "least_share": 0.01,
    "pseudo_customers": 50,
    "on_sale": "6 months",
}


@pytest.mark.parametrize(
    ("kind", "rule", "problem"),
    [
        (
            "lookalike_kinds",
            KIND | {"name": "visitors"},
            "the unknown name 'visitors'. Allowed: buyers, leavers",
        ),
        ("lookalike_kinds", KIND | {"window": "soon"}, "key 'window': is not a window: soon"),
        (
            "lookalike_kinds",
            KIND | {"pseudo_customers": 0},
            "key 'pseudo_customers': is 0. Allowed: a number from 1",
        ),
        (
            "lookalike_kinds",
            KIND | {"least_lift": 0.9},
            "key 'least_lift': is 0.9. Allowed: a number from 1",
        ),
        ("lookalike_kinds", KIND | {"most_features": "8"}, "'most_features': is not a number"),
        (
            "lookalike_features",
            {"name": "unheard_of", "group": "a"},
            "is no number of the waist",
        ),
        ("lookalike_features", {"name": "hobby", "group": "a"}, "is no number of the waist"),
        ("lookalike_features", {"name": "arpu_3m"}, "key 'group': is missing"),
        (
            "lookalike_features",
            {"name": "arpu_3m", "group": "spend", "sensitive": True},
            "all features are sensitive",
        ),
        (
            "next_products",
            NEXT | {"name": "ghost"},
            "the unknown name 'ghost'. Allowed: individual, enterprise",
        ),
        ("next_products", NEXT | {"peers": ["shoe_size"]}, "unknown segmentation 'shoe_size'"),
        ("next_products", NEXT | {"peers": []}, "key 'peers': is empty"),
        ("next_products", NEXT | {"on_sale": "now"}, "is not a window: now"),
    ],
)
def test_a_bad_rule_says_what_is_wrong(
    compile_inline: Compiler, kind: str, rule: Rule, problem: str
) -> None:
    more = ", ['arpu_3m']" if kind == "lookalike_features" else ""
    with pytest.raises(CompilerError) as stopped:
        compile_inline(f"{{{{ parse_{kind}({literal(book(kind, [rule]))}{more}) }}}}")
    assert problem in str(stopped.value)


@pytest.fixture(scope="module")
def decile_query(compile_inline: Compiler) -> str:
    """The deciles of the values in the table `observed`, in its order."""
    cuts = compile_inline("{{ percentile_discs('amount', 10) }}")
    decile = compile_inline("{{ lookalike_decile('amount') }}")
    return (
        f"with cut_points as (select {cuts} as amount from observed)"
        f" select {decile} from observed cross join cut_points order by number"
    )


@settings(max_examples=25, deadline=None, derandomize=True)
@given(values=st.lists(st.none() | st.integers(-3, 12).map(float), min_size=1, max_size=45))
def test_deciles_are_those_of_the_ranks_and_equal_values_share_one(
    decile_query: str, values: list[float | None]
) -> None:
    known = [value for value in values if value is not None]
    expected = [
        0 if value is None else 1 + 10 * sum(other < value for other in known) // len(known)
        for value in values
    ]
    with duckdb.connect() as connection:
        connection.execute("create table observed (number int, amount double)")
        connection.executemany("insert into observed values (?, ?)", list(enumerate(values)))
        found = [row[0] for row in connection.execute(decile_query).fetchall()]
    assert found == expected


@pytest.fixture(scope="module")
def operator(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An operator classified at SEEN_UNTIL, and as `truth` who left when and why until LIVED_UNTIL.

    The files reach until LIVED_UNTIL; what the models make of the last three months is the test.
    """
    folder = tmp_path_factory.mktemp("operator")
    warehouse = Warehouse(folder, folder / "raw", {"as_of_date": SEEN_UNTIL, "history_months": 3})
    size = ["--customers", "2500", "--months", "9", "--calls-per-customer-month", "6"]
    simulator = [sys.executable, "-m", "simulator", *size, "--seed", "7", "--end", "2026-09-30"]
    warehouse.run(*simulator, "--out", str(warehouse.raw))
    warehouse.run(sys.executable, "-m", "dialmart", "land")
    no_tests = ["--exclude-resource-type", "test", "unit_test"]
    warehouse.dbt("build", "--select", "+lookalikes", *no_tests)
    with duckdb.connect(warehouse.paths.work, read_only=True) as connection:
        connection.execute(
            "create temp view truth as"
            f" select * from read_parquet('{folder}/raw.truth/customers.parquet')"
        )
        yield connection


def area_under_curve(connection: duckdb.DuckDBPyConnection, target: str, later: str) -> float:
    """How often who did it later (a condition on a customer) has the higher similarity of two."""
    rows = connection.execute(
        f"select similarity, coalesce({later}, false)"
        " from marts.lookalikes left join truth using (customer_id) where target = ?",
        [target],
    ).fetchall()
    hits = [similarity for similarity, is_later in rows if is_later]
    others = [similarity for similarity, is_later in rows if not is_later]
    assert len(hits) > 30
    won = sum((hit > other) + (hit == other) / 2 for hit in hits for other in others)
    return float(won / (len(hits) * len(others)))


def test_later_leavers_resemble_the_leavers_before(operator: duckdb.DuckDBPyConnection) -> None:
    """One in five leaves for a cause that shows nowhere: moved, in arrears, deceased."""
    left = f"churned_on >= '{SEEN_UNTIL}' and churned_on < '{LIVED_UNTIL}'"
    shows = "churn_cause in ('price', 'service', 'competitor')"
    assert area_under_curve(operator, "leaving", left) > 0.62
    assert area_under_curve(operator, "leaving", f"{left} and {shows}") > 0.7


@pytest.mark.parametrize("category", ["data", "short_pack"])
def test_later_buyers_resemble_the_new_buyers_before(
    operator: duckdb.DuckDBPyConnection, category: str
) -> None:
    bought = (
        "customer_id in (select customer_id from intermediate.int_customer_transactions"
        f" where is_purchase and product_category = '{category}' and occurred_at >= '{SEEN_UNTIL}')"
    )
    assert area_under_curve(operator, category, bought) > 0.62


def test_a_reason_of_leaving_is_what_drives_away(operator: duckdb.DuckDBPyConnection) -> None:
    """Who later left unhappy with the service is told by complaints more often than others."""
    shares = operator.execute(
        "select coalesce(churn_cause = 'service', false),"
        " avg(cast(reasons like '%omplaint%' as int))"
        " from marts.lookalikes left join truth using (customer_id)"
        f" where target = 'leaving' and (churned_on is null or churned_on >= '{SEEN_UNTIL}')"
        " group by 1 order by 1"
    ).fetchall()
    assert shares[1][1] > 2 * shares[0][1] > 0
