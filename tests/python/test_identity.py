"""Whose a number is: recycled, claimed twice, of many persons; and what kind of number it is."""

from __future__ import annotations

import copy
import itertools
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dialmart.privacy.personal import number_id
from tests.python.support import AS_OF, Warehouse

SETTINGS = {"as_of_date": AS_OF, "history_months": 0}
NOBODY, ITSELF = None, "tel"  # instead of a customer


def number(serial: int) -> str:
    return f"139{serial:08d}"


@dataclass
class Plan:
    """Rows of the input tables, and whom each payment must belong to."""

    tables: dict[str, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[str, str | None] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)

    def new_phone(self, name: str) -> str:
        return self.phones.setdefault(name, number(len(self.phones)))

    def add(self, table: str, **columns: object) -> None:
        self.tables[table].append(columns)

    def line(self, name: str, customer: str, phone: str, start: str, end: str = "") -> None:
        self.add("subscriptions", subscription_id=name, customer_id=customer, phone_number=phone,
                 started_at=start, ended_at=end)  # fmt: skip

    def paid(self, name: str, phone: str, at: str, owner: str | None, customer: str = "") -> None:
        self.add("transactions", transaction_id=name, customer_id=customer, phone_number=phone,
                 occurred_at=at, amount=10)  # fmt: skip
        self.owners[name] = owner

    def calls(self, phone: str, count: int, others: int, month: int = 9) -> None:
        for turn in range(count):
            self.add("cdrs", cdr_id=f"{phone}-{turn}", subscriber_number=phone,
                     other_number=f"137{turn % others:08d}", direction="outgoing",
                     usage_type="voice",
                     started_at=f"2026-{month:02d}-{turn % 28 + 1:02d} 10:00:00")  # fmt: skip

    def contacts(self, phone: str, count: int, legs: int, named: int) -> None:
        for turn, leg in itertools.product(range(count), range(legs)):
            self.add("contacts", contact_id=f"{phone}-{turn}-{leg}",
                     initial_contact_id=f"{phone}-{turn}-0", phone_number=phone,
                     customer_id=f"named-{turn}" if turn < named else "",
                     started_at=f"2026-08-{turn % 28 + 1:02d} 11:00:00")  # fmt: skip

    def write(self, raw: Path, *tables: str) -> None:
        """All tables, or some, each as one Parquet file of text."""
        raw.mkdir(parents=True, exist_ok=True)
        for table in tables or self.tables:
            rows = self.tables[table]
            columns = {
                name: [str(row.get(name, "")) or None for row in rows]
                for name in {name for row in rows for name in row}
            }
            pq.write_table(pa.table(columns), raw / f"{table}.parquet")


