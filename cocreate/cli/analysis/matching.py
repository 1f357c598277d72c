"""`cocreate analyse match`: to which entry of a taxonomy each answer belongs, or that it is new."""

from __future__ import annotations

from collections import Counter
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
    from cocreate.analysis.text.matcher import Kind, Matcher

    said = [answer for answer in answers if answer.text.strip()]
    with Bar() as bar:
        verdicts = Matcher(entries, top=top).fit([answer.text for answer in said], progress=bar).verdicts_
    rows = [
        (answer.id, rank, near.entry_id, near.score, verdict.novelty, verdict.kind.value, verdict.confidence)
        for answer, verdict in zip(said, verdicts, strict=True)
        for rank, near in enumerate(verdict.matches, start=1)
    ]
    write_rows(folder / "matches.csv", MATCHES, rows)
    counts = Counter(verdict.kind for verdict in verdicts)
    told = ", ".join(f"{kind.value} {counts[kind]}" for kind in Kind if counts[kind])
    click.echo(f"{len(said)} answers set against {len(entries)} entries: {told}. {len(answers) - len(said)} are empty.")
    click.echo(f"Written to {folder}: matches.csv")


MATCHES = ("id", "rank", "entry", "score", "novelty", "verdict", "confidence")


def entries_of(table: Table) -> list[Entry]:
    """The entries of a taxonomy: an id, perhaps the id of its `parent`, and all other columns as what is written of it.

    Columns named by a language (`nl`, `title_fr`) are its texts in that language.
    """
    from cocreate.analysis.text.language import LANGUAGES, UNDETERMINED, detect
    from cocreate.analysis.text.matching import Entry

    ids = table.ids("id")
    parents = table.column("parent") if "parent" in table.names else None
    apart = {table.column("id"), parents}
    entries = []
    for key, row in zip(ids, table.rows, strict=True):
        texts: dict[str, list[str]] = {}
        for i, (name, cell) in enumerate(zip(table.names, row.cells, strict=True)):
            code = name.lower().replace("-", "_").split("_")[-1]
            if i not in apart and cell.strip():
                language = code if code in LANGUAGES else detect(cell).language or UNDETERMINED
                texts.setdefault(language, []).append(cell.strip())
        if not texts:
            raise click.ClickException(f"{table.file}, line {row.line}: the entry {key} has no text.")
        parent = row.cells[parents].strip() or None if parents is not None else None
        if parent is not None and parent not in ids:
            raise click.ClickException(f"{table.file}, line {row.line}: there is no entry {parent} to be a part of.")
        entries.append(Entry(key, {code: " – ".join(parts) for code, parts in texts.items()}, parent=parent))
    return entries
