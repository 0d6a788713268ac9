"""What customers hold besides their numbers: plans over time, bundles and company services."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator import catalogue
from simulator.columns import Array, Frame, blank, dates, labels, stack, take, timestamps
from simulator.lines import Lines, subscription_ids
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, NEVER, Settings

CONTRACT_DAYS = 730
NO_LINE = -1


def company_services(customers: Customers) -> list[tuple[int, Array]]:
    """Products that companies hold as a whole, and which customers hold each."""
    return [
        (catalogue.CLOUD_OFFICE, customers.sector >= 2),
        (catalogue.LEASED_LINE, customers.sector == 3),
        (catalogue.IOT, (customers.sector >= 2) & (customers.income >= 3)),
    ]


def holdings_table(settings: Settings, customers: Customers, lines: Lines) -> pa.Table:
    """The lasting part of `product_holdings`; packs are written month by month."""
    rng = settings.rng("holdings")
    everyone = np.arange(len(lines))
    plans: Frame = {
        "customer": lines.customer,
        "line": everyone,
        "product": lines.plan.astype(np.int64),
        "start": lines.start,
        "end": np.minimum(lines.plan_change, lines.end),
    }
    moved = take(plans, lines.plan_change < NEVER)
    row = moved["line"]
    moved = moved | {
        "product": lines.next_plan[row].astype(np.int64),
        "start": lines.plan_change[row],
        "end": lines.end[row],
    }
    frames = [plans, moved]
    for product, holders in company_services(customers):
        joined = customers.joined + 10
        holder = np.flatnonzero(holders & (joined < np.minimum(customers.left, settings.end_day)))
        start = joined[holder] * DAY
        frames.append(
            {
                "customer": holder,
                "line": np.full(len(holder), NO_LINE),
                "product": np.full(len(holder), product),
                "start": start,
                "end": customers.left[holder] * DAY,
            }
        )
    rows = stack(frames)
    bound = rng.random(len(rows["start"])) < 0.4
    return holdings(rows, rows["start"] // DAY + CONTRACT_DAYS, ~bound)


def holdings(rows: Frame, contract: Array, unbound: Array) -> pa.Table:
    """Rows of `product_holdings`; `contract` in days, null where `unbound`."""
    no_line = rows["line"] < 0
    return pa.table(
        {
            "customer_id": customer_ids(rows["customer"]),
            "subscription_id": blank(subscription_ids(np.maximum(rows["line"], 0)), no_line),
            "product_id": labels(rows["product"], catalogue.PRODUCT_IDS),
            "started_at": timestamps(rows["start"]),
            "ended_at": timestamps(rows["end"]),
            "contract_ends_on": dates(contract, unbound),
        }
    )
