"""Reference tables: products, cells and agents."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa

from simulator.columns import MONEY, Array, dates, labels, money, padded, pick
from simulator.dictionaries import CELLS_PER_CITY, CITIES, PLACES
from simulator.settings import Settings

# product_id, name, category, service_type, brand, generation, MB, minutes, price, unit cost
# fmt: off
PRODUCTS = (
    ("PLAN-BASE-8", "Base 8", "voice", "mobile", "EasyOwn", "4G", 0, 0, 8, 3),
    ("PLAN-SENIOR-29", "Senior 29", "mass_plan", "mobile", "Evergreen", "4G", 3072, 300, 29, 11),
    ("PLAN-MASS-59", "Everyday 59", "mass_plan", "mobile", "Everyday", "4G", 20480, 150, 59, 20),
    ("PLAN-MASS-99", "Everyday 99", "mass_plan", "mobile", "Everyday", "5G", 40960, 300, 99, 32),
    ("PLAN-MASS-129", "Everyday 129", "mass_plan", "mobile", "Everyday", "5G", 61440, 500, 129, 40),
    ("PLAN-CAMPUS-39", "Campus 39", "mass_plan", "mobile", "M-Zone", "5G", 51200, 100, 39, 18),
    ("BUNDLE-169", "Family 169", "family_bundle", "broadband", "Home", "5G", 81920, 800, 169, 60),
    ("BUNDLE-239", "Family 239", "family_bundle", "broadband", "Home", "5G", 122880, 1200, 239, 80),
    ("ENT-MOBILE-89", "Team 89", "enterprise", "mobile", "Business", "5G", 30720, 800, 89, 30),
    ("ENT-LINE-1200", "Leased line", "enterprise", "leased_line", "Business", None, None, None,
     1200, 420),
    ("ENT-CLOUD-300", "Cloud office", "enterprise", "cloud", "Business", None, None, None, 300, 90),
    ("ENT-IOT-150", "IoT connect", "enterprise", "iot", "Business", "4G", 10240, None, 150, 40),
    ("PACK-1D-1G", "1 day 1 GB", "short_pack", "mobile", None, None, 1024, None, 3, 1),
    ("PACK-10D-5G", "10 days 5 GB", "short_pack", "mobile", None, None, 5120, None, 15, 4),
    ("PACK-10D-10G", "10 days 10 GB", "short_pack", "mobile", None, None, 10240, None, 20, 6),
    ("PACK-30D-20G", "30 days 20 GB", "data", "mobile", None, None, 20480, None, 30, 9),
    ("VAS-VIDEO-15", "Video membership", "value_added", "tv", None, None, None, None, 15, 8),
    ("VAS-RING-6", "Ring-back tone", "value_added", "mobile", None, None, None, None, 6, 1),
    ("VAS-DRIVE-10", "Cloud drive", "value_added", "cloud", None, None, None, None, 10, 3),
    ("BB-GIGA-100", "Gigabit broadband", "data", "broadband", "Home", None, None, None, 100, 45),
    ("HS-A", "Handset A", "device", "device", "Mizu", "4G", None, None, 699, 610),
    ("HS-B", "Handset B", "device", "device", "Mizu", "5G", None, None, 999, 870),
    ("HS-C", "Handset C", "device", "device", "Kite", "5G", None, None, 1999, 1700),
    ("HS-D", "Handset D", "device", "device", "Kite", "5G", None, None, 3299, 2800),
    ("HS-E", "Handset E", "device", "device", "Orchard", "5G", None, None, 5499, 4700),
    ("HS-F", "Handset F", "device", "device", "Orchard", "5G", None, None, 7999, 6900),
    ("PLAN-LEGACY-19", "Legacy 19", "mass_plan", "mobile", "Legacy", "3G", 1024, 60, 19, 8),
)
# fmt: on
PRODUCT_IDS = tuple(product[0] for product in PRODUCTS)
PRICES: Array = np.array([product[8] for product in PRODUCTS], float)
COSTS: Array = np.array([product[9] for product in PRODUCTS], float)
LEASED_LINE, CLOUD_OFFICE, IOT = 9, 10, 11
PACKS, PACK_DAYS = (12, 13, 14, 15), (1, 10, 10, 30)
VALUE_ADDED = (16, 17, 18)
BROADBAND = 19
HANDSETS = (20, 21, 22, 23, 24, 25)
PLAN_UP = {0: 1, 1: 2, 2: 3, 3: 4, 4: 3, 5: 3, 6: 7, 7: 6, 8: 8}  # where a change of plan leads

TEAMS = ("inbound", "outbound", "complaints")
AGENTS_PER_CUSTOMER = 1 / 110


def agent_count(settings: Settings) -> int:
    """How many agents the call centre employs."""
    return int(np.clip(settings.customers * AGENTS_PER_CUSTOMER, 6, 4_000))


def products() -> pa.Table:
    """The product catalogue, prices in CNY."""
    names = (
        "product_id",
        "product_name",
        "category",
        "service_type",
        "brand",
        "network_generation",
        "included_data_mb",
        "included_minutes",
        "list_price",
        "unit_cost",
    )
    columns = dict(zip(names, zip(*PRODUCTS, strict=True), strict=True))
    arrays = {}
    for name, values in columns.items():
        if name in ("list_price", "unit_cost"):
            arrays[name] = pa.array([Decimal(value) for value in values], MONEY)
        else:
            whole = name.startswith("included_")
            arrays[name] = pa.array(values, pa.int32() if whole else pa.string())
    arrays["currency"] = pa.array(["CNY"] * len(PRODUCTS))
    return pa.table(arrays)


def cell_ids() -> pa.Array:
    """Cell names, city by city: cell k of city c stands at c * CELLS_PER_CITY + k."""
    return pa.array(
        [f"CELL-{area}-{cell:02d}" for _, area, _ in CITIES for cell in range(CELLS_PER_CITY)]
    )


def cells() -> pa.Table:
    """The places where the network stands."""
    place = [name for name, count in PLACES for _ in range(count)]
    return pa.table(
        {
            "cell_id": cell_ids(),
            "place_type": pa.array(place * len(CITIES)),
            "city": pa.array([city for city, _, _ in CITIES for _ in range(CELLS_PER_CITY)]),
        }
    )


def agents(settings: Settings) -> pa.Table:
    """The staff of the call centre; hourly cost in the reporting currency."""
    count = agent_count(settings)
    rng = settings.rng("agents")
    number = np.arange(count)
    return pa.table(
        {
            "agent_id": padded("A", number, 5),
            "agent_name": padded("Agent ", number, 5),
            "team": labels(team_of(number), TEAMS),
            "hired_on": dates(settings.end_day - rng.integers(120, 2_500, count)),
            "hourly_cost": money(rng.uniform(38, 75, count)),
        }
    )


def team_of(agent: Array) -> Array:
    """The team of each agent: six in ten inbound, three outbound, one complaints."""
    pattern = np.array([0, 1, 0, 0, 1, 2, 0, 1, 0, 0])
    found: Array = pattern[agent % 10]
    return found


def agent_skill(settings: Settings) -> Array:
    """A hidden skill in [0, 1] per agent: it moves sales, satisfaction and complaints."""
    return settings.rng("agent skill").random(agent_count(settings))


def random_agents(rng: np.random.Generator, team: Array, count: int) -> Array:
    """A random agent of the wanted team for each row."""
    everyone = np.arange(count)
    found = np.zeros(len(team), np.int64)
    for position in range(len(TEAMS)):
        members = everyone[team_of(everyone) == position]
        rows = np.flatnonzero(team == position)
        found[rows] = members[pick(rng, len(rows), np.ones(len(members)))]
    return found
