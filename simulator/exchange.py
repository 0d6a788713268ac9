"""The exchange: how much every line talks, and with which numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from simulator import dictionaries as words
from simulator.columns import Array, padded
from simulator.dictionaries import SERVICE_NUMBERS
from simulator.handsets import Handsets
from simulator.lines import Lines, spelling, written
from simulator.population import Customers
from simulator.settings import Month, Settings

SIMBOX_RATE, WANGIRI_RATE, PREMIUM_RATE = 600.0, 400.0, 45.0  # CDRs a month


@dataclass
class Exchange:
    """What the records of all months share: rates of use, numbers to talk with, handsets."""

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

    def expected(self, month: Month) -> Array:
        """Expected records of each line in a month."""
        first, until = self.lines.window(month)
        activity = self.customers.activity(month)[self.lines.customer]
        honest = self.rate * activity * (until - first) / month.days
        total: Array = honest + self._fraud_rate(month) * (until > first)
        return total

    def _fraud_rate(self, month: Month) -> Array:
        """Additional records a month of the planted patterns."""
        active = self.customers.fraud_from < month.until
        extra = np.array([0, SIMBOX_RATE, WANGIRI_RATE, PREMIUM_RATE])[self.customers.fraud]
        primary = self.lines.first_of[self.lines.customer] == np.arange(len(self.lines))
        return np.where(primary, (extra * active)[self.lines.customer], 0.0)


def _service_weights() -> Array:
    """Weights of the service numbers: rows are interests outgoing, then incoming."""
    rows = []
    for column in (2, 3):
        for interest in words.INTERESTS:
            classes, factor = words.INTEREST_CALLS.get(interest, ((), 1.0))
            rows.append(
                [
                    float(row[column]) * (factor if row[1] in classes else 1.0)
                    for row in SERVICE_NUMBERS
                ]
            )
    return np.array(rows)
