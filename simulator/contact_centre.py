"""Contacts of a month: who rings or is rung, about what, how it goes, leg by leg."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator import catalogue
from simulator import dictionaries as words
from simulator.columns import (
    Array,
    Frame,
    clock,
    moments,
    pick,
    pick_by,
    repeat,
    stack,
)
from simulator.contact_rows import (
    ABANDONED,
    ANSWERED,
    CANCEL,
    COMPLAIN,
    COMPLAINT,
    MARKETING,
    OTHER,
    SALES,
    SERIAL_DIGITS,
    VOICEMAIL,
    with_legs,
)
from simulator.dictionaries import TOPIC
from simulator.lines import Lines
from simulator.marketing import Marketing
from simulator.population import Customers
from simulator.settings import DAY, NEVER, Month, Settings

BUYS: Array = np.array([0.09, 0.13, 0.50, 0.0, 0.0, 0.03])  # probability of a sale by intent
STRANGERS = 0.04  # share of inbound contacts from numbers that nobody here holds

_SERVICE_TOPICS = (
    "tariff",
    "data_insufficient",
    "billing_dispute",
    "network_coverage",
    "broadband_slow",
    "roaming",
    "throttling_rules",
    "security",
)
_PAINS = {
    words.PRICE: ("tariff", "plan_inflexible", "billing_dispute"),
    words.SERVICE: ("network_coverage", "agent_attitude", "broadband_slow"),
    words.COMPETITOR: ("benefits_not_shared", "value_added_experience", "throttling_rules"),
}


@dataclass(frozen=True)
class ContactCentre:
    """Draws the contacts of a chunk of customers in one month."""

    settings: Settings
    customers: Customers
    lines: Lines
    marketing: Marketing
    skill: Array  # per agent

    def draw(self, month: Month, chunk: int, lo: int, hi: int) -> Frame:
        """All legs; the first leg of a contact comes before its other legs."""
        rng = self.settings.rng("contacts", month.index, chunk)
        first, until = self._window(month, lo, hi)
        rows = stack(
            [self._ordinary(rng, month, lo, hi, first, until), self._campaign_calls(month, lo, hi)]
        )
        rows["topic"], rows["product"], rows["intent"] = self._subject(rng, rows, month)
        self._course(rng, rows)
        self._results(rng, rows)
        rows["leg_of"] = np.arange(len(rows["customer"]))
        rows["identified"] = rng.integers(0, 10, len(rows["customer"]))
        rows["stranger"] = rows["inbound"] & (rng.random(len(rows["customer"])) < STRANGERS)
        rows = with_legs(rng, rows, len(self.skill))
        if len(rows["customer"]) >= 10**SERIAL_DIGITS:
            raise ValueError("too many contacts in one chunk for their serial numbers")
        rows["base"] = np.full(
            len(rows["customer"]), (month.index * 1_000 + chunk) * 10**SERIAL_DIGITS
        )
        return rows

    def _window(self, month: Month, lo: int, hi: int) -> tuple[Array, Array]:
        """The days on which a customer may be in touch: on net, or any day for a prospect."""
        first, until = self.customers.window(month, lo, hi)
        prospect = self.customers.archetype[lo:hi] == words.PROSPECT
        return np.where(prospect, month.start, first), np.where(prospect, month.until, until)

    def _ordinary(
        self, rng: np.random.Generator, month: Month, lo: int, hi: int, first: Array, until: Array
    ) -> Frame:
        who = self.customers
        unrest, sector = who.unrest(month)[lo:hi], who.sector[lo:hi]
        share = (until - first) / month.days
        sore = np.where(who.cause[lo:hi] == words.SERVICE, 2.5, 1.0) * unrest
        silent = who.silent_from[lo:hi] <= month.start
        inbound = rng.poisson((0.26 + 0.5 * sore + 0.3 * (sector > 0)) * share * ~silent)
        outbound = rng.poisson((0.20 + 0.15 * unrest) * share * ~who.do_not_call[lo:hi])
        row = np.concatenate([repeat(inbound), repeat(outbound)])
        called_in = np.arange(len(row)) < inbound.sum()
        state = np.where(called_in, np.where(unrest[row] > 0.2, 1, 0), 2 + (unrest[row] > 0.2))
        purposes = np.array(
            [
                (0.34, 0.56, 0.10, 0, 0, 0, 0),
                (0.12, 0.40, 0.48, 0, 0, 0, 0),
                (0.10, 0.10, 0, 0.10, 0.45, 0.10, 0.15),
                (0.05, 0.05, 0, 0.50, 0.20, 0.10, 0.10),
            ]
        )
        size = len(row)
        return {
            "customer": row + lo,
            "inbound": called_in,
            "purpose": pick_by(rng, state, purposes),
            "channel": np.where(
                called_in, pick(rng, size, (72, 2, 4, 12, 10)), pick(rng, size, (80, 12, 3, 0, 5))
            ),
            "start": moments(rng, first[row], until[row], _time_of_day(rng, size)),
            "campaign": np.full(size, -1),
            "reached": rng.random(size) < who.receptive[lo:hi][row],
            "unrest": unrest[row],
        }

    def _campaign_calls(self, month: Month, lo: int, hi: int) -> Frame:
        rows = self.marketing.in_month(month, lo, hi, "contacted")
        channel = np.array([0, 0, 1, 4])[rows["arm"]]
        size = len(channel)
        return {
            "customer": rows["customer"],
            "inbound": np.zeros(size, bool),
            "purpose": np.full(size, MARKETING, np.int16),
            "channel": channel,
            "start": rows["contacted"],
            "campaign": rows["campaign"],
            "reached": rows["reached"],
            "unrest": np.zeros(size),
        }

    def _subject(
        self, rng: np.random.Generator, rows: Frame, month: Month
    ) -> tuple[Array, Array, Array]:
        """Topic, product and intent, which follow from the purpose and from what ails."""
        size = len(rows["customer"])
        purpose = rows["purpose"]
        topic = _codes(rng, size, _SERVICE_TOPICS)
        selling = (purpose == SALES) | (purpose == MARKETING)
        offers = np.array(
            [TOPIC["handset"], TOPIC["tariff"], TOPIC["cloud_office"], TOPIC["roaming"]]
        )
        topic = np.where(selling, offers[pick(rng, size, (5, 3, 0.6, 0.4))], topic)
        complaints = _codes(
            rng,
            size,
            (
                *_SERVICE_TOPICS,
                "agent_attitude",
                "delivery",
                "product_quality",
                "slow_installation",
            ),
        )
        topic = np.where(purpose == COMPLAINT, complaints, topic)
        cause = np.where(rows["unrest"] > 0.2, self.customers.cause[rows["customer"]], -1)
        for position, pains in _PAINS.items():
            hurt = (cause == position) & ~selling
            topic = np.where(hurt, _codes(rng, size, pains), topic)
        plan = self._plan(rows["customer"], month)
        goods = np.where(
            topic == TOPIC["handset"],
            pick(rng, size, (4, 4, 2, 1, 0.5, 0.2)) + catalogue.HANDSETS[0],
            plan,
        )
        goods = np.where(topic == TOPIC["cloud_office"], catalogue.CLOUD_OFFICE, goods)
        upgrade = np.where(selling & (goods == plan), 3 + rng.integers(0, 2, size), goods)
        product = np.where(selling | (purpose == COMPLAINT) | (rng.random(size) < 0.3), upgrade, -1)
        intent = np.where(selling, pick(rng, size, (38, 32, 14, 0, 0, 16)), OTHER)
        intent = np.where(purpose == COMPLAINT, COMPLAIN, intent)
        leaving = (rows["unrest"] > 0.5) & ~selling & (rng.random(size) < 0.25)
        return topic, product, np.where(leaving, CANCEL, intent)

    def _plan(self, customer: Array, month: Month) -> Array:
        """The plan on the first line of each customer; the everyday one for a prospect."""
        line = np.minimum(self.lines.first_of[customer], len(self.lines) - 1)
        plan = self.lines.plan_at(month.start * DAY)[line]
        return np.where(self.customers.archetype[customer] == words.PROSPECT, 2, plan)

    def _course(self, rng: np.random.Generator, rows: Frame) -> None:
        """Outcome, waiting, talking: adds the seconds and the moments of each contact."""
        size = len(rows["customer"])
        voice, inbound = rows["channel"] == 0, rows["inbound"]
        taken = np.where(pick(rng, size, (92, 8)) == 0, ANSWERED, ABANDONED)
        rung = np.where(
            rows["reached"], ANSWERED, np.array([2, 3, 4, 5])[pick(rng, size, (60, 20, 9, 11))]
        )
        outcome = np.where(voice, np.where(inbound, taken, rung), ANSWERED)
        quiet = (outcome == ANSWERED) | (outcome == VOICEMAIL)
        hour = rows["start"] // 3_600 % 24
        rush = np.where((hour >= 10) & (hour < 12), 2.2, 1.0)
        wait = rng.exponential(np.where(inbound, 16 * rush, 11)).astype(np.int64) + 2
        wait = np.where(outcome == ABANDONED, rng.exponential(70, size).astype(np.int64) + 3, wait)
        wait = np.where(voice, wait, 0)
        length = np.array([330, 210, 420, 260, 110, 150, 140])[rows["purpose"]]
        talk = np.exp(rng.normal(-0.18, 0.6, size)) * length
        talk = np.where(outcome == VOICEMAIL, rng.uniform(5, 25, size), talk)
        talk = np.where(quiet & voice, talk, 0).astype(np.int64)
        held = (outcome == ANSWERED) & voice & (rng.random(size) < 0.2)
        hold = np.where(held, rng.exponential(45, size), 0).astype(np.int64)
        team = np.where(inbound, np.where(rows["purpose"] == COMPLAINT, 2, 0), 1)
        wrap = np.where(outcome == ANSWERED, rng.exponential(35, size), 0).astype(np.int64)
        rows["agent"] = np.where(
            outcome == ABANDONED, -1, catalogue.random_agents(rng, team, len(self.skill))
        )
        answered = np.where(quiet, rows["start"] + wait, NEVER)
        rows |= {
            "outcome": outcome,
            "wait": wait,
            "talk": talk,
            "hold": hold,
            "wrap": wrap,
            "answered": answered,
            "end": rows["start"] + wait + talk + hold,
            "queue": np.where(inbound, np.array([0, 1, 2, 1, 1, 1, 1])[rows["purpose"]], 3),
        }

    def _results(self, rng: np.random.Generator, rows: Frame) -> None:
        """What came of it: sold or lost, resolved or not, and how satisfied."""
        size = len(rows["customer"])
        done = rows["outcome"] == ANSWERED
        skill = np.where(rows["agent"] >= 0, self.skill[rows["agent"]], 0.5)
        selling = (rows["purpose"] == SALES) & (rows["product"] >= 0)
        on_net = self.customers.archetype[rows["customer"]] != words.PROSPECT
        chance = BUYS[rows["intent"]] * (0.4 + 1.2 * skill) * np.where(rows["inbound"], 1.0, 0.5)
        sold = done & selling & on_net & (rng.random(size) < chance)
        lost = done & selling & rows["inbound"] & ~sold
        reason = pick(rng, size, [share for _, share in words.LOST_REASONS])
        complaint = (rows["purpose"] == COMPLAINT) & done
        resolved = rng.random(size) < np.where(complaint, 0.35 + 0.4 * skill, 0.75 + 0.2 * skill)
        resolved &= rng.random(size) > 0.5 * rows["unrest"]
        mood = 2.2 + 1.3 * resolved + 1.2 * skill - 1.2 * rows["unrest"] - 0.6 * complaint
        score = np.clip(np.rint(mood + rng.normal(0, 0.7, size)), 1, 5).astype(np.int64)
        scored = done & (rows["campaign"] < 0) & (rng.random(size) < 0.28)
        rows |= {
            "sold": sold,
            "lost": np.where(lost, reason, -1),
            "complaint": complaint,
            "resolved": resolved,
            "score": np.where(scored, score, -1),
            "verification": pick(rng, size, (70, 4, 26)),
        }


def _codes(rng: np.random.Generator, size: int, topics: tuple[str, ...]) -> Array:
    return np.array([TOPIC[topic] for topic in topics])[rng.integers(0, len(topics), size)]


def _time_of_day(rng: np.random.Generator, size: int) -> Array:
    """Office hours mostly, one in four in the evening, in seconds of the day."""
    evening = rng.random(size) < 0.25
    return np.where(evening, clock(rng, size, 18, 21), clock(rng, size, 8.5, 18))
