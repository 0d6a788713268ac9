"""BG/NBD and gamma-gamma as published, with scipy: what the SQL is held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import hyp2f1

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reference:
    """The models under given parameters."""

    r: float
    alpha: float
    a: float
    b: float
    p: float = 6.25
    q: float = 3.74
    v: float = 15.44

    def purchases_if_alive(self, repeats: Numbers, observed: Numbers, weeks: float) -> Numbers:
        """Of a living customer within so many weeks: Fader, Hardie and Lee (2005), equation 10,
        by Euler's transformation, which takes the powers that overflow out of the series.
        """
        share = weeks / (self.alpha + observed + weeks)
        c = self.a + self.b + repeats - 1
        series = hyp2f1(self.a + self.b - 1 - self.r, self.a - 1, c, share)
        result: Numbers = c / (self.a - 1) * (1 - (1 - share) ** (self.a - 1) * series)
        return result

    def probability_alive(self, repeats: Numbers, last: Numbers, observed: Numbers) -> Numbers:
        """Fader and Hardie, Computing P(alive) Using the BG/NBD Model (2008)."""
        gone = (self.alpha + observed) / (self.alpha + last)
        odds = self.a / (self.b + repeats - 1) * gone ** (self.r + repeats)
        return np.where(repeats > 0, 1 / (1 + odds), 1.0)

    def expected_purchases(
        self, repeats: Numbers, last: Numbers, observed: Numbers, weeks: float
    ) -> Numbers:
        """Of a customer within so many weeks."""
        alive = self.probability_alive(repeats, last, observed)
        return alive * self.purchases_if_alive(repeats, observed, weeks)

    def expected_spend(self, repeats: Numbers, spend: Numbers) -> Numbers:
        """Fader and Hardie (2013), equation 5; spend is the mean of the repeat purchases."""
        return self.p * (self.v + repeats * spend) / (self.p * repeats + self.q - 1)
