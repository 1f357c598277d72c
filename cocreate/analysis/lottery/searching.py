"""The search behind balanced groups: swaps of two rows of a matrix, until no swap helps, from several starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cocreate.analysis.progress import SILENT, Progress

LEAST_GAIN = 1e-9
SWEEPS = 60  # a descent ends long before


@dataclass(frozen=True)
class Problem:
    """Rows (people, then free places) to be put into columns (groups).

    The cost is `Σ_g |Σ_{i in g} traits_i|² + Σ_i cost[i, g(i)] + penalty · |{(i, j) in apart: g(i) = g(j)}|`.
    """

    traits: np.ndarray  # rows × values; 0 for a free place
    cost: np.ndarray  # rows × groups
    apart: Sequence[tuple[int, int]]
    penalty: float
    pins: Mapping[int, int]
    people: int
    least: Sequence[int]
    most: Sequence[int]


class Search:
    """One assignment that gets better; `places` tells it."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem = problem
        self.random = np.random.default_rng(seed)
        rows, groups = problem.cost.shape
        self.at = np.full(rows, -1)
        self.sums = np.zeros((groups, problem.traits.shape[1]))
        self.sizes = np.zeros(groups, dtype=int)  # people only
        self.norms = (problem.traits**2).sum(axis=1)
        self.foes: list[list[int]] = [[] for _ in range(rows)]
        for first, second in problem.apart:
            self.foes[first].append(second)
            self.foes[second].append(first)
        self.clash = np.zeros((rows, groups))  # how many foes of a row sit in a group
        self.loose = np.array([row for row in range(problem.people) if row not in problem.pins], dtype=int)
        self.is_fixed = np.zeros(rows, dtype=bool)
        self.is_fixed[list(problem.pins)] = True

    def places(self) -> list[int]:
        """The group of each person."""
        return [int(place) for place in self.at[: self.problem.people]]

    def draw_lots(self) -> None:
        """Everybody anywhere where there is room."""
        self._seat_pinned()
        open_ = self._open_places()
        self.random.shuffle(open_)
        for row, group in zip(self.loose, open_, strict=False):
            self._put(int(row), int(group))
        self._seat_nobody()

    def fill_greedily(self) -> None:
        """One after the other, those with the most conditions and wishes first, where it costs least at that moment."""
        self._seat_pinned()
        shuffled = self.random.permutation(self.loose)
        problem = self.problem
        burden = [len(self.foes[row]) + np.ptp(problem.cost[row]) for row in shuffled]
        needed = sum(max(0, least - int(size)) for least, size in zip(problem.least, self.sizes, strict=True))
        order = shuffled[np.argsort(-np.array(burden), kind="stable")] if len(shuffled) else shuffled
        for done, row in enumerate(order):
            price = problem.cost[row] + problem.penalty * self.clash[row]
            price = price + 2 * self.sums @ problem.traits[row] + self.norms[row]
            must_fill = len(order) - done <= needed
            room = self.sizes < (np.array(problem.least) if must_fill else np.array(problem.most))
            group = int(np.argmin(np.where(room, price, np.inf)))
            needed -= self.sizes[group] < problem.least[group]
            self._put(int(row), group)
        self._seat_nobody()

    def improve(self, rounds: int, progress: Progress = SILENT) -> None:
        """Descend; then shake a copy of the best and descend again, as often as told."""
        best, best_cost = self.at.copy(), self._descend()
        best = self.at.copy()
        for done in range(rounds):
            progress.advance((done + 1) / (rounds + 1), "camp:grouping:searching")
            self._shake(max(2, len(self.loose) // 20))
            cost = self._descend()
            if cost < best_cost - LEAST_GAIN:
                best, best_cost = self.at.copy(), cost
            else:
                self._restore(best)
        self._restore(best)

    def total(self) -> float:
        """The cost now."""
        rows = np.arange(len(self.at))
        clashes = self.clash[rows, self.at].sum() / 2
        return float((self.sums**2).sum() + self.problem.cost[rows, self.at].sum() + self.problem.penalty * clashes)

    def _seat_pinned(self) -> None:
        for row, group in self.problem.pins.items():
            self._put(row, group)

    def _open_places(self) -> np.ndarray:
        """Places left, those first that have to be filled."""
        must, may = [], []
        for group, (least, most) in enumerate(zip(self.problem.least, self.problem.most, strict=True)):
            size = int(self.sizes[group])
            must += [group] * max(0, least - size)
            may += [group] * (most - max(size, least))
        self.random.shuffle(may)
        return np.array([*must, *may][: len(self.loose)], dtype=int)

    def _seat_nobody(self) -> None:
        """What is left are free places."""
        row = self.problem.people
        for group, most in enumerate(self.problem.most):
            for _ in range(most - int(self.sizes[group])):
                self._put(row, group)
                row += 1

    def _put(self, row: int, group: int) -> None:
        self.at[row] = group
        self.sums[group] += self.problem.traits[row]
        self.sizes[group] += row < self.problem.people
        for foe in self.foes[row]:
            self.clash[foe, group] += 1

    def _swap(self, one: int, other: int) -> None:
        here, there = int(self.at[one]), int(self.at[other])
        step = self.problem.traits[other] - self.problem.traits[one]
        self.sums[here] += step
        self.sums[there] -= step
        is_person = int(other < self.problem.people)
        self.sizes[here] += is_person - 1
        self.sizes[there] += 1 - is_person
        for foe in self.foes[one]:
            self.clash[foe, [here, there]] += (-1, 1)
        for foe in self.foes[other]:
            self.clash[foe, [there, here]] += (-1, 1)
        self.at[one], self.at[other] = there, here

    def _gains(self, one: int) -> np.ndarray:
        """What the cost would change by if `one` changed places with each row; infinite where it may not."""
        problem, at = self.problem, self.at
        here = at[one]
        mine = problem.traits[one]
        own = problem.traits @ self.sums[here] - mine @ self.sums[here]
        theirs = np.einsum("ij,ij->i", problem.traits, self.sums[at]) - (self.sums @ mine)[at]
        change = 2 * (own - theirs) + 2 * (self.norms + self.norms[one] - 2 * problem.traits @ mine)
        rows = np.arange(len(at))
        change += problem.cost[one, at] + problem.cost[:, here] - problem.cost[one, here] - problem.cost[rows, at]
        clash = self.clash[one, at] + self.clash[:, here] - self.clash[one, here] - self.clash[rows, at]
        clash[self.foes[one]] -= 2  # the two would still not meet
        change += problem.penalty * clash
        change[self.is_fixed | (at == here)] = np.inf
        free = slice(problem.people, None)
        if self.sizes[here] <= problem.least[here]:
            change[free] = np.inf
        return change

    def _descend(self) -> float:
        """The best swap for each in turn, until a whole turn changes nothing."""
        for _ in range(SWEEPS):
            moved = False
            for row in self.random.permutation(self.loose):
                change = self._gains(int(row))
                other = int(np.argmin(change))
                if change[other] < -LEAST_GAIN:
                    self._swap(int(row), other)
                    moved = True
            if not moved:
                break
        return self.total()

    def _shake(self, times: int) -> None:
        if len(self.loose) < 2:
            return
        for _ in range(times):
            one, other = (int(row) for row in self.random.choice(self.loose, 2, replace=False))
            if self.at[one] != self.at[other]:
                self._swap(one, other)

    def _restore(self, at: np.ndarray) -> None:
        self.at[:] = -1
        self.sums[:], self.sizes[:], self.clash[:] = 0, 0, 0
        for row, group in enumerate(at):
            self._put(row, int(group))
