"""What contacts leave behind: tickets, surveys and noted attributes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator import catalogue
from simulator import dictionaries as words
from simulator.columns import (
    Array,
    Frame,
    blank,
    integers,
    labels,
    padded,
    pick,
    stack,
    take,
    timestamps,
)
from simulator.contact_rows import ANSWERED, SERVICE, contact_ids
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, HOUR, NEVER, Month, Settings

KINDS = ("complaint", "churn_warning", "request")
CSAT, NPS, PRICE_BAND, PURCHASE_TYPE = range(4)
SURVEYS = ("csat", "nps", "handset_price_band", "handset_purchase_type")
PRICE_BANDS = (("under_1000", 0.5259), ("1000_2000", 0.27), ("2000_plus", 0.2041))
PURCHASE_TYPES = (("contract", 0.6677), ("handset_only", 0.3323))
ANSWERS = [name for name, _ in (*PRICE_BANDS, *PURCHASE_TYPES)]


def tickets_table(settings: Settings, month: Month, chunk: int, rows: Frame) -> pa.Table:
    """Tickets opened by the contacts of a chunk: complaints and a few requests."""
    rng = settings.rng("tickets", month.index, chunk)
    size = len(rows["customer"])
    complaint = rows["complaint"] & (rng.random(size) < 0.9)
    request = (
        (rows["purpose"] == SERVICE) & (rows["outcome"] == ANSWERED) & (rng.random(size) < 0.05)
    )
    opening = np.flatnonzero((complaint | request) & ~rows["stranger"])
    opened = take(rows, opening)
    size = len(opening)
    last = settings.end_day * DAY
    slow = 1 + 2 * opened["unrest"]
    resolved = opened["end"] + (rng.exponential(30, size) * slow * HOUR).astype(np.int64) + HOUR
    open_still = (rng.random(size) < 0.12 + 0.3 * opened["unrest"]) | (resolved >= last)
    resolved = np.where(open_still, NEVER, resolved)
    fed_back = resolved + (rng.exponential(20, size) * HOUR).astype(np.int64)
    untold = (rng.random(size) < 0.3) | (fed_back >= last)
    return pa.table(
        {
            "ticket_id": padded("TK", opened["base"] + opening, 13),
            "customer_id": customer_ids(opened["customer"]),
            "contact_id": contact_ids(opened, opening),
            "kind": labels(np.where(complaint[opening], 0, 2), KINDS),
            "topic": labels(opened["topic"], words.TOPICS),
            "product_id": labels(opened["product"], catalogue.PRODUCT_IDS),
            "opened_at": timestamps(opened["end"]),
            "resolved_at": timestamps(resolved),
            "fed_back_at": timestamps(np.where(untold, NEVER, fed_back)),
        }
    )


def surveys_table(
    settings: Settings,
    customers: Customers,
    month: Month,
    chunk: int,
    lo: int,
    hi: int,
    rows: Frame,
) -> pa.Table:
    """Answers of a month: CSAT after contacts, NPS of the base, two questions to lost callers."""
    rng = settings.rng("surveys", month.index, chunk)
    size = len(rows["customer"])
    rated = np.flatnonzero((rows["score"] >= 0) & (rng.random(size) < 0.5) & ~rows["stranger"])
    lost = np.flatnonzero(
        (rows["lost"] >= 0)
        & (rows["topic"] == words.TOPIC["handset"])
        & (rng.random(size) < 0.6)
        & ~rows["stranger"]
    )
    first, until = customers.window(month, lo, hi)
    asked = np.flatnonzero((until > first) & (rng.random(hi - lo) < 0.05))
    bands = pick(rng, len(lost), [share for _, share in PRICE_BANDS])
    types = pick(rng, len(lost), [share for _, share in PURCHASE_TYPES]) + len(PRICE_BANDS)
    answers = stack(
        [
            _answers(
                CSAT, rows["customer"][rated], rows["end"][rated] + 300, rated, rows["score"][rated]
            ),
            _answers(
                PRICE_BAND, rows["customer"][lost], rows["end"][lost] + 60, lost, answer=bands
            ),
            _answers(
                PURCHASE_TYPE, rows["customer"][lost], rows["end"][lost] + 90, lost, answer=types
            ),
            _answers(
                NPS,
                asked + lo,
                first[asked] * DAY + 12 * HOUR,
                np.full(len(asked), -1),
                _nps(rng, customers, month, lo, asked),
            ),
        ]
    )
    serial = np.arange(len(answers["kind"]))
    base = (month.index * 1_000 + chunk) * 10**6
    contact = answers["contact"]
    ids = padded("K", base + np.maximum(contact, 0), 13)
    return pa.table(
        {
            "survey_id": padded("SV", base + serial, 13),
            "customer_id": customer_ids(answers["customer"]),
            "contact_id": blank(ids, contact < 0),
            "kind": labels(answers["kind"], SURVEYS),
            "score": integers(answers["score"], answers["score"] < 0),
            "answer": labels(answers["answer"], ANSWERS),
            "submitted_at": timestamps(answers["at"]),
        }
    )


def _answers(
    kind: int,
    customer: Array,
    at: Array,
    contact: Array,
    score: Array | None = None,
    answer: Array | None = None,
) -> Frame:
    none = np.full(len(customer), -1)
    return {
        "kind": np.full(len(customer), kind),
        "customer": customer,
        "at": at,
        "contact": contact,
        "score": none if score is None else score,
        "answer": none if answer is None else answer.astype(np.int64),
    }


def _nps(
    rng: np.random.Generator, customers: Customers, month: Month, lo: int, asked: Array
) -> Array:
    """0 to 10; the unhappy score low before they leave."""
    unrest = customers.unrest(month)[lo + asked]
    score = 8.4 + 1.4 * rng.standard_normal(len(asked)) - 5 * unrest
    whole: Array = np.clip(np.rint(score), 0, 10).astype(np.int64)
    return whole
