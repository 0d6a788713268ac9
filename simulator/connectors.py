"""Logs of two telephone switches that mirror some contacts, for trying the connectors.

They repeat contacts that the table `contacts` already holds, so they are written on demand only.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pyarrow as pa

MOST = 2_000  # contacts mirrored; they are written row by row
LOCAL = timezone(timedelta(hours=8))


def mirrored(contacts: pa.Table) -> list[dict[str, Any]]:
    """The first voice contacts of a part, as rows."""
    voice = contacts.filter(pa.compute.equal(contacts["channel"], "voice")).slice(0, MOST)
    rows: list[dict[str, Any]] = voice.to_pylist()
    return rows


def asterisk_cdr(rows: list[dict[str, Any]]) -> pa.Table:
    """`cdr_csv`: one row per call, answered or not."""
    found = []
    for row in rows:
        caller, called = _parties(row)
        answered = row["outcome"] == "answered"
        talk = (row["talk_seconds"] or 0) + (row["hold_seconds"] or 0) if answered else 0
        found.append(
            {
                "accountcode": "",
                "src": caller,
                "dst": called,
                "dcontext": row["queue"],
                "clid": f'"{caller}" <{caller}>',
                "channel": "PJSIP/trunk-" + row["contact_id"],
                "dstchannel": _agent(row),
                "lastapp": "Queue",
                "lastdata": row["queue"],
                "start": _text(row["started_at"]),
                "answer": _text(row["answered_at"]),
                "end": _text(row["ended_at"]),
                "duration": str(row["wait_seconds"] + talk),
                "billsec": str(talk),
                "disposition": "ANSWERED" if answered else "NO ANSWER",
                "amaflags": "DOCUMENTATION",
                "uniqueid": _unique(row),
                "userfield": "",
            }
        )
    return pa.Table.from_pylist(found)


def asterisk_queue_log(rows: list[dict[str, Any]]) -> pa.Table:
    """The queue log of inbound calls: entering, then connecting and completing or abandoning."""
    found = []
    for row in rows:
        if row["direction"] != "inbound":
            continue
        caller, _ = _parties(row)
        start = row["started_at"]
        wait, talk = row["wait_seconds"], row["talk_seconds"] or 0
        join = start + timedelta(seconds=wait)
        found.append(_entry(start, row, "NONE", "ENTERQUEUE", "", caller, "1"))
        if row["outcome"] == "answered":
            found.append(_entry(join, row, _agent(row), "CONNECT", wait, _unique(row), 3))
            done = join + timedelta(seconds=talk)
            found.append(_entry(done, row, _agent(row), "COMPLETECALLER", wait, talk, "1"))
        else:
            found.append(_entry(join, row, "NONE", "ABANDON", "1", "1", wait))
    return pa.Table.from_pylist(found)


def freeswitch_cdr(rows: list[dict[str, Any]]) -> pa.Table:
    """The default `cdr_csv` template."""
    causes = {
        "answered": "NORMAL_CLEARING",
        "busy": "USER_BUSY",
        "no_answer": "NO_ANSWER",
        "abandoned": "ORIGINATOR_CANCEL",
    }
    found = []
    for row in rows:
        caller, called = _parties(row)
        answered = row["outcome"] == "answered"
        talk = row["talk_seconds"] or 0 if answered else 0
        found.append(
            {
                "caller_id_name": caller,
                "caller_id_number": caller,
                "destination_number": called,
                "context": "default",
                "start_stamp": _text(row["started_at"]),
                "answer_stamp": _text(row["answered_at"]) if answered else "",
                "end_stamp": _text(row["ended_at"]),
                "duration": str(row["wait_seconds"] + talk),
                "billsec": str(talk),
                "hangup_cause": causes.get(row["outcome"], "NORMAL_TEMPORARY_FAILURE"),
                "uuid": "fs-" + row["contact_id"],
                "bleg_uuid": "",
                "accountcode": "",
                "read_codec": "PCMA",
                "write_codec": "PCMA",
            }
        )
    return pa.Table.from_pylist(found)


def _parties(row: dict[str, Any]) -> tuple[str, str]:
    """Caller and called number; the centre itself is 1008666, a hidden caller anonymous."""
    other = row["phone_number"] or "anonymous"
    return (other, "1008666") if row["direction"] == "inbound" else ("1008666", other)


def _agent(row: dict[str, Any]) -> str:
    return f"Agent/{row['agent_id']}" if row["agent_id"] else "NONE"


def _unique(row: dict[str, Any]) -> str:
    return f"{_epoch(row['started_at'])}.{row['contact_id'][-6:]}"


def _epoch(moment: datetime) -> int:
    return int(moment.replace(tzinfo=LOCAL).astimezone(UTC).timestamp())


def _text(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _entry(
    at: datetime, row: dict[str, Any], agent: str, event: str, *data: object
) -> dict[str, str]:
    values = [str(value) for value in data] + [""] * 5
    entry = {
        "epoch": str(_epoch(at)),
        "callid": _unique(row),
        "queue": row["queue"],
        "agent": agent,
        "event": event,
    }
    return entry | {f"data{position + 1}": values[position] for position in range(5)}
