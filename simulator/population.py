"""Customers: who they are, when they come, and why and how they leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from simulator import dictionaries as words
from simulator.columns import Array, blank, booleans, dates, labels, padded, pick, pick_by
from simulator.dictionaries import ARCHETYPES
from simulator.settings import NEVER_DAY, Month, Settings

MONTHLY_CHURN = 0.013
MONTH_DAYS = 30.44


@dataclass(frozen=True)
class Customers:
    """One array per trait, one element per customer; days count from 1970."""

    archetype: Array
    sector: Array  # position in SECTORS
    joined: Array  # NEVER_DAY for a prospect
    left: Array  # NEVER_DAY while on net
    returned: Array  # the day a leaver came back, else NEVER_DAY
    cause: Array  # position in CAUSES, -1 while on net
    fading_from: Array  # the day from which use declines without leaving
    silent_from: Array  # the day from which nothing is consumed
    fraud: Array  # position in FRAUD
    fraud_from: Array
    interest: Array
    city: Array
    birth: Array
    household: Array
    income: Array
    spend: Array  # personal multiple of money spent
    receptive: Array  # probability of taking an outbound call
    consents: Array
    do_not_call: Array

    def __len__(self) -> int:
        return len(self.archetype)

    def unrest(self, month: Month) -> Array:
        """How near the customer is to leaving for a cause that shows: 0 calm to 1 gone."""
        ahead = (self.left - month.middle) / MONTH_DAYS
        near = np.where(ahead > -0.6, np.clip(1 - ahead / 4, 0, 1), 0.0)
        return np.where((self.cause >= 0) & (self.cause <= words.COMPETITOR), near, 0.0)

    def activity(self, month: Month) -> Array:
        """Use of this month relative to the customer's normal use."""
        faded = np.clip((month.middle - self.fading_from) / MONTH_DAYS, 0, 4) * 0.15
        silent = self.silent_from <= month.start
        return np.where(silent, 0.0, (1 - 0.75 * self.unrest(month)) * (1 - faded))

    def window(self, month: Month, lo: int, hi: int) -> tuple[Array, Array]:
        """The whole days [first, until) of this month on which each customer is on net."""
        first = np.maximum(self.joined[lo:hi] + 1, month.start)
        until = np.minimum(self.left[lo:hi], month.until)
        return first, np.maximum(until, first)


def draw(settings: Settings) -> Customers:
    """Draw the population; memory is about 100 bytes per customer."""
    size = settings.customers
    rng = settings.rng("customers")
    first, end = settings.first_day, settings.end_day
    archetype = pick(rng, size, [kind.share for kind in ARCHETYPES])
    enterprise = archetype == words.ENTERPRISE
    prospect = archetype == words.PROSPECT

    joined = np.where(
        rng.random(size) < 0.78,
        first - np.clip(rng.exponential(900, size), 1, 3_600).astype(np.int64),
        rng.integers(first, end - 5, size),
    )
    joined = np.where(prospect, NEVER_DAY, joined)
    stay = rng.exponential(MONTH_DAYS / MONTHLY_CHURN, size).astype(np.int64)
    left = np.maximum(joined + 90, first - 200) + np.where(enterprise, stay * 3, stay)
    left = np.where((left >= end) | prospect, NEVER_DAY, left)
    cause = np.where(left < NEVER_DAY, pick(rng, size, words.CAUSE_WEIGHTS), -1)
    again = left + rng.integers(60, 150, size)
    comes_back = (rng.random(size) < 0.06) & (again < end - 30)

    stays = (left == NEVER_DAY) & ~prospect
    mood = rng.random(size)
    turning = rng.integers(first + 1, end, size)
    fading = np.where(stays & (mood < 0.05), turning, NEVER_DAY)
    silent = np.where(stays & (mood > 0.96), end - rng.integers(200, 420, size), NEVER_DAY)
    silent = np.where(silent > joined + 200, silent, NEVER_DAY)

    fraud, fraud_from = _fraud(settings, archetype, joined, left)
    ages = np.array([kind.ages for kind in ARCHETYPES])[archetype]
    age_days = rng.uniform(ages[:, 0], ages[:, 1]) * 365.25
    shares_home = (archetype == words.FAMILY) & (rng.random(size) < 0.6)
    return Customers(
        archetype=archetype,
        sector=np.where(enterprise, 1 + pick(rng, size, (0.72, 0.22, 0.06)), 0),
        joined=joined,
        left=left,
        returned=np.where(comes_back & (left < NEVER_DAY), again, NEVER_DAY),
        cause=cause,
        fading_from=fading,
        silent_from=np.where(fraud > 0, NEVER_DAY, silent),
        fraud=fraud,
        fraud_from=fraud_from,
        interest=pick_by(rng, archetype, np.array([kind.interests for kind in ARCHETYPES])),
        city=pick(rng, size, [weight for _, _, weight in words.CITIES]),
        birth=(end - age_days).astype(np.int64),
        household=np.cumsum(~shares_home),
        income=np.clip(rng.normal(2 + (archetype == 2), 1, size), 0, 4).astype(np.int8),
        spend=np.exp(rng.normal(0, 0.45, size)),
        receptive=rng.beta(2.2, 1.8, size),
        consents=rng.random(size) < 0.72,
        do_not_call=rng.random(size) < 0.03,
    )


