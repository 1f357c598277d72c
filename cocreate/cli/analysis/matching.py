"""`cocreate analyse match`: to which entry of a taxonomy each answer belongs, or that it is new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cocreate.cli.analysis.options import Bar, csv_file, into_folder
from cocreate.cli.analysis.tables import Table, out_folder, read_table, write_rows

if TYPE_CHECKING:
    from cocreate.analysis.text.matching import Entry


@click.command()
@click.argument("file", type=csv_file)
@click.option("--text", required=True, help="Column with the free answers, by name or as #number.")
@click.option("--taxonomy", required=True, type=csv_file, help="CSV with a column id; all other columns are its texts.")
@click.option("--id", "id_", default=None, help="Column that names each answer; without it, the number of its line.")
@click.option("--top", type=click.IntRange(1, 50), default=3, show_default=True, help="Entries for each answer.")
@into_folder
def match(
    file: Path,
    text: str,
    taxonomy: Path,
    id_: str | None,
    top: int,
    seed: int,
    out: Path,
    encoding: str | None,
) -> None:
    """Set each answer against the entries of a taxonomy; writes matches.csv."""
    from cocreate.cli.analysis.themes import inputs

    answers = inputs(read_table(file, encoding), text, id_, None, None)
    entries = entries_of(read_table(taxonomy, encoding))
    folder = out_folder(out)
    from cocreate.analysis.text.matching import suggest_matches

    said = {answer.id: [answer.text] for answer in answers}
    with Bar() as bar:
        found = suggest_matches(said, entries, top=top, progress=bar)
    rows = [
        (answer.id, rank, near.entry_id, near.score, round(1 - max(found[answer.id].matches[0].score, 0.0), 4))
        for answer in answers
        for rank, near in enumerate(found[answer.id].matches, start=1)
    ]
    write_rows(folder / "matches.csv", ("id", "rank", "entry", "score", "novelty"), rows)
    new = sum(one.is_new for one in found.values())
    click.echo(f"{len(answers)} answers set against {len(entries)} entries; {new} seem to be new.")
    click.echo(f"Written to {folder}: matches.csv")


def entries_of(table: Table) -> list[Entry]:
    """The entries of a taxonomy: an id, and all other columns as what is written of it.

    Columns named by a language (`nl`, `title_fr`) are its texts in that language.
    """
    from cocreate.analysis.text.language import LANGUAGES
    from cocreate.analysis.text.matching import Entry

    ids = table.ids("id")
    place = table.column("id")
    entries = []
    for key, row in zip(ids, table.rows, strict=True):
        texts: dict[str, list[str]] = {}
        for i, (name, cell) in enumerate(zip(table.names, row.cells, strict=True)):
            code = name.lower().replace("-", "_").split("_")[-1]
            if i != place and cell.strip():
                texts.setdefault(code if code in LANGUAGES else "", []).append(cell.strip())
        if not texts:
            raise click.ClickException(f"{table.file}, line {row.line}: the entry {key} has no text.")
        entries.append(Entry(key, {code: " – ".join(parts) for code, parts in texts.items()}))
    return entries
