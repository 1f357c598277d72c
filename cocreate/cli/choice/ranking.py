"""`cocreate rank`: a file of ballots becomes an order, by any published rule, with what other rules would say."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cocreate.cli.choice.printing import print_json, print_table
from cocreate.cli.choice.reading import Layout, Votes, read_shares, read_votes

if TYPE_CHECKING:
    pass

BUDGET_RULES = ("greedy", "equal_shares", "equal_shares_completed")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--method", default="kemeny", show_default=True, help="Counting rule; `--method list` tells them all.")
@click.option(
    "--weights",
    default="raw",
    show_default=True,
    help="raw, balanced (every group the same total), or shares such as business=40,research=20.",
)
@click.option("--group", help="Column with each ballot's group, such as the helix category.")
@click.option("--weight", help="Column with each ballot's weight.")
@click.option("--order", help="Column with whole orders such as a > b = c; without it each column is a candidate.")
@click.option("--ignore", multiple=True, help="Column that is no candidate; may be repeated.")
@click.option("--cells", type=click.Choice(["ranks", "points"]), default="ranks", show_default=True)
@click.option(
    "--unranked",
    type=click.Choice(["last", "unknown"]),
    default="last",
    show_default=True,
    help="What an empty cell or a missing candidate means; - in a cell always means that it was not shown.",
)
@click.option("--size", type=click.IntRange(min=1), help="How many would be chosen: adds each one's probability.")
@click.option("--seed", type=int, default=1, show_default=True, help="For the resampling of Plackett-Luce.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--encoding", default=None, help="Where the file is not UTF-8, such as windows-1252.")
def rank(file: Path, method: str, form: str, encoding: str | None, **options: Any) -> None:
    """Put the candidates of a file of ballots in order.

    Reads PrefLib (.soc .soi .toc .toi), Pabulib (.pb, where --method greedy or equal_shares spends the budget), and CSV
    with a row a ballot.
    """
    from cocreate.analysis.choice.methods import METHODS

    if method == "list":
        _print_methods()
        return
    if method not in (*METHODS, *BUDGET_RULES):
        raise click.ClickException(f"There is no rule {method}: {', '.join((*METHODS, *BUDGET_RULES))}.")
    layout = Layout(
        order=options["order"],
        group=options["group"],
        weight=options["weight"],
        ignored=options["ignore"],
        is_points=options["cells"] == "points",
        unranked_is_last=options["unranked"] == "last",
    )
    votes = read_votes(file, layout, encoding)
    if method in BUDGET_RULES:
        _spend(file, votes, method, form)
        return
    try:
        found = _everything(votes, method, options)
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}.") from error
    if form == "json":
        print_json({"file": file.name, "title": votes.title, **found})
    else:
        _print(votes, found)


def _everything(votes: Votes, method: str, options: dict[str, Any]) -> dict[str, Any]:
    from cocreate.analysis.choice.ballots import balance
    from cocreate.analysis.choice.bootstrap import order_certainty
    from cocreate.analysis.choice.methods import count
    from cocreate.analysis.choice.ranking import rank as compare
    from cocreate.analysis.choice.weighing import change_of_rule, leave_one_group_out, side_by_side

    weights, size = options["weights"], options["size"] or max(1, len(votes.items) // 2)
    has_groups = any(ballot.group for ballot in votes.ballots)
    if weights != "raw" and not has_groups:
        raise click.ClickException("--weights needs groups: name their column with --group.")
    targets = None if weights in ("raw", "balanced") else read_shares(weights, "--weights")
    ballots = votes.ballots if weights == "raw" else balance(votes.ballots, targets=targets)
    pairs = compare(ballots, votes.items)
    views = side_by_side(votes.ballots, votes.items, method=method, targets=targets) if has_groups else ()
    sure = (
        order_certainty(ballots, votes.items, size=size, method=method, seed=options["seed"]).rows
        if options["size"]
        else ()
    )
    return {
        "method": method,
        "weights": weights,
        "size": options["size"],
        "certainty": [asdict(row) for row in sure],
        "result": asdict(count(method, ballots, votes.items, seed=options["seed"])),
        "pairs": {
            key: getattr(pairs, key)
            for key in ("items", "pairwise", "ties", "condorcet_winner", "smith_set", "circle")
        },
        "views": [
            {"weighting": v.weighting, "order": v.result.order, "effective_size": v.result.effective_size,
             "moves": v.moves, "few": v.few, "silent": v.silent}
            for v in views
        ],
        "without_group": [
            asdict(change)
            for change in leave_one_group_out(
                votes.ballots, votes.items, method=method, size=size, is_balanced=weights != "raw", targets=targets
            )
        ],
        "other_rules": [
            asdict(change)
            for change in change_of_rule(ballots, votes.items, method=method, size=size, seed=options["seed"])
        ],
    }  # fmt: skip


def _print(votes: Votes, found: dict[str, Any]) -> None:
    result = found["result"]
    base = f"{result['ballots']} ballots, {result['blank']} blank, worth {result['effective_size']:.1f} equal ones"
    click.echo(f"{votes.title or 'Ballots'}: {found['method']}, weights {found['weights']}; {base}.\n")
    rows, place = [], 1
    for tier in result["tiers"]:
        for item in tier:
            at = result["items"].index(item)
            span = result["spans"][at] if result["spans"] else None
            row = [place, item, votes.names[item] if votes.names[item] != item else "", result["scores"][at],
                   f"{span[0]}–{span[1]}" if span else ""]  # fmt: skip
            rows.append([*row, found["certainty"][at]["probability"]] if found["certainty"] else row)
        place += len(tier)
    header = ["place", "candidate", "name", "score", "could be"]
    print_table([*header, f"first {found['size']}"] if found["certainty"] else header, rows)
    pairs = found["pairs"]
    click.echo()
    if pairs["condorcet_winner"] is not None:
        click.echo(f"{pairs['condorcet_winner']} beats every other candidate one to one.")
    elif pairs["circle"]:
        click.echo("Nobody beats everybody: " + " beats ".join([*pairs["circle"], pairs["circle"][0]]) + ".")
    for view in found["views"]:
        notes = [f"few ballots from {', '.join(view['few'])}"] if view["few"] else []
        notes += [f"none from {', '.join(view['silent'])}"] if view["silent"] else []
        worth = f"worth {view['effective_size']:.1f}" + "".join(f"; {note}" for note in notes)
        click.echo(f"{view['weighting']} ({worth}): {' > '.join(view['order'])}")
    for title, key in (("Without", "without_group"), ("By", "other_rules")):
        for change in found[key]:
            tau = "–" if change["tau"] is None else f"{change['tau']:.2f}"
            moved = _moved(change)
            click.echo(f"{title} {change['what']}: agreement {tau}{moved}")
    for warning in result["warnings"]:
        click.echo(f"Note: {warning}")


def _moved(change: dict[str, Any]) -> str:
    parts = [f"in: {', '.join(change['entered'])}"] if change["entered"] else []
    parts += [f"out: {', '.join(change['dropped'])}"] if change["dropped"] else []
    return "; " + "; ".join(parts) if parts else ", the same chosen"


def _spend(file: Path, votes: Votes, method: str, form: str) -> None:
    from cocreate.analysis.choice import budget

    if votes.budget is None:
        raise click.ClickException(f"{file}: {method} spends a budget, which only a .pb file names.")
    rules = {
        "greedy": budget.greedy,
        "equal_shares": budget.equal_shares,
        "equal_shares_completed": budget.equal_shares_completed,
    }
    funded = rules[method](votes.budget)
    cost = {project.id: float(project.cost) for project in votes.budget.projects}
    spent, total = sum(cost[name] for name in funded), float(votes.budget.budget)
    if form == "json":
        print_json({"file": file.name, "method": method, "funded": funded, "spent": spent, "budget": total})
        return
    click.echo(f"{votes.title}: {method}; {len(votes.ballots)} votes, {spent:,.0f} of {total:,.0f} spent.\n")
    print_table(["project", "name", "cost"], [[name, votes.names[name], cost[name]] for name in funded])


def _print_methods() -> None:
    from cocreate.analysis.choice.methods import METHODS

    for method in METHODS.values():
        click.echo(f"{method.key}: {method.counts}. Missing: {method.missing}. Ties: {method.ties}.")
        click.echo(f"    {', '.join(sorted(method.has)) or 'nothing proven'}. {method.source}.")
    click.echo(f"{', '.join(BUDGET_RULES)}: spend the budget of a .pb file.")
