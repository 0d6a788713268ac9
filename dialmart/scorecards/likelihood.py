"""The search for the parameters under which the data are most likely."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dialmart.errors import LandingError

# Parameters are sought between the exponentials of these.
_LOG_BOUNDS = (-12.0, 12.0)


class FitError(LandingError):
    """What keeps a model from being fitted."""


def maximise(
    log_likelihood: Callable[[NDArray[np.float64]], float], start: list[float], scale: int
) -> tuple[list[float], float]:
    """The positive parameters with the greatest log-likelihood, and it.

    start: where the search begins; scale: the number of observations. Raises FitError if the
    search does not end, or ends where a parameter would be 0 or infinite.
    """

    def loss(logs: NDArray[np.float64]) -> float:
        return -log_likelihood(np.exp(logs)) / scale

    found = minimize(
        loss,
        np.log(start),
        method="L-BFGS-B",
        bounds=[_LOG_BOUNDS] * len(start),
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 2_000, "maxfun": 20_000},
    )
    if not np.isfinite(found.fun):
        raise FitError("The likelihood cannot be computed for these customers.")
    if np.any(np.abs(found.x) > _LOG_BOUNDS[1] - 0.01):
        raise FitError(
            "The likelihood grows without end: the customers differ too little for this model."
        )
    if not found.success and np.max(np.abs(found.jac)) > 1e-4:
        raise FitError(f"No maximum was found: {found.message}")
    return [float(value) for value in np.exp(found.x)], float(-found.fun * scale)
