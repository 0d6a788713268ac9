"""Conditions: what `where` and `when` of the rule books accept, mean and say."""

from __future__ import annotations

import duckdb
import pytest

from tests.python.support import Compiler, CompilerError, literal

# id 1: all set; 2: all null; 3: other values
EVENTS = """
create table events as
select * from (values
    (1, 5, 'web', true, date '2026-03-01', 1.5),
    (2, null, null, null, null, null),
    (3, 2, 'app', false, date '2025-12-31', -0.5)
) as values_of_events (id, number, channel, is_answered, joined_on, score)
"""


def parsed(conditions: object, columns: list[str] | None = None) -> str:
    """The Jinja expression that parses a condition list."""
    known = "none" if columns is None else literal(columns)
    return f"parse_conditions('book', 'rule', 'where', {literal(conditions)}, {known})"


def meeting(compiler: Compiler, conditions: object) -> list[int]:
    """The ids of the events for which the compiled condition is true."""
    predicate = compiler("{{ condition_sql(" + parsed(conditions) + ") }}")
    with duckdb.connect() as connection:
        connection.execute(EVENTS)
        found = connection.execute(f"select id from events where {predicate} order by 1").fetchall()
    return [row[0] for row in found]


@pytest.mark.parametrize(
    ("conditions", "ids"),
    [
        (["number = 5"], [1]),
        (["number != 5"], [3]),
        (["number > 2"], [1]),
        (["number >= 2"], [1, 3]),
        (["number < 5"], [3]),
        (["number<=5"], [1, 3]),
        (["score >= -0.5"], [1, 3]),
        (["score > 1.25"], [1]),
        (["channel = 'web'"], [1]),
        (["channel in ('web', 'app')"], [1, 3]),
        (["channel in ('web')"], [1]),
        (["channel not in ('web')"], [3]),
        (["number in (2, 3)"], [3]),
        (["channel is null"], [2]),
        (["channel is not null"], [1, 3]),
        (["is_answered"], [1]),
        (["is_answered = false"], [3]),
        (["joined_on >= date '2026-01-01'"], [1]),
        (["joined_on in (date '2025-12-31', date '2026-01-01')"], [3]),
        (["number > 1", "channel = 'app'"], [3]),
        ([{"all": ["number > 1", "channel = 'app'"]}], [3]),
        ([{"any": ["number = 5", "channel = 'app'"]}], [1, 3]),
        ([{"any": ["channel is null", {"all": ["is_answered", "number = 5"]}]}], [1, 2]),
        ([{"any": ["number = 5", "channel = 'app'"]}, "is_answered"], [1]),
        ([{"any": ["score > 9", {"all": ["number > 1", "channel = 'app'"]}]}], [3]),
        ([{"sql": "number % 2 = 0", "words": {"en": "even", "zh": "偶数"}, "evidence": "''"}], [3]),
    ],
)
def test_a_condition_means_what_it_says(
    compile_inline: Compiler, conditions: object, ids: list[int]
) -> None:
    assert meeting(compile_inline, conditions) == ids


@pytest.mark.parametrize(
    ("inner", "ids"),
    [
        (["number > 2"], [2, 3]),
        (["is_answered"], [2, 3]),
        (["channel in ('web')"], [2, 3]),
        (["channel not in ('web')"], [1, 2]),
        (["number = 5", "channel = 'web'"], [2, 3]),
        ([{"any": ["number = 5", "channel = 'app'"]}], [2]),
        ([{"not": ["number = 5"]}], [1]),
        (["channel is null"], [1, 3]),
    ],
)
def test_null_is_false_so_that_its_opposite_is_true(
    compile_inline: Compiler, inner: object, ids: list[int]
) -> None:
    assert meeting(compile_inline, [{"not": inner}]) == ids


def test_predicates_of_a_list_stand_one_by_one(compile_inline: Compiler) -> None:
    conditions = ["number > 1", {"all": ["is_answered"]}, {"any": ["score > 0", "score < -1"]}]
    template = "{{ condition_predicates(" + parsed(conditions) + ") | join('; ') }}"
    assert compile_inline(template) == "number > 1; is_answered; (score > 0 or score < -1)"


