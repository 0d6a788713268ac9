"""Calls from reports of faults and from real files, each with what it must become.

The files stand in ../shared/cases, one folder a case; where they are not, there is nothing to run.
All of them share one warehouse, for no number occurs in two cases.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from tests.python.exchange_lab import Lab
from tests.python.support import PROJECT, Warehouse

CASES = PROJECT.parent / "shared" / "cases"
NUMBERS = (
    "02", "04", "05", "06", "16", "17", "20", "21", "22", "24", "25", "26", "27", "28", "30",
)  # fmt: skip
SETTINGS = {"as_of_date": "2021-01-01", "history_months": 0}

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="no cases beside the project")


class Contact(NamedTuple):
    """A contact as int_customer_contacts has it; agents: first > last."""

    direction: str
    outcome: str
    wait: int
    talk: int
    agents: str = "nobody"
    transfers: int = 0


def answered(wait: int, talk: int, agent: str, direction: str = "inbound") -> Contact:
    """A contact that one agent answered."""
    return Contact(direction, "answered", wait, talk, f"{agent} > {agent}")


def vain(outcome: str, wait: int, agent: str = "") -> Contact:
    """A contact of a caller whom nobody answered."""
    return Contact("inbound", outcome, wait, 0, f"{agent} > {agent}" if agent else "nobody")


TRANSFERRED = Contact("inbound", "answered", 12, 293, "7009 > 7051", 1)
CONTACTS = {
    # 02: an attended transfer into a queue, in the queue log alone and in both logs
    "13900010001": [TRANSFERRED],
    "13900010002": [TRANSFERRED],
    # 04: AGENTDUMP before CONNECT
    "13900010004": [answered(30, 60, "3003")],
    "13900010005": [vain("abandoned", 25)],
    # 05: exports of MySQL
    **{f"139000200{n}1": [answered(10, 50, "2001")] for n in (0, 1, 2)},
    "13900020002": [vain("abandoned", 20)],
    "13900020012": [vain("abandoned", 20)],
    "13900020013": [vain("abandoned", 25)],
    "13900020003": [vain("no_answer", 30, "2001")],
    "13900020022": [vain("no_answer", 30, "2001")],
    "13900020023": [vain("busy", 5, "2001")],
    # 06: names with quotes; park and bridge
    **{f"1390003000{n}": [answered(10, 50, "1001")] for n in (1, 2, 5)},
    "13900030003": [vain("abandoned", 40)],
    "13900030004": [answered(15, 85, "1002")],
    # 16: files of accounts, a gz file of two members
    **{f"1390005000{n}": [answered(5, 30, "2001")] for n in (1, 2, 3)},
    **{f"1390005001{n}": [answered(5, 40, "2001")] for n in range(4, 10)},
    # 17: members of queues by their names
    "13900060001": [answered(12, 60, "2002")],
    # 20: one stretch of talk in both logs
    "13900080001": [answered(10, 60, "2001")],
    # 21: extensions of three digits
    **{f"1390009000{n}": [answered(10, 60, "101", "outbound")] for n in (1, 2, 3)},
    "13900090009": [answered(5, 60, "101")],
    # 22: ids of a dialler
    "13900100001": [answered(8, 60, "6666")],
    "13900100002": [answered(3, 30, "6666", "outbound")],
    # 24: a duration below zero
    "13900120001": [vain("abandoned", 1, "1001")],
    "13900120002": [answered(5, 60, "1001")],
    # 25: two exchanges, one id
    "13900130001": [answered(10, 50, "2001")],
    "13900130002": [answered(5, 40, "3001")],
    # 26: conferences
    "13900140001": [Contact("inbound", "answered", 1, 300)],
    "13900140002": [Contact("inbound", "answered", 1, 300)],
    # 27: columns in the order of cdr_custom
    "13900010027": [answered(8, 60, "2001")],
    "13900010028": [vain("no_answer", 20, "2001")],
    "13900010029": [answered(10, 120, "2002", "outbound")],
    # 28: stamps without seconds
    "13900010031": [answered(2, 9, "1002", "outbound")],
    "13900010032": [answered(2, 327, "1002", "outbound"), answered(3, 61, "1002", "outbound")],
    # 30: an end in the far future
    "13800001111": [Contact("inbound", "answered", 5, 60)],
    "13800001112": [vain("no_answer", 0)],
    "13800001113": [Contact("inbound", "answered", 5, 60)],
    "13800001114": [Contact("inbound", "answered", 5, 60)],
}

# Seconds of agents, where a case is about them; all agents of a contact together.
HANDLED = {
    "13900010001": 293, "13900010002": 293, "13900060001": 60, "13900080001": 60,
}  # fmt: skip


def files_of(number: str) -> Path:
    [folder] = CASES.glob(f"{number}-*")
    return folder / "raw"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, str]:
    """All cases built into one warehouse as far as contacts and their costs; what landing said."""
    folder = tmp_path_factory.mktemp("cases")
    raw = folder / "raw"
    for number in NUMBERS:
        for file in files_of(number).glob("*/*"):
            (raw / file.parent.name).mkdir(parents=True, exist_ok=True)
            shutil.copy(file, raw / file.parent.name / f"{number} {file.name}")
    warehouse = Warehouse(folder / "warehouse", raw, SETTINGS)
    said = warehouse.land().stdout
    wanted = ["+int_customer_costs", "+int_loaded_files", "legs_are_contacts_and_merged_legs"]
    tests = ["--exclude-resource-type", "unit_test", "--indirect-selection", "buildable"]
    warehouse.dbt("build", "--select", *wanted, *tests)
    return warehouse, said


def rows(warehouse: Warehouse, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(warehouse.paths.work, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_each_call_is_the_contact_that_it_was(built: tuple[Warehouse, str]) -> None:
    found: dict[str, list[Contact]] = {}
    query = """
        select
            right(phone_number, 11), direction, outcome, wait_seconds, talk_seconds,
            coalesce(first_agent_id || ' > ' || agent_id, 'nobody'), transfers
        from intermediate.int_customer_contacts
        order by started_at
    """
    for number, *contact in rows(built[0], query):
        found.setdefault(str(number), []).append(Contact(*contact))  # type: ignore[arg-type]
    assert found == CONTACTS


def test_an_agent_costs_the_time_in_which_they_were_busy(built: tuple[Warehouse, str]) -> None:
    query = """
        select right(contacts.phone_number, 11), sum(costs.handled_seconds)
        from intermediate.int_customer_costs as costs
        join intermediate.int_customer_contacts as contacts using (contact_id)
        where cost_kind = 'agent'
        group by 1
    """
    found = {str(number): seconds for number, seconds in rows(built[0], query)}
    assert {number: found[number] for number in HANDLED} == HANDLED
    query = """
        select agent_id, sum(handled_seconds)
        from intermediate.int_customer_costs
        where agent_id in ('7009', '7051')
        group by 1 order by 1
    """
    assert rows(built[0], query) == [("7009", 2 * 120), ("7051", 2 * 173)]
    cost = "select sum(amount) from intermediate.int_customer_costs where agent_id = '2001'"
    # 36 an hour, for 60 s of case 20 and what this extension talked in other cases.
    [(amount,)] = rows(built[0], cost)
    seconds = "select sum(handled_seconds) / 100 from intermediate.int_customer_costs"
    assert [(float(str(amount)),)] == rows(built[0], f"{seconds} where agent_id = '2001'")


def test_no_record_is_lost_and_none_accepted_silently(built: tuple[Warehouse, str]) -> None:
    query = """
        select
            left(split_part(file_name, '/', 2), 2) as number, sum(rejected)::int,
            sum(duplicates)::int, sum(unidentified)::int
        from quarantine.int_loaded_files
        where rejected + duplicates + unidentified > 0
        group by 1 order by 1
    """
    found = {str(number): counts for number, *counts in rows(built[0], query)}
    # 02: what the agents said to each other. 16: the file of the account. 21: colleagues.
    assert found == {"02": [0, 0, 3], "16": [0, 3, 0], "21": [0, 0, 1]}


def test_an_order_of_columns_that_was_recognised_is_said(built: tuple[Warehouse, str]) -> None:
    said = "27 Master.csv has no header, and columns in the order of cdr_custom"
    assert said in built[1]


def test_a_queue_log_from_a_database_is_read(tmp_path: Path) -> None:
    lab = Lab(tmp_path / "lab", {"business_timezone": "Europe/Rome", "default_country_code": "39"})
    shutil.copytree(files_of("15"), tmp_path / "raw")
    calls = lab.follow(tmp_path / "raw")
    [contact] = calls.contacts
    assert (contact["phone_number"], contact["outcome"]) == ("+393331110021", "answered")
    assert (contact["wait_seconds"], contact["talk_seconds"]) == (5, 60)
    assert calls.notes == [
        "asterisk_queue_log/queue_log_db.csv is separated by commas, and read so"
    ]
