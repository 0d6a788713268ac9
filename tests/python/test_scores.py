"""Scores by cut points: the same for equal values, and what ranking would give."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.python.support import Compiler, CompilerError, Rule, book, literal

WORDS: Rule = {"en": "score", "zh": "分"}
BOOK: list[Rule] = [
    {"name": "up_score", **WORDS, "metric": "up", "of": "amount", "better": "higher"},
    {"name": "down_score", **WORDS, "metric": "down", "of": "amount", "better": "lower"},
]


@pytest.fixture(scope="module")
def scoring(compile_inline: Compiler) -> dict[str, str]:
    """Method -> the SQL that scores the table `population`."""

    @cache
    def query(method: str) -> str:
        rules = literal(BOOK)
        expressions = ", ".join(
            compile_inline(
                f"{{{{ score_expression({literal(rule)}, 'amount', 'cuts', '{method}') }}}}"
            )
            for rule in BOOK
        )
        cuts = compile_inline(
            f"{{{{ compile_cut_points({rules}, 'population', 'transaction', '{method}') }}}}"
        )
        return (
            f"with cuts as ({cuts}) select {expressions} from population"
            " inner join cuts using (as_of_date) order by number"
        )

    return {method: query(method) for method in ("rank", "quantile")}


def scores(query: str, values: list[int]) -> list[tuple[int, int]]:
    """(higher is better, lower is better) of each value."""
    with duckdb.connect() as connection:
        connection.execute("create table population (number int, as_of_date date, amount bigint)")
        connection.executemany(
            "insert into population values (?, date '2026-10-01', ?)", list(enumerate(values))
        )
        return [tuple(row) for row in connection.execute(query).fetchall()]


few = st.lists(st.integers(-3, 12), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=few)
def test_scores_by_rank_are_those_of_the_formula(
    scoring: dict[str, str], values: list[int]
) -> None:
    below = [sum(other < value for other in values) for value in values]
    fifths = [5 * count // len(values) for count in below]
    assert scores(scoring["rank"], values) == [(1 + fifth, 5 - fifth) for fifth in fifths]


def type_7(values: list[int], fifth: int) -> Fraction:
    """The linearly interpolated quantile fifth/5."""
    ordered = sorted(values)
    place = Fraction(fifth, 5) * (len(ordered) - 1)
    low = place.numerator // place.denominator
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(values=st.lists(st.integers(0, 12).map(lambda value: value * 5), min_size=1, max_size=26))
def test_scores_by_quantile_are_those_of_the_formula(
    scoring: dict[str, str], values: list[int]
) -> None:
    cuts = [type_7(values, fifth) + 1 for fifth in range(1, 5)]
    reached = [sum(value >= cut for cut in cuts) for value in values]
    assert scores(scoring["quantile"], values) == [(1 + cut, 5 - cut) for cut in reached]


@pytest.mark.parametrize(
    ("rule", "method", "message"),
    [
        (
            {**BOOK[0], "better": "more"},
            "rank",
            "key 'better': is the unknown better 'more'. Allowed: higher, lower",
        ),
        (
            {"name": "x", **WORDS, "metric": "x", "of": "x"},
            "rank",
            "rule 'x', key 'better': is missing",
        ),
        (BOOK[0], "median", "key 'rfm_method': is 'median'. Allowed: rank, quantile, fixed"),
    ],
)
def test_a_bad_score_book_is_refused(
    compile_inline: Compiler, rule: Rule, method: str, message: str
) -> None:
    with pytest.raises(CompilerError) as stopped:
        compile_inline(f"{{{{ parse_scores({literal(book('scores', [rule]))}, '{method}') }}}}")
    assert message in str(stopped.value)