def test_the_columns_of_a_condition_are_named_once_in_order(compile_inline: Compiler) -> None:
    conditions = ["number > 1", {"any": ["channel is null", {"not": ["number < 9", "score = 1"]}]}]
    template = "{{ condition_columns(" + parsed(conditions) + ") | join(' ') }}"
    assert compile_inline(template) == "number channel score"


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ("number > 1", "is not a list of conditions"),
        (None, "is not a list of conditions"),
        ({"any": ["number > 1"]}, "is not a list of conditions"),
        ([], "is an empty list of conditions"),
        ([{"any": []}], "is an empty list of conditions"),
        ([{"not": "number > 1"}], "is not a list of conditions"),
        ([{"none": ["number > 1"]}], "unknown form"),
        ([{"any": ["is_answered"], "all": ["is_answered"]}], "unknown form"),
        (["number > other_number"], 'cannot be read: "number > other_number"'),
        (["number >"], "cannot be read"),
        (["number <> 5"], "cannot be read"),
        (["Number > 5"], "cannot be read"),
        (['channel = "web"'], "cannot be read"),
        (["channel = 'it''s'"], "cannot be read"),
        (["channel in ()"], "cannot be read"),
        (["channel in ('it''s')"], "cannot be read"),
        (["number in (1 2)"], "cannot be read"),
        (["number in (1, 2,)"], "cannot be read"),
        (["number in (11111111111111111111111111111111 x)"], "cannot be read"),
        (["joined_on > '2026-01-01' and true"], "cannot be read"),
        ([3], "cannot be read"),
        ([None], "cannot be read"),
        ([True], "cannot be read"),
        ([{"sql": "true"}], "has sql without words"),
        ([{"sql": "true", "words": {"en": "so"}, "evidence": "''"}], "has sql without words"),
        ([{"sql": "true", "words": {"en": "so", "zh": "是"}}], "has sql without words"),
        (
            [{"sql": "true", "words": {"en": "so", "zh": "是"}, "evidence": "''", "when": 1}],
            "has the unknown key 'when'",
        ),
        (["missing > 1"], "names the unknown column 'missing'. Allowed: number, score"),
        ([{"not": [{"any": ["missing"]}]}], "names the unknown column 'missing'"),
    ],
)
def test_a_bad_condition_stops_with_the_rule_the_key_and_what_is_allowed(
    compile_inline: Compiler, conditions: object, message: str
) -> None:
    with pytest.raises(CompilerError) as stopped:
        compile_inline("{{ " + parsed(conditions, ["score", "number"]) + " }}")
    assert "Rule book book, rule 'rule', key 'where': " in str(stopped.value)
    assert message in str(stopped.value)


LABELS = {"number": {"en": "calls", "zh": "通话次数"}, "channel": {"en": "channel", "zh": "渠道"}}


@pytest.mark.parametrize(
    ("conditions", "english", "chinese"),
    [
        (["number >= 3"], "calls at least 3", "通话次数≥3"),
        (["number = 3"], "calls is 3", "通话次数为3"),
        (["number != 3"], "calls is not 3", "通话次数不为3"),
        (["number > 3"], "calls above 3", "通话次数超过3"),
        (["number < 3"], "calls below 3", "通话次数低于3"),
        (["number <= 3"], "calls at most 3", "通话次数≤3"),
        (["channel = 'web'"], "channel is web", "渠道为web"),
        (["channel = 'update plan'"], "channel is update plan", "渠道为update plan"),
        (["channel in ('web', 'app')"], "channel is one of web, app", "渠道为其一:web、app"),
        (["channel not in ('web')"], "channel is none of web", "渠道不在其中:web"),
        (["channel is null"], "channel is not known", "渠道为空"),
        (["channel is not null"], "channel is known", "渠道不为空"),
        (["is_answered"], "is_answered", "is_answered"),
        (
            ["joined_on > date '2026-01-01'"],
            "joined_on above 2026-01-01",
            "joined_on超过2026-01-01",
        ),
        (
            ["number > 1", "is_answered"],
            "calls above 1 and is_answered",
            "通话次数超过1 且 is_answered",
        ),
        (
            ["is_answered", {"any": ["number > 1", "channel is null"]}],
            "is_answered and (calls above 1 or channel is not known)",
            "is_answered 且 (通话次数超过1 或 渠道为空)",
        ),
        ([{"not": ["is_answered"]}], "not (is_answered)", "非(is_answered)"),
        (
            [{"not": [{"any": ["is_answered", "number > 1"]}]}],
            "not (is_answered or calls above 1)",
            "非(is_answered 或 通话次数超过1)",
        ),
        (
            [{"sql": "1 = 1", "words": {"en": "always", "zh": "总是"}, "evidence": "''"}],
            "always",
            "总是",
        ),
    ],
)
def test_a_condition_is_said_in_both_languages(
    compile_inline: Compiler, conditions: object, english: str, chinese: str
) -> None:
    for language, words in {"en": english, "zh": chinese}.items():
        arguments = f"{parsed(conditions)}, '{language}', {literal(LABELS)}"
        assert compile_inline("{{ condition_words(" + arguments + ") }}") == words