def plan_owners(plan: Plan) -> None:
    phone = plan.new_phone("passed on at once")
    plan.line("recycled-1", "ann", phone, "2026-01-01", "2026-03-01")
    plan.line("recycled-2", "bob", phone, "2026-03-01")
    plan.paid("before anybody", phone, "2025-12-31 23:59:59", ITSELF)
    plan.paid("first moment", phone, "2026-01-01 00:00:00", "ann")
    plan.paid("last moment", phone, "2026-02-28 23:59:59.999999", "ann")
    plan.paid("passed on", phone, "2026-03-01", "bob")

    phone = plan.new_phone("passed on after a while")
    plan.line("gap-1", "cid", phone, "2026-01-01", "2026-03-01")
    plan.line("gap-2", "dan", phone, "2026-05-01")
    plan.paid("before the gap", phone, "2026-02-01", "cid")
    plan.paid("in the gap", phone, "2026-04-01", ITSELF)
    plan.paid("after the gap", phone, "2026-06-01", "dan")

    phone = plan.new_phone("activated again")
    plan.line("again", "eve", phone, "2026-01-01", "2026-03-01")
    plan.line("again", "eve", phone, "2026-04-01")
    plan.paid("while off", phone, "2026-03-15", ITSELF)
    plan.paid("on again", phone, "2026-04-01", "eve")

    phone = plan.new_phone("claimed by two")
    plan.line("overlap-1", "fay", phone, "2026-01-01")
    plan.line("overlap-2", "gus", phone, "2026-04-01", "2026-06-01")
    plan.paid("before the other came", phone, "2026-03-01", "fay")
    plan.paid("while both claim it", phone, "2026-05-01", "gus")
    plan.paid("after the other left", phone, "2026-06-01", "fay")

    phone = plan.new_phone("claimed twice by one")
    plan.line("own-1", "hal", phone, "2026-01-01")
    plan.line("own-2", "hal", phone, "2026-02-01", "2026-03-01")
    plan.paid("on two subscriptions", phone, "2026-02-15", "hal")

    for serial in (1, 2):
        phone = plan.new_phone(f"SIM {serial}")
        plan.line(f"SIM {serial}", "ian", phone, "2026-01-01")
        plan.paid(f"SIM {serial}", phone, f"2026-0{serial + 6}-01", "ian")
    plan.paid("names somebody else", phone, "2026-07-01", "ann", customer="ann")

    phone = plan.new_phone("family")
    plan.line("family", "jan", phone, "2026-01-01")
    plan.paid("of a family", phone, "2026-07-01", "jan")
    for member in ("jan", "kim", "leo"):
        plan.add("customers", customer_id=member, household_id="h1")

    plan.add("customers", customer_id="firm", customer_type="enterprise")
    for serial, month in itertools.product(range(500), (7, 8, 9)):
        phone = plan.new_phone(f"line {serial}")
        if month == 7:
            plan.line(f"line-{serial}", "firm", phone, "2026-01-01")
        plan.paid(f"line {serial} in {month}", phone, f"2026-0{month}-15", "firm")

    for spelling in ("anonymous", "withheld", "10086", "020-12345"):
        plan.paid(f"by {spelling}", spelling, "2026-07-01", NOBODY)


class Use(NamedTuple):
    """What is done on a number in a month, who holds it, and as what it must be shared."""

    calls: int = 0
    others: int = 1
    calls_before: int = 0  # in the month before
    contacts: int = 0
    legs: int = 1
    named: int = 0
    holder: str | None = None
    shared_as: str | None = None


USES = {
    "switchboard": Use(400, 200, shared_as="switchboard"),
    "a call less": Use(399, 399),
    "a number less": Use(400, 199),
    "over two months": Use(399, 399, calls_before=399),
    "busy line": Use(1500, 3, shared_as="busy_line"),
    "less busy": Use(1499, 3),
    "often in contact": Use(contacts=100, shared_as="busy_line"),
    "transferred": Use(contacts=99, legs=2),
    "names ten": Use(contacts=11, named=10, shared_as="shared_phone"),
    "names nine": Use(contacts=11, named=9),
    "of an enterprise": Use(400, 200, holder="firm", shared_as="switchboard"),
    "of a person": Use(2000, 2000, contacts=120, holder="sim"),
    "of a dealer": Use(contacts=11, named=10, holder="deal", shared_as="shared_phone"),
    "of who is not registered": Use(400, 200, holder="guest", shared_as="switchboard"),
}


def plan_shared_numbers(plan: Plan) -> None:
    for customer in ("sim", "deal"):
        plan.add("customers", customer_id=customer, customer_type="individual")
    for name, use in USES.items():
        phone = plan.new_phone(name)
        if use.holder:
            plan.line(f"of {name}", use.holder, phone, "2026-01-01")
        plan.calls(phone, use.calls, use.others)
        plan.calls(phone, use.calls_before, use.others, month=8)
        plan.contacts(phone, use.contacts, use.legs, use.named)
        plan.paid(name, phone, "2026-01-15", use.holder or (NOBODY if use.shared_as else ITSELF))
        plan.paid(f"{name}, naming somebody", phone, "2026-01-15", "bob", customer="bob")

    phone = plan.new_phone("switchboard taken over")
    plan.line("taken over", "firm", phone, "2026-09-01")
    plan.calls(phone, 400, 200, month=8)
    plan.paid("before it was taken over", phone, "2026-01-15", NOBODY)
    plan.paid("since it was taken over", phone, "2026-09-15", "firm")

    # What one does on a number does not make it shared for the next.
    phone = plan.new_phone("switchboard given up")
    plan.line("given up", "firm", phone, "2026-01-01", "2026-09-01")
    plan.line("recycled-3", "ann", phone, "2026-09-10")
    plan.calls(phone, 400, 200, month=8)
    plan.paid("before it was given up", phone, "2026-08-15", "firm")
    plan.paid("since it was given up", phone, "2026-09-05", ITSELF)
    plan.paid("as a person's", phone, "2026-09-15", "ann")

    # Two firms claim a switchboard: nobody knows whose it is.
    phone = plan.new_phone("switchboard of two")
    plan.line("of two-1", "firm", phone, "2026-01-01")
    plan.line("of two-2", "other firm", phone, "2026-05-01")
    plan.add("customers", customer_id="other firm", customer_type="enterprise")
    plan.calls(phone, 400, 200)
    plan.paid("of two", phone, "2026-08-15", NOBODY)

    # Entered where a customer's number is not known.
    for name, customers in (("claimed by ten", 10), ("claimed by nine", 9)):
        phone = plan.new_phone(name)
        for serial in range(customers):
            plan.line(f"{name}-{serial}", f"{name}-{serial}", phone, f"2026-02-{serial + 1:02d}")
        plan.paid(f"{name}, by one yet", phone, "2026-02-01", f"{name}-0")
        last = NOBODY if customers == 10 else f"{name}-{customers - 1}"
        plan.paid(name, phone, "2026-08-01", last)


