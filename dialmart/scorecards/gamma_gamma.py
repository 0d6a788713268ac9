"""Gamma-gamma: what customers spend on a purchase, given what they have spent.

Purchases of a customer are gamma(p, nu) with a nu of its own, gamma(q, v) over the customers,
independent of how often they buy. Fader and Hardie, The Gamma-Gamma Model of Monetary Value (2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from dialmart.scorecards.likelihood import FitError, maximise

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """The parameters, v in the currency of the data, and the log-likelihood under them."""

    p: float
    q: float
    v: float
    log_likelihood: float


def log_likelihood(p: float, q: float, v: float, repeats: Numbers, spend: Numbers) -> Numbers:
    """Of each customer: repeat purchases and the mean amount of one, both above 0."""
    total: Numbers = (
        gammaln(p * repeats + q)
        - gammaln(p * repeats)
        - gammaln(q)
        + q * np.log(v)
        + (p * repeats - 1) * np.log(spend)
        + p * repeats * np.log(repeats)
        - (p * repeats + q) * np.log(repeats * spend + v)
    )
    return total


def fit(repeats: Numbers, spend: Numbers) -> GammaGamma:
    """The parameters of maximum likelihood over the customers who bought again and paid.

    Raises FitError if there are none, no maximum is found, or the mean spend would be infinite.
    """
    paid = (repeats > 0) & (spend > 0)
    if not np.any(paid):
        raise FitError("Nobody paid for a repeat purchase, so that there is nothing to fit.")
    unit = float(np.mean(spend[paid]))

    def of(parameters: Numbers) -> float:
        p, q, v = parameters
        return float(np.sum(log_likelihood(p, q, v * unit, repeats[paid], spend[paid])))

    (p, q, v), value = maximise(of, [1.0, 2.0, 1.0], scale=int(np.sum(paid)))
    if q <= 1:
        raise FitError(
            f"q is {q:.3f}: with 1 or less, the mean spend of the customers is infinite."
        )
    return GammaGamma(p, q, v * unit, value)
