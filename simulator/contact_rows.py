"""Contacts as rows: the codes, the further legs of a contact, the table `contacts`."""

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
    integers,
    labels,
    padded,
    stack,
    take,
    timestamps,
)
from simulator.lines import Lines, written
from simulator.marketing import campaign_ids
from simulator.population import customer_ids
from simulator.settings import NEVER

CHANNELS = ("voice", "sms", "email", "chat", "app")
OUTCOMES = ("answered", "abandoned", "no_answer", "busy", "failed", "voicemail")
ANSWERED, ABANDONED, NO_ANSWER, VOICEMAIL = 0, 1, 2, 5
PURPOSES = ("sales", "service", "complaint", "retention", "marketing", "survey", "follow_up")
SALES, SERVICE, COMPLAINT, RETENTION, MARKETING, SURVEY, FOLLOW_UP = range(7)
INTENTS = ("price", "feature", "purchase", "complain", "cancel", "other")
PRICE, FEATURE, PURCHASE, COMPLAIN, CANCEL, OTHER = range(6)
QUEUES = ("sales", "service", "complaints", "outbound")
VERIFICATIONS = ("passed", "failed", "not_done")
TRANSFERRED, CONSULTED, RUNG_FIRST = 0.12, 0.03, 0.02
SERIAL_DIGITS = 6  # legs of one chunk of customers in one month


def with_legs(rng: np.random.Generator, rows: Frame, agents: int) -> Frame:
    """Add transfers, consultations and agents who were rung but did not answer."""
    talked = (rows["outcome"] == ANSWERED) & (rows["channel"] == 0) & rows["inbound"]
    fate = rng.random(len(talked))
    moved = take(rows, np.flatnonzero(talked & (fate < TRANSFERRED)))
    asked = take(rows, np.flatnonzero(talked & (fate > 1 - CONSULTED)))
    rung = take(rows, np.flatnonzero(talked & (np.abs(fate - 0.5) < RUNG_FIRST / 2)))
    for extra in (moved, asked, rung):
        size = len(extra["customer"])
        extra["agent"] = (extra["agent"] + 1 + rng.integers(0, 4, size)) % agents
        extra["wait"] = rng.integers(1, 20, size)
        extra["hold"] = np.zeros(size, np.int64)
        for unset in ("lost", "score"):
            extra[unset] = np.full(size, -1)
        for untrue in ("sold", "complaint"):
            extra[untrue] = np.zeros(size, bool)
    moved["start"] = moved["end"]
    asked["start"] = asked["answered"] + asked["talk"] // 2
    asked["talk"] = np.minimum(asked["talk"] // 4, 60)
    for extra in (moved, asked):
        extra["answered"] = extra["start"] + extra["wait"]
        extra["end"] = extra["answered"] + extra["talk"]
    nobody = np.zeros(len(rung["customer"]), np.int64)
    rung |= {
        "outcome": nobody + NO_ANSWER,
        "talk": nobody,
        "wrap": nobody,
        "answered": nobody + NEVER,
        "end": rung["start"] + rung["wait"],
    }
    return stack([rows, moved, asked, rung])


def contacts_table(lines: Lines, rows: Frame) -> pa.Table:
    """Legs as rows of the table `contacts`."""
    size = len(rows["customer"])
    serial = np.arange(size)
    line = np.minimum(lines.first_of[rows["customer"]], len(lines) - 1)
    at = rows["start"]
    held = (lines.start[line] <= at) & (at < lines.end[line])
    held &= lines.customer[line] == rows["customer"]
    by_number = held & (rows["identified"] >= 3)
    named = ~rows["stranger"] & (~by_number | (rows["identified"] < 9))
    outsider = 13_300_000_000 + rows["base"] // 10**SERIAL_DIGITS * 7_919 % 10**4 * 10**4
    number = np.where(rows["stranger"], outsider + rows["leg_of"] % 10**4, lines.number[line])
    voice, answered = rows["channel"] == 0, rows["outcome"] == ANSWERED
    return pa.table(
        {
            "contact_id": contact_ids(rows, serial),
            "initial_contact_id": contact_ids(rows, rows["leg_of"]),
            "channel": labels(rows["channel"], CHANNELS),
            "direction": labels((~rows["inbound"]).astype(int), ("inbound", "outbound")),
            "customer_id": customer_ids(rows["customer"], ~named),
            "phone_number": blank(
                written(number, np.where(rows["identified"] == 9, 2, 0)),
                ~(by_number | rows["stranger"]),
            ),
            "agent_id": padded("A", np.maximum(rows["agent"], 0), 5, rows["agent"] < 0),
            "queue": labels(rows["queue"], QUEUES),
            "started_at": timestamps(at),
            "answered_at": timestamps(rows["answered"]),
            "ended_at": timestamps(rows["end"]),
            "wait_seconds": integers(rows["wait"]),
            "talk_seconds": integers(rows["talk"], ~voice),
            "hold_seconds": integers(rows["hold"], ~voice),
            "wrap_seconds": integers(rows["wrap"]),
            "outcome": labels(rows["outcome"], OUTCOMES),
            "purpose": labels(rows["purpose"], PURPOSES),
            "topic": labels(rows["topic"], words.TOPICS),
            "product_id": labels(rows["product"], catalogue.PRODUCT_IDS),
            "intent": labels(rows["intent"], INTENTS),
            "lost_reason": labels(rows["lost"], [name for name, _ in words.LOST_REASONS]),
            "campaign_id": campaign_ids(np.maximum(rows["campaign"], 0), rows["campaign"] < 0),
            "is_complaint": booleans(rows["complaint"]),
            "is_resolved": booleans(rows["resolved"], ~answered),
            "verification": labels(np.where(answered, rows["verification"], -1), VERIFICATIONS),
            "satisfaction_score": integers(rows["score"], rows["score"] < 0),
        }
    )


def contact_ids(rows: Frame, serial: Array) -> pa.Array:
    """The name of a leg from its serial number in the frame that drew it."""
    return padded("K", rows["base"] + serial, 13)
