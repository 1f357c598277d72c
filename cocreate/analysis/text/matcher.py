"""Each statement set against everything that exists: it belongs to an entry, completes one, cuts across, or is new.

The machine proposes with a confidence, a person decides, and the decisions teach the matcher. Without any decision it
teaches itself a little: the statements that are surely about an entry show how people speak of it (expectation
maximisation from the entries' own words, as in Nigam et al. 2000).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from cocreate.analysis.names import Names
from cocreate.analysis.names.reading import WORD
from cocreate.analysis.progress import SILENT, Progress
from cocreate.analysis.text.calibration import Calibrator
from cocreate.analysis.text.language import detect
from cocreate.analysis.text.matching import Entry, Match
from cocreate.analysis.text.novelty import AROUND, USUAL, neighbours, novelty, standardised
from cocreate.analysis.text.relatedness import Related, relate
from cocreate.analysis.text.vectors import CENTRE_FROM, Matrix, TextEncoder, best_encoder, unit

NEW, TRANSVERSAL = "new", "transversal"
TEMPERATURE = 0.05  # of scores: a lead of 0.05 makes an entry 2.7 times as likely
ROUNDS = 3  # of teaching itself; more change little
NAMED = 2.0  # so many times as likely as any other is an entry that the statement names
TAUGHT = 4.0  # a person's decision counts as so many sure statements
NEIGHBOURS = 5  # answers nearest to a statement that speak for half of its score
REGRESSION_FROM = 5  # confirmed statements of an entry from which a regression is worth fitting
PART_NEAR = 1.0  # standard deviations from which a part of a challenge is near
CHALLENGES_NEAR = 3  # so many challenges near, and none ahead, make a statement transversal
BESIDE = ("project", "actor")  # kinds of entries that are no part of a challenge, even where they serve one
CLEAR = 0.5  # share of the likelihood that makes one challenge ahead
# Logistic curves measured on the sets of bench/analysis_matching.py, for consultations without a decision of their own.
CONFIDENCE_PRIOR = (0.25, -0.39)  # of the first entry being right, over the logit of its likelihood
NOVELTY_PRIOR = (1.22, -0.53)  # of being new, over novelty, where a third brings something new as in the reference plan


class Kind(StrEnum):
    """What a statement does to what exists."""

    BELONGS = "belongs"
    COMPLETES = "completes"
    TRANSVERSAL = "transversal"
    NEW = "new"


@dataclass(frozen=True)
class Verdict:
    """The machine's word on one statement. `raw` is its uncalibrated sureness, for learning later how right it is.

    `entry_id` is None when the statement is new or transversal. `confidence` is the probability that a person who
    decides will agree with the first entry, 0 to 1.
    """

    kind: Kind
    entry_id: str | None
    matches: tuple[Match, ...]
    words: tuple[str, ...]
    confidence: float
    raw: float
    novelty: float


@dataclass(frozen=True)
class Evidence:
    """What earlier decisions say about sureness: raw scores beside whether the first entry was right."""

    raw: tuple[float, ...] = ()
    right: tuple[bool, ...] = ()


class Matcher(BaseEstimator):
    """Sets statements against entries, taught by those that people have decided.

    Like a clustering it judges the statements it was fitted on: what all of them say is part of the judgement. After
    `fit`, `verdicts_` holds a `Verdict` per statement, `likelihood_` an array (statements, entries) with rows that add
    up to 1, `scores_` what it comes from, and `novelty_` how far each statement is from every entry.

    Example
    -------
    >>> entries = [Entry("bus", {"en": "Buses and trams"}), Entry("tree", {"en": "Trees and parks"})]
    >>> found = Matcher(entries, encoder=None).fit(["More buses!", "Plant trees", "Late trams"], ["en"] * 3).verdicts_
    >>> [verdict.matches[0].entry_id for verdict in found]
    ['bus', 'tree', 'bus']
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        encoder: TextEncoder | str | None = "default",
        top: int = 5,
        evidence: Evidence = Evidence(),
    ) -> None:
        self.entries = entries
        self.encoder = encoder
        self.top = top
        self.evidence = evidence

    def fit(
        self,
        texts: Sequence[str],
        languages: Sequence[str] | None = None,
        decisions: Sequence[str | None] | None = None,
        progress: Progress = SILENT,
    ) -> Matcher:
        """`decisions`: per statement the id of an entry, `NEW`, `TRANSVERSAL`, or None where nobody has decided."""
        encoder = best_encoder() if self.encoder == "default" else self.encoder
        if isinstance(encoder, str):
            raise ValueError("encoder must be an encoder, None or 'default'")
        if not texts:
            self.verdicts_: list[Verdict] = []
            return self
        place = {entry.id: number for number, entry in enumerate(self.entries)}
        examples = [(place[entry.id], text) for entry in self.entries for text in entry.examples if text.strip()]
        tongues = list(languages) if languages is not None else [detect(text).language for text in texts]
        known = _known(decisions or [None] * len(texts), place) + [number for number, _ in examples]
        called = Names({number: entry.names for number, entry in enumerate(self.entries) if entry.names})
        self._said = [called.said_in(text) for text in texts]
        with threadpool_limits(1):
            related = relate(
                [*texts, *(text for _, text in examples)],
                [*tongues, *(detect(text).language for _, text in examples)],
                self.entries,
                encoder,
                progress,
            )
            self._judge(related, np.array(known, np.intp), len(texts))
        self.verdicts_ = self._verdicts(texts, tongues, related, self._newness(decisions))
        return self

    def _judge(self, related: Related, known: NDArray[np.intp], count: int) -> None:
        nearest = neighbours(related.points, max(AROUND, NEIGHBOURS))
        worded = [any(text.strip() for text in entry.texts.values()) for entry in self.entries]
        related = _open_to_learning(related, known, worded)
        scores = _taught(related, known, nearest)
        likelihood = _softmax(scores, TEMPERATURE)
        regression = _regression(related.points, known, scores.shape[1])
        if regression is not None:
            # Half each, in logarithms: the entries' words keep speaking for those that few people have confirmed.
            likelihood = _softmax(np.log(_softmax(scores, 2 * TEMPERATURE) + 1e-9) + regression, 2.0)
        self.scores_, self.likelihood_ = scores[:count], _with_named(likelihood[:count], self._said)
        self.novelty_ = novelty(related.scores[:, worded], nearest)[:count]
        self.near_ = standardised(related.scores)[:count]

    def _newness(self, decisions: Sequence[str | None] | None) -> NDArray[np.float64]:
        """The probability that each statement is new; what people have decided says how far off "new" begins here."""
        told = [(row, decision) for row, decision in enumerate(decisions or []) if decision is not None]
        calibrator = Calibrator(prior=NOVELTY_PRIOR)
        calibrator.fit([float(self.novelty_[row]) for row, _ in told], [decision == NEW for _, decision in told])
        return calibrator.predict(self.novelty_)

    def _verdicts(
        self, texts: Sequence[str], tongues: Sequence[str], related: Related, new: NDArray[np.float64]
    ) -> list[Verdict]:
        top = self.likelihood_.max(axis=1, initial=0.0)
        raw = np.log(np.clip(top, 1e-4, 0.9999) / (1 - np.clip(top, 1e-4, 0.9999)))
        calibrated = Calibrator(prior=CONFIDENCE_PRIOR).fit(self.evidence.raw, self.evidence.right).predict(raw)
        family = _families(self.entries)
        beside = frozenset(number for number, entry in enumerate(self.entries) if entry.kind in BESIDE)
        return [
            self._verdict(
                row, text, tongue, related, family, beside, float(raw[row]), float(calibrated[row]), float(new[row])
            )
            for row, (text, tongue) in enumerate(zip(texts, tongues, strict=True))
        ]

    def _verdict(
        self,
        row: int,
        text: str,
        tongue: str,
        related: Related,
        family: Mapping[int, list[int]],
        beside: Collection[int],
        raw: float,
        confidence: float,
        new: float,
    ) -> Verdict:
        likely = self.likelihood_[row]
        order = sorted(range(len(self.entries)), key=lambda i: (-likely[i], self.entries[i].id))
        if not order or not text.strip():
            return Verdict(Kind.NEW, None, (), (), 0.0, raw, 0.0)
        matches = tuple(Match(self.entries[i].id, round(float(likely[i]), 4)) for i in order[: self.top])
        named = self._said[row].get(order[0], "")
        kind, entry = (
            (Kind.BELONGS, order[0])
            if named
            else kind_of(self.near_[row], likely, order[0], family, is_new=new >= 0.5, beside=beside)
        )
        words = tuple(WORD.findall(named)) or related.words.deciding(text, tongue, order[0] if entry is None else entry)
        return Verdict(
            kind,
            None if entry is None else self.entries[entry].id,
            matches,
            words,
            round(confidence, 4),
            round(raw, 4),
            round(new, 4),
        )


