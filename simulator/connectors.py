"""Logs of two telephone switches that mirror some contacts, for trying the connectors.

They repeat contacts that the table `contacts` already holds, so they are written on demand only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

MOST = 2_000  # contacts mirrored; they are written row by row
LOCAL = timezone(timedelta(hours=8))
HOTLINE = "1008666"

Leg = dict[str, Any]

_DISPOSITIONS = {"no_answer": "NO ANSWER", "busy": "BUSY", "failed": "FAILED"}
_CAUSES = {"no_answer": "NO_ANSWER", "busy": "USER_BUSY", "failed": "NORMAL_TEMPORARY_FAILURE"}


@dataclass(frozen=True, slots=True)
class Call:
    """A contact by telephone: its first leg, agents rung in vain, transfers, consultations."""

    first: Leg
    rung: list[Leg]
    moved: list[Leg]
    asked: list[Leg]

    @property
    def is_inbound(self) -> bool:
        """Whether the customer called."""
        return bool(self.first["direction"] == "inbound")

    @property
    def is_answered(self) -> bool:
        """Whether an agent and the customer talked."""
        return bool(self.first["outcome"] == "answered")

    @property
    def number(self) -> str:
        """The customer's number as the switch sees it."""
        return str(self.first["phone_number"] or "anonymous")

    @property
    def ended_at(self) -> datetime:
        """When the last leg ended."""
        ends: list[datetime] = [leg["ended_at"] for leg in (self.first, *self.moved, *self.asked)]
        return max(ends)


def mirrored(contacts: pa.Table) -> list[Call]:
    """The first voice contacts of a part that a switch knows as the contact centre does.

    It does not know whether a voice box answered outside, and it knows every number that it dials.
    """
    voice = contacts.filter(pc.equal(contacts["channel"], "voice"))
    calls: dict[str, Call] = {}
    for leg in voice.to_pylist():
        key = leg["initial_contact_id"]
        is_known = leg["direction"] == "inbound" or leg["phone_number"]
        if leg["outcome"] == "voicemail" or not is_known:
            continue
        if leg["contact_id"] == key and len(calls) < MOST:
            calls[key] = Call(leg, [], [], [])
        elif key in calls:
            _add(calls[key], leg)
    return list(calls.values())


def _add(call: Call, leg: Leg) -> None:
    if leg["outcome"] != "answered":
        call.rung.append(leg)
    elif leg["started_at"] == call.first["ended_at"]:
        call.moved.append(leg)
    else:
        call.asked.append(leg)


def asterisk_cdr(calls: list[Call]) -> pa.Table:
    """`cdr_csv` with the columns of new versions.

    A queue picks up what comes in at once; a transfer forks the record of the caller's channel, a
    consultation is a call of its own with the same linkedid.
    """
    return pa.Table.from_pylist([record for call in calls for record in _records(call)])


def _records(call: Call) -> Iterator[dict[str, str]]:
    first, trunk = call.first, f"PJSIP/trunk-{_hexadecimal(call.first)}"
    if call.is_inbound:
        caller, channel = call.number, trunk
        called = {"dst": HOTLINE, "lastapp": "Queue", "lastdata": f"{first['queue']},t,,,120"}
        answered_at, other = first["started_at"], _agent(first) if call.is_answered else ""
    else:
        caller, channel = first["agent_id"] or "A00000", f"PJSIP/{first['agent_id']}-0000000a"
        called = {"dst": call.number, "lastapp": "Dial", "lastdata": "PJSIP/trunk,30"}
        answered_at, other = first["answered_at"], trunk
    ids = {"uniqueid": unique_id(first), "linkedid": unique_id(first)}
    yield _record(first, caller, channel, other, answered_at) | called | ids
    for leg in call.moved:
        fork = {"dst": leg["agent_id"], "lastapp": "Dial", "lastdata": ""}
        yield _record(leg, caller, trunk, _agent(leg), leg["answered_at"]) | fork | ids
    for leg in call.asked:
        ids = {"uniqueid": unique_id(leg), "linkedid": unique_id(first)}
        asks = {"dst": leg["agent_id"], "lastapp": "Dial", "lastdata": ""}
        asking = f"PJSIP/{first['agent_id']}-0000000b"
        yield (
            _record(leg, first["agent_id"], asking, _agent(leg), leg["answered_at"]) | asks | ids
        )


def _record(
    leg: Leg, caller: str, channel: str, other: str, answered_at: datetime | None
) -> dict[str, str]:
    start, end = leg["started_at"], leg["ended_at"]
    return {
        "accountcode": "",
        "src": caller,
        "dst": "",
        "dcontext": leg["queue"],
        "clid": f'"{caller}" <{caller}>',
        "channel": channel,
        "dstchannel": other,
        "lastapp": "",
        "lastdata": "",
        "start": _text(start),
        "answer": _text(answered_at),
        "end": _text(end),
        "duration": str(_seconds(start, end)),
        "billsec": str(_seconds(answered_at, end) if answered_at else 0),
        "disposition": "ANSWERED" if answered_at else _DISPOSITIONS[leg["outcome"]],
        "amaflags": "DOCUMENTATION",
        "uniqueid": "",
        "userfield": "",
        "peeraccount": "",
        "linkedid": "",
        "sequence": "",
    }