# A number as it is dialled -> its class.
CLASSES = {
    "110": "emergency",
    "010-120": "emergency",
    "999": "emergency",
    "12395": "emergency",
    "010-12340106": "traffic_radio",
    "+86 20 12340106": "traffic_radio",
    "12122": "road_traffic",
    "020-96998": "road_traffic",
    "12123": "road_traffic",
    "12306": "railway",
    "95306": "railway",
    "95583": "airline",
    "95010": "travel_agent",
    "020-12345": "government",
    "96110": "government",
    "12300": "regulator",
    "12378": "regulator",
    "02095588": "bank",
    "+8695588": "bank",
    "95527": "bank",
    "95519": "insurer",
    "95587": "broker",
    "95571": "broker",
    "95188": "payment",
    "10086": "operator_mobile",
    "021-10086": "operator_mobile",
    "1008666": "operator_mobile",
    "1008611": "operator_mobile",
    "10010": "operator_unicom",
    "116114": "operator_unicom",
    "10000": "operator_telecom",
    "118114": "operator_telecom",
    "10099": "operator_broadnet",
    "10033": "operator_other",
    "100861": "operator_other",
    "114": "directory",
    "12121": "directory",
    "95338": "courier",
    "950616": "courier",
    "11183": "courier",
    "10105757": "local_life",
    "95598": "utility",
    "95013": "enterprise_hotline",
    "95012345": "enterprise_hotline",
    "400-812-3123": "enterprise_hotline",
    "8008101234": "enterprise_hotline",
    "0571-96345": "provincial_hotline",
    "963456": "provincial_hotline",
    "12399": "public_service_other",
    "106575257314": "sms_port",
    "10691234567890": "sms_port",
    "16812345": "premium_rate",
    "1259012345": "premium_rate",
    "12590": "premium_rate",
    "1440012345678": "iot",
    "+861440012345678": "iot",
    "1064712345678": "iot",
    "17012345678": "virtual_operator_mobile",
    "+86 162 1234 5678": "virtual_operator_mobile",
    "13812345678": "mobile",
    "17951013812345678": "mobile",
    "12593 138 1234 5678": "mobile",
    "１９９１２３４５６７８": "mobile",
    "020-87654321": "landline",
    "17909 0755 87654321 转 801": "landline",
    "0951-2345678": "landline",
    "0085223456789": "international",
    "+1 415 555 2671": "international",
    "00886 2 23456789": "international",
    "87654321": "unknown",
    "13812": "unknown",
    "anonymous": "none",
    "匿名": "none",
}


def plan_classes(plan: Plan) -> None:
    for serial, spelling in enumerate(CLASSES):
        plan.add("cdrs", cdr_id=f"class-{serial}", subscriber_number=plan.new_phone("caller"),
                 other_number=spelling, started_at="2026-06-01 09:00:00",
                 cell_id=f"class-{serial}")  # fmt: skip


