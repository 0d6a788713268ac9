"""Web and app events of a month: logins, interests, advertising of rivals, lost callers' looks."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator import dictionaries as words
from simulator.columns import (
    Array,
    Frame,
    clock,
    labels,
    moments,
    padded,
    pick,
    repeat,
    stack,
    timestamps,
)
from simulator.dictionaries import ARCHETYPES
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, Month, Settings

CHANNELS = ("web", "app")
EVENTS = ("login", "view", "search", "add_to_cart", "ad_view")
LOGIN, VIEW, SEARCH, ADD_TO_CART, AD_VIEW = range(5)
SITES = ("own", "ecommerce", "competitor")
OWN, ECOMMERCE, COMPETITOR = range(3)
CATEGORIES = (
    "account",
    "plan",
    "handset",
    "video",
    "game",
    "stock",
    "sport",
    "maternal",
    "motoring",
    "travel",
    "shopping",
)
ACCOUNT, PLAN, HANDSET = range(3)
SERIAL_DIGITS = 7
# Views of the own category in a month, in the order of INTERESTS.
INTEREST_VIEWS: Array = np.array([0, 13, 8, 9, 7, 8, 3, 3, 4], float)


def draw(
    settings: Settings,
    customers: Customers,
    month: Month,
    chunk: int,
    lo: int,
    hi: int,
    contacts: Frame,
) -> pa.Table:
    """The table `web_events` for the customers [lo, hi) in one month."""
    rng = settings.rng("web_events", month.index, chunk)
    first, until = customers.window(month, lo, hi)
    kind = customers.archetype[lo:hi]
    on_net = (until - first) / month.days
    activity = customers.activity(month)[lo:hi]
    unrest = customers.unrest(month)[lo:hi]
    logins = np.array([archetype.logins for archetype in ARCHETYPES])[kind]
    lured = np.where(customers.cause[lo:hi] == words.COMPETITOR, unrest, 0)
    browsing = activity * np.array([a.logins > 1 for a in ARCHETYPES])[kind]
    sources = (
        (logins * activity * (1 - 0.5 * unrest), LOGIN, OWN, ACCOUNT),
        (logins * activity * 0.4, VIEW, OWN, PLAN),
        (INTEREST_VIEWS[customers.interest[lo:hi]] * activity, VIEW, ECOMMERCE, None),
        (0.3 * browsing, VIEW, ECOMMERCE, HANDSET),
        (0.1 * browsing, SEARCH, ECOMMERCE, HANDSET),
        (0.35 * browsing + 10 * lured, AD_VIEW, COMPETITOR, PLAN),
    )
    category = np.where(customers.interest > 0, customers.interest + HANDSET, ACCOUNT)
    frames = []
    for rate, event, site, about in sources:
        row = repeat(rng.poisson(rate * on_net))
        at = moments(rng, first[row], until[row], clock(rng, len(row), 7, 23.9))
        topic = category[row + lo] if about is None else np.full(len(row), about)
        frames.append(_events(row + lo, at, event, site, topic))
    frames.append(_after_lost_calls(rng, settings, customers, contacts))
    frames.append(_carts(settings.rng("carts", month.index, chunk), stack(frames)))
    rows = stack(frames)
    size = len(rows["at"])
    if size >= 10**SERIAL_DIGITS:
        raise ValueError("too many web events in one chunk for their serial numbers")
    base = (month.index * 1_000 + chunk) * 10**SERIAL_DIGITS
    return pa.table(
        {
            "event_id": padded("W", base + np.arange(size), 13),
            "customer_id": customer_ids(rows["customer"]),
            "occurred_at": timestamps(rows["at"]),
            "channel": labels(pick(rng, size, (3, 7)), CHANNELS),
            "event_name": labels(rows["event"], EVENTS),
            "site": labels(rows["site"], SITES),
            "category": labels(rows["category"], CATEGORIES),
        }
    )


def _after_lost_calls(
    rng: np.random.Generator, settings: Settings, customers: Customers, contacts: Frame
) -> Frame:
    """A quarter of those who rang for a handset and left without one look at handsets later."""
    lost = (contacts["lost"] >= 0) & (contacts["topic"] == words.TOPIC["handset"])
    caller = np.flatnonzero(lost & ~contacts["stranger"])
    caller = np.repeat(caller[rng.random(len(caller)) < 0.25], 2)
    at = contacts["end"][caller] + rng.integers(600, 3 * DAY, len(caller))
    customer = contacts["customer"][caller]
    inside = at < np.minimum(customers.left[customer], settings.end_day) * DAY
    customer, at = customer[inside], at[inside]
    return _events(customer, at, VIEW, ECOMMERCE, np.full(len(at), HANDSET))


def _carts(rng: np.random.Generator, looks: Frame) -> Frame:
    """One look at handsets in six ends, minutes later, with one put into a cart."""
    on_sale = (looks["site"] == ECOMMERCE) & (looks["category"] == HANDSET)
    taken = np.flatnonzero(on_sale & (rng.random(len(on_sale)) < 1 / 6))
    taken = taken[looks["at"][taken] % DAY < DAY - 3_600]
    at = looks["at"][taken] + rng.integers(60, 1_800, len(taken))
    return _events(
        looks["customer"][taken], at, ADD_TO_CART, ECOMMERCE, np.full(len(taken), HANDSET)
    )


def _events(customer: Array, at: Array, event: int, site: int, category: Array) -> Frame:
    size = len(customer)
    return {
        "customer": customer,
        "at": at,
        "event": np.full(size, event),
        "site": np.full(size, site),
        "category": category,
    }
