"""Call detail records: the whole traffic of a month in vectorised chunks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from simulator import dictionaries as words
from simulator.catalogue import cell_ids
from simulator.cdr_rows import DATA, SCHEMA, SMS, SPINS, USAGE, VOICE, coded, hour_wheel
from simulator.columns import Array, money_units, padded, pick_by, repeat
from simulator.dictionaries import ARCHETYPES, CELLS_PER_CITY, SERVICE_NUMBERS
from simulator.exchange import Exchange
from simulator.lines import written
from simulator.settings import DAY, HOUR, Month

CHUNK_ROWS = 500_000
SERVICE_SHARE = 0.13
UNANSWERED = 0.21


def month_of(exchange: Exchange, month: Month) -> Iterator[pa.Table]:
    """The records of one month, about CHUNK_ROWS at a time, each part in order of time."""
    first, until = exchange.lines.window(month)
    expected = exchange.expected(month)
    bounds = np.cumsum(expected)
    chunks = max(1, round(float(bounds[-1]) / CHUNK_ROWS))
    cuts = np.searchsorted(bounds, bounds[-1] * np.arange(1, chunks) / chunks)
    edges = [0, *cuts.tolist(), len(expected)]
    using = exchange.handsets.current(month.start * DAY)
    wheel = hour_wheel(month)
    serial = 0
    for number, (lo, hi) in enumerate(itertools.pairwise(edges)):
        these = slice(lo, hi)
        chunk = _Chunk(exchange, month, lo, hi, exchange.settings.rng("cdrs", month.index, number))
        line, second = chunk.calls(expected[these], first[these], until[these], wheel)
        table = chunk.table(line, second, using[these], serial)
        serial += table.num_rows
        yield table


@dataclass
class _Chunk:
    """The records of the lines [lo, hi) in one month; `line` counts from lo."""

    exchange: Exchange
    month: Month
    lo: int
    hi: int
    rng: np.random.Generator

    def __post_init__(self) -> None:
        self.customer = self.exchange.lines.customer[self.lo : self.hi]
        self.kind = self.exchange.customers.archetype[self.customer]

    def calls(
        self, expected: Array, first: Array, until: Array, wheel: Array
    ) -> tuple[Array, Array]:
        """Line and second of the month of every record, by time."""
        line = repeat(self.rng.poisson(expected)).astype(np.int32)
        second = wheel[self.rng.integers(0, SPINS, len(line), dtype=np.uint16)] * HOUR
        second += self.rng.integers(0, HOUR, len(line), dtype=np.uint16)
        return self._in_service(line, second, first, until)

    def table(self, line: Array, second: Array, using: Array, serial: int) -> pa.Table:
        """The records, numbered from `serial`."""
        size, customers = len(line), self.exchange.customers
        hour = (second // HOUR) % 24
        started = second.astype(np.int64) + self.month.start * DAY
        begun = customers.fraud_from[self.customer] < self.month.until
        fraud = np.where(begun, customers.fraud[self.customer], 0).astype(np.int8)[line]
        usage = self._usage(line, fraud)
        outgoing = self._outgoing(usage, fraud)
        other = self._other(line, usage, outgoing, fraud)
        answered, duration = self._talk(usage, fraud)
        volume = self._volume(line, usage)
        charge = self._charge(usage, outgoing, duration, other)
        self._burst(started, fraud)
        handset, choice = self._imei(line, started, using)
        numbers, owner = np.unique(
            self.exchange.lines.number[self.lo : self.hi], return_inverse=True
        )
        spelt = [written(numbers, np.full(len(numbers), style)) for style in (0, 2, 4)]
        draw = self.rng.integers(0, 256, size, dtype=np.uint8).astype(np.int32)
        number = owner[line] + np.maximum(draw - 253, 0) * len(numbers)
        call = usage == VOICE
        return pa.table(
            [
                padded("cdr", np.arange(serial, serial + size), 9),
                coded(number, pa.concat_arrays(spelt)),
                self.exchange.people.take(pa.array(other, mask=usage == DATA)),
                coded((~outgoing).astype(np.int32), pa.array(["outgoing", "incoming"])),
                coded(usage.astype(np.int32), pa.array(USAGE)),
                pa.array(started * 1_000_000).view(pa.timestamp("us")),
                pa.array(duration, mask=usage == SMS),
                pa.array(answered, mask=~call),
                pa.array(volume, mask=usage != DATA),
                money_units(charge),
                coded(np.zeros(size, np.int32), pa.array(["CNY"])),
                coded(self._cell(line, started, hour), cell_ids()),
                coded(choice, handset),
                pa.nulls(size, pa.timestamp("us")),
            ],
            schema=SCHEMA,
        )

    def _in_service(
        self, line: Array, second: Array, first: Array, until: Array
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
        return (key & np.uint64(2**32 - 1)).astype(np.int32), (key >> np.uint64(32)).astype(
            np.int32
        )

    def _usage(self, line: Array, fraud: Array) -> Array:
        voice = np.array([a.voice for a in ARCHETYPES], np.float32)[self.kind]
        texts = voice + np.array([a.sms for a in ARCHETYPES], np.float32)[self.kind]
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
        rng, exchange = self.rng, self.exchange
        size = len(line)
        near = rng.random(size, np.float32)
        member = (near * near * 18).astype(np.uint32)
        mixed = (line + self.lo).astype(np.uint32) * np.uint32(2_654_435_761) + member * np.uint32(
            2_246_822_519
        )
        mixed ^= mixed >> np.uint32(15)
        other = (mixed % np.uint32(exchange.private)).astype(np.int64)
        service = np.flatnonzero((rng.random(size, np.float32) < SERVICE_SHARE) & (usage == VOICE))
        other[service] = exchange.private + self._service(line[service], outgoing[service])
        port = np.flatnonzero((usage == SMS) & ~outgoing & (rng.random(size, np.float32) < 0.8))
        other[port] = len(exchange.people) - 1 - rng.integers(0, len(words.SMS_PORTS), len(port))
        stranger = np.flatnonzero((fraud == words.SIMBOX) | (fraud == words.WANGIRI))
        other[stranger] = rng.integers(0, exchange.private, len(stranger))
        premium = np.flatnonzero(fraud == words.PREMIUM)
        lines_of = [p for p, row in enumerate(SERVICE_NUMBERS) if row[1] == "premium_rate"]
        chosen = np.array(lines_of)[rng.integers(0, len(lines_of), len(premium))]
        other[premium] = exchange.private + chosen
        return other

    def _service(self, line: Array, outgoing: Array) -> Array:
        """A service number by direction, interest, and the hotlines of rivals before leaving."""
        customers = self.exchange.customers
        unrest = np.where(
            customers.cause[self.customer] == words.COMPETITOR,
            customers.unrest(self.month)[self.customer],
            0,
        )[line]
        row = customers.interest[self.customer][line] + np.where(outgoing, 0, len(words.INTERESTS))
        found = pick_by(self.rng, row, self.exchange.service_weights)
        rivals = [p for p, entry in enumerate(SERVICE_NUMBERS) if entry[1] == "competitor"]
        lured = self.rng.random(len(line)) < 0.5 * unrest
        return np.where(lured & outgoing, np.array(rivals)[found % len(rivals)], found)

    def _talk(self, usage: Array, fraud: Array) -> tuple[Array, Array]:
        """Whether a call was answered, and the seconds of a call or a data session."""
        size = len(usage)
        length = np.exp(
            self.rng.standard_normal(size, np.float32) * np.float32(1.15)
            + np.array([4.1, 0, 6.2], np.float32)[usage]
        )
        silent = np.array([UNANSWERED, 0.45, 0.97, 0.02], np.float32)[fraud]
        answered = self.rng.random(size, np.float32) >= silent
        length = np.where(fraud == words.WANGIRI, length * np.float32(0.02), length)
        length = np.where(fraud == words.PREMIUM, length * np.float32(5), length)
        duration = np.minimum(length, 14_400).astype(np.int32) + 1
        return answered, np.where(answered | (usage != VOICE), duration, 0)

    def _volume(self, line: Array, usage: Array) -> Array:
        """Bytes of a data session: heavy-tailed, larger where data leads."""
        level = 16.2 - 1.6 * np.array([a.voice for a in ARCHETYPES], np.float32)[self.kind]
        volume = self.rng.standard_normal(len(line), np.float32) * np.float32(1.5) + level[line]
        return np.where(usage == DATA, np.exp(volume), 0).astype(np.int64)

    def _charge(self, usage: Array, outgoing: Array, duration: Array, other: Array) -> Array:
        """Ten-thousandths of a yuan; most use is within the allowance and costs nothing."""
        entry = np.clip(other - self.exchange.private, -1, len(SERVICE_NUMBERS) - 1)
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
        lines, rng = self.exchange.lines, self.rng
        home, by_day = lines.home_cell[self.lo : self.hi], lines.day_cell[self.lo : self.hi]
        day = started // DAY
        weekday = (day + 3) % 7 < 5
        cell = np.where(weekday & (hour >= 9) & (hour < 18), by_day[line], home[line])
        fixed = (self.exchange.customers.fraud[self.customer] == words.SIMBOX)[line]
        draw = rng.integers(0, 256, len(line), dtype=np.uint8)
        stray = np.flatnonzero((draw < 30) & ~fixed)
        town = cell[stray] // CELLS_PER_CITY * CELLS_PER_CITY
        cell[stray] = town + rng.integers(0, CELLS_PER_CITY, len(stray), dtype=np.int32)
        away = np.flatnonzero(lines.traveller[self.lo : self.hi][line])
        trip = (day[away] * 2_654_435_761 + line[away] * 40_503) >> 7
        away, trip = away[trip % 10 < 3], trip[trip % 10 < 3]
        cell[away] = (trip // 10 % (len(words.CITIES) * CELLS_PER_CITY)).astype(np.int32)
        return cell

    def _imei(self, line: Array, started: Array, using: Array) -> tuple[pa.Array, Array]:
        """The handsets of the month (current ones, then new ones) and the choice per row."""
        handsets = self.exchange.handsets
        last = handsets.first_of[self.lo + 1 : self.hi + 1] - 1
        changing = np.flatnonzero(using < last)
        place = np.arange(len(using))
        place[changing] = len(using) + np.arange(len(changing))
        change = np.full(len(using), 2**62)
        change[changing] = handsets.since[using[changing] + 1]
        choice = np.where(started >= change[line], place[line], line)
        known = np.concatenate([using, using[changing] + 1])
        return self.exchange.imeis.take(pa.array(known)), choice