def asterisk_queue_log(calls: list[Call]) -> pa.Table:
    """The queue log of inbound calls: entering, ringing, then connecting or abandoning."""
    found = []
    for call in calls:
        if not call.is_inbound:
            continue
        first, wait = call.first, call.first["wait_seconds"]
        talk = _seconds(first["answered_at"] or first["ended_at"], first["ended_at"])
        entries: list[tuple[datetime, str, str, tuple[object, ...]]]
        entries = [(first["started_at"], "NONE", "ENTERQUEUE", ("", call.number, 1))]
        for leg in call.rung:
            milliseconds = 1000 * _seconds(leg["started_at"], leg["ended_at"])
            entries.append((leg["ended_at"], _agent(leg), "RINGNOANSWER", (milliseconds,)))
        if call.is_answered:
            entries.append((first["answered_at"], _agent(first), "CONNECT", (wait, "", 3)))
            event, done = "COMPLETECALLER", [wait, talk, 1]
            if call.moved:
                event, done = "BLINDTRANSFER", [call.moved[0]["agent_id"], "agents", *done]
            entries.append((first["ended_at"], _agent(first), event, tuple(done)))
        else:
            entries.append((first["ended_at"], "NONE", "ABANDON", (1, 1, wait)))
        found += [_entry(first, *entry) for entry in sorted(entries, key=lambda entry: entry[0])]
    return pa.Table.from_pylist(found)


def freeswitch_cdr(calls: list[Call]) -> pa.Table:
    """The default `cdr_csv` template with both legs of each call; a queue picks up at once."""
    return pa.Table.from_pylist([record for call in calls for record in _both_legs(call)])


def _both_legs(call: Call) -> Iterator[dict[str, str]]:
    first = call.first
    reached = [first, *call.moved] if call.is_answered else []
    bridged = _uuid(reached[-1]) if reached else ""
    if call.is_inbound:
        whole = first | {"answered_at": first["started_at"], "ended_at": call.ended_at}
        yield _leg(whole, call.number, HOTLINE, "NORMAL_CLEARING", _uuid(first, "a"), bridged)
        for leg in [*call.rung, *reached]:
            cause = "NORMAL_CLEARING" if leg["answered_at"] else "LOSE_RACE"
            yield _leg(leg, call.number, leg["agent_id"], cause, _uuid(leg), "")
    else:
        cause = "NORMAL_CLEARING" if call.is_answered else _CAUSES[first["outcome"]]
        agent = first["agent_id"] or "A00000"
        yield _leg(first, agent, call.number, cause, _uuid(first, "a"), _uuid(first))
        yield _leg(first, HOTLINE, call.number, cause, _uuid(first), "")
    for leg in call.asked:
        agents = first["agent_id"], leg["agent_id"], "NORMAL_CLEARING"
        yield _leg(leg, *agents, _uuid(leg, "a"), _uuid(leg))
        yield _leg(leg, *agents, _uuid(leg), "")


def _leg(leg: Leg, caller: str, called: str, cause: str, uuid: str, bridged: str) -> dict[str, str]:
    start, end, answered_at = leg["started_at"], leg["ended_at"], leg["answered_at"]
    return {
        "caller_id_name": caller,
        "caller_id_number": caller,
        "destination_number": called,
        "context": "default",
        "start_stamp": _text(start),
        "answer_stamp": _text(answered_at),
        "end_stamp": _text(end),
        "duration": str(_seconds(start, end)),
        "billsec": str(_seconds(answered_at, end) if answered_at else 0),
        "hangup_cause": cause,
        "uuid": uuid,
        "bleg_uuid": bridged,
        "accountcode": "",
        "read_codec": "PCMA",
        "write_codec": "PCMA",
    }


def unique_id(leg: Leg) -> str:
    """The uniqueid of the channel that a leg begins with."""
    return f"{_epoch(leg['started_at'])}.{leg['contact_id'][-6:]}"


def _uuid(leg: Leg, side: str = "b") -> str:
    return f"fs-{leg['contact_id']}-{side}"


def _agent(leg: Leg) -> str:
    return f"Agent/{leg['agent_id']}"


def _hexadecimal(leg: Leg) -> str:
    return f"{int(leg['contact_id'][-6:]):08x}"


def _epoch(moment: datetime) -> int:
    return int(moment.replace(tzinfo=LOCAL).astimezone(UTC).timestamp())


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())


def _text(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def _entry(
    first: Leg, at: datetime, agent: str, event: str, data: tuple[object, ...]
) -> dict[str, str]:
    values = [str(value) for value in data] + [""] * 5
    entry = {
        "epoch": str(_epoch(at)),
        "callid": unique_id(first),
        "queue": first["queue"],
        "agent": agent,
        "event": event,
    }
    return entry | {f"data{position + 1}": values[position] for position in range(5)}
