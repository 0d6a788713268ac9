"""Transactions as rows: codes, product and cost, currencies, due and paid dates, references."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator import catalogue
from simulator import dictionaries as words
from simulator.columns import (
    Array,
    Frame,
    blank,
    booleans,
    dates,
    labels,
    money,
    padded,
    timestamps,
)
from simulator.contact_rows import contact_ids
from simulator.orders import order_ids
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, NEVER_DAY, Month, Settings

TYPES = ("charge", "purchase", "top_up", "refund", "adjustment")
CHARGE, PURCHASE, TOP_UP, REFUND, ADJUSTMENT = range(5)
CLASSES = ("voice", "data", "value_added", "device", "other")
VOICE, DATA, VALUE_ADDED, DEVICE, OTHER_REVENUE = range(5)
CURRENCIES = ("CNY", "USD", "HKD")
PER_CNY: Array = np.array([1.0, 0.14, 1.09])  # units of each currency for one yuan, roughly
CHANNELS = ("app", "shop", "voice", "web", "sms")
NONE = -1  # no product, order, contact or channel


def class_of(product: Array) -> Array:
    """The revenue class of a purchase by the category of its product."""
    classes = {
        "device": DEVICE,
        "value_added": VALUE_ADDED,
        "enterprise": OTHER_REVENUE,
        "voice": VOICE,
    }
    return np.array([classes.get(row[2], DATA) for row in catalogue.PRODUCTS])[product]


def rows_of(
    customer: Array,
    at: Array,
    amount: Array,
    type_: int,
    class_: Array | int,
    product: Array | int,
    recurring: bool = False,
) -> Frame:
    """Transactions of one type; the cost is the product's, or three tenths of the amount."""
    size = len(customer)
    goods = np.broadcast_to(product, size).astype(np.int64)
    cost = np.where(goods >= 0, catalogue.COSTS[goods], 0.3 * amount)
    none = np.full(size, NONE, np.int64)
    return {
        "customer": customer,
        "at": at,
        "amount": amount,
        "type": np.full(size, type_),
        "class": np.broadcast_to(class_, size).astype(np.int64),
        "product": goods,
        "cost": cost if type_ != TOP_UP else np.zeros(size),
        "recurring": np.full(size, recurring),
        "order": none,
        "contact": none,
        "channel": none,
    }


def transactions_table(
    settings: Settings, customers: Customers, month: Month, chunk: int, rows: Frame
) -> pa.Table:
    """Rows of the table `transactions`, a few companies billed in another currency."""
    rng = settings.rng("transactions table", month.index, chunk)
    size = len(rows["id"])
    customer = rows["customer"]
    abroad = (customers.sector[customer] > 0) & (customer % 9 == 0)
    currency = np.where(abroad, 1 + customer // 9 % 2, 0)
    factor = PER_CNY[currency]
    billed = rows["recurring"]
    due = np.where(billed, rows["at"] // DAY + 20, NEVER_DAY)
    delay = rng.integers(-15, 3, size) + np.where(rng.random(size) < 0.06, 25, 0)
    paid = due + delay
    arrears = (customers.cause[customer] == words.CAUSES.index("arrears")) & (
        customers.left[customer] - month.start < 120
    )
    unpaid = arrears | (paid >= settings.end_day)
    reported = labels(currency, CURRENCIES)
    return pa.table(
        {
            "transaction_id": padded("T", rows["id"], 13),
            "customer_id": customer_ids(customer),
            "occurred_at": timestamps(rows["at"]),
            "amount": money(rows["amount"] * factor),
            "currency": blank(reported, (currency == 0) & (rows["id"] % 4 == 0)),
            "transaction_type": labels(rows["type"], TYPES),
            "revenue_class": labels(rows["class"], CLASSES),
            "product_id": labels(rows["product"], catalogue.PRODUCT_IDS),
            "channel": labels(rows["channel"], CHANNELS),
            "contact_id": blank(
                contact_ids({"base": rows["contact_base"]}, np.maximum(rows["contact"], 0)),
                rows["contact"] < 0,
            ),
            "order_id": order_ids(np.maximum(rows["order"], 0), rows["order"] < 0),
            "cost": money(rows["cost"] * factor),
            "is_recurring": booleans(billed),
            "due_on": dates(due),
            "paid_on": dates(paid, unpaid | ~billed),
        }
    )