OUTCOME = (
    "intermediate.int_number_holders",
    "intermediate.int_shared_numbers",
    "intermediate.int_customer_features",
    "marts.number_claim_conflicts",
    "marts.shared_numbers",
    "marts.load_reconciliation",
)
MODELS = [f"+{table.partition('.')[2]}" for table in OUTCOME]
CLAIMED_TWICE = "no_number_is_claimed_by_two_customers_at_a_time"


def build(warehouse: Warehouse, *selected: str) -> str:
    """What dbt says when it builds some models, and tests where the selection names them."""
    warehouse.run(sys.executable, "-m", "dialmart", "land")
    select = ["--select", *selected, "--indirect-selection", "empty"]
    return warehouse.dbt("build", *select).stdout


@pytest.fixture(scope="module")
def plan() -> Plan:
    made = Plan()
    plan_owners(made)
    plan_shared_numbers(made)
    plan_classes(made)
    return made


@pytest.fixture(scope="module")
def built(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, str]:
    """A warehouse over the plan, as far as it matters here, and what dbt said."""
    folder = tmp_path_factory.mktemp("identity")
    plan.write(folder / "raw")
    warehouse = Warehouse(folder / "warehouse", folder / "raw", SETTINGS)
    return warehouse, build(warehouse, *MODELS, CLAIMED_TWICE)


