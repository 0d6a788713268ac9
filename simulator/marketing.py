"""Campaigns with randomised arms and a true effect, and their members."""

from __future__ import annotations

from dataclasses import dataclass

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
    integers,
    labels,
    money,
    padded,
    pick,
    stack,
    take,
    timestamps,
)
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, HOUR, NEVER, Month, Settings

ATTRIBUTION_DAYS = 30
CONTACT_DAYS = 10


@dataclass(frozen=True)
class Campaign:
    """One campaign: whom it addresses, how it splits them and what it truly does."""

    name: str
    objective: str
    product: int
    share: float  # of the customers on net
    arms: tuple[tuple[str, float, float], ...]  # name, weight, true lift of conversion
    base: float  # conversion without treatment
    reach: float  # share of the treated who are reached
    audience: int  # archetype, -1 for everyone


CONTROL = "control"
ARMS = (CONTROL, "call", "sms", "app")
CHANNEL_COST: Array = np.array([0.0, 4.0, 0.1, 0.02])
# fmt: off
KINDS = (
    Campaign("Campus card days", "campus_card", 5, 0.9,
             (("call", 2, 0.50), (CONTROL, 1, 0.0)), 0.10, 0.85, words.STUDENT),
    Campaign("5G upgrade", "upgrade_5g", 4, 0.12,
             (("call", 1, 0.060), (CONTROL, 1, 0.0)), 0.030, 0.62, -1),
    Campaign("Data pack trial", "data_pack", 15, 0.15,
             (("call", 1, 0.050), ("sms", 1, 0.020), (CONTROL, 1, 0.0)), 0.040, 0.70, -1),
    Campaign("Stay with us", "retention", 3, 0.08,
             (("call", 3, 0.035), (CONTROL, 1, 0.0)), 0.050, 0.60, -1),
    Campaign("Handset season", "handset", 22, 0.10,
             (("call", 2, 0.025), (CONTROL, 1, 0.0)), 0.015, 0.58, -1),
    Campaign("Video membership", "value_added", 16, 0.12,
             (("app", 1, 0.0), (CONTROL, 1, 0.0)), 0.020, 0.90, -1),  # no effect at all
)
# fmt: on


@dataclass(frozen=True)
class Marketing:
    """All campaigns of a simulation and their members (one element per member)."""

    kinds: Array  # position in KINDS per campaign
    starts: Array  # first day per campaign
    members: Frame

    def in_month(self, month: Month, lo: int, hi: int, moment: str) -> Frame:
        """The members among customers [lo, hi) whose `moment` lies in the month."""
        at, who = self.members[moment], self.members["customer"]
        inside = (at >= month.start * DAY) & (at < month.until * DAY)
        return take(self.members, np.flatnonzero(inside & (who >= lo) & (who < hi)))


def draw(settings: Settings, customers: Customers) -> Marketing:
    """One campaign every second month, oldest first, each drawn on its own."""
    calendar = settings.calendar()
    months = calendar[::2] if len(calendar) > 1 else calendar
    kinds = np.arange(len(months)) % len(KINDS)
    starts = np.array([month.start + 3 for month in months])
    frames = [
        _members(settings, customers, number, KINDS[kind], int(start))
        for number, (kind, start) in enumerate(zip(kinds, starts, strict=True))
    ]
    return Marketing(kinds, starts, stack(frames))


