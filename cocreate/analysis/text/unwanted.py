"""Texts like those that people hid before: a suggestion, learnt from their own decisions, and how far to trust it.

Character n-grams within words and a logistic regression: sturdy in four languages and with a hundred examples, where
larger models would only remember them. How right it would have been is measured by stratified cross-validation
(Kohavi 1995): every decision is foretold by a model that has not seen it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MINIMUM = 50  # decisions, below which it says nothing
MINIMUM_EACH = 5  # of either kind
FOLDS = 5


@dataclass(frozen=True)
class UnwantedReport:
    """What was learnt from, how right it would have been, and how alike each candidate is to what was hidden.

    `precision`: of what it would have pointed at, the share that people hid; `recall`: of what people hid, the share
    that it would have pointed at; both out of cross-validation, None where nothing was pointed at. `scores` run from 0
    to 1, in the order of the candidates.
    """

    hidden: int
    kept: int
    pointed_at: int
    precision: float | None
    recall: float
    threshold: float
    seed: int
    scores: tuple[float, ...]


def can_learn(hidden: int, kept: int) -> bool:
    """Whether there are enough decisions of both kinds.

    >>> can_learn(25, 25), can_learn(60, 2), can_learn(20, 29)
    (True, False, False)
    """
    return hidden + kept >= MINIMUM and min(hidden, kept) >= MINIMUM_EACH


def find_unwanted(
    texts: Sequence[str],
    were_hidden: Sequence[bool],
    candidates: Sequence[str],
    *,
    threshold: float = 0.5,
    random_state: int = 1,
) -> UnwantedReport:
    """Learn from decided texts, and score candidates.

    Raises ValueError where `can_learn` says no, or where the lengths differ.
    """
    labels = [bool(each) for each in were_hidden]
    if len(texts) != len(labels):
        raise ValueError("each text needs one decision")
    hidden, kept = sum(labels), len(labels) - sum(labels)
    if not can_learn(hidden, kept):
        raise ValueError(f"{hidden} hidden and {kept} kept are too few to learn from")
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, lowercase=True),
        LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000, random_state=random_state),
    )
    folds = StratifiedKFold(n_splits=min(FOLDS, hidden, kept), shuffle=True, random_state=random_state)
    foretold = cross_val_predict(model, list(texts), labels, cv=folds, method="predict_proba")[:, 1] >= threshold
    right = sum(bool(said) and label for said, label in zip(foretold, labels, strict=True))
    pointed_at = int(foretold.sum())
    scores: tuple[float, ...] = ()
    if candidates:
        model.fit(list(texts), labels)
        scores = tuple(float(score) for score in model.predict_proba(list(candidates))[:, 1])
    return UnwantedReport(
        hidden=hidden,
        kept=kept,
        pointed_at=pointed_at,
        precision=right / pointed_at if pointed_at else None,
        recall=right / hidden,
        threshold=threshold,
        seed=random_state,
        scores=scores,
    )