def evidence(compiler: Compiler, conditions: object, event: int) -> str | None:
    """The evidence of a condition for one event; number is counted over 3 months."""
    expression = compiler(
        "{{ condition_evidence(" + parsed(conditions) + ", {'number': '3 months'}) }}"
    )
    with duckdb.connect() as connection:
        connection.execute(EVENTS)
        query = f"select {expression} from events where id = {event}"
        row: tuple[str | None] | None = connection.execute(query).fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize(
    ("conditions", "event", "text"),
    [
        (["number >= 3"], 1, "number = 5 (>= 3, 3 months)"),
        (["number is null"], 2, "number = null (is null, 3 months)"),
        (["channel = 'web'"], 1, "channel = web (= 'web')"),
        (["channel in ('web', 'app')"], 3, "channel = app (in ('web', 'app'))"),
        (["is_answered"], 1, "is_answered = true (= true)"),
        (
            ["number >= 3", "is_answered"],
            1,
            "number = 5 (>= 3, 3 months); is_answered = true (= true)",
        ),
        (
            [{"any": ["score > 0", {"all": ["is_answered"]}]}],
            1,
            "score = 1.5 (> 0); is_answered = true (= true)",
        ),
        (
            [
                {"sql": "true", "words": {"en": "x", "zh": "x"}, "evidence": "'id ' || id"},
                "number > 1",
            ],
            3,
            "id 3; number = 2 (> 1, 3 months)",
        ),
    ],
)
def test_evidence_shows_what_was_found_and_what_was_asked(
    compile_inline: Compiler, conditions: object, event: int, text: str
) -> None:
    assert evidence(compile_inline, conditions, event) == text


def test_evidence_of_one_part_that_is_null_does_not_hide_the_rest(compile_inline: Compiler) -> None:
    own = {"sql": "true", "words": {"en": "x", "zh": "x"}, "evidence": "channel"}
    text = evidence(compile_inline, [own, {"any": ["number = 1", "channel is null"]}], 2)
    assert text is not None and "channel = null (is null)" in text


def test_a_line_break_in_a_literal_is_not_indented(compile_inline: Compiler) -> None:
    condition = parsed(["channel = 'two\nlines'"])
    predicate = compile_inline("{{ condition_sql(" + condition + ") | indent(8) }}")
    said = compile_inline("{{ condition_evidence(" + condition + ") | indent(8) }}")
    query = f"select {predicate}, {said} from (select 'two' || chr(10) || 'lines' as channel)"
    assert duckdb.execute(query).fetchall() == [(True, "channel = two\nlines (= 'two\nlines')")]


def test_a_long_text_is_the_same_in_short_lines(compile_inline: Compiler) -> None:
    text = "one of several words, " * 20 + "it's\n  a line break, " + "很长的文字" * 60
    sql = compile_inline("{{ quoted_lines(" + literal(text) + ") | indent(8) }}")
    assert len(sql.splitlines()) > 8
    assert max(len(line) for line in sql.splitlines()) <= 120
    assert duckdb.execute(f"select {sql}").fetchall() == [(text,)]
