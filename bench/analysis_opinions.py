"""How well our opinion groups agree with those that Polis itself computed, printed per conversation.

    python bench/analysis_opinions.py [--data ../shared/data/polis] [--seed 1]

ARI is the adjusted Rand index over the people whom both place (1 is the same groups, 0 is chance); "all" counts those
whom we leave out for too few votes as a group of their own. "ours" says how many groups we find, "at theirs" is the
index when we are told Polis' number. "informed" and "overall" count how many of Polis' ten most agreed statements are
among our ten: by its group-informed consensus (the product of the groups' smoothed shares of agreement, with Polis'
groups), and by its older overall formula (share times z of the share).
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable
from math import prod, sqrt
from pathlib import Path

from sklearn.metrics import adjusted_rand_score

from cocreate.analysis.opinions import AGREE, Counts, OpinionReport, Settings, analyse_votes

ROOT = Path(__file__).resolve().parent.parent
GOAL = 0.6
Votes = dict[str, dict[str, int]]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def conversation(folder: Path) -> tuple[Votes, dict[str, str]]:
    """Votes on statements that moderators let pass, and Polis' groups."""
    if (folder / "polis_groups.csv").exists():
        rejected = {r["statement_id"] for r in _rows(folder / "statements.csv") if r["moderated"] == "-1"}
        groups = {r["participant_id"]: r["group_id"] for r in _rows(folder / "polis_groups.csv")}
        votes: Votes = {}
        for row in _rows(folder / "votes.csv"):
            if row["statement_id"] not in rejected:
                votes.setdefault(row["participant_id"], {})[row["statement_id"]] = int(row["vote"])
        return votes, {person: group for person, group in groups.items() if group}
    rejected = {r["comment-id"] for r in _rows(folder / "comments.csv") if r["moderated"] == "-1"}
    people = _rows(folder / "participants-votes.csv")
    kept = [name for name in people[0] if name.isdigit() and name not in rejected]
    votes = {r["participant"]: {s: int(float(r[s])) for s in kept if r[s] != ""} for r in people}
    return votes, {r["participant"]: r["group-id"] for r in people if r["group-id"]}


def _ari(report: OpinionReport, theirs: dict[str, str], *, only_placed: bool = True) -> float:
    placed = sorted(set(theirs) & set(report.group_of if only_placed else report.positions))
    return float(adjusted_rand_score([theirs[p] for p in placed], [report.group_of.get(p, "") for p in placed]))


def _tally(votes: Votes, people: set[str], statement: str) -> Counts:
    cast = [votes[p][statement] for p in people if statement in votes.get(p, {})]
    return Counts(cast.count(1), cast.count(-1), cast.count(0))


def _top(statements: set[str], score: Callable[[str], float]) -> set[str]:
    return set(sorted(statements, key=lambda s: (-score(s), int(s)))[:10])


def polis_consensus(votes: Votes, groups: dict[str, str]) -> tuple[set[str], set[str]]:
    """The ten most agreed statements, group-informed and overall."""
    statements = {s for cast in votes.values() for s in cast}
    members = [{p for p in groups if groups[p] == g} for g in sorted(set(groups.values()))]

    def informed(statement: str) -> float:
        return prod(_tally(votes, people, statement).share(AGREE) for people in members)

    def overall(statement: str) -> float:
        c = _tally(votes, set(votes), statement)
        z = 2 * sqrt(c.seen + 1) * ((c.agree + 1) / (c.seen + 1) - 0.5)
        return c.share(AGREE) * z

    return _top(statements, informed), _top(statements, overall)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "polis")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(
        f"{'conversation':34}{'people':>7}{'stmts':>6}{'Polis':>6}{'ours':>5}{'ARI':>7}{'all':>7}{'at theirs':>10}",
        end="",
    )
    print(f"{'informed':>9}{'overall':>8}{'strength':>9}{'s':>6}")
    reached, told, shared = [], [], []
    for folder in sorted(f for f in given.data.iterdir() if f.is_dir()):
        votes, theirs = conversation(folder)
        start = time.perf_counter()
        report = analyse_votes(votes, seed=given.seed)
        seconds = time.perf_counter() - start
        number = len(set(theirs.values()))
        same = analyse_votes(votes, seed=given.seed, settings=Settings(groups=number))
        informed, overall = polis_consensus(votes, theirs)
        ten = {s.id for s in [s for s in report.united(len(report.statements)) if s.leaning == AGREE][:10]}
        reached.append(_ari(report, theirs))
        told.append(_ari(same, theirs))
        shared.append(len(informed & ten))
        everybody = _ari(report, theirs, only_placed=False)
        print(
            f"{folder.name:34}{len(votes):>7}{len(report.statements):>6}{number:>6}{len(report.groups):>5}"
            f"{reached[-1]:>7.3f}{everybody:>7.3f}{told[-1]:>10.3f}"
            f"{len(informed & ten):>6}/10{len(overall & ten):>5}/10{report.strength:>9.2f}{seconds:>6.1f}"
        )
        print("   silhouettes", dict(report.silhouettes))
    count = len(reached)
    print(f"\nmean ARI {sum(reached) / count:.3f}, at Polis' number {sum(told) / count:.3f} (goal {GOAL});", end=" ")
    print(f"consensus {sum(shared) / count:.1f} of 10")


if __name__ == "__main__":
    main()
