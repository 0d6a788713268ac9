"""Call detail records: the whole traffic of a month in vectorised chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from simulator import dictionaries as words
from simulator.columns import Array, money_units, padded, pick_by, repeat
from simulator.dictionaries import ARCHETYPES, CELLS_PER_CITY, SERVICE_NUMBERS
from simulator.handsets import Handsets
from simulator.catalogue import cell_ids
from simulator.lines import Lines, spelling, written
from simulator.population import Customers
from simulator.settings import DAY, HOUR, Month, Settings

CHUNK_ROWS = 500_000
SPINS = 65_536  # size of the wheels that turn 16 random bits into a drawn value
VOICE, SMS, DATA = 0, 1, 2
USAGE = ("voice", "sms", "data")
SIMBOX_RATE, WANGIRI_RATE, PREMIUM_RATE = 600.0, 400.0, 45.0  # CDRs a month
SERVICE_SHARE = 0.13
UNANSWERED = 0.21
TEXT = pa.dictionary(pa.int32(), pa.string())
HOURLY = (2, 1, 0.7, 0.5, 0.5, 1, 3, 7, 13, 18, 19, 18, 16, 14, 15, 16, 17, 18, 19, 20, 18, 14, 8, 4)
SCHEMA = pa.schema(
    [
        ("cdr_id", pa.string()),
        ("subscriber_number", TEXT),
        ("other_number", pa.string()),
        ("direction", TEXT),
        ("usage_type", TEXT),
        ("started_at", pa.timestamp("us")),
        ("duration_seconds", pa.int32()),
        ("is_answered", pa.bool_()),
        ("data_bytes", pa.int64()),
        ("charge", pa.decimal128(18, 4)),
        ("currency", TEXT),
        ("cell_id", TEXT),
        ("imei", TEXT),
        ("updated_at", pa.timestamp("us")),
    ]
)


@dataclass
class Traffic:
    """Writes the CDRs of an operator; holds what is shared by all months."""

    settings: Settings
    customers: Customers
    lines: Lines
    handsets: Handsets
    rate: Array = field(init=False)  # CDRs a month per line in normal use
    people: pa.Array = field(init=False)  # the other numbers: private ones, then services
    private: int = field(init=False)
    imeis: pa.Array = field(init=False)
    service_weights: Array = field(init=False)

    def __post_init__(self) -> None:
        size = self.settings.customers
        in_service = np.zeros(len(self.lines))
        calendar = self.settings.calendar()
        for month in calendar:
            first, until = self.lines.window(month)
            in_service += (until - first) / month.days
        total = max(float(self.lines.weight @ in_service) / len(calendar), 1e-9)
        self.rate = self.lines.weight * self.settings.calls_per_customer_month * size / total
        self._draw_people()
        self.imeis = self.handsets.imeis()
        self.service_weights = _service_weights()

    def _draw_people(self) -> None:
        """Numbers to talk with: mobiles elsewhere, landlines, this operator's own, services."""
        rng = self.settings.rng("people")
        mobiles = int(np.clip(12 * len(self.lines), 5_000, 2_000_000))
        prefix = np.array(words.OTHER_PREFIXES)[rng.integers(0, len(words.OTHER_PREFIXES), mobiles)]
        number = prefix.astype(np.int64) * 10**8 + rng.integers(0, 10**8, mobiles)
        own = self.lines.number[rng.integers(0, len(self.lines), mobiles // 5)]
        number = np.concatenate([number, own])
        land = mobiles // 12
        area = words.CITIES[0][1]
        private = [
            written(number, spelling(rng, len(number))),
            padded(area, rng.integers(50_000_000, 70_000_000, land), 8),
        ]
        self.private = sum(len(part) for part in private)
        services = pa.array([entry[0] for entry in SERVICE_NUMBERS] + list(words.SMS_PORTS))
        self.people = pa.concat_arrays([*private, services])

    def month(self, month: Month) -> Iterator[pa.Table]:
        """The records of one month, about CHUNK_ROWS at a time, each in order of time."""
        first, until = self.lines.window(month)
        activity = self.customers.activity(month)[self.lines.customer]
        expected = self.rate * activity * (until - first) / month.days
        expected += self._fraud_rate(month) * (until > first)
        bounds = np.cumsum(expected)
        chunks = max(1, round(float(bounds[-1]) / CHUNK_ROWS))
        cuts = np.searchsorted(bounds, bounds[-1] * np.arange(1, chunks) / chunks)
        edges = np.concatenate([[0], cuts, [len(expected)]])
        using = self.handsets.current(month.start * DAY)
        wheel = _hour_wheel(month)
        serial = 0
        for chunk, (lo, hi) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
            part = _Chunk(self, month, int(lo), int(hi), self.settings.rng("cdrs", month.index, chunk))
            table = part.draw(expected[lo:hi], first[lo:hi], until[lo:hi], using[lo:hi], wheel, serial)
            serial += table.num_rows
            yield table

    def _fraud_rate(self, month: Month) -> Array:
        """Additional records a month of the planted patterns."""
        active = self.customers.fraud_from < month.until
        extra = np.array([0, SIMBOX_RATE, WANGIRI_RATE, PREMIUM_RATE])[self.customers.fraud]
        primary = self.lines.first_of[self.lines.customer] == np.arange(len(self.lines))
        return np.where(primary, (extra * active)[self.lines.customer], 0.0)


@dataclass
class _Chunk:
    """The records of a range of lines in one month."""

    traffic: Traffic
    month: Month
    lo: int
    hi: int
    rng: np.random.Generator

    def draw(self, expected: Array, first: Array, until: Array, using: Array, wheel: Array,
             serial: int) -> pa.Table:
        lines, rng, month = self.traffic.lines, self.rng, self.month
        line = repeat(rng.poisson(expected)).astype(np.int32)
        size = len(line)
        second = wheel[rng.integers(0, SPINS, size, dtype=np.uint16)] * HOUR
        second += rng.integers(0, HOUR, size, dtype=np.uint16)
        line, second = self._in_service(line, second, first, until)
        hour = (second // HOUR) % 24
        started = second.astype(np.int64) + month.start * DAY

        customer = lines.customer[self.lo : self.hi]
        kind = self.traffic.customers.archetype[customer]
        fraud = np.where(
            self.traffic.customers.fraud_from[customer] < month.until,
            self.traffic.customers.fraud[customer], 0,
        ).astype(np.int8)[line]  # fmt: skip
        usage = self._usage(kind, line, fraud)
        outgoing = self._outgoing(usage, fraud)
        other = self._other(line, usage, outgoing, fraud)
        answered, duration = self._talk(usage, fraud)
        volume = self._volume(kind, line, usage)
        charge = self._charge(usage, outgoing, duration, other)
        if fraud.any():
            self._burst(started, fraud)
        handset, choice = self._imei(line, started, using)
        numbers = lines.number[self.lo : self.hi]
        width = self.hi - self.lo
        spelt = [written(numbers, np.full(width, style)) for style in (0, 2, 4)]
        style = np.maximum(rng.integers(0, 256, size, dtype=np.uint8).astype(np.int32) - 253, 0)
        call = usage == VOICE
        return pa.table(
            [
                padded("cdr", np.arange(serial, serial + size), 9),
                _coded(line + style * width, pa.concat_arrays(spelt)),
                self.traffic.people.take(pa.array(other, mask=usage == DATA)),
                _coded((~outgoing).astype(np.int32), pa.array(["outgoing", "incoming"])),
                _coded(usage.astype(np.int32), pa.array(USAGE)),
                pa.array(started * 1_000_000).view(pa.timestamp("us")),
                pa.array(duration, mask=usage == SMS),
                pa.array(answered, mask=~call),
                pa.array(volume, mask=usage != DATA),
                money_units(charge),
                _coded(np.zeros(size, np.int32), pa.array(["CNY"])),
                _coded(self._cell(line, started, hour), cell_ids()),
                _coded(choice, handset),
                pa.nulls(size, pa.timestamp("us")),
            ],
            schema=SCHEMA,
        )

    def _in_service(self, line: Array, second: Array, first: Array, until: Array
                    ) -> tuple[Array, Array]:
        """Squeeze the days of lines that were not held all month; order all by time."""
        days = until - first
        partial = np.flatnonzero((days < self.month.days)[line])
        if len(partial):
            row = line[partial]
            day, rest = np.divmod(second[partial], DAY)
            day = first[row] - self.month.start + day * days[row] // self.month.days
            second[partial] = day * DAY + rest
        key = second.astype(np.uint64) << np.uint64(32) | line.astype(np.uint64)
        key.sort()
        return (key & np.uint64(2**32 - 1)).astype(np.int32), (key >> np.uint64(32)).astype(np.int32)

    def _usage(self, kind: Array, line: Array, fraud: Array) -> Array:
        voice = np.array([a.voice for a in ARCHETYPES], np.float32)[kind]
        texts = voice + np.array([a.sms for a in ARCHETYPES], np.float32)[kind]
        draw = self.rng.random(len(line), np.float32)
        usage = (draw > voice[line]).astype(np.int8) + (draw > texts[line])
        usage[fraud > 0] = VOICE
        return usage

    def _outgoing(self, usage: Array, fraud: Array) -> Array:
        draw = self.rng.random(len(usage), np.float32)
        share = np.array([0.53, 0.15, 1.0], np.float32)[usage]
        return (draw < share) | (fraud > 0)

    def _other(self, line: Array, usage: Array, outgoing: Array, fraud: Array) -> Array:
        """Position in `people`: mostly one of a small circle, sometimes a service."""
        rng, traffic = self.rng, self.traffic
        size = len(line)
        near = rng.random(size, np.float32)
        member = (near * near * 18).astype(np.uint32)
        mixed = (line + self.lo).astype(np.uint32) * np.uint32(2_654_435_761) + member * np.uint32(
            2_246_822_519
        )
        mixed ^= mixed >> np.uint32(15)
        other = (mixed % np.uint32(traffic.private)).astype(np.int64)
        service = np.flatnonzero((rng.random(size, np.float32) < SERVICE_SHARE) & (usage == VOICE))
        other[service] = traffic.private + self._service(line[service], outgoing[service])
        port = np.flatnonzero((usage == SMS) & ~outgoing & (rng.random(size, np.float32) < 0.8))
        other[port] = len(traffic.people) - 1 - rng.integers(0, len(words.SMS_PORTS), len(port))
        stranger = np.flatnonzero((fraud == words.SIMBOX) | (fraud == words.WANGIRI))
        other[stranger] = rng.integers(0, traffic.private, len(stranger))
        premium = np.flatnonzero(fraud == words.PREMIUM)
        lines_of = [p for p, row in enumerate(SERVICE_NUMBERS) if row[1] == "premium_rate"]
        chosen = np.array(lines_of)[rng.integers(0, len(lines_of), len(premium))]
        other[premium] = traffic.private + chosen
        return other

    def _service(self, line: Array, outgoing: Array) -> Array:
        """A service number by direction, interest, and the hotlines of rivals before leaving."""
        customers = self.traffic.customers
        customer = self.traffic.lines.customer[self.lo : self.hi]
        unrest = np.where(
            customers.cause[customer] == words.COMPETITOR, customers.unrest(self.month)[customer], 0
        )[line]
        row = customers.interest[customer][line] + np.where(outgoing, 0, len(words.INTERESTS))
        found = pick_by(self.rng, row, self.traffic.service_weights)
        rivals = [p for p, entry in enumerate(SERVICE_NUMBERS) if entry[1] == "competitor"]
        lured = self.rng.random(len(line)) < 0.5 * unrest
        return np.where(lured & outgoing, np.array(rivals)[found % len(rivals)], found)

    def _talk(self, usage: Array, fraud: Array) -> tuple[Array, Array]:
        """Whether a call was answered, and the seconds of a call or a data session."""
        size = len(usage)
        length = np.exp(self.rng.standard_normal(size, np.float32) * np.float32(1.15)
                        + np.array([4.1, 0, 6.2], np.float32)[usage])
        silent = np.array([UNANSWERED, 0.45, 0.97, 0.02], np.float32)[fraud]
        answered = self.rng.random(size, np.float32) >= silent
        length = np.where(fraud == words.WANGIRI, length * np.float32(0.02), length)
        length = np.where(fraud == words.PREMIUM, length * np.float32(5), length)
        duration = np.minimum(length, 14_400).astype(np.int32) + 1
        return answered, np.where(answered | (usage != VOICE), duration, 0)

    def _volume(self, kind: Array, line: Array, usage: Array) -> Array:
        """Bytes of a data session: heavy-tailed, larger where data leads."""
        level = 16.2 - 1.6 * np.array([a.voice for a in ARCHETYPES], np.float32)[kind]
        volume = self.rng.standard_normal(len(line), np.float32) * np.float32(1.5) + level[line]
        return np.where(usage == DATA, np.exp(volume), 0).astype(np.int64)

    def _charge(self, usage: Array, outgoing: Array, duration: Array, other: Array) -> Array:
        """Ten-thousandths of a yuan; most use is within the allowance and costs nothing."""
        entry = np.clip(other - self.traffic.private, -1, len(SERVICE_NUMBERS) - 1)
        price = np.full(len(SERVICE_NUMBERS) + 1, 1_500)  # per minute; the last one is private
        for position, row in enumerate(SERVICE_NUMBERS):
            price[position] = {"premium_rate": 20_000, "international": 9_900}.get(row[1], 1_500)
        dear = price[entry] > 1_500
        beyond = (self.rng.integers(0, 256, len(usage), dtype=np.uint8) > 225) | dear
        minutes = -(-duration // 60)
        voice = np.where(outgoing & beyond, minutes * price[entry], 0)
        other_use = np.where(usage == SMS, 1_000, 5_000) * (outgoing & beyond)
        return np.where(usage == VOICE, voice, other_use).astype(np.int64)

    def _burst(self, started: Array, fraud: Array) -> None:
        """Missed-call bursts happen on two days of the month."""
        rows = np.flatnonzero(fraud == words.WANGIRI)
        day = self.month.start + self.month.days // 2 + self.rng.integers(0, 2, len(rows))
        started[rows] = day * DAY + 9 * HOUR + self.rng.integers(0, 3 * HOUR, len(rows))

    def _cell(self, line: Array, started: Array, hour: Array) -> Array:
        """At home, where the weekday is spent, elsewhere in town, or travelling."""
        lines, rng = self.traffic.lines, self.rng
        home, by_day = lines.home_cell[self.lo : self.hi], lines.day_cell[self.lo : self.hi]
        day = started // DAY
        weekday = (day + 3) % 7 < 5
        cell = np.where(weekday & (hour >= 9) & (hour < 18), by_day[line], home[line])
        fixed = self._is_static()[line]
        draw = rng.integers(0, 256, len(line), dtype=np.uint8)
        stray = np.flatnonzero((draw < 30) & ~fixed)
        town = cell[stray] // CELLS_PER_CITY * CELLS_PER_CITY
        cell[stray] = town + rng.integers(0, CELLS_PER_CITY, len(stray), dtype=np.int32)
        away = np.flatnonzero(lines.traveller[self.lo : self.hi][line])
        trip = (day[away] * 2_654_435_761 + line[away] * 40_503) >> 7
        away, trip = away[trip % 10 < 3], trip[trip % 10 < 3]
        cell[away] = (trip // 10 % (len(words.CITIES) * CELLS_PER_CITY)).astype(np.int32)
        return cell

    def _is_static(self) -> Array:
        customers = self.traffic.customers
        return customers.fraud[self.traffic.lines.customer[self.lo : self.hi]] == words.SIMBOX

    def _imei(self, line: Array, started: Array, using: Array) -> tuple[pa.Array, Array]:
        """The handsets of the month (current ones, then next ones) and the choice per row."""
        handsets = self.traffic.handsets
        last = handsets.first_of[self.lo + 1 : self.hi + 1] - 1
        following = np.minimum(using + 1, last)
        change = np.where(following > using, handsets.since[following], 2**62)
        choice = line + (started >= change[line]) * np.int32(self.hi - self.lo)
        known = self.traffic.imeis.take(pa.array(np.concatenate([using, following])))
        return known, choice


def _coded(codes: Array, values: pa.Array) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), values)


def _hour_wheel(month: Month) -> Array:
    """Hours of the month, each as often as its share of the traffic, in SPINS places."""
    day = np.arange(month.days)
    weekend = (month.start + day + 3) % 7 >= 5
    weight = np.where(weekend, 0.78, 1.0)[:, None] * np.array(HOURLY)
    edges = np.rint(np.cumsum(weight.ravel()) / weight.sum() * SPINS).astype(np.int64)
    return np.repeat(np.arange(month.days * 24), np.diff(edges, prepend=0)).astype(np.int32)


def _service_weights() -> Array:
    """Weights of the service numbers: rows are interests outgoing, then incoming."""
    rows = []
    for column in (2, 3):
        for interest in words.INTERESTS:
            classes, factor = words.INTEREST_CALLS.get(interest, ((), 1.0))
            rows.append(
                [float(row[column]) * (factor if row[1] in classes else 1.0)
                 for row in SERVICE_NUMBERS]
            )  # fmt: skip
    return np.array(rows)
