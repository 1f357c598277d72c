"""`cocreate analyse`: the analysis of free answers without any database, for a file of one's own."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

if TYPE_CHECKING:
    from cocreate.analysis.report import TextInput


class Bar:
    """The progress of an analysis, on the terminal."""

    def __init__(self) -> None:
        self._bar = tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {elapsed}", leave=False)

    def advance(self, fraction: float, message_code: str) -> None:
        """Move on to a share of the whole."""
        self._bar.update(max(0, round(fraction * 100) - self._bar.n))

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._bar.close()


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--column", required=True, help="Name of the column with the free answers.")
@click.option("--group-column", default="", help="Name of a column to count by, such as the helix category.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same themes.")
@click.option("--granularity", type=float, default=1.0, show_default=True, help="More gives more themes.")
@click.option(
    "--subsamples", type=int, default=12, show_default=True, help="40 is thorough, 0 leaves out how sure we are."
)
def analyse(file: Path, column: str, group_column: str, seed: int, granularity: float, subsamples: int) -> None:
    """Print the themes of the free answers in a column of a CSV file."""
    from cocreate.analysis.report import Settings, analyse_texts

    rows = read_column(file, column, group_column)
    said = {row.id: row.text for row in rows}
    bar = Bar()
    try:
        settings = Settings(granularity=granularity, subsamples=subsamples)
        report = analyse_texts(rows, seed=seed, settings=settings, progress=bar)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    finally:
        bar.close()
    click.echo(f"{report.answers} answers, {len(report.themes)} themes, {len(report.unplaced)} in none.")
    for theme in report.themes:
        share = theme.size / report.answers
        click.echo(f"\n{theme.size} of {report.answers} ({share:.0%}), {theme.stability_level.value}")
        for language, label in theme.labels.items():
            click.echo(f"  {language}  {label}")
        for name, counts in (("language", theme.by_language), ("group", theme.by_helix)):
            if counts:
                click.echo(f"  by {name}: " + ", ".join(f"{key} {count}" for key, count in counts.items()))
        for quote in theme.quotes[:3]:
            click.echo(f"  “{' '.join(said[quote].split())}”")
    for warning in report.warnings:
        details = ", ".join(f"{key}={value}" for key, value in warning.params.items())
        click.echo(f"\nNote: {warning.code}" + (f" ({details})" if details else ""))


def read_column(file: Path, column: str, group_column: str) -> list[TextInput]:
    """The answers in a column; lines without words are left out."""
    from cocreate.analysis.report import TextInput

    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            start = stream.read(4096)
            stream.seek(0)
            table = csv.DictReader(stream, delimiter=";" if start.count(";") > start.count(",") else ",")
            names = table.fieldnames or []
            for wanted in filter(None, (column, group_column)):
                if wanted not in names:
                    raise click.ClickException(f"{file} has no column {wanted}. It has: {', '.join(names)}")
            return [
                TextInput(str(line), text, helix=row.get(group_column) or None if group_column else None)
                for line, row in enumerate(table, start=2)
                if (text := (row.get(column) or "").strip())
            ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise click.ClickException(f"{file} cannot be read as CSV in UTF-8: {error}") from error
