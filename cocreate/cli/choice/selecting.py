"""`cocreate select`: a file of scores becomes a proposed shortlist, with how sure it is and what would change it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cocreate.cli.analysis.tables import Table, read_table
from cocreate.cli.choice.printing import print_json, print_table
from cocreate.cli.choice.reading import number, read_shares, refuse

if TYPE_CHECKING:
    from cocreate.analysis.choice.scores import Criterion, ScoreEntry
    from cocreate.analysis.choice.weights import MemberWeights

CANNOT_JUDGE = ("", "-", "?")
NAMES = ("candidate", "criterion", "assessor", "score")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--weights", help="Of the criteria, such as market=30,research=70; without it all weigh the same.")
@click.option(
    "--members",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV of the members' weights instead: a column member, one a criterion; two lines a member give a range.",
)
@click.option("--size", type=click.IntRange(min=1), help="How many are chosen; by default half of the candidates.")
@click.option("--threshold", type=click.FloatRange(0, 100), help="Or all with at least so many points out of 100.")
@click.option("--scale", type=click.FloatRange(min=0, min_open=True), default=4.0, show_default=True, help="Best mark.")
@click.option("--draws", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same probabilities.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--encoding", default=None, help="Where the file is not UTF-8, such as windows-1252.")
def select(file: Path, form: str, encoding: str | None, **options: Any) -> None:
    """Propose a shortlist from scores, with probabilities and the smallest change that swaps the last in.

    The CSV has the columns candidate, criterion, assessor and score, or candidate, assessor and a column for each
    criterion. An empty cell, - or ? means "cannot judge" and never counts as 0.
    """
    candidates, keys, entries = _read_scores(read_table(file, encoding), options["scale"])
    members = _read_members(options["members"], keys, encoding) if options["members"] else []
    criteria = _criteria(keys, options["weights"], members)
    size, threshold = options["size"], options["threshold"]
    if size is not None and threshold is not None:
        raise click.ClickException("Give --size or --threshold, not both.")
    if size is None and threshold is None:
        size = max(1, len(candidates) // 2)
    try:
        found = _everything(candidates, criteria, entries, members, size, threshold, options)
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}.") from error
    if form == "json":
        print_json({"file": file.name, **found})
    else:
        _print(found)


def _everything(
    candidates: list[str],
    criteria: list[Criterion],
    entries: list[ScoreEntry],
    members: list[MemberWeights],
    size: int | None,
    threshold: float | None,
    options: dict[str, Any],
) -> dict[str, Any]:
    from cocreate.analysis.choice.assessors import leanings
    from cocreate.analysis.choice.criteria import aggregate, propose_shortlist
    from cocreate.analysis.choice.robustness import robustness, smallest_swap
    from cocreate.analysis.choice.variations import check_rules, variations

    report = aggregate(candidates, criteria, entries)
    proposal = propose_shortlist(report.totals, size=size, threshold=threshold)
    sure = robustness(
        candidates, criteria, entries, size=size, threshold=threshold, draws=options["draws"], seed=options["seed"],
        members=members,
    )  # fmt: skip
    swap = smallest_swap(report, proposal)
    checks = {
        rule: [None if value != value else float(value) for value in values]
        for rule, values in check_rules(report).items()
    }
    return {
        "weights": {criterion.key: criterion.weight for criterion in criteria},
        "size": size,
        "threshold": threshold,
        "draws": sure.draws,
        "seed": sure.seed,
        "order": [row.candidate for row in proposal.rows],
        "rows": [
            {**asdict(row), **asdict(report.total(row.candidate)), **asdict(sure.row(row.candidate))}
            for row in proposal.rows
        ],
        "tied_at_cut": proposal.tied_at_cut,
        "margin": proposal.margin,
        "swap": asdict(swap) if swap else None,
        "variations": [asdict(line) for line in variations(candidates, criteria, entries, size=size, members=members)]
        if size is not None
        else [],
        "checks": {"candidates": candidates, **checks},
        "assessors": [asdict(row) for row in leanings(candidates, criteria, entries).rows],
        "warnings": sorted({*report.warnings, *sure.warnings}),
    }


def _read_scores(table: Table, scale: float) -> tuple[list[str], list[str], list[ScoreEntry]]:
    from cocreate.analysis.choice.scores import BEST_MARK, ScoreEntry

    lower = [name.lower() for name in table.names]
    if "candidate" not in lower:
        raise refuse(table.file, 1, "there is no column candidate.")
    at = {name: lower.index(name) for name in NAMES if name in lower}
    is_long = {"criterion", "score"} <= set(at)
    keys = [] if is_long else [name for name, low in zip(table.names, lower, strict=True) if low not in NAMES]
    if not is_long and not keys:
        raise refuse(table.file, 1, "there is no column for a criterion, nor criterion and score.")
    if len(set(keys)) < len(keys):
        raise refuse(table.file, 1, "two criteria have the same name.")
    candidates: dict[str, None] = {}
    seen: dict[tuple[str, str, str], int] = {}
    entries = []
    for row in table.rows:
        name = row.cells[at["candidate"]].strip()
        assessor = row.cells[at["assessor"]].strip() if "assessor" in at else "assessor"
        if not name or not assessor:
            raise refuse(table.file, row.line, "the candidate or the assessor is not named.")
        candidates[name] = None
        pairs = (
            [(row.cells[at["criterion"]].strip(), row.cells[at["score"]])]
            if is_long
            else [(key, row.cells[table.names.index(key)]) for key in keys]
        )
        for key, said in pairs:
            if key not in keys:
                keys.append(key)
            cell = (name, key, assessor)
            if cell in seen:
                raise refuse(table.file, row.line, f"{assessor} scored {name} on {key} on line {seen[cell]} already.")
            seen[cell] = row.line
            mark = None if said.strip() in CANNOT_JUDGE else number(table.file, row.line, said, f"the score on {key}")
            if mark is not None and not 0 <= mark <= scale:
                raise refuse(table.file, row.line, f"the score on {key} is {mark:g}, not between 0 and {scale:g}.")
            entries.append(ScoreEntry(name, key, assessor, None if mark is None else mark * BEST_MARK / scale))
    return list(candidates), keys, entries


def _criteria(keys: list[str], said: str | None, members: list[MemberWeights]) -> list[Criterion]:
    from cocreate.analysis.choice.scores import Criterion
    from cocreate.analysis.choice.weights import pool

    if said and members:
        raise click.ClickException("Give --weights or --members, not both.")
    if members:
        return [Criterion(key, weight) for key, weight in zip(keys, pool(members).shares, strict=True)]
    if not said:
        return [Criterion(key, 1.0) for key in keys]
    weights = read_shares(said, "--weights")
    if set(weights) != set(keys):
        raise click.ClickException(f"--weights names {', '.join(weights)}; the criteria are {', '.join(keys)}.")
    return [Criterion(key, weights[key]) for key in keys]


def _read_members(file: Path, keys: list[str], encoding: str | None) -> list[MemberWeights]:
    from cocreate.analysis.choice.weights import direct

    table = read_table(file, encoding)
    who, columns = table.column("member"), [table.column(key) for key in keys]
    given: dict[str, list[tuple[int, list[float]]]] = {}
    for row in table.rows:
        values = [number(file, row.line, row.cells[place], "the weight") for place in columns]
        given.setdefault(row.cells[who].strip(), []).append((row.line, values))
    found: list[MemberWeights] = []
    for name, lines in given.items():
        if len(lines) > 2:
            raise refuse(file, lines[2][0], f"{name or 'a member without a name'} has more than two lines.")
        try:
            low, high = ([min(pair) for pair in zip(*(v for _, v in lines), strict=True)],
                         [max(pair) for pair in zip(*(v for _, v in lines), strict=True)])  # fmt: skip
            middle = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
            found.append(direct(name, middle, low=low, high=high))
        except ValueError as error:
            raise refuse(file, lines[0][0], f"{error}.") from error
    return found


def _print(found: dict[str, Any]) -> None:
    shown = ", ".join(f"{key} {weight:g}" for key, weight in found["weights"].items())
    click.echo(f"Weights: {shown}. {found['draws']} draws, seed {found['seed']}.\n")
    rows = [
        [row["place"], row["candidate"], row["total"], row["verdict"].value, row["probability"],
         "" if row["best_place"] is None else f"{row['best_place']}–{row['worst_place']}", ", ".join(row["missing"])]
        for row in found["rows"]
    ]  # fmt: skip
    print_table(["place", "candidate", "points", "proposal", "probability", "could be", "not judged"], rows)
    click.echo()
    swap = found["swap"]
    if swap and swap["code"] == "found":
        given = ", ".join(f"{share:.1%} from {key}" for key, share in swap["given_by"])
        click.echo(f"{swap['behind']} replaces {swap['ahead']} if {given} of the weight went to {swap['taken_by']}.")
    elif swap:
        click.echo(f"{swap['ahead']} and {swap['behind']}: {swap['code']}.")
    for line in found["variations"]:
        moved = [f"in: {', '.join(line['entered'])}"] if line["entered"] else []
        moved += [f"out: {', '.join(line['dropped'])}"] if line["dropped"] else []
        moved += [f"level at the cut: {', '.join(line['tied_at_cut'])}"] if line["tied_at_cut"] else []
        if moved:
            how = "by" if line["kind"] in ("rule", "weights") else "without"
            click.echo(f"Changes {how} {line['kind']} {line['what']}: {'; '.join(moved)}")
    steady = sum(not (line["entered"] or line["dropped"] or line["tied_at_cut"]) for line in found["variations"])
    if found["variations"]:
        click.echo(f"The same shortlist in {steady} of {len(found['variations'])} variations.")
    for row in found["assessors"]:
        if abs(row["leaning"]) > 2 * row["error"] > 0:
            click.echo(f"{row['assessor']} marks {row['leaning']:+.2f} beside the others on the same cells.")
    for warning in found["warnings"]:
        click.echo(f"Note: {warning}")
