"""BG/NBD: how often customers without a contract buy, and when they stop.

A living customer buys at a rate of its own, gamma(r, alpha) over the customers; after each purchase
it stops with a probability of its own, beta(a, b). Fader, Hardie and Lee, "Counting Your Customers"
the Easy Way, Marketing Science 24 (2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from dialmart.scorecards.likelihood import FitError, maximise

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BgNbd:
    """The parameters, in weeks, and the log-likelihood of the data under them."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


def log_likelihood(
    r: float, alpha: float, a: float, b: float,
    repeats: Numbers, last: Numbers, observed: Numbers,
) -> Numbers:  # fmt: skip
    """Of each customer: repeat purchases, weeks from the first to the last, weeks observed."""
    rate = gammaln(r + repeats) - gammaln(r) + r * np.log(alpha)
    stays = gammaln(a + b) + gammaln(b + repeats) - gammaln(b) - gammaln(a + b + repeats)
    alive = -(r + repeats) * np.log(alpha + observed)
    again = repeats > 0
    stopped = np.full_like(alive, -np.inf)
    stopped[again] = (
        np.log(a)
        - np.log(b + repeats[again] - 1)
        - (r + repeats[again]) * np.log(alpha + last[again])
    )
    total: Numbers = rate + stays + np.logaddexp(alive, stopped)
    return total


def fit(repeats: Numbers, last: Numbers, observed: Numbers) -> BgNbd:
    """The parameters of maximum likelihood.

    Raises FitError if nobody came back or no maximum is found.
    """
    if not np.any(repeats > 0):
        raise FitError("Nobody bought again, so that there is nothing to fit.")
    # Customers of one history count together.
    histories, customers = np.unique(
        np.column_stack([repeats, last, observed]), axis=0, return_counts=True
    )
    columns = histories.T

    def of(parameters: Numbers) -> float:
        r, alpha, a, b = parameters
        return float(customers @ log_likelihood(r, alpha, a, b, *columns))

    (r, alpha, a, b), value = maximise(of, [1.0, 1.0, 1.0, 1.0], scale=len(repeats))
    return BgNbd(r, alpha, a, b, value)
