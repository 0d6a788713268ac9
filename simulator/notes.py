"""What is noted about customers: attributes from several sources, and consents over time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator import dictionaries as words
from simulator.columns import Array, Frame, labels, padded, pick, stack, timestamps
from simulator.population import Customers, customer_ids
from simulator.settings import DAY, HOUR, Settings

Note = tuple[str, str, Array, str]  # attribute, value, of whom it is noted, source


def attributes_table(settings: Settings, customers: Customers) -> pa.Table:
    """The table `customer_attributes`: what staff, mining, surveys and partners noted."""
    rng = settings.rng("attributes")
    size = len(customers)
    person = customers.sector == 0
    prospect = customers.archetype == words.PROSPECT
    interest = customers.interest
    sport = interest == words.INTERESTS.index("sport")
    maternal = interest == words.INTERESTS.index("maternal")
    arrears = (customers.cause == words.CAUSES.index("arrears")) | (rng.random(size) < 0.01)
    chance = rng.random((6, size))
    source_of_prospect = pick(rng, size, (4, 3, 1, 1, 1, 1))
    sources = ("new_student", "new_estate", "business_district", "partner", "referral", "event")
    notes = [
        ("hobby", "sport", person & sport & (chance[0] < 0.6), "staff"),
        ("life_stage", "young_children", person & maternal & (chance[1] < 0.5), "mined"),
        (
            "handset_price_band",
            "under_1000",
            person & (customers.income <= 1) & (chance[2] < 0.2),
            "survey",
        ),
        ("handset_purchase_type", "contract", person & (chance[3] < 0.08), "survey"),
        ("credit_grade", "low", arrears, "partner"),
        ("channel_preference", "app", person & (chance[4] < 0.08), "mined"),
        *(
            ("potential_source", name, prospect & (source_of_prospect == position), "partner")
            for position, name in enumerate(sources)
        ),
        *_rarer_notes(settings, customers),
    ]
    parts = []
    end = settings.end_day
    for attribute, value, holds, source in notes:
        who = np.flatnonzero(holds)
        count = len(who)
        earliest = np.where(prospect[who], end - 150, np.maximum(customers.joined[who], end - 500))
        at = earliest + np.floor(rng.random(count) * (end - earliest)).astype(np.int64)
        parts.append(
            pa.table(
                {
                    "customer_id": customer_ids(who),
                    "attribute": pa.repeat(attribute, count),
                    "value": pa.repeat(value, count),
                    "source": pa.repeat(source, count),
                    "recorded_by": padded(
                        "A", rng.integers(0, 6, count), 5, np.full(count, source != "staff")
                    ),
                    "recorded_at": timestamps(at * DAY + 15 * HOUR),
                    "confidence": pa.repeat(0.8, count).cast(pa.decimal128(5, 4)),
                }
            )
        )
    return pa.concat_tables(parts)


def _rarer_notes(settings: Settings, customers: Customers) -> list[Note]:
    """What is known of a few: every attribute that the warehouse has a name for."""
    rng = settings.rng("rarer attributes")
    person, company = customers.sector == 0, customers.sector > 0
    prospect = customers.archetype == words.PROSPECT
    few = dict.fromkeys(("decision_chain", "organisation_type", "founded_on"), company)
    few["source_date"] = prospect
    found = []
    for attribute, source, values in words.RARER_ATTRIBUTES:
        asked = few.get(attribute, person)
        rarity = 2 if attribute in few else 12
        which = rng.integers(0, len(values) * rarity, len(customers))
        for position, value in enumerate(values):
            found.append((attribute, value, asked & (which == position), source))
    return found


def consents_table(settings: Settings, customers: Customers) -> pa.Table:
    """The table `consents`: given or refused on joining, withdrawn or given later by some."""
    rng = settings.rng("consents")
    size = len(customers)
    base = np.where(customers.joined < settings.end_day, customers.joined, settings.first_day)
    starts: Frame = {
        "customer": np.arange(size),
        "channel": np.zeros(size, np.int64),
        "purpose": np.zeros(size, np.int64),
        "granted": customers.consents,
        "at": base * DAY + 10 * HOUR,
    }
    profiling = starts | {"purpose": np.ones(size, np.int64), "granted": rng.random(size) < 0.65}
    turns = np.flatnonzero(rng.random(size) < 0.07)
    count = len(turns)
    day = base[turns] + 1 + np.floor(rng.random(count) * (settings.end_day - base[turns] - 1))
    changes: Frame = {
        "customer": turns,
        "channel": pick(rng, count, (5, 3, 2)).astype(np.int64),
        "purpose": np.zeros(count, np.int64),
        "granted": ~customers.consents[turns],
        "at": day.astype(np.int64) * DAY + 16 * HOUR,
    }
    rows = stack([starts, profiling, changes])
    return pa.table(
        {
            "customer_id": customer_ids(rows["customer"]),
            "channel": labels(rows["channel"], ("any", "voice", "sms")),
            "purpose": labels(rows["purpose"], ("marketing", "profiling")),
            "is_granted": pa.array(rows["granted"]),
            "changed_at": timestamps(rows["at"]),
        }
    )
