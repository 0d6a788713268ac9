"""What telephone exchanges write, call by call, and what each call must become.

Every call has a customer's number of its own, so that all files of one exchange are followed
together; a second is an offset from the beginning of the call.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.python.exchange_lab import Calls, Lab

CHINA = "Asia/Shanghai"


class Contact(NamedTuple):
    """What a call is as a contact; agents: first, last."""

    direction: str
    outcome: str | None
    wait: int
    talk: int
    agents: tuple[str | None, str | None]
    transfers: int = 0


@dataclass
class Call:
    """A call that begins at a moment, and what its exchange writes of it.

    number: of the customer. contact: None if the call is no contact. handled: seconds by agent.
    """

    name: str
    number: str
    begun: datetime
    contact: Contact | None
    handled: dict[str, int]
    zone: str = CHINA
    records: list[list[str]] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)
    legs: list[list[str]] = field(default_factory=list)

    def epoch(self, offset: float = 0) -> int:
        """Seconds since 1970."""
        return int((self.begun + timedelta(seconds=offset)).timestamp())

    def stamp(self, offset: float | None) -> str:
        """What the clock of the exchange shows."""
        if offset is None:
            return ""
        moment = self.begun + timedelta(seconds=offset)
        return moment.astimezone(ZoneInfo(self.zone)).strftime("%Y-%m-%d %H:%M:%S")

    def record(
        self, channels: str, app: str, times: tuple[float, float | None, float], **keys: str | float
    ) -> Call:
        """A record of Asterisk. channels: calling > called. times: start, answer, end.

        keys: src, dst, context, disposition; id and linked, which are the sequence numbers of
        unique ids; at, the offset at which the channel began.
        """
        channel, _, called = channels.partition(" > ")
        start, answer, end = times
        name, _, arguments = app.partition(":")
        billsec = 0 if answer is None else round(end - answer)
        disposition = str(keys.get("disposition", "NO ANSWER" if answer is None else "ANSWERED"))
        src = str(keys.get("src", self.number))
        self.records.append([
            "", src, str(keys.get("dst", "8000")), str(keys.get("context", "from-trunk")),
            f'"{src}" <{src}>', channel, called, name, arguments,
            *map(self.stamp, times), str(round(end - start)), str(billsec), disposition,
            "DOCUMENTATION", self.id(str(keys.get("id", "1")), float(keys.get("at", 0))), "", "",
            self.id(str(keys.get("linked", "1"))), str(len(self.records) + 1),
        ])  # fmt: skip
        return self

    def id(self, sequence: str = "1", offset: float = 0) -> str:
        """The unique id of a channel of the call."""
        return f"{self.epoch(offset)}.{sequence}"

    def event(self, offset: float, queue: str, agent: str, name: str, *data: object) -> Call:
        """An event of Asterisk's queue log under the id of the first channel."""
        return self.event_of(self.id(), offset, queue, agent, name, *data)

    def event_of(
        self, call: str, offset: float, queue: str, agent: str, name: str, *data: object
    ) -> Call:
        """An event under another id."""
        fields = [str(self.epoch(offset)), call, queue, agent, name, *map(str, data)]
        self.events.append(fields)
        return self

    def leg(
        self,
        parties: str,
        times: tuple[float, float | None, float],
        uuid: str,
        bridged: str = "",
        cause: str = "NORMAL_CLEARING",
        context: str = "public",
    ) -> Call:
        """A record of FreeSWITCH. parties: caller > called; uuids stand after the call's name."""
        caller, _, called = parties.partition(" > ")
        start, answer, end = times
        self.legs.append([
            "x", caller.replace("customer", self.number), called.replace("customer", self.number),
            context, *map(self.stamp, times), str(round(end - start)),
            str(0 if answer is None else round(end - answer)), cause, f"{self.name}-{uuid}",
            bridged and f"{self.name}-{bridged}", "", "PCMA", "PCMA",
        ])  # fmt: skip
        return self