def _known(decisions: Sequence[str | None], place: Mapping[str, int]) -> list[int]:
    """Per statement the number of its entry, -1 where nobody decided, -2 where people said that it fits no entry."""
    return [-1 if told is None else place.get(told, -2) for told in decisions]


def _open_to_learning(related: Related, known: NDArray[np.intp], worded: Sequence[bool]) -> Related:
    """An entry without words is near to nothing, unless people have shown what belongs to it."""
    shown = [number for number in np.unique(known[known >= 0]) if not worded[number]]
    scores = related.scores.copy()
    scores[:, shown] = USUAL
    return replace(related, scores=scores)


def _with_named(likelihood: NDArray[np.float64], said: Sequence[Mapping[int, str]]) -> NDArray[np.float64]:
    """The likelihoods where statements name entries: likelier than all that is only near in meaning."""
    found = likelihood.copy()
    for row, numbers in enumerate(said):
        if numbers:
            found[row, list(numbers)] = NAMED * likelihood[row].max()
            found[row] /= found[row].sum()
    return found


def _softmax(scores: NDArray[np.floating[Any]], temperature: float) -> NDArray[np.float64]:
    if not scores.size:
        return np.zeros(scores.shape)
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)).astype(float) / temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _taught(related: Related, known: NDArray[np.intp], nearest: NDArray[np.intp]) -> Matrix:
    """The scores after the statements have shown how people speak of each entry; decided ones weigh most."""
    scores, points = related.scores, related.points
    told = np.flatnonzero(known >= 0)
    if not scores.size or (len(scores) < CENTRE_FROM and not len(told)):
        return scores  # too few to learn from each other
    for _ in range(ROUNDS):
        shares = _softmax(scores, TEMPERATURE) ** 2  # sure statements count, doubtful ones hardly
        if len(scores) < CENTRE_FROM:
            shares[:] = 0
        shares[known != -1] = 0
        shares[told, known[told]] = TAUGHT
        scores = related.scores + points @ unit((shares.T @ points).astype(np.float32)).T
    around = nearest[:, :NEIGHBOURS]
    if len(scores) < CENTRE_FROM or not around.shape[1]:
        return scores
    return (0.5 * scores + 0.5 * scores[around].mean(axis=1)).astype(np.float32)


