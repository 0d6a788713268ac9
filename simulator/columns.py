"""From numpy to Arrow columns without a Python loop over the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from simulator.settings import DAY, NEVER, NEVER_DAY

Array = npt.NDArray[Any]
Frame = dict[str, Array]  # columns of equal length

MONEY = pa.decimal128(18, 4)
INT32_MAX = 2**31 - 1


def pick(rng: np.random.Generator, size: int, weights: Sequence[float] | Array) -> Array:
    """`size` random positions of `weights`, each in proportion to its weight."""
    steps = np.cumsum(np.asarray(weights, float))
    found = np.searchsorted(steps, rng.random(size) * steps[-1], side="right")
    chosen: Array = np.minimum(found, len(steps) - 1).astype(np.int16)
    return chosen


def pick_by(rng: np.random.Generator, rows: Array, weights: Array) -> Array:
    """One random column of the matrix `weights` for each of the named `rows`."""
    steps = np.cumsum(weights, axis=1)
    point = rng.random(len(rows)) * steps[rows, -1]
    found = (steps[rows] <= point[:, None]).sum(axis=1)
    chosen: Array = np.minimum(found, weights.shape[1] - 1).astype(np.int16)
    return chosen


def repeat(counts: Array) -> Array:
    """Position i repeated counts[i] times."""
    found: Array = np.repeat(np.arange(len(counts)), counts)
    return found


def take(frame: Frame, rows: Array) -> Frame:
    """The named rows of a frame (positions or a mask)."""
    return {name: column[rows] for name, column in frame.items()}


def stack(frames: Sequence[Frame]) -> Frame:
    """Frames of the same columns, one below the other."""
    return {name: np.concatenate([frame[name] for frame in frames]) for name in frames[0]}


def labels(codes: Array, names: Sequence[str | None]) -> pa.Array:
    """The name at each code; a code below zero becomes null."""
    return pa.array(names, pa.string()).take(pa.array(codes, mask=codes < 0))


def padded(prefix: str, values: Array, width: int, null: Array | None = None) -> pa.Array:
    """`prefix` followed by each value in exactly `width` digits."""
    head = np.frombuffer(prefix.encode(), np.uint8)
    text = np.empty((len(values), len(head) + width), np.uint8)
    text[:, : len(head)] = head
    rest: Array = values.astype(np.uint64 if width > 9 else np.uint32)
    for place in range(text.shape[1] - 1, len(head) - 1, -1):
        shorter: Array = rest // 10
        text[:, place] = rest - shorter * 10 + ord("0")
        rest = shorter
    offsets = np.arange(len(values) + 1, dtype=np.int32) * text.shape[1]
    strings = pa.Array.from_buffers(
        pa.string(), len(values), [None, pa.py_buffer(offsets), pa.py_buffer(text)]
    )
    return strings if null is None else blank(strings, null)


def blank(values: pa.Array, null: Array) -> pa.Array:
    """The same values, null where `null` holds."""
    return pc.if_else(pa.array(~null), values, pa.scalar(None, values.type))


def timestamps(seconds: Array, null: Array | None = None) -> pa.Array:
    """Local seconds since 1970 as timestamps; NEVER and masked ones become null."""
    missing = seconds >= NEVER if null is None else null | (seconds >= NEVER)
    micros = np.where(missing, 0, seconds).astype(np.int64) * 1_000_000
    return pa.array(micros, mask=missing).view(pa.timestamp("us"))


def dates(days: Array, null: Array | None = None) -> pa.Array:
    """Days since 1970 as dates; NEVER_DAY and masked ones become null."""
    missing = days >= NEVER_DAY if null is None else null | (days >= NEVER_DAY)
    return pa.array(np.where(missing, 0, days).astype(np.int32), mask=missing).view(pa.date32())


def integers(values: Array, null: Array | None = None) -> pa.Array:
    """Whole numbers as 32-bit integers."""
    return pa.array(np.minimum(values, INT32_MAX).astype(np.int32), mask=null)


def booleans(values: Array, null: Array | None = None) -> pa.Array:
    """Truth values."""
    return pa.array(values.astype(bool), mask=null)


def money(values: Array, null: Array | None = None) -> pa.Array:
    """Amounts rounded to the cent as decimal(18,4)."""
    return money_units(np.rint(values * 100).astype(np.int64) * 100, null)


def money_units(units: Array, null: Array | None = None) -> pa.Array:
    """Ten-thousandths of the currency unit as decimal(18,4)."""
    wide = np.empty((len(units), 2), np.int64)
    wide[:, 0] = units
    wide[:, 1] = units >> 63
    exact = pa.Array.from_buffers(MONEY, len(units), [None, pa.py_buffer(wide)])
    return exact if null is None else blank(exact, null)


def clock(rng: np.random.Generator, size: int, opens: float = 9, closes: float = 19) -> Array:
    """A time of day between two hours, in seconds."""
    return (rng.uniform(opens, closes, size) * 3_600).astype(np.int64)


def moments(rng: np.random.Generator, first: Array, until: Array, seconds: Array) -> Array:
    """A day of [first, until) for each row, at the given second of that day."""
    day = first + np.floor(rng.random(len(first)) * (until - first)).astype(np.int64)
    moment: Array = day.astype(np.int64) * DAY + seconds
    return moment