def _fraud(settings: Settings, archetype: Array, joined: Array, left: Array) -> tuple[Array, Array]:
    """A few ordinary-looking customers per pattern, active in the last months."""
    rng = settings.rng("fraud")
    ordinary = (archetype == words.MASS) | (archetype == words.PACK_USER)
    able = np.flatnonzero(ordinary & (joined < settings.end_day - 100) & (left == NEVER_DAY))
    wanted = max(1, round(settings.customers * 0.0006))
    chosen = rng.permutation(able)[: wanted * 3]
    fraud = np.zeros(len(archetype), np.int8)
    fraud[chosen] = 1 + np.arange(len(chosen)) % 3
    starts = settings.end_day - rng.integers(25, 95, len(archetype))
    return fraud, np.where(fraud > 0, starts, NEVER_DAY)


def customer_ids(rows: Array, null: Array | None = None) -> pa.Array:
    """The name of each customer by position."""
    return padded("C", rows, 8, null)


def leave_reasons(settings: Settings, customers: Customers) -> pa.Array:
    """The recorded reason of leaving: one of two codes per cause, sometimes unknown."""
    rng = settings.rng("leave reasons")
    flat = [code for pair in words.LEAVE_REASONS for code in pair] + ["unknown"]
    code = customers.cause * 2 + rng.integers(0, 2, len(customers))
    code = np.where(rng.random(len(customers)) < 0.1, len(flat) - 1, code)
    return labels(np.where(customers.cause < 0, -1, code), flat)


def customers_table(settings: Settings, customers: Customers) -> pa.Table:
    """The table `customers`."""
    rng = settings.rng("customers table")
    size = len(customers)
    enterprise = customers.sector > 0
    education = np.clip(customers.income + rng.integers(-1, 2, size), 0, 4)
    kind = customers.archetype
    occupation = np.select(
        [kind == words.STUDENT, kind == words.ELDER, kind == 2],
        [0, 6, rng.integers(3, 5, size)],
        rng.integers(1, 6, size),
    )
    marital = np.where(kind == words.FAMILY, 1, rng.integers(0, 3, size))
    unknown = rng.random((3, size)) < 0.12
    return pa.table(
        {
            "customer_id": customer_ids(np.arange(size)),
            "customer_type": labels(enterprise.astype(int), ("individual", "enterprise")),
            "gender": blank(labels(rng.integers(0, 2, size), words.GENDERS), enterprise),
            "birth_date": dates(customers.birth, enterprise),
            "education": blank(labels(education, words.EDUCATION), enterprise | unknown[0]),
            "occupation": blank(labels(occupation, words.OCCUPATIONS), enterprise | unknown[1]),
            "income_band": blank(labels(customers.income, words.INCOME_BANDS), enterprise),
            "marital_status": blank(labels(marital, words.MARITAL), enterprise | unknown[2]),
            "household_id": padded("H", customers.household, 8, enterprise),
            "city": labels(customers.city, [city for city, _, _ in words.CITIES]),
            "industry": blank(
                labels(pick(rng, size, (2, 2, 3, 3, 1, 1)), words.INDUSTRIES), ~enterprise
            ),
            "company_size": blank(labels(customers.sector, words.SECTORS), ~enterprise),
            "joined_on": dates(customers.joined),
            "left_on": dates(customers.left),
            "leave_reason": leave_reasons(settings, customers),
            "marketing_consent": booleans(customers.consents),
            "do_not_call": booleans(customers.do_not_call),
        }
    )