Found = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def ask(built: tuple[Warehouse, str]) -> Iterator[Callable[[str], Found]]:
    """Answers a query of the work file."""
    with duckdb.connect(built[0].paths.work, read_only=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def own_id(plan: Plan, built: tuple[Warehouse, str]) -> Callable[[str], str]:
    """The id that the number of a case has as a customer."""
    key = built[0].paths.number_key.read_text().strip()
    return lambda name: number_id(f"+86{plan.phones[name]}", key)


def test_an_event_belongs_to_who_held_its_number_then(
    plan: Plan, ask: Callable[[str], Found], built: tuple[Warehouse, str]
) -> None:
    key = built[0].paths.number_key.read_text().strip()
    wanted = {}
    for row in plan.tables["transactions"]:
        name = str(row["transaction_id"])
        owner = plan.owners[name]
        own = number_id(f"+86{row['phone_number']}", key)
        wanted[name] = own if owner == ITSELF else owner
    found = ask("select transaction_id, customer_id from intermediate.int_customer_transactions")
    assert dict(found) == wanted
    assert len(found) == len(wanted)


def test_customers_of_several_numbers_are_counted_once(ask: Callable[[str], Found]) -> None:
    """Two SIMs; a family of three on one line; 500 lines of an enterprise, 10 a month each, and
    three payments on its switchboards."""
    found = ask(
        "select customer_id, is_identified, purchases_rfm, arpu_3m, household_customers"
        " from intermediate.int_customer_features"
        " where customer_id in ('ian', 'firm', 'jan', 'kim') order by all"
    )
    assert found == [
        ("firm", True, 1503, Decimal("5006.6667"), 0),
        ("ian", True, 2, Decimal("6.6667"), 0),
        ("jan", True, 1, Decimal("3.3333"), 3),
        ("kim", True, 0, Decimal("0"), 3),
    ]


def test_a_shared_number_is_no_customer_and_counts_for_none_but_its_subscriber(
    plan: Plan, ask: Callable[[str], Found], own_id: Callable[[str], str]
) -> None:
    calls: dict[str, int] = dict(
        ask("select customer_id, outgoing_calls_1m from intermediate.int_customer_features")
    )
    for name, use in USES.items():
        is_its_own = use.holder is None and use.shared_as is None
        assert (own_id(name) in calls) == is_its_own, name
    assert calls["sim"] == 2000
    assert calls["firm"] == 400


def test_shared_numbers_are_reported(
    plan: Plan, ask: Callable[[str], Found], own_id: Callable[[str], str]
) -> None:
    wanted = {(own_id(name), use.holder, use.shared_as) for name, use in USES.items()}
    wanted = {row for row in wanted if row[2]}
    wanted |= {
        (own_id("switchboard taken over"), None, "switchboard"),
        (own_id("switchboard given up"), "firm", "switchboard"),
        (own_id("switchboard of two"), "other firm", "switchboard"),
        (own_id("claimed by ten"), None, "placeholder"),
        (own_id("claimed by ten"), "claimed by ten-0", "placeholder"),
    }
    found = ask("select number_id, customer_id, shared_as from marts.shared_numbers")
    assert set(found) == wanted
    assert len(found) == len(wanted)
    flagged = ask(
        "select distinct phone_number from intermediate.int_number_holders where is_shared"
    )
    assert len(flagged) == len({row[0] for row in wanted})


def test_events_without_a_customer_are_counted_as_unidentified(ask: Callable[[str], Found]) -> None:
    for table in ("cdrs", "contacts", "transactions"):
        [(counted,)] = ask(
            f"select sum(unidentified) from marts.load_reconciliation where table_name = '{table}'"
        )
        [(without,)] = ask(
            f"select count(*) from intermediate.int_customer_{table} where customer_id is null"
        )
        assert counted == without > 0, table


def test_overlapping_claims_are_reported_and_said(
    ask: Callable[[str], Found], built: tuple[Warehouse, str]
) -> None:
    found = ask(
        "select subscription_id, customer_id, holder_subscription_id, holder_customer_id,"
        " cast(conflict_from as varchar), cast(conflict_until as varchar)"
        " from marts.number_claim_conflicts where customer_id not like 'claimed by nine-%'"
        " order by all"
    )
    assert found == [
        ("of two-1", "firm", "of two-2", "other firm", "2026-05-01 00:00:00", None),
        ("overlap-1", "fay", "overlap-2", "gus", "2026-04-01 00:00:00", "2026-06-01 00:00:00"),
    ]
    # Each of nine claims loses in all periods but that in which it was the last to start.
    [(nine,)] = ask(
        "select count(distinct customer_id) from marts.number_claim_conflicts"
        " where customer_id like 'claimed by nine-%' and conflict_until is null"
    )
    assert nine == 8
    assert f"WARN {2 + sum(range(9))} {CLAIMED_TWICE}" in built[1]


def test_a_number_has_the_class_of_what_is_dialled(ask: Callable[[str], Found]) -> None:
    found = ask(
        "select cell_id, coalesce(number_class, 'none') from intermediate.int_customer_cdrs"
        " where cell_id is not null"
    )
    classes: dict[str, str] = dict(found)
    assert {
        spelling: classes[f"class-{serial}"] for serial, spelling in enumerate(CLASSES)
    } == CLASSES


def test_every_class_of_numbers_is_tried(ask: Callable[[str], Found]) -> None:
    classes = {name for (name,) in ask("select number_class from dictionaries.number_classes")}
    assert classes <= set(CLASSES.values())


def test_ownership_that_arrives_late_or_corrected_ends_where_one_delivery_ends(
    plan: Plan, built: tuple[Warehouse, str], tmp_path: Path
) -> None:
    """First some subscriptions are missing, some are wrong, and some are too many."""
    wanted, _ = built
    late = Warehouse(tmp_path / "warehouse", tmp_path / "raw", SETTINGS)
    late.folder.mkdir()
    shutil.copyfile(wanted.paths.number_key, late.paths.number_key)
    first = copy.deepcopy(plan)
    lines = first.tables["subscriptions"]
    missing = {"recycled-2", "gap-2", "SIM 2", "of an enterprise", "claimed by ten-9", "line-7"}
    lines[:] = [row for row in lines if row["subscription_id"] not in missing]
    for row in lines:
        if row["subscription_id"] in ("recycled-1", "gap-1", "of a person"):
            row.update(customer_id="zoe", ended_at="2026-02-10")
    first.line("one too many", "yan", plan.phones["switchboard"], "2026-01-01")
    first.line("one more", "yan", plan.phones["claimed by nine"], "2026-01-01")
    first.write(late.raw)
    build(late, *MODELS)
    plan.write(late.raw, "subscriptions")
    build(late, *MODELS)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{late.paths.work}' as found (read_only)")
        connection.execute(f"attach '{wanted.paths.work}' as wanted (read_only)")
        for table in OUTCOME:
            for one, other in (("found", "wanted"), ("wanted", "found")):
                rows = f"from {one}.{table} except all from {other}.{table}"
                assert connection.execute(f"{rows} limit 3").fetchall() == [], table
