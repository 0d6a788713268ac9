"""Records of telephone exchanges become contacts: one call, one outcome, each second once."""

from __future__ import annotations

import csv
import io
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from dialmart.contract.column_orders import ordered
from dialmart.contract.sources import read_tables
from dialmart.errors import LandingError
from dialmart.reading.csv_reader import CsvReader
from tests.python.support import PROJECT, Compiler, Warehouse, new_compiler
from tests.python.test_privacy import numbers_in, numbers_in_files

ANN, BOB, CAT, DAN, EVE, FAY = (f"1381000{n}{n}{n}{n}" for n in range(1, 7))
CUSTOMERS = {"ann": ANN, "bob": BOB, "cat": CAT, "dan": DAN, "eve": EVE}
SETTINGS = {
    "history_months": 0,
    "outside_line_prefix": "9",
    # Agents of the simulated exchanges have names.
    "internal_extensions": "[2-8][0-9]{2,4}|1[0-9]{3}|A[0-9]{5}",
}
DAY = "2026-09-02"
FORMAT = "%Y-%m-%d %H:%M:%S"

Fields = list[str]


def moment(time: str) -> str:
    """A time of DAY, or of another day that is named."""
    return time if " " in time or not time else f"{DAY} {time}"


def seconds(start: str, end: str) -> int:
    if not start or not end:
        return 0
    first, last = (datetime.strptime(moment(time), FORMAT) for time in (start, end))
    return int((last - first).total_seconds())


