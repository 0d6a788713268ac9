"""Call detail records as rows: their schema and codes, and the hours at which people talk."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulator.columns import Array
from simulator.settings import Month

SPINS = 65_536  # size of the wheels that turn 16 random bits into a drawn value
VOICE, SMS, DATA = 0, 1, 2
USAGE = ("voice", "sms", "data")
TEXT = pa.dictionary(pa.int32(), pa.string())
# fmt: off
HOURLY = (2, 1, 0.7, 0.5, 0.5, 1, 3, 7, 13, 18, 19, 18,
          16, 14, 15, 16, 17, 18, 19, 20, 18, 14, 8, 4)  # traffic by hour of the day
# fmt: on
SCHEMA = pa.schema(
    [
        ("cdr_id", pa.string()),
        ("subscriber_number", TEXT),
        ("other_number", pa.string()),
        ("direction", TEXT),
        ("usage_type", TEXT),
        ("started_at", pa.timestamp("us")),
        ("duration_seconds", pa.int32()),
        ("is_answered", pa.bool_()),
        ("data_bytes", pa.int64()),
        ("charge", pa.decimal128(18, 4)),
        ("currency", TEXT),
        ("cell_id", TEXT),
        ("imei", TEXT),
        ("updated_at", pa.timestamp("us")),
    ]
)


def coded(codes: Array, values: pa.Array) -> pa.DictionaryArray:
    """Codes with their names; the names must be distinct.

    Of repeated names Arrow's Parquet writer pads the dictionary page with memory that it never
    filled, and equal arguments would not give equal bytes.
    """
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), values)


def hour_wheel(month: Month) -> Array:
    """Hours of the month, each as often as its share of the traffic, in SPINS places."""
    day = np.arange(month.days)
    weekend = (month.start + day + 3) % 7 >= 5
    weight = np.where(weekend, 0.78, 1.0)[:, None] * np.array(HOURLY)
    edges = np.rint(np.cumsum(weight.ravel()) / weight.sum() * SPINS).astype(np.int64)
    hours: Array = np.arange(month.days * 24, dtype=np.int32)
    return np.repeat(hours, np.diff(edges, prepend=0))
