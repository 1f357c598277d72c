"""`cocreate analyse themes`: what the free answers in a column say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cocreate.cli.analysis.options import Bar, csv_file, into_folder
from cocreate.cli.analysis.tables import Table, out_folder, read_table, write_rows

if TYPE_CHECKING:
    from cocreate.analysis.report import TextInput, ThemeReport
    from cocreate.cli.analysis.theme_pages import Level


@click.command()
@click.argument("file", type=csv_file)
@click.option("--text", required=True, help="Column with the free answers, by name or as #number.")
@click.option("--id", "id_", default=None, help="Column that names each answer; without it, the number of its line.")
@click.option("--lang", default=None, help="Column with the language of each answer; without it, found out.")
@click.option("--group", default=None, help="Column to count by, such as the helix category.")
@click.option("--level", default="fine", show_default=True, help="fine, coarse, or how many themes you want.")
@click.option("--quick", is_flag=True, help="Sooner, with a rougher idea of how sure each theme is.")
@into_folder
def themes(
    file: Path,
    text: str,
    id_: str | None,
    lang: str | None,
    group: str | None,
    level: str,
    quick: bool,
    seed: int,
    out: Path,
    encoding: str | None,
) -> None:
    """Find the themes of free answers; writes assignments.csv, themes.json and report.html."""
    wanted = _number(level)
    table = read_table(file, encoding)
    answers = inputs(table, text, id_, lang, group)
    folder, question = out_folder(out), table.names[table.column(text)]
    from cocreate.analysis.report import QUICK, THOROUGH, analyse_texts
    from cocreate.cli.analysis.theme_pages import at_level, document_of
    from cocreate.core.documents import html_of

    with Bar() as bar:
        settings = replace(
            QUICK if quick else THOROUGH,
            themes=wanted if level.isdecimal() else None,
            leave_out=(question,),  # words that were asked with are no finding
        )
        report = analyse_texts(answers, seed=seed, settings=settings, progress=bar)
    shown = at_level(report, wanted)
    write_rows(folder / "assignments.csv", ASSIGNMENTS, _assignments(answers, report, shown))
    (folder / "themes.json").write_text(
        json.dumps({"level": level, "shown": [one.to_dict() for one in shown], **_told(report)}, ensure_ascii=False)
        + "\n",
        "utf-8",
    )
    page = document_of(report, shown, {a.id: a.text for a in answers}, question=question)
    (folder / "report.html").write_text(html_of(page), "utf-8")
    placed = report.answers - len(report.unplaced)
    click.echo(f"{report.answers} answers: {placed} in {len(shown)} themes, {len(report.unplaced)} in none.")
    for one in shown:
        click.echo(f"{one.size:>6}  {one.name}")
    click.echo(f"Written to {folder}: assignments.csv, themes.json, report.html")


ASSIGNMENTS = ("id", "theme", "strength", "language", "name", "also")


def _told(report: ThemeReport) -> dict[str, object]:
    """The report without what only a running consultation needs: where a new answer would go."""
    return {name: value for name, value in report.to_dict().items() if name != "placement"}


def _assignments(
    answers: list[TextInput], report: ThemeReport, shown: list[Level]
) -> list[tuple[str, str, object, str, str, str]]:
    """Each answer once, with its main theme or why it has none, and the other themes it speaks of."""
    main: dict[str, tuple[Level, float]] = {}
    also: dict[str, list[str]] = {}
    by_theme = {theme.key: one for one in shown for theme in one.themes}
    for theme in report.themes:
        for member in theme.members:
            one = by_theme[theme.key]
            if member.is_main:
                main[member.answer_id] = (one, member.strength)
            elif one.key not in also.setdefault(member.answer_id, []):
                also[member.answer_id].append(one.key)
    rows: list[tuple[str, str, object, str, str, str]] = []
    for answer in answers:
        language = report.languages.get(answer.id, "")
        if answer.id in main:
            one, strength = main[answer.id]
            others = " ".join(key for key in also.get(answer.id, []) if key != one.key)
            rows.append((answer.id, one.key, strength, language, one.name, others))
        else:
            rows.append((answer.id, report.unplaced[answer.id].value, "", language, "", ""))
    return rows


def inputs(table: Table, text: str, id_: str | None, lang: str | None, group: str | None) -> list[TextInput]:
    """The answers of a file; a sentence if not one of them has a word."""
    from cocreate.analysis.report import TextInput

    place = table.column(text)
    languages = table.column(lang) if lang else None
    groups = table.column(group) if group else None
    found = [
        TextInput(
            key,
            row.cells[place],
            row.cells[languages].strip().lower()[:2] or None if languages is not None else None,
            row.cells[groups].strip() or None if groups is not None else None,
        )
        for key, row in zip(table.ids(id_), table.rows, strict=True)
    ]
    if not any(answer.text.strip() for answer in found):
        raise click.ClickException(f"{table.file}: column {table.names[place]} is empty in all {len(found)} rows.")
    return found


def _number(level: str) -> int | None:
    """How many themes are wanted at most; None: as many as are found."""
    from cocreate.analysis.text.levels import FAMILIES

    if level in ("fine", "coarse"):
        return None if level == "fine" else FAMILIES
    if not level.isdecimal() or int(level) < 1:
        raise click.ClickException(f"--level is fine, coarse or a number from 1 on, not {level}.")
    return int(level)
