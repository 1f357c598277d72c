"""Spending a budget by votes: greedily, or so that every voter commands an equal share.

Greedy takes projects by satisfaction per euro and passes over what no longer fits. Equal shares (Peters, Pierczynski
and Skowron, "Proportional participatory budgeting with additive utilities", 2021) gives each voter the same money and
funds the project whose supporters pay least for the satisfaction it brings, until no group can pay for another.

Satisfaction: an approved project is worth its cost, points are worth themselves, an order of n is worth n - 1 for
the first down to 0 for the last (Borda). Ties are broken by project id, in alphabetical order.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from .pabulib import Budgeting, Project

CLOSE = 1e-9


def satisfaction(election: Budgeting) -> np.ndarray:
    """(voters, projects) worth of each project to each voter, projects in alphabetical order of their ids."""
    order = alphabetical(election)
    column = {project.id: index for index, project in enumerate(order)}
    worth = np.zeros((len(election.votes), len(order)))
    for row, vote in enumerate(election.votes):
        for place, name in enumerate(vote.projects):
            if election.vote_type == "ordinal":
                value = float(len(vote.projects) - place - 1)
            elif vote.points:
                value = vote.points[place]
            else:
                value = float(order[column[name]].cost)
            worth[row, column[name]] = value
    return worth


def alphabetical(election: Budgeting) -> list[Project]:
    """The projects by id, which is how ties are broken."""
    return sorted(election.projects, key=lambda project: project.id)


def fund_in_order(election: Budgeting, order: Sequence[str], *, stop: bool = False) -> tuple[str, ...]:
    """Fund projects in a given order while money lasts; `stop` at the first that does not fit, or pass over it."""
    cost = {project.id: project.cost for project in election.projects}
    left, funded = election.budget, []
    for name in order:
        if cost[name] <= left:
            funded.append(name)
            left -= cost[name]
        elif stop:
            break
    return tuple(funded)


def greedy(election: Budgeting) -> tuple[str, ...]:
    """Projects by total satisfaction per euro, passing over what does not fit, in the order they are funded."""
    projects = alphabetical(election)
    totals = satisfaction(election).sum(axis=0)
    density = [
        Fraction(total) / project.cost if project.cost else Fraction(10**18)
        for total, project in zip(totals.tolist(), projects, strict=True)
    ]
    by_density = sorted(range(len(projects)), key=lambda index: -density[index])
    return fund_in_order(election, [projects[index].id for index in by_density])


def equal_shares(election: Budgeting, *, share: float | None = None) -> tuple[str, ...]:
    """The method of equal shares, without completion; in the order of funding.

    `share` is each voter's money; by default the budget divided by the voters. Money that no group can agree to spend
    stays unspent: how to complete the list is another rule, to be chosen beforehand.
    """
    projects = alphabetical(election)
    worth = satisfaction(election)
    money = np.full(len(worth), float(election.budget) / len(worth) if share is None else share)
    cost = np.array([float(project.cost) for project in projects])
    supporters = [np.flatnonzero(worth[:, index] > 0) for index in range(len(projects))]
    price = [0.0] * len(projects)  # a lower bound of what a unit of satisfaction costs: prices only rise
    open_projects = [index for index in range(len(projects)) if len(supporters[index])]
    funded = []
    while open_projects:
        best, best_price = None, np.inf
        for index in sorted(open_projects, key=lambda i: (price[i], i)):
            if price[index] > best_price * (1 + CLOSE):
                break
            group = supporters[index]
            price[index] = _price(cost[index], worth[group, index], money[group])
            if price[index] < best_price * (1 - CLOSE) or (
                best is not None and index < best and price[index] <= best_price * (1 + CLOSE)
            ):
                best, best_price = index, price[index]
        open_projects = [index for index in open_projects if index != best and np.isfinite(price[index])]
        if best is None:
            break
        group = supporters[best]
        money[group] -= np.minimum(money[group], best_price * worth[group, best])
        funded.append(projects[best].id)
    return tuple(funded)


def equal_shares_completed(election: Budgeting) -> tuple[str, ...]:
    """Equal shares with its usual completion ("add1"): every voter's money grows by 1 until too much would be spent.

    The last outcome that fits is taken, or the first that leaves no project affordable; Wieliczka counted so in 2023.
    """
    cost = {project.id: project.cost for project in election.projects}
    share = float(election.budget) / len(election.votes)
    found: tuple[str, ...] = ()
    while share <= float(sum(cost.values())):
        trial = equal_shares(election, share=share)
        left = election.budget - sum(cost[name] for name in trial)
        if left < 0:
            return found
        found = trial
        if all(cost[name] > left for name in cost if name not in trial):
            return found
        share += 1
    return found


def _price(cost: float, worth: np.ndarray, money: np.ndarray) -> float:
    """The least price p at which supporters, each paying min(money, p * worth), pay the cost; infinite if never."""
    if cost <= 0:
        return 0.0
    if money.sum() < cost * (1 - CLOSE):
        return np.inf
    order = np.argsort(money / worth, kind="stable")
    money, worth = money[order], worth[order]
    spent = np.concatenate(([0.0], np.cumsum(money)[:-1]))  # by those poorer than each
    left = np.cumsum(worth[::-1])[::-1]  # worth to those who can still pay in full
    price = (cost - spent) / left
    enough = np.flatnonzero(price * worth <= money * (1 + CLOSE))
    return float(price[enough[0]]) if len(enough) else float((money / worth)[-1])