def _regression(points: Matrix, known: NDArray[np.intp], entries: int) -> NDArray[np.float64] | None:
    """Logarithms of what a regression on the decided statements says; entries it has too little of get its mean."""
    numbers, counts = np.unique(known[known >= 0], return_counts=True)
    enough = numbers[counts >= REGRESSION_FROM]
    if len(enough) < 2:
        return None
    rows = np.isin(known, enough)
    model = LogisticRegression(C=10.0, max_iter=500, class_weight="balanced").fit(points[rows], known[rows])
    told = np.log(model.predict_proba(points) + 1e-9)
    found = np.repeat(told.mean(axis=1, keepdims=True), entries, axis=1)
    found[:, model.classes_] = told
    return found


def _families(entries: Sequence[Entry]) -> dict[int, list[int]]:
    """Number of a challenge (or of anything that is part of nothing) -> its own and its parts' numbers."""
    place = {entry.id: number for number, entry in enumerate(entries)}
    found: dict[int, list[int]] = {}
    for number, entry in enumerate(entries):
        root = place.get(entry.parent, number) if entry.parent is not None else number
        found.setdefault(root, []).append(number)
    return found


def kind_of(
    near: NDArray[np.float32],
    likely: NDArray[np.float64],
    first: int,
    family: Mapping[int, list[int]],
    *,
    is_new: bool,
    beside: Collection[int] = (),
) -> tuple[Kind, int | None]:
    """What the statement does, and to which entry.

    `beside` are entries that stand beside the challenges even where they serve one: no statement cuts across these,
    and a challenge does not lack anything for having none of them.
    """
    if is_new:
        return Kind.NEW, None
    root = next(root for root, mine in family.items() if first in mine)
    shares = {number: float(likely[mine].sum()) for number, mine in family.items()}
    crossed = {number: shares[number] for number in family if number not in beside}
    close = [number for number in crossed if near[family[number]].max() >= PART_NEAR]
    ahead = crossed.get(root, max(crossed.values(), default=0.0))
    if ahead < CLEAR * sum(crossed.values()) and len(close) >= CHALLENGES_NEAR:
        return Kind.TRANSVERSAL, None
    parts = [number for number in family[root] if number != root and number not in beside]
    if first == root and parts and near[parts].max() < PART_NEAR:
        return Kind.COMPLETES, root
    return Kind.BELONGS, first