class Book:
    """Calls, one after the other, each with a number and a time of its own."""

    def __init__(
        self, prefix: str, zone: str = CHINA, begun: datetime = datetime(2026, 9, 2, 1, tzinfo=UTC)
    ) -> None:
        self.calls: list[Call] = []
        self._prefix = prefix
        self._zone = zone
        self._begun = begun

    def call(
        self, name: str, contact: Contact | None, handled: dict[str, int] | None = None
    ) -> Call:
        """A new call."""
        number = f"{self._prefix}{len(self.calls):04}"
        begun = self._begun + timedelta(minutes=20 * len(self.calls))
        self.calls.append(Call(name, number, begun, contact, handled or {}, self._zone))
        return self.calls[-1]

    def write(self, raw: Path) -> None:
        """Both logs of Asterisk and the records of FreeSWITCH, as far as there are any."""
        records = [record for call in self.calls for record in call.records]
        events = [event for call in self.calls for event in call.events]
        legs = [leg for call in self.calls for leg in call.legs]
        write(raw, "asterisk_cdr/Master.csv", _csv(records))
        write(raw, "asterisk_queue_log/queue_log.csv", "".join(map(_bars, events)))
        write(raw, "freeswitch_cdr/Master.csv", _csv(legs))


def write(raw: Path, name: str, text: str) -> None:
    """A file of the raw folder, unless it is empty."""
    if text:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, "utf-8")


