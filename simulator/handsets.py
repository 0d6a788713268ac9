"""Handsets behind each line: who changes often, which IMEI was in use when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from simulator import catalogue
from simulator.columns import Array, labels, money, padded, pick_by, repeat, timestamps
from simulator.lines import Lines
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, NEVER, Settings

MOST = 16  # handsets of one line
HISTORY_DAYS = 40 * 30
LEAST_STAY_DAYS = 32  # so that a line changes its handset at most once in a calendar month
FREQUENT_SHARE = 0.04


@dataclass(frozen=True)
class Handsets:
    """One element per handset, ordered by line and time."""

    line: Array
    since: Array  # seconds since 1970
    until: Array
    product: Array  # position in PRODUCTS
    first_of: Array  # first handset of each line; length lines + 1
    is_frequent: Array  # per line

    def __len__(self) -> int:
        return len(self.line)

    def current(self, moment: int) -> Array:
        """The handset that each line used at a moment (its first one if earlier)."""
        begun = np.concatenate([[0], np.cumsum(self.since <= moment)])
        before = begun[self.first_of[1:]] - begun[self.first_of[:-1]]
        found: Array = self.first_of[:-1] + np.maximum(before - 1, 0)
        return found

    def imeis(self) -> pa.Array:
        """The 15 digits of every handset."""
        position = np.arange(len(self), dtype=np.int64)
        digits = 86 * 10**13 + self.product.astype(np.int64) * 10**11 + position * 7
        return padded("", digits, 15)


def draw(settings: Settings, customers: Customers, lines: Lines) -> Handsets:
    """Draw the sequence of handsets of every line over the last forty months."""
    rng = settings.rng("handsets")
    size = len(lines)
    frequent = rng.random(size) < FREQUENT_SHARE
    history = (settings.end_day - HISTORY_DAYS) * DAY
    first = np.where(lines.end > history + DAY, np.maximum(lines.start, history), lines.start)
    slow = LEAST_STAY_DAYS + rng.exponential(650, (size, MOST))
    quick = LEAST_STAY_DAYS + rng.uniform(20, 110, (size, MOST))
    gaps = np.where(frequent[:, None], quick, slow) * DAY
    since = np.cumsum(gaps.astype(np.int64), axis=1)
    since = np.concatenate([np.zeros((size, 1), np.int64), since[:, :-1]], axis=1) + first[:, None]
    stop = np.minimum(lines.end, settings.end_day * DAY)
    used = since < stop[:, None] - DAY
    used[:, 0] = True
    count = used.sum(axis=1)
    line = repeat(count)
    begins = since[used]
    ends = np.minimum(np.append(begins[1:], NEVER), stop[line])
    ends = np.where(np.append(line[1:] != line[:-1], True), stop[line], ends)

    income = customers.income[lines.customer[line]]
    taste = np.array(
        [
            (4, 3, 1, 0.2, 0, 0),
            (3, 4, 2, 0.5, 0, 0),
            (1, 3, 4, 2, 0.5, 0.1),
            (0.3, 1, 3, 4, 2, 0.5),
            (0, 0.5, 1, 3, 4, 2),
        ]
    )
    return Handsets(
        line=line,
        since=begins,
        until=ends,
        product=pick_by(rng, income, taste) + catalogue.HANDSETS[0],
        first_of=np.concatenate([[0], np.cumsum(count)]),
        is_frequent=frequent,
    )


def devices_table(handsets: Handsets, lines: Lines) -> pa.Table:
    """The table `devices`."""
    product = handsets.product
    brand = [row[4] for row in catalogue.PRODUCTS]
    generation = [row[5] for row in catalogue.PRODUCTS]
    return pa.table(
        {
            "customer_id": customer_ids(lines.customer[handsets.line]),
            "imei": handsets.imeis(),
            "first_seen_at": timestamps(handsets.since),
            "last_seen_at": timestamps(handsets.until - 60),
            "brand": labels(product, brand),
            "model": labels(product, [row[1] for row in catalogue.PRODUCTS]),
            "network_generation": labels(product, generation),
            "price": money(catalogue.PRICES[product]),
        }
    )
