"""Transactions of a month: fees, usage, purchases, refunds, adjustments and top-ups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator import catalogue
from simulator import dictionaries as words
from simulator.columns import (
    Frame,
    clock,
    moments,
    pick,
    stack,
    take,
)
from simulator.dictionaries import ARCHETYPES
from simulator.handsets import Handsets
from simulator.holdings import company_services
from simulator.invoices import (
    ADJUSTMENT,
    CHARGE,
    DATA,
    DEVICE,
    NONE,
    OTHER_REVENUE,
    PURCHASE,
    REFUND,
    TOP_UP,
    VOICE,
    class_of,
    rows_of,
)
from simulator.lines import Lines
from simulator.marketing import Marketing
from simulator.orders import SUCCEEDED
from simulator.population import Customers
from simulator.settings import DAY, HOUR, Month, Settings

SERIAL_DIGITS = 7
USAGE_CNY = 9  # mean of each kind of usage in a month, for a customer of mean spending
BOUGHT_HERE = 0.3  # of handset changes


@dataclass(frozen=True)
class Billing:
    """Draws the transactions of a chunk of customers in one month."""

    settings: Settings
    customers: Customers
    lines: Lines
    handsets: Handsets
    marketing: Marketing

    def draw(
        self, month: Month, chunk: int, lo: int, hi: int, contacts: Frame, orders: Frame
    ) -> Frame:
        """One row per transaction, in CNY before conversion."""
        rng = self.settings.rng("transactions", month.index, chunk)
        parts = [
            self._fees(month, lo, hi),
            self._company_fees(month, lo, hi),
            self._usage(rng, month, lo, hi),
            self._ordered(orders),
            self._sold_by_phone(contacts),
            self._campaign_sales(month, lo, hi),
            self._handsets_bought(rng, month, lo, hi),
            self._top_ups(rng, month, lo, hi),
        ]
        rows = stack(parts)
        rows = stack([rows, self._corrections(rng, rows)])
        size = len(rows["customer"])
        if size >= 10**SERIAL_DIGITS:
            raise ValueError("too many transactions in one chunk for their serial numbers")
        rows["id"] = (month.index * 1_000 + chunk) * 10**SERIAL_DIGITS + np.arange(size)
        rows["contact_base"] = np.full(
            size, int(contacts["base"][0]) if len(contacts["base"]) else 0
        )
        return rows

    def _fees(self, month: Month, lo: int, hi: int) -> Frame:
        """The monthly fee of every line in service on its billing day."""
        these = self.lines.of(lo, hi)
        first, until = (edge[these] for edge in self.lines.window(month))
        position = np.arange(these.start, these.stop)
        day = month.start + position % 5
        due = np.flatnonzero((first <= day) & (day < until))
        at = day[due] * DAY + 3 * HOUR
        line = position[due]
        customer = self.lines.customer[line]
        changed = self.lines.plan_change[line] <= at
        plan = np.where(changed, self.lines.next_plan[line], self.lines.plan[line])
        # Who is about to leave drops options first, most of all who leaves for the price.
        dropped = np.where(self.customers.cause[customer] == words.PRICE, 0.55, 0.40)
        relief = 1 - dropped * self.customers.unrest(month)[customer]
        voice = (self.customers.archetype[customer] == words.ELDER) | (plan == 0)
        return rows_of(
            customer,
            at,
            catalogue.PRICES[plan] * relief,
            CHARGE,
            np.where(voice, VOICE, DATA),
            plan,
            recurring=True,
        )

    def _company_fees(self, month: Month, lo: int, hi: int) -> Frame:
        """Fees of what companies hold as a whole."""
        first, until = self.customers.window(month, lo, hi)
        frames = []
        for product, holders in company_services(self.customers):
            due = np.flatnonzero(holders[lo:hi] & (first == month.start) & (until > first + 1))
            at = np.full(len(due), month.start * DAY + 4 * HOUR)
            price = np.full(len(due), catalogue.PRICES[product])
            frames.append(
                rows_of(due + lo, at, price, CHARGE, OTHER_REVENUE, product, recurring=True)
            )
        return stack(frames)

    def _usage(self, rng: np.random.Generator, month: Month, lo: int, hi: int) -> Frame:
        """What exceeds the allowance: a voice and a data row per customer and month."""
        first, until = self.customers.window(month, lo, hi)
        kind = self.customers.archetype[lo:hi]
        share = np.array([archetype.voice for archetype in ARCHETYPES])[kind]
        lines = np.diff(self.lines.first_of)[lo:hi]
        level = self.customers.activity(month)[lo:hi] * self.customers.spend[lo:hi]
        level = level * (until - first) / month.days * np.sqrt(np.maximum(lines, 1)) * USAGE_CNY
        frames = []
        for revenue, part in ((VOICE, share), (DATA, 1 - share)):
            amount = level * part * 2 * rng.gamma(3, 1 / 3, hi - lo)
            uses = (amount > 0.05) & (rng.random(hi - lo) < 0.85)
            due = np.flatnonzero(uses & (until > first))
            at = (until[due] - 1) * DAY + 22 * HOUR + revenue
            frames.append(rows_of(due + lo, at, amount[due], CHARGE, revenue, NONE))
        return stack(frames)

    def _ordered(self, orders: Frame) -> Frame:
        """A purchase for every order that succeeded."""
        done = np.flatnonzero(orders["status"] == SUCCEEDED)
        rows = take(orders, done)
        product = rows["product"]
        sale = rows_of(
            rows["customer"],
            rows["start"] + rows["seconds"],
            catalogue.PRICES[product],
            PURCHASE,
            class_of(product),
            product,
        )
        return sale | {"order": rows["id"], "channel": np.array([3, 0, 4, 2])[rows["channel"]]}

    def _sold_by_phone(self, contacts: Frame) -> Frame:
        """A purchase for every contact that ended in a sale."""
        sold = np.flatnonzero(contacts["sold"] & ~contacts["stranger"])
        rows = take(contacts, sold)
        product = rows["product"]
        sale = rows_of(
            rows["customer"],
            rows["end"],
            catalogue.PRICES[product],
            PURCHASE,
            class_of(product),
            product,
        )
        return sale | {"contact": sold, "channel": np.full(len(sold), 2)}

    def _campaign_sales(self, month: Month, lo: int, hi: int) -> Frame:
        """A purchase for every converted member of a campaign, in either arm."""
        rows = self.marketing.in_month(month, lo, hi, "converted")
        return rows_of(
            rows["customer"],
            rows["converted"],
            rows["revenue"],
            PURCHASE,
            class_of(rows["product"]),
            rows["product"],
        )

    def _handsets_bought(self, rng: np.random.Generator, month: Month, lo: int, hi: int) -> Frame:
        """Some of the handset changes of the month were bought here."""
        these = self.lines.of(lo, hi)
        pieces = slice(
            int(self.handsets.first_of[these.start]), int(self.handsets.first_of[these.stop])
        )
        since, line = self.handsets.since[pieces], self.handsets.line[pieces]
        change = np.append(False, line[1:] == line[:-1])[: len(line)]
        inside = change & (since >= month.start * DAY) & (since < month.until * DAY)
        bought = np.flatnonzero(inside & (rng.random(len(line)) < BOUGHT_HERE))
        product = self.handsets.product[pieces][bought]
        sale = rows_of(
            self.lines.customer[line[bought]],
            since[bought],
            catalogue.PRICES[product],
            PURCHASE,
            DEVICE,
            product,
        )
        return sale | {"channel": np.full(len(bought), 1)}

    def _top_ups(self, rng: np.random.Generator, month: Month, lo: int, hi: int) -> Frame:
        """Cash paid in by the holders of prepaid lines."""
        these = self.lines.of(lo, hi)
        first, until = (edge[these] for edge in self.lines.window(month))
        pays = self.lines.prepaid[these] & (until > first) & (rng.random(len(first)) < 0.8)
        row = np.flatnonzero(pays)
        at = moments(rng, first[row], until[row], clock(rng, len(row), 8, 22))
        amount = np.array([30.0, 50.0, 100.0, 200.0])[pick(rng, len(row), (3, 4, 2, 1))]
        return rows_of(self.lines.customer[these][row], at, amount, TOP_UP, OTHER_REVENUE, NONE)

    def _corrections(self, rng: np.random.Generator, rows: Frame) -> Frame:
        """Refunds of purchases and adjustments of charges, a day or so later."""
        last = np.minimum(self.customers.left[rows["customer"]], self.settings.end_day) * DAY
        at = rows["at"] + rng.integers(HOUR, 5 * DAY, len(last))
        luck = rng.random(len(last))
        refund = (rows["type"] == PURCHASE) & (luck < 0.015)
        adjust = (rows["type"] == CHARGE) & (luck < 0.005)
        chosen = np.flatnonzero((refund | adjust) & (at < last))
        fixed = take(rows, chosen)
        part = np.where(refund[chosen], 1.0, 0.3) * fixed["amount"]
        return fixed | {
            "at": at[chosen],
            "amount": part,
            "type": np.where(refund[chosen], REFUND, ADJUSTMENT),
            "cost": np.zeros(len(chosen)),
            "recurring": np.zeros(len(chosen), bool),
            "order": np.full(len(chosen), NONE),
            "contact": np.full(len(chosen), NONE),
        }
