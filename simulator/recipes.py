"""Which dirt can befall which table: constants that spoil, alter or blur a copied row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Override = Mapping[str, Any]  # column -> constant, None for null

FUTURE = "2099-01-01T12:00:00"
EPOCH = "1970-01-01T00:00:00"
LONG_AGO = "2001-01-01T00:00:00"
STRANGER = "C99999999"
NO_RATE = "XXX"


@dataclass(frozen=True)
class Recipe:
    """The dirt of one table.

    `key` is the identifier (None: the whole row is the key, so only exact copies and missing
    values befall it); `another` makes another version of a row; `spoiled` makes a row unusable,
    by kind; `blurred` leaves it usable, by kind; `fresh` is set on every row with a new key.
    """

    key: str | None
    missing: tuple[str, ...]
    another: Override = field(default_factory=dict)
    spoiled: Mapping[str, Override] = field(default_factory=dict)
    blurred: Mapping[str, Override] = field(default_factory=dict)
    fresh: Override = field(default_factory=dict)
    is_event: bool = False


RECIPES: Mapping[str, Recipe] = {
    "cdrs": Recipe(
        key="cdr_id",
        missing=("cdr_id", "subscriber_number", "started_at"),
        another={"charge": "0.0777"},
        spoiled={
            "negative_duration": {"duration_seconds": -60},
            "impossible_time": {"started_at": EPOCH},
            "in_the_future": {"started_at": FUTURE},
            "no_exchange_rate": {"currency": NO_RATE},
        },
        blurred={
            "anonymous": {"subscriber_number": "anonymous"},
            "withheld": {"subscriber_number": "withheld"},
            "unknown_code": {"usage_type": "video_call"},
        },
        is_event=True,
    ),
    "contacts": Recipe(
        key="contact_id",
        missing=("contact_id", "started_at"),
        another={"wrap_seconds": 777},
        spoiled={
            "ended_before_started": {"ended_at": LONG_AGO, "answered_at": None},
            "negative_duration": {"talk_seconds": -30},
            "impossible_time": {"started_at": EPOCH, "answered_at": None, "ended_at": None},
            "in_the_future": {"started_at": FUTURE, "answered_at": None, "ended_at": None},
        },
        blurred={
            "anonymous": {"customer_id": None, "phone_number": "anonymous"},
            "unknown_customer": {"customer_id": STRANGER, "phone_number": None},
            "unknown_code": {"outcome": "ring_group_timeout", "topic": "metaverse"},
        },
        fresh={"initial_contact_id": None},
        is_event=True,
    ),
    "transactions": Recipe(
        key="transaction_id",
        missing=("transaction_id", "occurred_at", "amount"),
        another={"amount": "0.7777", "currency": "CNY"},
        spoiled={
            "impossible_time": {"occurred_at": EPOCH},
            "in_the_future": {"occurred_at": FUTURE},
            "no_exchange_rate": {"currency": NO_RATE},
        },
        blurred={
            "ownerless": {"customer_id": None},
            "unknown_customer": {"customer_id": STRANGER},
            "unknown_code": {"revenue_class": "barter"},
        },
        fresh={"order_id": None, "contact_id": None},
        is_event=True,
    ),
    "orders": Recipe(
        key="order_id",
        missing=("order_id", "submitted_at"),
        another={"amount": "0.7777"},
        spoiled={
            "ended_before_started": {"completed_at": LONG_AGO},
            "impossible_time": {"submitted_at": EPOCH, "completed_at": None},
            "in_the_future": {"submitted_at": FUTURE, "completed_at": None},
            "no_exchange_rate": {"currency": NO_RATE},
        },
        blurred={
            "ownerless": {"customer_id": None},
            "unknown_customer": {"customer_id": STRANGER},
            "unknown_code": {"failure_reason": "gremlins"},
        },
        is_event=True,
    ),
    "web_events": Recipe(
        key="event_id",
        missing=("event_id", "occurred_at"),
        another={"category": "weather"},
        spoiled={
            "impossible_time": {"occurred_at": EPOCH},
            "in_the_future": {"occurred_at": FUTURE},
        },
        blurred={
            "ownerless": {"customer_id": None},
            "unknown_customer": {"customer_id": STRANGER},
            "unknown_code": {"event_name": "shake"},
        },
        is_event=True,
    ),
    "tickets": Recipe(
        key="ticket_id",
        missing=("ticket_id",),
        another={"topic": "other"},
        spoiled={"ended_before_started": {"resolved_at": LONG_AGO, "fed_back_at": None}},
        blurred={"unknown_code": {"kind": "praise"}},
    ),
    "surveys": Recipe(key="survey_id", missing=("survey_id", "submitted_at")),
    "customers": Recipe(
        key="customer_id",
        missing=("customer_id",),
        another={"education": "doctor"},
        spoiled={"impossible_time": {"birth_date": "1800-01-01"}},
    ),
    "subscriptions": Recipe(
        key="subscription_id",
        missing=("subscription_id", "customer_id", "phone_number", "started_at"),
        another={"product_id": "PLAN-LEGACY-19"},
        spoiled={"ended_before_started": {"ended_at": LONG_AGO}},
    ),
    "customer_attributes": Recipe(key=None, missing=("customer_id", "value")),
    "consents": Recipe(key=None, missing=("customer_id", "changed_at")),
    "product_holdings": Recipe(key=None, missing=("product_id", "started_at")),
    "devices": Recipe(key=None, missing=("imei", "first_seen_at")),
    "campaign_members": Recipe(key=None, missing=("customer_id", "arm")),
}
