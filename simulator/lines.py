"""Lines: numbers and who held them when, plans, and the handsets behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulator import catalogue
from simulator import dictionaries as words
from simulator.columns import (
    Array,
    clock,
    labels,
    padded,
    pick,
    pick_by,
    repeat,
    timestamps,
)
from simulator.dictionaries import ARCHETYPES, CELLS_PER_CITY
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, NEVER, NEVER_DAY, Month, Settings

QUARANTINE_DAYS = 21  # a number rests at least so long before its next owner
RECYCLED_SHARE = 0.4


@dataclass(frozen=True)
class Lines:
    """One element per subscription, ordered by customer; moments in local seconds since 1970."""

    customer: Array
    number: Array  # national number, 11 digits
    start: Array
    end: Array  # NEVER while held
    plan: Array
    next_plan: Array  # the plan after `plan_change`
    plan_change: Array  # NEVER where the plan never changed
    prepaid: Array
    weight: Array  # CDRs relative to other lines
    home_cell: Array
    day_cell: Array  # where the weekday is spent
    traveller: Array
    first_of: Array  # first line of each customer; length customers + 1

    def __len__(self) -> int:
        return len(self.customer)

    def window(self, month: Month) -> tuple[Array, Array]:
        """The whole days [first, until) of this month on which each line is in service."""
        first = np.maximum(self.start // DAY + 1, month.start)
        until = np.minimum(self.end // DAY, month.until)
        return first, np.maximum(until, first)

    def plan_at(self, moment: int) -> Array:
        """The plan of each line at a moment in seconds."""
        return np.where(self.plan_change <= moment, self.next_plan, self.plan)

    def of(self, lo: int, hi: int) -> slice:
        """The lines of the customers [lo, hi)."""
        return slice(int(self.first_of[lo]), int(self.first_of[hi]))


def draw(settings: Settings, customers: Customers) -> Lines:
    """Draw every subscription of every customer."""
    rng = settings.rng("lines")
    count = _lines_per_customer(rng, customers)
    customer = repeat(count)
    size = len(customer)
    first_of = np.concatenate([[0], np.cumsum(count)])
    rank = np.arange(size) - first_of[customer]
    returns = (customers.returned[customer] < NEVER_DAY) & (rank == count[customer] - 1)

    joined, left = customers.joined[customer], customers.left[customer]
    later = joined + rng.exponential(300, size).astype(np.int64)
    later_fits = (rank > 0) & (later < np.minimum(left, settings.end_day) - 40)
    started_on = np.where(later_fits & (rng.random(size) < 0.4), later, joined)
    started_on = np.where(returns, customers.returned[customer], started_on)
    ended_on = np.where(returns, NEVER_DAY, left)
    early = started_on + 60 + rng.exponential(500, size).astype(np.int64)
    gives_up = (rank > 0) & ~returns & (rng.random(size) < 0.25) & (early < settings.end_day - 1)
    ended_on = np.where(gives_up, np.minimum(early, ended_on), ended_on)
    start = started_on * DAY + clock(rng, size)
    end = np.where(ended_on < NEVER_DAY, ended_on * DAY + clock(rng, size), NEVER)

    archetype = customers.archetype[customer]
    plans = np.zeros((len(ARCHETYPES), len(catalogue.PRODUCTS)))
    for position, kind in enumerate(ARCHETYPES):
        for product, weight in kind.plans:
            plans[position, product] = weight
    plan = pick_by(rng, archetype, plans)
    moves = rng.random(size) < 0.35
    change = start + (rng.exponential(420, size).astype(np.int64) + 75) * DAY
    moves &= change < np.minimum(end, settings.end_day * DAY)
    next_plan = np.array([catalogue.PLAN_UP.get(p, p) for p in range(len(plans[0]))])[plan]
    moves &= next_plan != plan

    use = np.array([kind.use for kind in ARCHETYPES])[archetype]
    city = customers.city[customer] * CELLS_PER_CITY
    student = archetype == words.STUDENT
    workplace = np.where(
        student, rng.integers(*words.CAMPUS, size), rng.integers(*words.BUSINESS, size)
    )
    home = rng.integers(*words.RESIDENTIAL, size)
    stays_home = (archetype == words.ELDER) | (customers.fraud[customer] == words.SIMBOX)
    return Lines(
        customer=customer,
        number=_numbers(settings, start, end),
        start=start,
        end=end,
        plan=plan,
        next_plan=np.where(moves, next_plan, plan),
        plan_change=np.where(moves, change, NEVER),
        prepaid=rng.random(size) < np.where(archetype == words.PACK_USER, 0.9, 0.3),
        weight=use * np.exp(rng.normal(-0.12, 0.5, size)) * np.where(rank > 0, 0.6, 1.0),
        home_cell=(city + home).astype(np.int32),
        day_cell=(city + np.where(stays_home, home, workplace)).astype(np.int32),
        traveller=customers.interest[customer] == words.INTERESTS.index("travel"),
        first_of=first_of,
    )


def _lines_per_customer(rng: np.random.Generator, customers: Customers) -> Array:
    """One or two lines for a person, 2 to 60 for a company, one more for who came back."""
    size = len(customers)
    second = np.where(customers.archetype == words.FAMILY, 0.25, 0.12)
    least = np.array([1, 2, 6, 20])[customers.sector]
    most = np.array([1, 5, 20, 60])[customers.sector]
    count = rng.integers(least, most + 1) + ((customers.sector == 0) & (rng.random(size) < second))
    count = np.where(customers.archetype == words.PROSPECT, 0, count)
    return count + (customers.returned < NEVER_DAY)


def _numbers(settings: Settings, start: Array, end: Array) -> Array:
    """A national number per subscription; ended ones pass to a later owner in part."""
    rng = settings.rng("numbers")
    size = len(start)
    suffix = (np.arange(size, dtype=np.int64) * 48_271_777 + 31_415_927) % 10**8
    number = np.array(words.OWN_PREFIXES)[np.arange(size) % len(words.OWN_PREFIXES)] * 10**8
    number = number + suffix
    gap = (QUARANTINE_DAYS + rng.integers(0, 60, size)) * DAY
    given_back = np.flatnonzero((end < NEVER) & (rng.random(size) < RECYCLED_SHARE))
    given_back = given_back[np.argsort(end[given_back] + gap[given_back], kind="stable")]
    # A number passes on once only: neither side of a pair may be in another pair.
    takers = np.flatnonzero((end == NEVER) | (rng.random(size) < 0.3))
    takers = np.setdiff1d(takers, given_back)
    takers = takers[np.argsort(start[takers], kind="stable")]
    earliest = np.searchsorted(start[takers], end[given_back] + gap[given_back])
    turn = np.arange(len(given_back))
    match = np.maximum.accumulate(earliest - turn) + turn if len(turn) else earliest
    fits = match < len(takers)
    number[takers[match[fits]]] = number[given_back[fits]]
    return number


def e164(numbers: Array) -> pa.Array:
    """Numbers in E.164: +86 and the national number."""
    return padded("+86", numbers, 11)


def written(numbers: Array, style: Array) -> pa.Array:
    """Numbers in one of five spellings: +86..., 0086..., 86..., 0..., with spaces."""
    bare = padded("", numbers, 11)
    spaced = pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(bare, 0, 3),
        pc.utf8_slice_codeunits(bare, 3, 7),
        pc.utf8_slice_codeunits(bare, 7, 11),
        " ",
    )
    heads = labels(style, ("+86", "0086", "86", "0", None))
    return pc.coalesce(pc.binary_join_element_wise(heads, bare, ""), spaced)


def spelling(rng: np.random.Generator, size: int) -> Array:
    """A spelling of `written` per row, mostly the first."""
    return pick(rng, size, (0.80, 0.06, 0.06, 0.04, 0.04))


def subscription_ids(rows: Array) -> pa.Array:
    """The name of each subscription by position."""
    return padded("S", rows, 8)


def subscriptions_table(settings: Settings, lines: Lines) -> pa.Table:
    """The table `subscriptions`."""
    rng = settings.rng("subscriptions table")
    size = len(lines)
    return pa.table(
        {
            "subscription_id": subscription_ids(np.arange(size)),
            "customer_id": customer_ids(lines.customer),
            "phone_number": written(lines.number, spelling(rng, size)),
            "product_id": labels(lines.next_plan, catalogue.PRODUCT_IDS),
            "payment_type": labels(lines.prepaid.astype(int), ("postpaid", "prepaid")),
            "started_at": timestamps(lines.start),
            "ended_at": timestamps(lines.end),
        }
    )


def ownership_table(lines: Lines) -> pa.Table:
    """The truth: who held which number from when until when."""
    return pa.table(
        {
            "phone_number": e164(lines.number),
            "customer_id": customer_ids(lines.customer),
            "subscription_id": subscription_ids(np.arange(len(lines))),
            "started_at": timestamps(lines.start),
            "ended_at": timestamps(lines.end),
        }
    )
