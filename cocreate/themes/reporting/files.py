"""The report as data: a line a theme as CSV, everything as JSON."""

import csv
import json
from io import StringIO
from typing import Any

from cocreate.analysis.text.asking import Asking
from cocreate.core.cells import safe_cell
from cocreate.settings import LANGUAGES
from cocreate.themes.double_coding import Outcome
from cocreate.themes.reporting.material import Material, QuestionMaterial, Share, ThemeMaterial

STATEMENT = ("proposal", "kind", "answer", "language", "text", "words")
FORMAT = "cocreate-themes-1"


def themes_csv(material: Material) -> str:
    """A line a theme and a line for each reason to stand in none; cells are safe to open in a spreadsheet."""
    helix = sorted({key for each in material.questions for key in each.helix})
    labels = [f"{which}_{language}" for which in ("label", "machine") for language in LANGUAGES]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    measured = ("count", "base", "share", "low", "high")
    heads = ["question", "theme", *labels, "state", "belongs_to", "answers", "stability", "stability_level"]
    writer.writerow([*heads, *(f"{key}_{name}" for key in helix for name in measured)])
    for each in material.questions:
        for row in each.themes:
            writer.writerow([safe_cell(str(cell)) for cell in _line(each, row, helix)])
        for name, count in each.unplaced:
            writer.writerow([each.question.key, f"({name})", *[""] * (len(labels) + 2), count])
    return "\ufeff" + out.getvalue()


def _line(each: QuestionMaterial, row: ThemeMaterial, helix: list[str]) -> list[Any]:
    theme = row.theme
    names = [said.get(language, "") for said in (theme.title, theme.machine_labels) for language in LANGUAGES]
    told = [theme.state, theme.belongs_to, row.size, "" if theme.stability is None else theme.stability]
    cells = [value for key in helix for value in _cells(row.by_helix.get(key))]
    return [each.question.key, theme.public_id, *names, *told, theme.stability_level, *cells]


def _cells(share: Share | None) -> list[Any]:
    if share is None:
        return [""] * 5
    numbers = [share.share, share.low, share.high]
    return [share.count, share.base, *("" if number is None else round(number, 4) for number in numbers)]


def themes_json(material: Material) -> str:
    """Everything that the document says, for programs; a number that may not be told reads "hidden"."""
    run = material.run
    told = {
        "format": FORMAT,
        "version": "public" if material.is_public else "staff",
        "consultation": {"id": material.consultation.public_id, "title": material.consultation.title},
        "run": {
            "id": run.public_id,
            "seed": run.seed,
            "settings": run.settings,
            "versions": run.versions,
            "warnings": run.warnings,
            "finished_at": run.finished_at,
        },
        "steps": dict(material.steps),
        "copies_left_out": material.copies,
        "waiting_for_a_look": material.waiting,
        "questions": [_question(each, material.is_public) for each in material.questions],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)


def _question(each: QuestionMaterial, is_public: bool) -> dict[str, Any]:
    return {
        "key": each.question.key,
        "title": each.question.title,
        "answers": each.answers,
        "placed": each.placed,
        "unplaced": dict(each.unplaced),
        "language_nmi": each.language_nmi,
        "themes": [_theme(row) for row in each.themes],
        "double_coding": [_coding(outcome, is_public) for outcome in each.outcomes],
    }


def _theme(row: ThemeMaterial) -> dict[str, Any]:
    theme = row.theme
    said = {
        name: [{"text": answer.text, "language": answer.text_language} for answer in answers]
        for name, answers in (("quotes", row.quotes), ("dissent", row.dissent))
    }
    return {
        "id": theme.public_id,
        "labels": theme.title,
        "machine_labels": theme.machine_labels,
        "state": theme.state,
        "belongs_to": theme.belongs_to,
        "answers": row.size,
        "stability": theme.stability,
        "stability_level": theme.stability_level,
        "by_helix": {key: vars(share) for key, share in row.by_helix.items()},
        **said,
        "voices": [vars(voice) for voice in row.voices],
    } | ({} if row.asking is None else {"asking": vars(row.asking), "statements": _statements(row)})


def _statements(row: ThemeMaterial) -> list[dict[str, Any]]:
    """What is asked for and why, a part of an answer each; a reason names the proposal that it goes with."""
    found: list[dict[str, Any]] = []
    for number, asked in enumerate(row.asked, start=1):
        parts = [(Asking.PROPOSAL, asked.proposal), *((Asking.REASON, reason) for reason in asked.reasons)]
        told = {"answer": asked.answer.id, "proposal": number}
        found += [
            {"kind": kind.value, **told, "language": part.language, "text": part.text, "words": list(part.words)}
            for kind, part in parts
        ]
    return found


def statements_csv(material: Material) -> str:
    """For the team: a line each part of an answer that asks for something or says why, as far as it may be quoted."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["question", "theme", *STATEMENT])
    for each in material.questions:
        for row in each.themes:
            for said in _statements(row):
                cells = [each.question.key, row.theme.public_id, *(said[name] for name in STATEMENT[:-1])]
                writer.writerow([safe_cell(str(cell)) for cell in [*cells, ", ".join(said["words"])]])
    return "\ufeff" + out.getvalue()


def _coding(outcome: Outcome, is_public: bool) -> dict[str, Any]:
    people, machine, run = outcome.people, outcome.machine, outcome.progress.coding.run
    return {
        "run": run.public_id,
        "is_of_this_run": run.is_current,
        "units": people.units,
        "alike": people.alike,
        "alpha": vars(people.alpha) if people.alpha else None,
        "settled_units": machine.units,
        "f1_macro": vars(machine.macro) if machine.macro else None,
        "f1_micro": vars(machine.micro) if machine.micro else None,
        "categories": {
            key: {**vars(score), "f1": vars(score.f1) if score.f1 else None}
            for key, score in ({} if is_public else machine.categories).items()
        },
    }
