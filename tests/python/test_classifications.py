"""Ordered classifications: first match wins, null is false, and what can never match is refused."""

from __future__ import annotations

import operator
from itertools import product

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.python.support import Compiler, CompilerError, Rule, book, literal

Row = dict[str, int | None]
Condition = str | dict[str, list["Condition"]]

COMPARISONS = {
    "=": operator.eq, "!=": operator.ne, ">=": operator.ge, "<=": operator.le, ">": operator.gt,
    "<": operator.lt,
}  # fmt: skip
VALUES = (None, 0, 1, 2, 3)
ROWS: list[Row] = [{"aa": left, "bb": right} for left, right in product(VALUES, VALUES)]

plain = st.one_of(
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["aa", "bb"]), st.sampled_from(sorted(COMPARISONS)), st.integers(0, 3),
    ),
    st.builds(
        "{} in ({}, {})".format,
        st.sampled_from(["aa", "bb"]), st.integers(0, 3), st.integers(0, 3),
    ),
    st.builds(
        "{} {}".format,
        st.sampled_from(["aa", "bb"]), st.sampled_from(["is null", "is not null"]),
    ),
)  # fmt: skip
conditions = st.lists(
    st.recursive(
        plain,
        lambda inner: st.dictionaries(
            st.sampled_from(["all", "any", "not"]), st.lists(inner, min_size=1, max_size=2),
            min_size=1, max_size=1,
        ),
        max_leaves=4,
    ),
    min_size=1,
    max_size=2,
)  # fmt: skip


def holds(condition: Condition, row: Row) -> bool:
    """The meaning of a condition, said once more."""
    if isinstance(condition, dict):
        [(kind, parts)] = condition.items()
        found = [holds(part, row) for part in parts]
        return {"all": all(found), "any": any(found), "not": not all(found)}[kind]
    column, _, rest = condition.partition(" ")
    value = row[column]
    if rest.startswith("is"):
        return (value is None) == (rest == "is null")
    if value is None:
        return False
    if rest.startswith("in"):
        return str(value) in rest.removeprefix("in (").removesuffix(")").split(", ")
    sign, _, bound = rest.partition(" ")
    return bool(COMPARISONS[sign](value, int(bound)))


def classes(*rules: dict[str, object]) -> Rule:
    """A classification, each class with words."""
    words = {"en": "in words", "zh": "说明"}
    return book("classes", [{**words, **rule} for rule in rules], column="found", **words)


def classified(compiler: Compiler, *rules: dict[str, object]) -> list[str]:
    """The class of every one of ROWS."""
    case = compiler(f"{{{{ compile_classification({literal(classes(*rules))}) }}}}")
    with duckdb.connect() as connection:
        connection.execute("create table grid (number integer, aa integer, bb integer)")
        rows = [(number, row["aa"], row["bb"]) for number, row in enumerate(ROWS)]
        connection.executemany("insert into grid values (?, ?, ?)", rows)
        found = connection.execute(f"select {case} from grid order by number").fetchall()
    return [row[0] for row in found]


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=conditions, second=conditions)
def test_the_first_rule_that_holds_gives_the_class(
    compile_inline: Compiler, first: list[Condition], second: list[Condition]
) -> None:
    def meant(row: Row) -> str:
        for name, when in (("first", first), ("second", second)):
            if all(holds(condition, row) for condition in when):
                return name
        return "other"

    expected = [meant(row) for row in ROWS]
    try:
        found = classified(
            compile_inline,
            {"name": "first", "when": first},
            {"name": "second", "when": second},
            {"name": "other", "default": True},
        )
    except CompilerError as refused:
        assert "rule 'second', key 'when': can never match" in str(refused)
        assert "second" not in expected
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (["aa >= 3"], ["aa >= 3"]),
        (["aa >= 3"], ["aa > 3"]),
        (["aa > 2.5"], ["aa >= 3"]),
        (["aa > 3"], ["aa = 4", "bb = 1"]),
        (["aa <= 3"], ["aa < 3"]),
        (["aa < 3"], ["aa <= -3"]),
        (["aa in (1, 2)"], ["aa = 2"]),
        (["aa in (1, 2, 3)"], ["aa in (1, 3)"]),
        (["aa is not null"], ["aa"]),
        (["aa is not null"], ["aa = 0"]),
        ([{"any": ["aa", "bb"]}], ["bb"]),
        ([{"all": ["aa"]}], ["aa", "bb"]),
    ],
)
def test_a_rule_that_an_earlier_one_always_shadows_is_refused(
    compile_inline: Compiler, earlier: list[Condition], later: list[Condition]
) -> None:
    with pytest.raises(CompilerError, match="can never match: rule 'wide' before it"):
        classified(
            compile_inline,
            {"name": "wide", "when": earlier},
            {"name": "narrow", "when": later},
            {"name": "other", "default": True},
        )


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([{"name": "a", "when": ["aa"]}], "rule 'a', key 'default': is missing"),
        ([{"name": "a", "default": False}], "key 'default': is missing"),
        ([{"name": "a", "default": True, "when": ["aa"]}], "key 'default': is missing"),
        ([{"name": "a"}, {"name": "b", "default": True}], "rule 'a', key 'when': is missing"),
        (
            [{"name": "a", "default": True}, {"name": "b", "default": True}],
            "rule 'a', key 'when': is missing: only the last rule is a default",
        ),
        ([], "key 'rules': is empty"),
    ],
)
def test_a_classification_without_an_end_is_refused(
    compile_inline: Compiler, rules: list[Rule], message: str
) -> None:
    with pytest.raises(CompilerError) as stopped:
        compile_inline(f"{{{{ compile_classification({literal(classes(*rules))}) }}}}")
    assert message in str(stopped.value)


def test_the_eight_value_classes_split_the_scores(compile_inline: Compiler) -> None:
    case = compile_inline("{{ compile_classification(value_classes()) }}")
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select {case} as value_class, count(*) from range(1, 6) as r (recency_score),"
            " range(1, 6) as f (frequency_score), range(1, 6) as m (monetary_score) group by 1"
        ).fetchall()
    sizes = {"value": 8, "develop": 12, "keep": 12, "retain": 18}
    general = {"value": 12, "develop": 18, "keep": 18, "retain": 27}
    assert dict(found) == {
        **{f"important_{name}": size for name, size in sizes.items()},
        **{f"general_{name}": size for name, size in general.items()},
    }