def _members(
    settings: Settings, customers: Customers, number: int, kind: Campaign, start: int
) -> Frame:
    rng = settings.rng("campaign", number)
    # Both arms come from people who stay through the attribution window: chosen before the draw.
    stays = (customers.joined < start) & (customers.left > start + CONTACT_DAYS + ATTRIBUTION_DAYS)
    asked = (kind.audience < 0) | (customers.archetype == kind.audience)
    able = stays & asked & customers.consents & ~customers.do_not_call & (customers.sector == 0)
    member = np.flatnonzero(able & (rng.random(len(customers)) < kind.share))
    size = len(member)
    arm = pick(rng, size, [weight for _, weight, _ in kind.arms])
    name = np.array([arm_name for arm_name, _, _ in kind.arms])
    treated = name[arm] != CONTROL
    lift = np.array([effect for _, _, effect in kind.arms])[arm] if size else np.zeros(0)
    at = (start + rng.integers(1, CONTACT_DAYS, size)) * DAY + rng.integers(
        9 * HOUR, 19 * HOUR, size
    )
    contacted = np.where(treated & (at < settings.end_day * DAY), at, NEVER)
    reached = (rng.random(size) < kind.reach) & (contacted < NEVER)
    # The effect works through those reached; the expected effect on the treated is `lift`.
    chance = kind.base + np.where(reached, lift / kind.reach, 0.0)
    later = rng.integers(1, ATTRIBUTION_DAYS - CONTACT_DAYS, size) * DAY
    bought = np.where(contacted < NEVER, contacted, at) + later
    converted = (rng.random(size) < chance) & (bought < settings.end_day * DAY)
    price = catalogue.PRICES[kind.product] * np.clip(rng.normal(1, 0.1, size), 0.7, 1.3)
    responds = reached & (converted | (rng.random(size) < 0.12))
    return {
        "campaign": np.full(size, number),
        "customer": member,
        "arm": np.array([ARMS.index(label) for label in name[arm]], np.int16),
        "cell": rng.integers(1, 6, size) * 100
        + rng.integers(1, 6, size) * 10
        + _fifth(customers.spend)[member],
        "assigned": np.full(size, start * DAY + 8 * HOUR),
        "contacted": contacted,
        "reached": reached,
        "responded": np.where(responds, contacted + 5 * 60, NEVER),
        "converted": np.where(converted, bought, NEVER),
        "revenue": np.where(converted, price, 0.0),
        "product": np.full(size, kind.product),
    }


def _fifth(values: Array) -> Array:
    """1 to 5 by the fifths of the values."""
    cuts = np.quantile(values, (0.2, 0.4, 0.6, 0.8))
    return 1 + np.searchsorted(cuts, values, side="right")


def campaign_ids(rows: Array, null: Array | None = None) -> pa.Array:
    """The name of each campaign by position."""
    return padded("CAMP-", rows, 3, null)


def campaigns_table(settings: Settings, marketing: Marketing) -> pa.Table:
    """The table `campaigns`."""
    kinds = [KINDS[kind] for kind in marketing.kinds]
    size = len(kinds)
    over = marketing.starts + 40 < settings.end_day
    margin = np.array([catalogue.PRICES[k.product] - catalogue.COSTS[k.product] for k in kinds])
    return pa.table(
        {
            "campaign_id": campaign_ids(np.arange(size)),
            "campaign_name": pa.array([kind.name for kind in kinds]),
            "objective": pa.array([kind.objective for kind in kinds]),
            "channel": pa.array(["voice" if k.arms[0][0] == "call" else "app" for k in kinds]),
            "offer": labels(np.array([k.product for k in kinds]), catalogue.PRODUCT_IDS),
            "starts_on": dates(marketing.starts),
            "ends_on": dates(marketing.starts + 30),
            "attribution_days": integers(np.full(size, ATTRIBUTION_DAYS)),
            "cost_per_contact": money(np.full(size, 4.0)),
            "profit_per_sale": money(margin),
            "status": labels(over.astype(int), ("running", "finished")),
            "approved_by": pa.array(["campaign manager"] * size),
            "approved_at": timestamps((marketing.starts - 5) * DAY + 15 * HOUR),
        }
    )


def members_table(marketing: Marketing) -> pa.Table:
    """The table `campaign_members`."""
    rows = marketing.members
    return pa.table(
        {
            "campaign_id": campaign_ids(rows["campaign"]),
            "customer_id": customer_ids(rows["customer"]),
            "arm": labels(rows["arm"], ARMS),
            "rfm_cell": padded("", rows["cell"], 3),
            "assigned_at": timestamps(rows["assigned"]),
            "contacted_at": timestamps(rows["contacted"]),
            "is_reached": blank(booleans(rows["reached"]), rows["contacted"] >= NEVER),
            "responded_at": timestamps(rows["responded"]),
            "converted_at": timestamps(rows["converted"]),
            "revenue": money(rows["revenue"]),
            "cost": money(CHANNEL_COST[rows["arm"]] * (rows["contacted"] < NEVER)),
        }
    )


def truth_table(marketing: Marketing) -> pa.Table:
    """The planted effect of every arm: conversion without treatment and the true lift."""
    rows = [
        (int(number), kind.objective, name, kind.base, effect)
        for number, kind in enumerate(KINDS[k] for k in marketing.kinds)
        for name, _, effect in kind.arms
    ]
    return pa.table(
        {
            "campaign_id": campaign_ids(np.array([row[0] for row in rows])),
            "objective": pa.array([row[1] for row in rows]),
            "arm": pa.array([row[2] for row in rows]),
            "base_rate": pa.array([row[3] for row in rows]),
            "true_lift": pa.array([row[4] for row in rows]),
        }
    )
