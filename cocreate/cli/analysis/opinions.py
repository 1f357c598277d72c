"""`cocreate analyse opinions`: who votes alike, what unites the groups and what divides them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cocreate.cli.analysis.options import Bar, csv_file, into_folder
from cocreate.cli.analysis.tables import out_folder, read_table, write_rows
from cocreate.cli.analysis.votes import Statements, Votes, read_statements, read_votes, without

if TYPE_CHECKING:
    from cocreate.analysis.opinions import OpinionReport


@click.command()
@click.argument("file", metavar="VOTES.csv", type=csv_file)
@click.option("--statements", type=csv_file, default=None, help="CSV with the statements' texts (Polis: comments.csv).")
@click.option("--ignore", multiple=True, help="Column that holds no votes; may be given several times.")
@click.option("--groups", type=click.IntRange(1, 50), default=None, help="How many groups; without it, as there are.")
@click.option("--minimum-group", type=click.IntRange(2, 1000), default=5, show_default=True, help="Smallest group.")
@into_folder
def opinions(
    file: Path,
    statements: Path | None,
    ignore: tuple[str, ...],
    groups: int | None,
    minimum_group: int,
    seed: int,
    out: Path,
    encoding: str | None,
) -> None:
    """Find opinion groups in votes; writes groups.csv, statements.csv and report.html.

    A row for each person and a column for each statement, or a row for each vote (participant, statement, vote). Votes
    are 1, 0, -1 or agree, pass, disagree; an empty cell was not seen. The files of Polis are read as they are.
    """
    known = read_statements(read_table(statements, encoding)) if statements else Statements({}, frozenset())
    votes = without(read_votes(read_table(file, encoding), ignore), known.rejected, file)
    folder = out_folder(out)
    from cocreate.analysis.opinions import Settings, analyse_votes
    from cocreate.analysis.opinions.picture import letter
    from cocreate.cli.analysis.opinion_pages import document_of
    from cocreate.core.documents import html_of

    with Bar() as bar:
        settings = Settings(groups=groups, minimum_group=minimum_group)
        report = analyse_votes(votes, seed=seed, settings=settings, progress=bar)
    names = {group.key: letter(place) for place, group in enumerate(report.groups)}
    write_rows(folder / "groups.csv", ("participant", "group", "x", "y", "votes"), _people(votes, report, names))
    header = [*STATEMENT_COLUMNS, *(f"{name}_{vote}" for name in names.values() for vote in VOTES)]
    write_rows(folder / "statements.csv", header, _statements(report, known.texts, names))
    (folder / "report.html").write_text(html_of(document_of(report, known.texts, file.stem)), "utf-8")
    sizes = ", ".join(f"{names[g.key]} {g.size}" for g in report.groups) or "none"
    click.echo(f"{report.people} people, {report.votes} votes on {len(report.statements)} statements. Groups: {sizes}.")
    click.echo(f"Written to {folder}: groups.csv, statements.csv, report.html")


VOTES = ("agree", "disagree", "pass")
STATEMENT_COLUMNS = (
    "statement text agree disagree pass leaning consensus is_consensus spread q is_divisive representative_of".split()
)


def _people(votes: Votes, report: OpinionReport, names: dict[str, str]) -> list[tuple[object, ...]]:
    return [
        (who, names.get(report.group_of.get(who, ""), ""), *report.positions.get(who, ("", "")), len(cast))
        for who, cast in votes.items()
    ]


def _statements(report: OpinionReport, texts: dict[str, str], names: dict[str, str]) -> list[tuple[object, ...]]:
    rows = []
    for s in report.statements:
        typical = [names[g.key] for g in report.groups for r in g.representative if r.statement == s.id and r.is_sure]
        split = [n for c in s.by_group.values() for n in (c.agree, c.disagree, c.passed)]
        rows.append(
            (
                *(s.id, texts.get(s.id, ""), s.all.agree, s.all.disagree, s.all.passed),
                *("agree" if s.leaning == 1 else "disagree", s.consensus, int(s.is_consensus)),
                *(s.spread, s.q, int(s.is_divisive), " ".join(typical), *split),
            )
        )
    return rows