def _csv(records: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(records)
    return written.getvalue()


def _bars(fields: list[str]) -> str:
    return "|".join(fields) + "\n"


TRUNK = "PJSIP/trunk-0000000a"
ONE, TWO, THREE = "PJSIP/2001-0000000b", "PJSIP/2002-0000000c", "PJSIP/2003-0000000d"
ONE_MORE = "PJSIP/2001-0000000e"


def asterisk() -> Book:
    """Calls that one or both logs of Asterisk tell of."""
    book = Book("1391000")
    pair = ("2001", "2002")

    # Transfers out of a queue
    to_the_end = Contact("inbound", "answered", 10, 290, pair, 1)
    call = book.call("one record to the end, handed on", to_the_end, {"2001": 110, "2002": 180})
    call.record(f"{TRUNK} > {ONE}", "Queue:9000,t", (0, 0, 300))
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(10, "9000", "PJSIP/2001", "CONNECT", 10, call.id("2"), 5)
    call.event(120, "9000", "PJSIP/2001", "BLINDTRANSFER", "2002", "from-internal", 10, 110, 1)

    known = Contact("inbound", "answered", 10, 285, pair, 1)
    call = book.call("the same with a record of the second leg", known, {"2001": 110, "2002": 175})
    call.record(f"{TRUNK} > {ONE}", "Queue:9000,t", (0, 0, 300))
    call.record(f"{TRUNK} > {TWO}", "Dial:PJSIP/2002", (121, 125, 300))
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(10, "9000", "PJSIP/2001", "CONNECT", 10, call.id("2"), 5)
    call.event(120, "9000", "PJSIP/2001", "BLINDTRANSFER", "2002", "from-internal", 10, 110, 1)

    two_queues = Contact("inbound", "answered", 10, 110 + 90, pair, 1)
    call = book.call("queue log: into another queue", two_queues, {"2001": 110, "2002": 90})
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(10, "9000", "PJSIP/2001", "CONNECT", 10, call.id("2"), 5)
    call.event(120, "9000", "PJSIP/2001", "BLINDTRANSFER", "9100", "from-internal", 10, 110, 1)
    call.event(121, "9100", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(130, "9100", "PJSIP/2002", "CONNECT", 9, call.id("3"), 5)
    call.event(220, "9100", "PJSIP/2002", "COMPLETECALLER", 9, 90, 1)

    bridged = Contact("inbound", "answered", 10, 110 + 100, pair, 1)
    call = book.call("consulted at a desk, then brought together", bridged,
                     {"2001": 110, "2002": 110})  # fmt: skip
    call.record(f"{TRUNK} > {ONE}", "Queue:9000,t", (0, 0, 120))
    call.record(f"{ONE_MORE} > {TWO}", "Dial:PJSIP/2002", (105, 110, 120),
                src="2001", dst="2002", id="3", at=105)  # fmt: skip
    call.record(f"{TRUNK} > {TWO}", "Queue:9000,t", (119, 119, 220))
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(10, "9000", "PJSIP/2001", "CONNECT", 10, call.id("2"), 5)
    call.event(120, "9000", "PJSIP/2001", "ATTENDEDTRANSFER", "BRIDGE", "b-1", 10, 110, 1)

    # Transfers in the call log alone
    led_on = Contact("inbound", "answered", 5, 95 + 190, pair, 1)
    call = book.call("led on while the first record lasts", led_on, {"2001": 95, "2002": 190})
    call.record(f"{TRUNK} > {ONE}", "Dial:PJSIP/2001", (0, 5, 300), dst="2001")
    call.record(f"{TRUNK} > {TWO}", "Dial:PJSIP/2002", (100, 110, 300), dst="2002")

    asked = Contact("inbound", "answered", 5, 295, pair, 1)
    call = book.call("asked, and left with the customer", asked, {"2001": 105, "2002": 190})
    call.record(f"{TRUNK} > {ONE}", "Dial:PJSIP/2001", (0, 5, 300), dst="2001")
    call.record(f"{ONE_MORE} > {TWO}", "Dial:PJSIP/2002", (100, 110, 300),
                src="2001", dst="2002", id="3", at=100)  # fmt: skip

    consulted = Contact("inbound", "answered", 5, 295, ("2001", "2001"))
    call = book.call("asked, and no more", consulted, {"2001": 295, "2002": 90})
    call.record(f"{TRUNK} > {ONE}", "Dial:PJSIP/2001", (0, 5, 300), dst="2001")
    call.record(f"{ONE_MORE} > {TWO}", "Dial:PJSIP/2002", (100, 110, 200),
                src="2001", dst="2002", id="3", at=100)  # fmt: skip

    outward = Contact("outbound", "answered", 10, 90 + 95, pair, 1)
    call = book.call("who was called is handed on", outward, {"2001": 90, "2002": 95})
    call.record(f"{ONE} > {TRUNK}", "Dial:PJSIP/trunk", (0, 10, 100),
                src="2001", dst=call.number, context="from-internal")  # fmt: skip
    call.record(f"{TRUNK} > {TWO}", "Dial:PJSIP/2002", (100, 105, 200), dst="2002", id="2")

    # Members of queues and their names
    by_channel = Contact("inbound", "answered", 12, 60, ("2002", "2002"))
    call = book.call("a name, by the record of its channel", by_channel, {"2002": 60})
    _members(call, behind="2")
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(5, "9000", "Anna Bianchi", "RINGNOANSWER", 4000)
    call.event(12, "9000", "Wang Wei", "CONNECT", 12, call.id("3", 6), 6)
    call.event(72, "9000", "Wang Wei", "COMPLETEAGENT", 12, 60, 1)

    call = book.call("a name, by the time of its record", by_channel, {"2002": 60})
    _members(call, behind="2")
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(12, "9000", "Wang Wei", "CONNECT", 12, call.id("99", 6), 6)
    call.event(72, "9000", "Wang Wei", "COMPLETEAGENT", 12, 60, 1)

    call = book.call("a name, known from other calls", by_channel, {"2002": 60})
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(12, "9000", "Wang Wei", "CONNECT", 12, "", 6)
    call.event(72, "9000", "Wang Wei", "COMPLETEAGENT", 12, 60, 1)

    call = book.call("an agent who logged in at a phone", by_channel, {"2002": 60})
    _members(call, behind="2")
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(12, "9000", "Agent/6666", "CONNECT", 12, "", 6)
    call.event(72, "9000", "Agent/6666", "COMPLETEAGENT", 12, 60, 1)

    call = book.call("the call log of members alone", by_channel, {"2002": 60})
    _members(call, behind="2")

    nobody = Contact("inbound", "no_answer", 5, 0, ("2001", "2001"))
    call = book.call("a member rung in vain, whatever picked up before", nobody)
    call.record(f"{TRUNK} > Local/2001@queue-00000007;1", "Queue:9000,t", (0, 0, 5))
    call.record(f"Local/2001@queue-00000007;2 > {ONE}", "Dial:PJSIP/2001", (1, None, 5),
                dst="2001", id="2", at=1)  # fmt: skip

    # Something that is no agent
    box = Contact("inbound", "voicemail", 20, 0, ("2001", "2001"))
    call = book.call("the voice box of a member", box)
    call.record(f"{TRUNK} > Local/2001@queue-00000008;1", "Dial:Local/2001@queue", (0, 20, 50))
    call.record(f"Local/2001@queue-00000008;2 > {ONE}", "VoiceMail:2001@default", (0, 20, 50),
                dst="2001", id="2")  # fmt: skip

    box = Contact("inbound", "voicemail", 20, 0, ("2001", "2001"))
    call = book.call("a queue that connects to a voice box", box)
    call.record(f"{TRUNK} > Local/2001@queue-00000009;1", "Queue:9000,t", (0, 0, 50))
    call.record(f"Local/2001@queue-00000009;2 > {ONE}", "VoiceMail:2001@default", (1, 20, 50),
                dst="2001", id="2", at=1)  # fmt: skip
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(20, "9000", "Local/2001@queue/n", "CONNECT", 20, call.id("2", 1), 19)
    call.event(50, "9000", "Local/2001@queue/n", "COMPLETECALLER", 20, 30, 1)

    menu = Contact("inbound", "abandoned", 30, 0, (None, None))
    call = book.call("a menu", menu)
    call.record(TRUNK, "BackGround:welcome", (0, 0, 30))

    room = Contact("inbound", "answered", 1, 300, (None, None))
    for app in ("MeetMe:8600051,F", "ConfBridge:8700", "Konference:1"):
        call = book.call(app, room)
        call.record(TRUNK, app, (0, 1, 301), dst="8600")

    mobile = Contact("inbound", "answered", 8, 50, (None, None))
    call = book.call("forwarded to a line outside", mobile)
    call.record(f"{TRUNK} > PJSIP/trunk-0000002b", "Dial:PJSIP/x", (0, 8, 58), dst="2001")

    # Ids of diallers
    dialled = Contact("outbound", "answered", 3, 30, ("7777", "7777"))
    call = book.call("a dialler", dialled, {"7777": 30})
    call.event_of("M9020001000000402028", 0, "OUT", "NONE", "CALLOUTBOUND", "", call.number, "")
    call.event_of("M9020001000000402028", 3, "OUT", "Agent/7777", "CONNECT", 3, "", "")
    call.event_of("M9020001000000402028", 33, "OUT", "Agent/7777", "COMPLETEAGENT", 3, 30, 1)

    call = book.call("what cannot be used is told", None)
    call.event_of("X9020001000000402029", 0, "OUT", "NONE", "CALLSTATUS", "B")
    call.event_of("NONE", 0, "NONE", "NONE", "QUEUESTART")
    return book


def _members(call: Call, behind: str) -> None:
    """2001 rings in vain behind a Local channel, 2002 answers after 12 seconds."""
    for extension, sequence, (start, answer, end) in (
        ("2001", "2", (1, None, 5)), ("2002", "3", (6, 12, 72)),
    ):  # fmt: skip
        local = f"Local/{extension}@queue-{behind:0>5}{call.number[-2:]}{extension[-1]}"
        phone = f"PJSIP/{extension}-000000c{sequence}"
        disposition = "ANSWERED" if answer else "NO ANSWER"
        call.record(f"{TRUNK} > {local};1", "Queue:9000,t", (0, 0, end), disposition=disposition)
        call.record(f"{local};2 > {phone}", f"Dial:PJSIP/{extension}", (start, answer, end),
                    dst=extension, id=sequence, at=start)  # fmt: skip


def freeswitch() -> Book:
    """Calls of which FreeSWITCH writes all legs."""
    book = Book("1392000")
    handed = Contact("inbound", "answered", 10, 90 + 95, ("2001", "2002"), 1)
    call = book.call("blind", handed, {"2001": 90, "2002": 95})
    call.leg("customer > 4000", (0, 2, 200), "a", "b2")
    call.leg("customer > 2001", (3, 10, 100), "b1", "a", "BLIND_TRANSFER")
    call.leg("customer > 2002", (100, 105, 200), "b2", "a")

    call = book.call("direct", handed, {"2001": 90, "2002": 95})
    call.leg("customer > 2001", (0, 10, 200), "a", "b2")
    call.leg("customer > 2001", (0, 10, 100), "b1", "a", "BLIND_TRANSFER")
    call.leg("customer > 2002", (100, 105, 200), "b2", "a")

    outward = Contact("outbound", "answered", 10, 90 + 95, ("2001", "2002"), 1)
    call = book.call("outward", outward, {"2001": 90, "2002": 95})
    call.leg("2001 > customer", (0, 10, 100), "a", "c", "BLIND_TRANSFER", "default")
    call.leg("01051550000 > customer", (1, 10, 200), "c", "b2", context="default")
    call.leg("customer > 2002", (100, 105, 200), "b2", "c", context="default")

    asked = Contact("inbound", "answered", 10, 290, ("2001", "2001"))
    call = book.call("asked", asked, {"2001": 290, "2002": 50})
    call.leg("customer > 2001", (0, 10, 300), "a", "b1")
    call.leg("customer > 2001", (0, 10, 300), "b1", "a")
    call.leg("2001 > 2002", (100, 110, 160), "q", "q2", context="default")
    call.leg("2001 > 2002", (100, 110, 160), "q2", "q", context="default")

    alone = Contact("inbound", "abandoned", 38, 0, (None, None))
    call = book.call("menu", alone)
    call.leg("customer > 5000", (0, 2, 38), "a")
    room = Contact("inbound", "answered", 2, 36, (None, None))
    call = book.call("room", room)
    call.leg("customer > conference_7", (0, 2, 38), "a")
    return book


@dataclass(frozen=True)
class World:
    """A book of calls and what became of them."""

    book: Book
    calls: Calls

    def contact(self, call: Call) -> Contact | None:
        """The one contact of a call."""
        found = [
            row for row in self.calls.contacts
            if row["phone_number"] and row["phone_number"].endswith(call.number[-10:])
        ]  # fmt: skip
        assert len(found) <= 1
        if not found:
            return None
        [row] = found
        return Contact(
            row["direction"], row["outcome"], row["wait_seconds"], row["talk_seconds"],
            (row["first_agent_id"], row["agent_id"]), row["transfers"],
        )  # fmt: skip

    def handled(self, call: Call) -> dict[str, int]:
        """The seconds of each agent in it."""
        contacts = {
            row["contact_id"] for row in self.calls.contacts
            if row["phone_number"] and row["phone_number"].endswith(call.number[-10:])
        }  # fmt: skip
        return {
            agent: seconds
            for (contact, agent), seconds in self.calls.handled.items()
            if contact in contacts
        }


Follow = Callable[..., Calls]


@pytest.fixture(scope="module")
def follow(tmp_path_factory: pytest.TempPathFactory) -> Follow:
    """Follows the files of a raw folder under some settings, whose models are compiled once."""
    labs: dict[str, Lab] = {}

    def run(raw: Path, **settings: object) -> Calls:
        key = repr(sorted(settings.items()))
        if key not in labs:
            labs[key] = Lab(tmp_path_factory.mktemp("lab"), settings)
        return labs[key].follow(raw)

    return run


@pytest.fixture(scope="module")
def worlds(follow: Follow, tmp_path_factory: pytest.TempPathFactory) -> dict[str, World]:
    """The books of both exchanges."""
    raw = tmp_path_factory.mktemp("books") / "raw"
    books = {"asterisk": asterisk(), "freeswitch": freeswitch()}
    for book in books.values():
        book.write(raw)
    calls = follow(raw)
    return {name: World(book, calls) for name, book in books.items()}


@pytest.mark.parametrize(
    ("exchange", "name"),
    [("asterisk", call.name) for call in asterisk().calls]
    + [("freeswitch", call.name) for call in freeswitch().calls],
)
def test_a_call_is_one_contact_and_each_second_of_an_agent_counts_once(
    worlds: dict[str, World], exchange: str, name: str
) -> None:
    world = worlds[exchange]
    [call] = [call for call in world.book.calls if call.name == name]
    assert world.contact(call) == call.contact
    assert world.handled(call) == call.handled


def test_what_no_call_can_be_made_of_is_a_leg_without_a_number(worlds: dict[str, World]) -> None:
    legs = [
        leg for leg in worlds["asterisk"].calls.legs if leg["contact_id"].startswith("asterisk-X9")
    ]
    assert [(leg["direction"], leg["phone_number"]) for leg in legs] == [("internal", None)]


# Clocks


def straddling(zone: str, change: datetime) -> Book:
    """Calls during which the clock changes, of both exchanges."""
    book = Book("1393000", zone, change - timedelta(seconds=90))
    pair = ("2001", "2002")
    both = Contact("inbound", "answered", 10, 110 + 175, pair, 1)
    call = book.call("both logs", both, {"2001": 110, "2002": 175})
    call.record(f"{TRUNK} > {ONE}", "Queue:9000,t", (0, 0, 120))
    call.record(f"{TRUNK} > {TWO}", "Dial:PJSIP/2002", (120, 125, 300))
    call.event(0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event(10, "9000", "PJSIP/2001", "CONNECT", 10, call.id("2"), 5)
    call.event(120, "9000", "PJSIP/2001", "BLINDTRANSFER", "2002", "from-internal", 10, 110, 1)

    alone = Contact("inbound", "answered", 5, 65 + 190, ("2003", "2004"), 1)
    call = Call("call log", "13930000001", book.calls[0].begun, alone, {"2003": 65, "2004": 190},
                zone)  # fmt: skip
    call.record(f"{TRUNK} > {THREE}", "Dial:PJSIP/2003", (0, 5, 70), id="5", linked="5")
    call.record(f"{TRUNK} > PJSIP/2004-00000001", "Dial:PJSIP/2004", (100, 110, 300),
                id="5", linked="5")  # fmt: skip
    book.calls.append(call)

    lost = Contact("inbound", "abandoned", 200, 0, (None, None))
    call = Call("given up", "13930000002", book.calls[0].begun, lost, {}, zone)
    call.event_of(call.id("6"), 0, "9000", "NONE", "ENTERQUEUE", "", call.number, 1)
    call.event_of(call.id("6"), 200, "9000", "NONE", "ABANDON", 1, 1, 200)
    book.calls.append(call)

    handed = Contact("inbound", "answered", 10, 90 + 95, ("2005", "2006"), 1)
    call = Call("legs", "13930000003", book.calls[0].begun, handed, {"2005": 90, "2006": 95}, zone)
    call.leg("customer > 4000", (0, 2, 200), "a", "b2")
    call.leg("customer > 2005", (3, 10, 100), "b1", "a", "BLIND_TRANSFER")
    call.leg("customer > 2006", (100, 105, 200), "b2", "a")
    book.calls.append(call)
    return book


AUTUMN = datetime(2025, 10, 26, 1, tzinfo=UTC)
SPRING = datetime(2026, 3, 29, 1, tzinfo=UTC)
ISLAND = datetime(2026, 4, 4, 15, tzinfo=UTC)  # Lord Howe, by half an hour


@pytest.mark.parametrize(
    ("zone", "change", "settings"),
    [
        ("Europe/Rome", AUTUMN, {"business_timezone": "Europe/Rome"}),
        ("Europe/Rome", SPRING, {"business_timezone": "Europe/Rome"}),
        ("Australia/Lord_Howe", ISLAND, {"business_timezone": "Australia/Lord_Howe"}),
        ("UTC", AUTUMN, {"business_timezone": "Europe/Rome", "exchange_timezone": "UTC"}),
        ("Europe/Rome", AUTUMN,
         {"business_timezone": CHINA, "exchange_timezone": "Europe/Rome"}),
    ],
    ids=["autumn", "spring", "half an hour", "exchange in UTC", "exchange elsewhere"],
)  # fmt: skip
def test_a_change_of_clocks_changes_no_call(
    follow: Follow, tmp_path: Path, zone: str, change: datetime, settings: dict[str, object]
) -> None:
    book = straddling(zone, change)
    book.write(tmp_path / "raw")
    world = World(book, follow(tmp_path / "raw", **settings))
    rejected = [
        row["exclusion"]
        for rows in world.calls.records.values()
        for row in rows
        if row["exclusion"]
    ]
    assert rejected == []
    found = {call.name: (world.contact(call), world.handled(call)) for call in book.calls}
    assert found == {call.name: (call.contact, call.handled) for call in book.calls}


# Ids


def test_two_callers_at_once_under_one_id_are_two_calls(follow: Follow, tmp_path: Path) -> None:
    """Two exchanges with a file of each log: calls in, and calls out, under the same ids."""
    raw = tmp_path / "raw"
    numbers = {"north": ("13940000001", "13940000003"), "south": ("13940000002", "13940000004")}
    for site, (calling, called) in numbers.items():
        agent = "2001" if site == "north" else "3001"
        wait = 10 if site == "north" else 5
        one = Book("1394")
        inbound = one.call(site, None)
        inbound.number = calling
        inbound.record(f"{TRUNK} > PJSIP/{agent}-00000002", "Queue:care,t", (0, 0, wait + 50))
        inbound.event(0, "care", "NONE", "ENTERQUEUE", "", calling, 1)
        inbound.event(wait, "care", f"PJSIP/{agent}", "CONNECT", wait, inbound.id("2"), 3)
        inbound.event(wait + 50, "care", f"PJSIP/{agent}", "COMPLETECALLER", wait, 50, 1)
        outbound = one.call(f"{site} out", None)
        outbound.number = called
        channels = "PJSIP/2001-00000009 > PJSIP/trunk-0000000a"
        outbound.record(channels, "Dial:x", (0, wait, wait + 40),
                        src="2001", dst=called, context="from-internal")  # fmt: skip
        one.write(tmp_path / site)
        for table in ("asterisk_cdr", "asterisk_queue_log"):
            for file in (tmp_path / site / table).iterdir():
                write(raw, f"{table}/{site} {file.name}", file.read_text("utf-8"))
    calls = follow(raw)
    found = {
        row["phone_number"][-11:]: (
            row["direction"], row["wait_seconds"], row["talk_seconds"], row["agent_id"],
            row["transfers"],
        )
        for row in calls.contacts
    }  # fmt: skip
    assert found == {
        "13940000001": ("inbound", 10, 50, "2001", 0),
        "13940000002": ("inbound", 5, 50, "3001", 0),
        "13940000003": ("outbound", 10, 40, "2001", 0),
        "13940000004": ("outbound", 5, 40, "2001", 0),
    }


# Extremes


EXTREMES = [
    "9999-12-31 23:59:59", "9999-12-31", "0001-01-01 00:00:00", "1899-12-30", "1969-12-31 23:59:59",
    "0000-00-00 00:00:00", "253402300799", "-1", "0", "1e308", "999999999999999999999999", "NaN",
    "-2147483649", "2147483648", "9223372036854775808", "x" * 5000, "\u0000", "'", "%", "",
]  # fmt: skip


def test_no_value_of_any_column_stops_the_models(follow: Follow, tmp_path: Path) -> None:
    """One record for every column and extreme value, in each table of an exchange."""
    book = asterisk()
    other = freeswitch()
    usual = book.calls[0]
    tables = {
        "asterisk_cdr": (usual.records[0], _csv),
        "asterisk_queue_log": (usual.events[1], lambda rows: "".join(map(_bars, rows))),
        "freeswitch_cdr": (other.calls[0].legs[0], _csv),
    }
    for table, (fields, written) in tables.items():
        rows = [
            [*fields[:position], value, *fields[position + 1 :]]
            for position in range(len(fields))
            for value in EXTREMES
            if value != "\u0000"
        ]
        write(tmp_path / "raw", f"{table}/extremes.csv", written([fields, *rows]))
    calls = follow(tmp_path / "raw")
    assert calls.contacts
    spans = [
        span for row in calls.legs for span in (row["wait_seconds"], row["talk_seconds"])
        if span is not None
    ]  # fmt: skip
    assert min(spans) >= 0
    assert max(spans) <= 14 * 24 * 3600