def quoted(records: list[Fields]) -> str:
    """Records as exchanges write them, every field in quotes."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(records)
    return written.getvalue()


# Asterisk


def cdr(
    src: str, dst: str, channels: str, app: str, times: str, disposition: str, *ids: str
) -> Fields:
    """A record of cdr_csv. channels: of the caller > of the called; times: start, answer, end."""
    channel, _, called = channels.partition(" > ")
    start, answer, end = (time.strip() for time in times.split(","))
    lastapp, _, lastdata = app.partition(":")
    clid = f'"Zhang, ""San"" <{src}>" <{src}>'
    head = ["", src, dst, "from-trunk", clid, channel, called, lastapp, lastdata]
    lasts = [str(seconds(start, end)), str(seconds(answer, end))]
    stamps = [moment(time) for time in (start, answer, end)]
    return [*head, *stamps, *lasts, disposition, "DOCUMENTATION", *ids]


# loguniqueid and loguserfield are on.
OLD = [
    # A menu, then a queue: 2001 to 2003 ring in vain, 2004 answers after 40 seconds.
    cdr(ANN, "600", "SIP/trunk-0000000a > SIP/2004-0000000e", "Queue:support,tT,,,120",
        "10:00:00, 10:00:00, 10:03:45", "ANSWERED", "1788314400.10", ""),
    # Gives up in the queue.
    cdr(BOB, "600", "SIP/trunk-0000000b", "Queue:support,tT,,,120",
        "10:10:00, 10:10:00, 10:10:30", "ANSWERED", "1788315000.11", ""),
    # The queue gives up, the voice box takes over.
    cdr(CAT, "600", "SIP/trunk-0000000c > SIP/2001-00000011", "VoiceMail:2001@default,u",
        "10:20:00, 10:20:00, 10:21:40", "ANSWERED", "1788315600.12", ""),
    # Handed on to a colleague: the record of the caller's channel forks.
    cdr(DAN, "2001", "SIP/trunk-0000000d > SIP/2001-00000012", "Dial:SIP/2001,30",
        "11:00:00, 11:00:10, 11:02:10", "ANSWERED", "1788318000.13", ""),
    cdr(DAN, "2002", "SIP/trunk-0000000d > SIP/2002-00000013", "Dial:SIP/2002,30",
        "11:02:10, 11:02:20, 11:05:20", "ANSWERED", "1788318000.13", ""),
    # Shows the company's number and dials 9 for a line.
    cdr("01051550000", f"9{BOB}", "PJSIP/2005-00000014 > PJSIP/trunk-00000015", "Dial:PJSIP/x,30",
        "11:10:00, 11:10:20, 11:11:20", "ANSWERED", "1788318600.14", "note, with comma"),
    cdr("2005", f"9{CAT}", "PJSIP/2005-00000016 > PJSIP/trunk-00000017", "Dial:PJSIP/x,30",
        "11:20:00, , 11:20:05", "CONGESTION", "1788319200.15", ""),
    cdr("2005", f"9{CAT}", "PJSIP/2005-00000018 > PJSIP/trunk-00000019", "Dial:PJSIP/x,30",
        "11:21:00, , 11:21:04", "BUSY", "1788319260.16", ""),
    cdr("2005", f"9{CAT}", "PJSIP/2005-0000001a > PJSIP/trunk-0000001b", "Dial:PJSIP/x,30",
        "11:22:00, , 11:22:30", "NO ANSWER", "1788319320.17", ""),
    # Colleagues; a hotline; a bank that calls; somebody who withholds the number.
    cdr("2001", "2002", "SIP/2001-0000001c > SIP/2002-0000001d", "Dial:SIP/2002",
        "11:30:00, 11:30:05, 11:31:00", "ANSWERED", "1788319800.18", ""),
    cdr("2001", "910086", "SIP/2001-0000001e > SIP/trunk-0000001f", "Dial:SIP/trunk/10086",
        "11:40:00, 11:40:05, 11:41:05", "ANSWERED", "1788320400.19", ""),
    cdr("95588", "2001", "SIP/trunk-00000020 > SIP/2001-00000021", "Dial:SIP/2001",
        "11:45:00, 11:45:05, 11:45:35", "ANSWERED", "1788320700.20", ""),
    cdr("", "s", "SIP/trunk-00000022", "Hangup", "11:50:00, , 11:50:09", "NO ANSWER",
        "1788321000.21", ""),
    # Over midnight into another month, and handed on there.
    cdr(EVE, "2001", "SIP/trunk-00000023 > SIP/2001-00000024", "Dial:SIP/2001",
        "2026-08-31 23:59:30, 2026-08-31 23:59:50, 2026-09-01 00:05:00", "ANSWERED",
        "1788191970.22", ""),
    cdr(EVE, "2002", "SIP/trunk-00000023 > SIP/2002-00000025", "Dial:SIP/2002",
        "2026-09-01 00:05:00, 2026-09-01 00:05:00, 2026-09-01 00:10:00", "ANSWERED",
        "1788191970.22", ""),
]  # fmt: skip

# newcdrcolumns is on: peeraccount, linkedid and sequence.
NEW = [
    # 2001 consults 2002 while the caller is on hold, then brings them together.
    cdr(FAY, "2001", "PJSIP/trunk-00000030 > PJSIP/2001-00000031", "Dial:PJSIP/2001",
        "12:00:00, 12:00:05, 12:03:05", "ANSWERED", "1788321600.30", "", "", "1788321600.30", "1"),
    cdr("2001", "2002", "PJSIP/2001-00000032 > PJSIP/2002-00000033", "Dial:PJSIP/2002",
        "12:02:00, 12:02:10, 12:03:05", "ANSWERED", "1788321720.32", "", "", "1788321600.30", "2"),
    cdr(FAY, "2001", "PJSIP/trunk-00000030 > PJSIP/2002-00000033", "Dial:PJSIP/2001",
        "12:03:05, 12:03:05, 12:06:05", "ANSWERED", "1788321600.30", "", "", "1788321600.30", "3"),
    # A member behind a Local channel leaves a record of its own.
    cdr(ANN, "601", "PJSIP/trunk-00000034 > Local/2006@agents-00000001;1", "Queue:sales",
        "12:10:00, 12:10:20, 12:12:20", "ANSWERED", "1788322200.34", "", "", "1788322200.34", "4"),
    cdr(ANN, "2006", "Local/2006@agents-00000001;2 > PJSIP/2006-00000035", "Dial:PJSIP/2006",
        "12:10:05, 12:10:20, 12:12:20", "ANSWERED", "1788322205.36", "", "", "1788322200.34", "5"),
]  # fmt: skip

# Neither uniqueid nor userfield; then a userfield where others have the uniqueid.
BARE = [
    cdr(BOB, "2000", "SIP/trunk-00000040 > SIP/2001-00000041", "Dial:SIP/2001&SIP/2002",
        "13:00:00, , 13:00:15", "NO ANSWER"),
    cdr(BOB, "2000", "SIP/trunk-00000040 > SIP/2002-00000042", "Dial:SIP/2001&SIP/2002",
        "13:00:00, 13:00:15, 13:01:15", "ANSWERED"),
    # After a restart another call has the same channel.
    cdr(CAT, "2000", "SIP/trunk-00000040 > SIP/2001-00000041", "Dial:SIP/2001",
        "15:00:00, 15:00:05, 15:00:35", "ANSWERED"),
    cdr(DAN, "2001", "SIP/trunk-00000043 > SIP/2001-00000044", "Dial:SIP/2001",
        "16:00:00, 16:00:05, 16:00:35", "ANSWERED", "VIP"),
    cdr(EVE, "2001", "SIP/trunk-00000045 > SIP/2001-00000046", "Dial:SIP/2001",
        "16:00:00, 16:00:05, 16:00:35", "ANSWERED", "VIP"),
]  # fmt: skip

# As a web interface exports them: other names, another order, no answer and no end.
EXPORT = f"""calldate,src,dst,channel,dstchannel,lastapp,duration,billsec,disposition,uniqueid,did
2026-09-02T17:00:00+09:00,{FAY},2001,SIP/t-00000050,SIP/2001-00000051,Dial,75,60.4,ANSWERED,1788332400.50,4
2026/9/2 17:10,{FAY},2001,SIP/t-00000052,SIP/2001-00000053,Dial,20,0,NO ANSWER,1788333000.51,4
1788333600,{FAY},2001,SIP/t-00000054,,Hangup,5,0,NO ANSWER,1788333600.52,4
09/02/2026 05:30 PM,{FAY},2001,SIP/t-00000055,,Hangup,5,0,NO ANSWER,1788334200.53,4
2026-09-02 17:40:00,{FAY},2001,SIP/t-00000056,,Hangup,-5,0,NO ANSWER,1788334800.54,4
"""


def event(time: str, call: str, queue: str, agent: str, name: str, *data: object) -> Fields:
    """An event of the queue log, whose seconds count in UTC."""
    at = (datetime.strptime(moment(time), FORMAT) - datetime(1970, 1, 1)).total_seconds() - 8 * 3600
    return [str(int(at)), call, queue, agent, name, *(str(one) for one in data)]


QUEUES = [
    event("09:59:00", "NONE", "NONE", "NONE", "QUEUESTART"),
    event("09:59:01", "NONE", "support", 'Agent "Lin', "PAUSE", "lunch"),
    event("10:00:05", "1788314400.10", "support", "NONE", "ENTERQUEUE", "", ANN, 1),
    event("10:00:20", "1788314400.10", "support", "SIP/2001", "RINGNOANSWER", 15000),
    event("10:00:20", "1788314400.10", "support", "SIP/2002", "RINGNOANSWER", 15000),
    event("10:00:20", "1788314400.10", "support", "SIP/2003", "RINGNOANSWER", 15000),
    event("10:00:45", "1788314400.10", "support", "SIP/2004", "CONNECT", 40, "1788314420.14", 10),
    event("10:03:45", "1788314400.10", "support", "SIP/2004", "COMPLETECALLER", 40, 180, 1),
    event("10:10:05", "1788315000.11", "support", "NONE", "ENTERQUEUE", "", BOB, 2),
    event("10:10:30", "1788315000.11", "support", "NONE", "ABANDON", 1, 2, 25),
    event("10:20:00", "1788315600.12", "support", "NONE", "ENTERQUEUE", "", CAT, 1),
    event("10:20:30", "1788315600.12", "support", "SIP/2001", "RINGNOANSWER", 30000),
    event("10:21:00", "1788315600.12", "support", "NONE", "EXITWITHTIMEOUT", 1, 1, 60),
    # What no record describes: leaves one queue by key, is answered in the next by somebody at
    # home, and is handed on.
    event("14:00:00", "1788328800.60", "sales", "NONE", "ENTERQUEUE", "", DAN, 1),
    event("14:00:20", "1788328800.60", "sales", "NONE", "EXITWITHKEY", 2, 1, 1, 20),
    event("14:00:50", "1788328800.60", "care", "NONE", "ENTERQUEUE", "", DAN, 1),
    event("14:01:00", "1788328800.60", "care", f"SIP/{FAY}", "CONNECT", 10, "1788328855.61", 5),
    event("14:02:00", "1788328800.60", "care", f"SIP/{FAY}", "BLINDTRANSFER", 2002, "x", 10, 60, 1),
    # The log begins after the answer; another ends before it.
    event("14:10:00", "1788329000.62", "care", "SIP/2002", "COMPLETEAGENT", 30, 90, 1),
    event("14:20:00", "1788330000.63", "care", "NONE", "ENTERQUEUE", "", EVE, 1),
]  # fmt: skip
# Newer versions write fractions.
QUEUES[-7:] = [[f"{fields[0]}.250000", *fields[1:]] for fields in QUEUES[-7:]]


# FreeSWITCH, with both legs


def leg(caller: str, called: str, times: str, cause: str, uuid: str, bridged: str = "") -> Fields:
    """A record of cdr_csv. times: start, answer, end."""
    start, answer, end = (time.strip() for time in times.split(","))
    lasts = [str(seconds(start, end)), str(seconds(answer, end))]
    stamps = [moment(time) for time in (start, answer, end)]
    head = ["张三, O'Brien", caller, called, "public", *stamps]
    return [*head, *lasts, cause, uuid, bridged, "", "PCMA", "PCMA"]


OVER = "NORMAL_CLEARING"
SWITCH = [
    # The exchange picks up, three ring, the second answers.
    leg(ANN, "4000", "10:00:00, 10:00:01, 10:04:00", OVER, "a1", "a1-2"),
    leg(ANN, "2001", "10:00:05, , 10:00:20", "LOSE_RACE", "a1-1"),
    leg(ANN, "2002", "10:00:05, 10:00:20, 10:04:00", OVER, "a1-2"),
    leg(ANN, "2003", "10:00:05, , 10:00:20", "LOSE_RACE", "a1-3"),
    # Gives up while two ring.
    leg(BOB, "4000", "10:10:00, , 10:10:25", "ORIGINATOR_CANCEL", "b1"),
    leg(BOB, "2001", "10:10:00, , 10:10:25", "ORIGINATOR_CANCEL", "b1-1"),
    leg(BOB, "2002", "10:10:00, , 10:10:25", "ORIGINATOR_CANCEL", "b1-2"),
    # Outward: the called leg shows the company's number.
    leg("2001", f"9{CAT}", "10:20:00, 10:20:12, 10:21:12", OVER, "c1", "c1-1"),
    leg("01051550000", CAT, "10:20:01, 10:20:12, 10:21:12", OVER, "c1-1"),
    leg("2001", CAT, "10:30:00, , 10:30:03", "USER_BUSY", "c2", "c2-1"),
    leg("01051550000", CAT, "10:30:00, , 10:30:03", "USER_BUSY", "c2-1"),
    leg("2001", CAT, "10:31:00, , 10:31:03", "UNALLOCATED_NUMBER", "c3"),
    # Nobody takes it but the voice box.
    leg(DAN, "2001", "10:40:00, 10:40:31, 10:41:00", OVER, "d1", "d1-2"),
    leg(DAN, "2001", "10:40:01, , 10:40:30", "NO_ANSWER", "d1-1"),
    leg(DAN, "app=voicemail:default 2001", "10:40:30, 10:40:31, 10:41:00", OVER, "d1-2"),
    # 2001 consults 2002, then brings the caller to them.
    leg(EVE, "2001", "11:00:00, 11:00:10, 11:05:10", OVER, "e1", "e1-1"),
    leg(EVE, "2001", "11:00:00, 11:00:10, 11:02:10", "ATTENDED_TRANSFER", "e1-1"),
    leg("2001", "2002", "11:01:30, 11:01:40, 11:02:10", "ATTENDED_TRANSFER", "e2", "e2-1"),
    leg("2001", "2002", "11:01:30, 11:01:40, 11:05:10", OVER, "e2-1"),
    # Colleagues; a menu that nobody leaves; one whose called leg is in no file.
    leg("2001", "2002", "11:10:00, 11:10:05, 11:11:00", OVER, "i1", "i1-1"),
    leg("2001", "2002", "11:10:00, 11:10:05, 11:11:00", OVER, "i1-1"),
    leg(FAY, "5000", "11:20:00, 11:20:01, 11:20:31", OVER, "f1"),
    leg(FAY, "2002", "11:30:00, 11:30:10, 11:31:10", OVER, "f2", "f2-1"),
    # Two from one switchboard at the same time.
    leg("01062220000", "2001", "11:40:00, 11:40:05, 11:42:05", OVER, "g1", "g1-1"),
    leg("01062220000", "2001", "11:40:00, 11:40:05, 11:42:05", OVER, "g1-1"),
    leg("01062220000", "2002", "11:41:00, 11:41:05, 11:43:05", OVER, "g2", "g2-1"),
    leg("01062220000", "2002", "11:41:00, 11:41:05, 11:43:05", OVER, "g2-1"),
]  # fmt: skip


class Contact(NamedTuple):
    """What the hand-made calls should be."""

    number: str | None
    direction: str
    outcome: str | None
    wait: int
    talk: int | None
    first_agent: str | None
    agent: str | None
    queue: str | None
    legs: int
    transfers: int


HOME = "at home"
CONTACTS = {
    "asterisk-1788314400.10": Contact(
        ANN, "inbound", "answered", 40, 180, "2004", "2004", "support", 5, 0),
    "asterisk-1788315000.11": Contact(
        BOB, "inbound", "abandoned", 25, 0, None, None, "support", 2, 0),
    "asterisk-1788315600.12": Contact(
        CAT, "inbound", "voicemail", 60, 0, "2001", "2001", "support", 3, 0),
    "asterisk-1788318000.13": Contact(
        DAN, "inbound", "answered", 10, 120 + 180, "2001", "2002", None, 2, 1),
    "asterisk-1788318600.14": Contact(
        BOB, "outbound", "answered", 20, 60, "2005", "2005", None, 1, 0),
    "asterisk-1788319200.15": Contact(CAT, "outbound", "failed", 5, 0, "2005", "2005", None, 1, 0),
    "asterisk-1788319260.16": Contact(CAT, "outbound", "busy", 4, 0, "2005", "2005", None, 1, 0),
    "asterisk-1788319320.17": Contact(
        CAT, "outbound", "no_answer", 30, 0, "2005", "2005", None, 1, 0),
    "asterisk-1788320400.19": Contact(
        "10086", "outbound", "answered", 5, 60, "2001", "2001", None, 1, 0),
    "asterisk-1788320700.20": Contact(
        "95588", "inbound", "answered", 5, 30, "2001", "2001", None, 1, 0),
    "asterisk-1788321000.21": Contact(None, "inbound", "abandoned", 9, 0, None, None, None, 1, 0),
    "asterisk-1788191970.22": Contact(
        EVE, "inbound", "answered", 20, 310 + 300, "2001", "2002", None, 2, 1),
    # On hold from 12:02:10 to 12:03:05, which Asterisk does not tell from talking.
    "asterisk-1788321600.30": Contact(
        FAY, "inbound", "answered", 5, 180 + 180, "2001", "2002", None, 3, 1),
    "asterisk-1788322200.34": Contact(
        ANN, "inbound", "answered", 20, 120, "2006", "2006", "sales", 2, 0),
    "asterisk-1788332400.50": Contact(
        FAY, "inbound", "answered", 14, 60, "2001", "2001", None, 1, 0),
    "asterisk-1788333000.51": Contact(
        FAY, "inbound", "no_answer", 20, 0, "2001", "2001", None, 1, 0),
    "asterisk-1788333600.52": Contact(FAY, "inbound", "abandoned", 5, 0, None, None, None, 1, 0),
    "asterisk-1788328800.60": Contact(
        DAN, "inbound", "answered", 20 + 10, 60, HOME, HOME, "care", 2, 0),
    "asterisk-1788330000.63": Contact(EVE, "inbound", None, 0, 0, None, None, "care", 1, 0),
    "asterisk-BOB": Contact(BOB, "inbound", "answered", 15, 60, "2002", "2002", None, 2, 0),
    "asterisk-CAT": Contact(CAT, "inbound", "answered", 5, 30, "2001", "2001", None, 1, 0),
    "asterisk-DAN": Contact(DAN, "inbound", "answered", 5, 30, "2001", "2001", None, 1, 0),
    "asterisk-EVE": Contact(EVE, "inbound", "answered", 5, 30, "2001", "2001", None, 1, 0),
    "freeswitch-a1": Contact(
        ANN, "inbound", "answered", 20, 220, "2002", "2002", "4000", 4, 0),
    "freeswitch-b1": Contact(BOB, "inbound", "abandoned", 25, 0, "2001", "2002", "4000", 3, 0),
    "freeswitch-c1": Contact(CAT, "outbound", "answered", 12, 60, "2001", "2001", None, 2, 0),
    "freeswitch-c2": Contact(CAT, "outbound", "busy", 3, 0, "2001", "2001", None, 2, 0),
    "freeswitch-c3": Contact(CAT, "outbound", "failed", 3, 0, "2001", "2001", None, 1, 0),
    "freeswitch-d1": Contact(DAN, "inbound", "voicemail", 31, 0, "2001", "2001", None, 3, 0),
    "freeswitch-e1": Contact(
        EVE, "inbound", "answered", 10, 300, "2001", "2002", None, 4, 1),
    "freeswitch-f1": Contact(FAY, "inbound", "abandoned", 31, 0, None, None, None, 1, 0),
    "freeswitch-f2": Contact(FAY, "inbound", "answered", 10, 60, "2002", "2002", None, 1, 0),
    "freeswitch-g1": Contact(
        "01062220000", "inbound", "answered", 5, 120, "2001", "2001", None, 2, 0),
    "freeswitch-g2": Contact(
        "01062220000", "inbound", "answered", 5, 120, "2002", "2002", None, 2, 0),
}  # fmt: skip


def write(raw: Path, table: str, name: str, content: str) -> None:
    (raw / table).mkdir(parents=True, exist_ok=True)
    (raw / table / name).write_text(content, "utf-8")


def deliver(raw: Path, part: int) -> None:
    """Every second record of the hand-made files, so that calls are spread over deliveries."""
    for name, records in {"old": OLD, "new": NEW, "bare": BARE}.items():
        write(raw, "asterisk_cdr", f"{name} {part}.csv", quoted(records[part::2]))
    log = "".join("|".join(fields) + "\n" for fields in QUEUES[part::2])
    write(raw, "asterisk_queue_log", f"queue_log.{part}.csv", log)
    write(raw, "freeswitch_cdr", f"Master {part}.csv", quoted(SWITCH[part::2]))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, str]:
    """Half of the records loaded, then all of them with tests, and what was said then.

    Beside them are the contacts of a simulated operator and what its exchanges wrote of them.
    """
    folder = tmp_path_factory.mktemp("exchanges")
    raw = folder / "raw"
    warehouse = Warehouse(folder / "warehouse", raw, SETTINGS)
    tables = "contacts,asterisk_cdr,asterisk_queue_log,freeswitch_cdr"
    simulator = [sys.executable, "-m", "simulator", "--customers", "800", "--months", "1"]
    simulator += ["--only", tables, "--connectors", "--seed", "7", "--end", "2026-09-30"]
    warehouse.run(*simulator, "--out", str(raw))
    held = "".join(f"{name},{name},{number},2026-01-01\n" for name, number in CUSTOMERS.items())
    lines = "subscription_id,customer_id,phone_number,started_at\n" + held
    (raw / "subscriptions.csv").write_text(lines)

    deliver(raw, 1)
    warehouse.run(sys.executable, "-m", "dialmart", "land")
    models = ["--resource-type", "model", "--resource-type", "seed"]
    warehouse.dbt("build", "--select", "+int_customer_contacts", *models)

    deliver(raw, 0)
    write(raw, "asterisk_cdr", "export.csv", EXPORT)
    write(raw, "asterisk_cdr", "2001.csv", quoted(OLD[:2]))
    landed = warehouse.run(sys.executable, "-m", "dialmart", "land")
    wanted = ["+int_contact_legs", "+int_customer_contacts", "+load_reconciliation"]
    tests = ["--exclude-resource-type", "unit_test", "--indirect-selection", "buildable"]
    done = warehouse.dbt("build", "--select", *wanted, "+rejected_records", *tests)
    assert "PASS legs_are_contacts_and_merged_legs" in done.stdout
    assert "PASS landed_equals_accepted_plus_duplicates_plus_rejected" in done.stdout
    return warehouse, landed.stdout + done.stdout + done.stderr


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(file, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_each_call_is_one_contact_with_one_outcome(built: tuple[Warehouse, str]) -> None:
    found = {
        str(contact_id): (number and str(number).removeprefix("+86"), *rest)
        for contact_id, number, *rest in rows(
            built[0].paths.work,
            """
            select
                -- Calls without an id have a hash for one: they are told by who called.
                case
                    when regexp_matches(contact_id, '^asterisk-[0-9a-f]{32}$')
                        then 'asterisk-' || upper(customer_id)
                    else contact_id
                end,
                phone_number, direction, outcome, wait_seconds, talk_seconds,
                if(starts_with(first_agent_id, 'tel-'), 'at home', first_agent_id),
                if(starts_with(agent_id, 'tel-'), 'at home', agent_id),
                queue, legs, transfers
            from intermediate.int_customer_contacts
            where not regexp_matches(contact_id, '^K|^X|[.]000|-fs-')
            """,
        )
    }
    wanted = {
        key: (contact.number and contact.number.removeprefix("0"), *contact[1:])
        for key, contact in CONTACTS.items()
    }
    assert found == wanted


def test_the_customer_is_who_held_the_number_outside(built: tuple[Warehouse, str]) -> None:
    found = rows(
        built[0].paths.work,
        "select distinct phone_number, customer_id from intermediate.int_customer_contacts"
        " where customer_id in ('ann', 'bob', 'cat', 'dan', 'eve')",
    )
    assert sorted(found) == sorted((f"+86{number}", name) for name, number in CUSTOMERS.items())


def test_calls_between_colleagues_are_kept_and_are_no_contacts(
    built: tuple[Warehouse, str],
) -> None:
    found = rows(
        built[0].paths.work,
        """
        select contact_id, direction, outcome, talk_seconds
        from (
            select * from intermediate.int_asterisk_contacts
            union all
            select * from intermediate.int_freeswitch_contacts
        )
        where direction = 'internal'
        order by all
        """,
    )
    assert found == [
        ("asterisk-1788319800.18", "internal", "answered", 55),
        ("asterisk-1788329000.62", "internal", "answered", 90),
        ("freeswitch-i1", "internal", None, 0),
        ("freeswitch-i1-2", "internal", "answered", 55),
    ]


def test_every_record_is_accounted_for(built: tuple[Warehouse, str]) -> None:
    work = built[0].paths.work
    made = {
        table: rows(
            work,
            "select sum(landed), sum(accepted), sum(duplicates), sum(rejected), sum(unidentified)"
            f" from marts.load_reconciliation where table_name = '{table}'"
            " and file_name not like '%/Master.csv' and file_name not like '%/queue_log.csv'",
        )
        for table in ("asterisk_cdr", "asterisk_queue_log", "freeswitch_cdr")
    }
    records = len(OLD + NEW + BARE)
    # A hotline, a bank, a withheld number and colleagues; a log without its beginning.
    assert made == {
        "asterisk_cdr": [(records + 5 + 2, records + 3, 2, 2, 4)],
        "asterisk_queue_log": [(len(QUEUES), len(QUEUES), 0, 0, 1)],
        "freeswitch_cdr": [(len(SWITCH), len(SWITCH), 0, 0, 2)],
    }
    unknown = rows(
        work,
        "select file_name, unknown_columns from marts.load_reconciliation"
        " where unknown_columns is not null and table_name like 'asterisk%'",
    )
    assert unknown == [("asterisk_cdr/export.csv", "did")]


def test_a_record_that_cannot_be_used_says_why_and_keeps_what_it_said(
    built: tuple[Warehouse, str],
) -> None:
    found = rows(
        built[0].paths.work,
        "select reason, json_extract_string(raw_record, '$.start')"
        " from quarantine.int_rejected_rows where file_name = 'asterisk_cdr/export.csv' order by 1",
    )
    assert found == [
        ("bad_start", "09/02/2026 05:30 PM"),
        ("negative_duration", "2026-09-02 17:40:00"),
    ]


def test_the_files_of_simulated_exchanges_tell_the_contacts_that_they_mirror(
    built: tuple[Warehouse, str],
) -> None:
    """But for what was spoiled in the table contacts; an exchange counts holding as talking."""
    warehouse, _ = built
    contacts, truth = warehouse.raw / "contacts", warehouse.raw.with_name("raw.truth")
    query = f"""
        with spoiled as (
            select coalesce(initial_contact_id, contact_id) as contact_id
            from '{contacts}/*.parquet'
            semi join '{truth}/planted.parquet' as planted on contact_id = planted.row_id
        ),
        told as (
            select
                *,
                talk_seconds + coalesce(hold_seconds, 0) as busy_seconds,
                case
                    when contact_id like 'K%' then right(contact_id, 6)
                    when contact_id like 'asterisk-%' then right(split_part(contact_id, '.', 2), 6)
                    else right(split_part(contact_id, '-', 3), 6)
                end as key
            from intermediate.int_customer_contacts
            where regexp_matches(contact_id, '^K|[.]000|-fs-') and channel = 'voice'
        )
        select
            '{{table}}', count(mirrored.key), count(wanted.key),
            count(distinct wanted.outcome), sum(wanted.transfers),
            count(case when (
                wanted.direction, wanted.outcome, wanted.busy_seconds, wanted.wait_seconds,
                wanted.agent_id, wanted.first_agent_id, wanted.transfers, wanted.phone_number,
                wanted.started_at, wanted.ended_at
            ) is distinct from (
                mirrored.direction, mirrored.outcome, mirrored.busy_seconds, mirrored.wait_seconds,
                mirrored.agent_id, mirrored.first_agent_id, mirrored.transfers,
                mirrored.phone_number, mirrored.started_at, mirrored.ended_at
            ) then 1 end)
        from (
            select * from told
            where contact_id like 'K%' and outcome <> 'voicemail'
                and (direction = 'inbound' or phone_number is not null)
                and contact_id not in (select contact_id from spoiled)
        ) as wanted
        left join (select * from told where contact_id like '{{table}}-%') as mirrored
            using (key)
    """
    for table in ("asterisk", "freeswitch"):
        [(_, found, wanted, outcomes, transfers, others)] = rows(
            warehouse.paths.work, query.format(table=table)
        )
        assert (found, others, outcomes) == (wanted, 0, 5)
        assert int(str(wanted)) > 200
        assert int(str(transfers)) > 10


def test_no_number_leaves_the_columns_of_numbers(built: tuple[Warehouse, str]) -> None:
    warehouse, said = built
    numbers = {ANN, BOB, CAT, DAN, EVE, FAY, "01062220000"}
    numbers |= {f"86{number}" for number in numbers}
    for mart in ("load_reconciliation", "rejected_records"):
        query = f"select cast(mart as varchar) from marts.{mart} as mart"
        shown = rows(warehouse.paths.work, query)
        assert shown
        assert numbers_in("\n".join(str(row) for (row,) in shown), numbers) == set()
    folders = [warehouse.target, warehouse.folder / "logs"]
    assert numbers_in_files(folders, numbers) == {}
    assert numbers_in(said, numbers) == set()
    agents = rows(
        warehouse.paths.work,
        "select distinct agent_id from intermediate.int_contact_legs"
        " where agent_id like 'tel-%' or length(agent_id) > 6",
    )
    assert len(agents) == 1
    assert re.fullmatch("tel-[0-9a-f]{24}", str(agents[0][0]))


# Settings


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-09-01 10:00:00", "2026-09-01 10:00:00"),
        ("2026-09-01T02:00:00Z", "2026-09-01 10:00:00"),
        ("2026/9/1 9:05", "2026-09-01 09:05:00"),
        ("1788228000", "2026-09-01 10:00:00"),
        ("1788228000.25", "2026-09-01 10:00:00.25"),
        ("1788228000250", "2026-09-01 10:00:00.25"),
        ("1788228000250000", "2026-09-01 10:00:00.25"),
        ("20260901100000", "2026-09-01 10:00:00"),
        ("2026年9月1日 10:00", "2026-09-01 10:00:00"),
        ("01-Sep-2026 10:00:00", "2026-09-01 10:00:00"),
        ("Sep 1, 2026 10:00:00 PM", "2026-09-01 22:00:00"),
        ("Tue Sep  1 10:00:00 2026", "2026-09-01 10:00:00"),
        ("09/01/2026 10:00:00", None),
        ("1.9.2026 10:00", None),
        ("17882280", None),
        ("2026-09-31 10:00:00", None),
        ("soon", None),
    ],
)
def test_times_are_read_if_they_can_mean_one_thing(
    compile_inline: Compiler, text: str, read: str | None
) -> None:
    assert time_of(compile_inline, text) == read


def test_the_order_of_day_and_month_and_the_time_zone_are_settings(tmp_path: Path) -> None:
    settings = {"exchange_timezone": "UTC", "exchange_date_order": "mdy"}
    compiler = new_compiler(tmp_path, **settings)
    assert time_of(compiler, "09/01/2026 10:00 AM") == "2026-09-01 18:00:00"
    assert time_of(compiler, "2026-09-01 10:00:00") == "2026-09-01 18:00:00"
    assert time_of(compiler, "2026-09-01 10:00:00+08") == "2026-09-01 10:00:00"
    assert time_of(compiler, "1788228000") == "2026-09-01 10:00:00"


def time_of(compiler: Compiler, text: str) -> object:
    with compiler.connect() as connection:
        query = "select cast(functions.exchange_time(?) as varchar)"
        [(found,)] = connection.execute(query, [text]).fetchall()
    return found


def test_no_number_of_the_dictionary_is_taken_for_an_extension(compile_inline: Compiler) -> None:
    condition = compile_inline("{{ is_internal('number_pattern') }}")
    with compile_inline.connect() as connection:
        found = connection.execute(
            f"select count(*), count_if({condition})"
            f" from '{PROJECT}/seeds/numbers/number_classes.csv'"
            " where match = 'exact'"
        ).fetchall()
    assert found[0][0] > 100
    assert found[0][1] == 0


@pytest.mark.parametrize(
    ("channel", "peer"),
    [
        ("PJSIP/2001-0000002a", "2001"),
        ("SIP/trunk-north-0000002a", "trunk-north"),
        ("Local/2001@from-queue-0000002a;2", "2001"),
        ("Local/2001@from-queue/n", "2001"),
        ("DAHDI/1-1", "1"),
        ("Agent/A00012", "A00012"),
        ("Alice Smith", "Alice Smith"),
    ],
)
def test_a_channel_leads_to_its_peer(compile_inline: Compiler, channel: str, peer: str) -> None:
    expression = compile_inline("{{ peer_of('channel') }}")
    with duckdb.connect() as connection:
        query = f"select {expression} from (select cast(? as varchar) as channel)"
        assert connection.execute(query, [channel]).fetchall() == [(peer,)]


ORDER = ["clid", "src", "dst", "did", "start", "duration", "billsec", "disposition", "uniqueid"]


def test_columns_stand_where_the_setting_says(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(f"x,{ANN},2001,4,2026-09-01 10:00:00,60,50,ANSWERED,1788228000.1\n")
    tables = ordered(read_tables(), {"csv_columns": {"asterisk_cdr": ORDER}})
    [batch] = CsvReader(path, tables["asterisk_cdr"], None).batches()
    assert batch.records is not None
    [record] = batch.records.to_pylist()
    assert (record["src"], record["start"], record["billsec"]) == (
        ANN, "2026-09-01 10:00:00", "50"
    )  # fmt: skip
    assert tables["asterisk_cdr"].unknown(record) == ["did", "row_number"]


@pytest.mark.parametrize(
    ("orders", "message"),
    [
        ({"asterisk_cdr": ["src", "dst"]}, "lacks start. What is read of such a file: accountcode"),
        ({"asterisk_cdr": "src, start"}, "no list of different columns"),
        ({"asterisk_cdr": ["start", "src", "Start "]}, "no list of different columns"),
        ({"contacts": ["contact_id"]}, "without a header: asterisk_cdr, asterisk_queue_log"),
        (["asterisk_cdr"], "no mapping of tables to columns"),
    ],
)
def test_an_order_that_cannot_be_meant_is_refused(orders: object, message: str) -> None:
    with pytest.raises(LandingError, match=re.escape(message)):
        ordered(read_tables(), {"csv_columns": orders})
