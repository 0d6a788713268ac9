"""Features of a few customers, told by hand, from raw files to the waist."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import duckdb
import pytest

from tests.python.feature_stories import STORIES, Story
from tests.python.story_rows import write
from tests.python.support import AS_OF, Sample, Warehouse

SETTINGS = {"as_of_date": AS_OF, "history_months": 0, "own_operator": "china_mobile"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of the stories up to the waist and its catalogue."""
    folder = tmp_path_factory.mktemp("stories")
    write(folder / "raw")
    warehouse = Warehouse(folder, folder / "raw", SETTINGS)
    warehouse.run(sys.executable, "-m", "dialmart", "land")
    models = ["+int_customer_percentiles", "+feature_catalogue"]
    tests = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    warehouse.dbt("build", "--select", *models, *tests)
    with duckdb.connect(warehouse.paths.work, read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(("customer", "story"), STORIES.items())
def test_features_are_those_that_the_story_tells(
    built: duckdb.DuckDBPyConnection, customer: str, story: Story
) -> None:
    query = f"select {', '.join(story)} from intermediate.int_customer_features"
    [values] = built.execute(f"{query} where customer_id = ?", [customer]).fetchall()
    found = dict(zip(story, values, strict=True))
    exact = {feature for feature, value in story.items() if not isinstance(value, float)}
    assert {feature: found[feature] for feature in exact} == {
        feature: story[feature] for feature in exact
    }
    for feature in story.keys() - exact:
        assert found[feature] == pytest.approx(story[feature]), feature


def test_the_median_is_that_of_the_customers_on_the_network(
    built: duckdb.DuckDBPyConnection,
) -> None:
    """All but two used no data: above the median is who used any."""
    above = built.execute(
        "select customer_id from intermediate.int_customer_percentiles"
        " where is_data_above_median_3m order by 1"
    ).fetchall()
    assert above == [("holder",), ("night",)]


def test_a_hotline_is_nobodys_own_while_the_operator_is_not_known(built_sample: Sample) -> None:
    counts = "sum(own_service_calls_3m), sum(competitor_service_calls_1m)"
    with duckdb.connect(built_sample.work, read_only=True) as connection:
        query = f"select {counts} from intermediate.int_customer_features"
        assert connection.execute(query).fetchall() == [(0, 0)]


def test_the_catalogue_says_of_every_feature_what_it_is(built: duckdb.DuckDBPyConnection) -> None:
    families = built.execute(
        "select family, count(*) from marts.feature_catalogue group by 1"
    ).fetchall()
    assert len(families) == 5
    assert min(count for _, count in families) >= 20
    assert sum(count for _, count in families) >= 120
    unsaid = built.execute(
        "select feature from marts.feature_catalogue as catalogue"
        " where least(name_en, name_zh, unit, trust, rule_en, rule_zh) is null"
        " or '' in (name_en, name_zh, rule_en, rule_zh)"
        " or valid_days < 1 or rule_zh not similar to '.*[一-龥].*'"
    ).fetchall()
    assert unsaid == []


@pytest.mark.parametrize(
    ("feature", "rule_en", "rule_zh"),
    [
        (
            "open_failed_electronic_orders_3d",
            "number of orders in 3 days, where channel is one of web, app, sms and status is one of"
            " failed, abandoned, counted until the next success for the product",
            "近3天订单数，条件：渠道为其一:web、app、sms 且 状态为其一:failed、abandoned，"
            "计至该产品其后办理成功",
        ),
        (
            "outgoing_answered_share_1m",
            "outgoing calls answered in 1 month / outgoing calls in 1 month",
            "近1个月主叫接通次数 ÷ 近1个月主叫次数",
        ),
    ],
)
def test_a_rule_is_said_in_words(
    built: duckdb.DuckDBPyConnection, feature: str, rule_en: str, rule_zh: str
) -> None:
    query = "select rule_en, rule_zh from marts.feature_catalogue where feature = ?"
    assert built.execute(query, [feature]).fetchall() == [(rule_en, rule_zh)]
