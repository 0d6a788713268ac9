"""Orders through electronic channels: first attempts, retries, give-ups and repairs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator import catalogue
from simulator import dictionaries as words
from simulator.columns import (
    Array,
    Frame,
    blank,
    clock,
    labels,
    moments,
    money,
    padded,
    pick,
    pick_by,
    repeat,
    stack,
    take,
    timestamps,
)
from simulator.dictionaries import ARCHETYPES
from simulator.holdings import holdings
from simulator.lines import Lines
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, NEVER, Month, Settings

CHANNELS = ("web", "app", "sms", "voice")
VOICE = 3
FAILS: Array = np.array([0.13, 0.36, 0.09, 0.0])  # first attempts that do not complete
GIVES_UP, REPAIRED = 0.53, 0.15  # of failed first attempts; of those given up, by a call
STATUSES = ("succeeded", "failed", "abandoned")
SUCCEEDED, FAILED, ABANDONED = range(3)
TYPES = ("pack", "plan", "handset", "value_added", "service")
PACK, PLAN, HANDSET, VALUE_ADDED, SERVICE = range(5)
SERIAL_DIGITS = 6


def draw(
    settings: Settings, customers: Customers, month: Month, chunk: int, lo: int, hi: int
) -> Frame:
    """Orders of the customers [lo, hi) in one month; `attempt` 0 is the first of its chain."""
    rng = settings.rng("orders", month.index, chunk)
    first, until = customers.window(month, lo, hi)
    kind = customers.archetype[lo:hi]
    packs = np.array([archetype.packs for archetype in ARCHETYPES])[kind]
    level = customers.activity(month)[lo:hi] * (until - first) / month.days
    price = np.where(customers.cause[lo:hi] == words.PRICE, customers.unrest(month)[lo:hi], 0)
    rates = np.stack(
        [
            packs * customers.spend[lo:hi] + 0.7 * price * (packs > 0),
            np.full(hi - lo, 0.015),
            np.full(hi - lo, 0.006),
            np.full(hi - lo, 0.05),
        ]
    )
    counts = rng.poisson(rates * level)
    row = np.concatenate([repeat(count) for count in counts])
    type_ = np.repeat(np.arange(len(rates)), counts.sum(axis=1))
    size = len(row)
    product = np.choose(
        type_,
        [
            np.array(catalogue.PACKS)[pick(rng, size, (2, 3, 3, 2))],
            3 + rng.integers(0, 2, size),
            np.array(catalogue.HANDSETS)[pick(rng, size, (3, 3, 2, 1, 0.5, 0.2))],
            np.array(catalogue.VALUE_ADDED)[pick(rng, size, (5, 2, 3))],
        ],
    )
    channel = pick_by(
        rng, type_, np.array([(20, 55, 25, 0), (45, 45, 5, 5), (50, 40, 0, 10), (15, 60, 25, 0)])
    )
    intent: Frame = {
        "customer": row + lo,
        "type": type_,
        "product": product,
        "channel": channel,
        "start": moments(rng, first[row], until[row], clock(rng, size, 8, 22)),
        "chain": np.arange(size),
    }
    orders = _attempts(rng, intent, np.minimum(until[row], settings.end_day) * DAY)
    orders = stack([orders, _cloud_offices(settings, customers, month, chunk, lo, hi, size)])
    if len(orders["chain"]) >= 10**SERIAL_DIGITS:
        raise ValueError("too many orders in one chunk for their serial numbers")
    base = (month.index * 1_000 + chunk) * 10**SERIAL_DIGITS
    orders["id"] = base + np.arange(len(orders["chain"]))
    return orders


def _cloud_offices(
    settings: Settings, customers: Customers, month: Month, chunk: int, lo: int, hi: int, chain: int
) -> Frame:
    """Small companies that order a cloud office, on the web; chains are numbered from `chain`."""
    rng = settings.rng("cloud offices", month.index, chunk)
    first, until = customers.window(month, lo, hi)
    wants = (customers.sector[lo:hi] == 1) & (rng.random(hi - lo) < 0.1)
    row = np.flatnonzero(wants & (until > first))
    size = len(row)
    intent: Frame = {
        "customer": row + lo,
        "type": np.full(size, SERVICE),
        "product": np.full(size, catalogue.CLOUD_OFFICE),
        "channel": np.zeros(size, np.int64),
        "start": moments(rng, first[row], until[row], clock(rng, size, 9, 18)),
        "chain": chain + np.arange(size),
    }
    return intent | _result(rng, np.zeros(size, bool), 0)


def _attempts(rng: np.random.Generator, intent: Frame, last: Array) -> Frame:
    """First attempts, then retries by the customer or repairs by an agent before `last`."""
    size = len(intent["chain"])
    failed = rng.random(size) < FAILS[intent["channel"]]
    first = intent | _result(rng, failed, 0)
    fate = rng.random(size)
    retry_at = (
        intent["start"] + np.minimum(rng.exponential(0.9, size) * DAY, 6 * DAY).astype(int) + 120
    )
    retries = failed & (fate >= GIVES_UP) & (retry_at < last)
    second = take(intent | {"start": retry_at}, retries)
    second |= _result(rng, rng.random(len(second["chain"])) < 0.2, 1)
    repair_at = intent["start"] + rng.integers(1_800, 2 * DAY, size)
    called = failed & (fate < GIVES_UP * REPAIRED) & (repair_at < last)
    voice = np.full(size, VOICE)
    third = take(intent | {"start": repair_at, "channel": voice}, called)
    third |= _result(rng, np.zeros(len(third["chain"]), bool), 2)
    return stack([first, second, third])


def _result(rng: np.random.Generator, failed: Array, attempt: int) -> Frame:
    size = len(failed)
    reason = pick(rng, size, (3, 2, 2, 2, 2, 1.5, 0.8)).astype(np.int64)
    left_open = failed & (rng.random(size) < 0.35)
    return {
        "status": np.where(failed, np.where(left_open, ABANDONED, FAILED), SUCCEEDED),
        "reason": np.where(failed, reason, -1),
        "seconds": rng.integers(4, 400, size),
        "attempt": np.full(size, attempt),
    }


def order_ids(numbers: Array, null: Array | None = None) -> pa.Array:
    """The name of each order."""
    return padded("O", numbers, 12, null)


def orders_table(rows: Frame) -> pa.Table:
    """Rows of the table `orders`."""
    done = rows["status"] == SUCCEEDED
    side = np.where(rows["reason"] < words.SYSTEM_FAILURES, 0, 1)
    completed = np.where(done, rows["start"] + rows["seconds"], NEVER)
    price = catalogue.PRICES[rows["product"]]
    return pa.table(
        {
            "order_id": order_ids(rows["id"]),
            "customer_id": customer_ids(rows["customer"]),
            "order_type": labels(rows["type"], TYPES),
            "submitted_at": timestamps(rows["start"]),
            "completed_at": timestamps(completed),
            "channel": labels(rows["channel"], CHANNELS),
            "product_id": labels(rows["product"], catalogue.PRODUCT_IDS),
            "status": labels(rows["status"], STATUSES),
            "failure_side": blank(labels(side, ("system", "customer")), done),
            "failure_reason": labels(rows["reason"], words.FAILURE_REASONS),
            "amount": money(price),
            "currency": pa.repeat("CNY", len(price)),
        }
    )


def pack_holdings(settings: Settings, lines: Lines, rows: Frame) -> pa.Table:
    """The packs and value-added services that succeeded orders opened, for `product_holdings`."""
    days = np.zeros(len(catalogue.PRODUCTS), np.int64)
    days[list(catalogue.PACKS)] = catalogue.PACK_DAYS
    days[list(catalogue.VALUE_ADDED)] = 30
    days[catalogue.CLOUD_OFFICE] = 365
    opened = take(rows, (rows["status"] == SUCCEEDED) & (days[rows["product"]] > 0))
    start = opened["start"] + opened["seconds"]
    end = start + days[opened["product"]] * DAY
    held: Frame = {
        "customer": opened["customer"],
        "line": lines.first_of[opened["customer"]],
        "product": opened["product"],
        "start": start,
        "end": np.where(end < settings.end_day * DAY, end, NEVER),
    }
    return holdings(held, start, np.ones(len(start), bool))
