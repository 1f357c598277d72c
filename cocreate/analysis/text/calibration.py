"""How sure the machine may say it is, learnt from how right it has been when people decided."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.base import BaseEstimator
from sklearn.isotonic import IsotonicRegression

ISOTONIC_FROM = 200  # confirmations from which the shape of the curve itself is learnt
STRENGTH = 10.0  # the prior counts as so many confirmations


class Calibrator(BaseEstimator):
    """From a raw score to the probability of being right: Platt's curve, drawn to a prior until there is evidence.

    `prior` is (slope, height) of the logistic curve measured on other consultations. From `ISOTONIC_FROM` confirmations
    on, an isotonic regression on top corrects the shape.

    >>> bool(Calibrator(prior=(1.0, 0.0)).fit([], []).predict([0.0])[0] == 0.5)
    True
    """

    def __init__(self, *, prior: tuple[float, float], strength: float = STRENGTH) -> None:
        self.prior = prior
        self.strength = strength

    def fit(self, raw: Sequence[float], right: Sequence[bool]) -> Calibrator:
        """Learn from raw scores and whether the proposal was right."""
        x, y = np.asarray(raw, float), np.asarray(right, float)
        self.curve_ = np.asarray(self.prior, float)
        self.isotonic_: IsotonicRegression | None = None
        if len(x):
            self.curve_ = minimize(self._loss, self.curve_, args=(x, y), method="BFGS").x
        if len(x) >= ISOTONIC_FROM:
            self.isotonic_ = IsotonicRegression(out_of_bounds="clip", y_min=0.01, y_max=0.99).fit(self._platt(x), y)
        return self

    def predict(self, raw: Sequence[float] | NDArray[np.float32]) -> NDArray[np.float64]:
        """The probability of being right, 0 to 1."""
        found = self._platt(np.asarray(raw, float))
        if self.isotonic_ is not None and len(found):
            found = (found + self.isotonic_.predict(found)) / 2
        return found

    def _platt(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(1 / (1 + np.exp(-np.clip(self.curve_[0] * x + self.curve_[1], -30, 30))))

    def _loss(self, curve: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
        told = np.clip(curve[0] * x + curve[1], -30, 30)
        misfit = float(np.sum(np.logaddexp(0, told) - y * told))
        return misfit + self.strength * float(np.sum((curve - np.asarray(self.prior)) ** 2)) / 2


def calibration_error(told: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> float:
    """Mean distance between the probability told and the share that was right, over bins of equal size, 0 to 1."""
    p, y = np.asarray(told, float), np.asarray(right, float)
    if not len(p):
        return 0.0
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, min(bins, len(p)))
    return float(sum(len(part) * abs(p[part].mean() - y[part].mean()) for part in parts) / len(p))
