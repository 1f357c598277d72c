"""Pages on which organisers bring a file, see what of it was understood, and take it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from cocreate.core.db import db, transaction
from cocreate.core.grids import Grid
from cocreate.errors import DomainError, NotFound
from cocreate.process.rules import HelixCategory
from cocreate.survey import files, labels, queries
from cocreate.survey import policy as policy
from cocreate.survey.importing import commands
from cocreate.survey.importing.cells import sheets_of
from cocreate.survey.importing.formats import PLANS, Format, structure_of
from cocreate.survey.importing.guess import is_whole, parts_of
from cocreate.survey.importing.messages import COUNTS, FORMATS
from cocreate.survey.importing.models import ImportFile, find_import, imports_of, same_file
from cocreate.survey.importing.plans import NEW, ColumnPlan, Note, Role, TablePlan
from cocreate.survey.kinds import QuestionLike
from cocreate.survey.labels import word
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form
from cocreate.web.language import LANGUAGES, NAMES, current_language, language_of, translate
from cocreate.web.messages import say


class UploadForm(Form):
    """A file, the language of what stands in it, and where its answers go."""

    file = FileField(_l("File"), validators=[FileRequired(message=_l("Please choose a file."))])
    language = SelectField(
        _l("Language of the questions in a table"), choices=[(code, NAMES[code]) for code in LANGUAGES]
    )
    consultation = SelectField(_l("Where the answers go"), choices=[], validate_choice=True)


EXAMPLES, LONGEST_EXAMPLE = 5, 90
MOST_COUNTED = 5000  # lines that are read to say beforehand how many hold an answer


@dataclass(frozen=True)
class Choice:
    """What may be wished for a column; with a language where people's words say it."""

    value: str
    label: str
    language: str = ""


@dataclass(frozen=True)
class Column:
    """A column on the page."""

    index: int
    heading: str
    examples: list[str]
    title: str  # of the question, or of a part of it, that it becomes; "" when it is no answer
    kind: str  # of that question, or the role of the column
    chosen: str  # "" leaves it as recognised
    choices: list[Choice]


@dataclass(frozen=True)
class Outlook:
    """What taking the file in would do."""

    lines: int
    read: int
    empty: int
    notes: list[Note]


def columns_of(grid: Grid, plan: TablePlan, wishes: dict[str, str], questions: Sequence[Any] | None) -> list[Column]:
    """All columns, in order."""
    asked: Sequence[QuestionLike] = questions if questions is not None else plan.draft.questions if plan.draft else ()
    names = {question.key: question for question in asked}
    choices = _choices(questions)
    return [
        Column(
            index=index,
            heading=heading or f"#{index + 1}",
            examples=[_short(row.cells[index]) for row in grid.rows[:EXAMPLES] if row.cells[index]],
            title=_title(plan.columns[index], names),
            kind=_kind(plan.columns[index], names),
            chosen=wishes.get(str(index), ""),
            choices=choices,
        )
        for index, heading in enumerate(grid.headings)
    ]


def outlook_of(grid: Grid, plan: TablePlan, questions: Sequence[Any] | None, language: str) -> Outlook:
    """Read the lines without storing anything; of a very long table only the first."""
    asked: Sequence[QuestionLike] = questions if questions is not None else plan.draft.questions if plan.draft else ()
    notes: list[Note] = []
    read = empty = 0
    for _line, sheet, found in sheets_of(grid, plan, {question.key: question for question in asked}, language):
        read += sheet is not None
        empty += sheet is None
        notes += found
        if read + empty >= MOST_COUNTED:
            break
    return Outlook(len(grid.rows), read, empty, notes)


def _roles() -> list[Choice]:
    return [
        Choice(Role.IGNORE.value, _("leave out")),
        Choice(Role.DAY.value, _("the day of the answer")),
        Choice(Role.LANGUAGE.value, _("the language of the answer")),
        Choice(Role.HELIX.value, _("the group of the respondent")),
    ]


def _choices(questions: Sequence[Any] | None) -> list[Choice]:
    if questions is None:
        new = [Choice(f"kind:{kind}", _("a question: %(kind)s", kind=word(f"kind.{kind}"))) for kind in NEW]
        return _roles() + new
    found = _roles()
    for question in questions:
        title, language = _short(translate(question.title)), language_of(question.title)
        if is_whole(question):
            found.append(Choice(f"to:{question.key}", title, language))
        for part, names in parts_of(question).items():
            found.append(Choice(f"to:{question.key}/{part}", f"{title} – {_short(names[-1])}", language))
    return found


def _title(column: ColumnPlan, questions: dict[str, QuestionLike]) -> str:
    if column.role is not Role.QUESTION:
        return ""
    question = questions[column.question]
    title = _short(translate(question.title))
    return f"{title} – {_short(parts_of(question).get(column.part, [column.part])[-1])}" if column.part else title


def _kind(column: ColumnPlan, questions: dict[str, QuestionLike]) -> str:
    if column.role is Role.QUESTION:
        return str(word(f"kind.{questions[column.question].kind}"))
    return next(choice.label for choice in _roles() if choice.value == column.role)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"


pages = Blueprint("survey_import", __name__, url_prefix="/p/<process_id>/manage")
pages.context_processor(labels.for_templates)
pages.context_processor(lambda: {"formats": FORMATS, "count_names": COUNTS})
MOST_SHOWN = 300  # notes on a page; it says how many more there are


@pages.route("/imports/", methods=["GET", "POST"])
@requires("survey:import:manage")
def index() -> Any:
    """Choose a file; below, what was brought before."""
    form, problem = UploadForm(data={"language": current_language()}), ""
    known = queries.consultations_of(db.session(), g.process)
    form.consultation.choices = [
        ("", _("a new consultation")),
        *((each.public_id, translate(each.title)) for each in known),
    ]
    if request.method == "GET" and request.args.get("into") in {each.public_id for each in known}:
        form.consultation.data = request.args["into"]
    if form.validate_on_submit():
        try:
            return redirect(url_for(".show", import_id=_receive(form).public_id))
        except DomainError as error:
            problem = say(error)
    imports = imports_of(db.session(), g.process)
    page = render_template("survey/importing/index.html", form=form, problem=problem, imports=imports)
    return page, 422 if problem or form.errors else 200


def _receive(form: UploadForm) -> ImportFile:
    given = form.file.data
    with transaction() as session:
        target = form.consultation.data
        return commands.receive(
            session,
            current_actor(),
            g.process,
            name=given.filename or "",
            content=given.read(),
            language=form.language.data,
            consultation=consultation_of_address(target) if target else None,
        )


@pages.get("/imports/<import_id>")
@requires("survey:import:manage")
def show(import_id: str) -> Any:
    """What was understood of a file, how far it is taken in, or what became of it."""
    row = _import_of_address(import_id)
    if row.is_done or row.job is not None:
        notes = row.report.get("notes", [])
        return render_template(
            "survey/importing/done.html", row=row, notes=notes[:MOST_SHOWN], more=_more(notes, row), job=row.job
        )
    earlier = same_file(db.session(), g.process, row)
    if Format(row.format).is_structure:
        found = structure_of(Format(row.format), row.content, row.title, row.language)
        notes = [each.as_value() for each in found.notes]
        return render_template(
            "survey/importing/structure.html", row=row, found=found, notes=notes, more=0, earlier=earlier
        )
    return _show_table(row, earlier)


def _more(notes: list[Any], row: ImportFile) -> int:
    return max(0, len(notes) - MOST_SHOWN) + int(row.report.get("more_notes", 0))


def _show_table(row: ImportFile, earlier: ImportFile | None, problem: str = "") -> Any:
    questions = commands.process_questions(row)
    grid, plan = commands.table_of(row, questions)
    outlook = outlook_of(grid, plan, questions, row.language)
    notes = [each.as_value() for each in [*plan.notes, *outlook.notes]]
    page = render_template(
        "survey/importing/table.html",
        row=row,
        grid=grid,
        plan=plan,
        columns=columns_of(grid, plan, row.wishes, questions),
        outlook=outlook,
        notes=notes[:MOST_SHOWN],
        more=max(0, len(notes) - MOST_SHOWN),
        earlier=earlier,
        problem=problem,
        categories=list(HelixCategory),
        is_fixed=questions is None and row.format in PLANS,
    )
    return page, 422 if problem else 200


@pages.post("/imports/<import_id>")
@requires("survey:import:manage")
def decide(import_id: str) -> Any:
    """Keep what was chosen for the columns; look again, or take the file in."""
    row, sent = _import_of_address(import_id), request.form
    try:
        with transaction() as session:
            if not Format(row.format).is_structure:
                _choose(session, row)
            if sent.get("then") == "import":
                made = commands.begin(session, current_actor(), g.process, row)
                about = made.public_id
    except DomainError as error:
        if Format(row.format).is_structure or row.is_done or row.job_id is not None:
            flash(say(error), "error")
            return redirect(url_for(".show", import_id=import_id))
        row = _import_of_address(import_id)
        return _show_table(row, None, say(error))
    if sent.get("then") != "import":
        flash(_("Kept. This is how the file is read now."), "success")
        return redirect(url_for(".show", import_id=import_id) + "#columns")
    if row.is_done:
        flash(_("The draft is ready: look at the questions, then open it."), "success")
        return redirect(url_for(".show", import_id=import_id, made=about))
    return redirect(url_for(".show", import_id=import_id))


def _choose(session: Any, row: ImportFile) -> None:
    sent, words = request.form, {}
    language = sent.get("language", "")
    if "helix-0" in sent:
        _grid, plan = commands.table_of(row, commands.process_questions(row))
        words = {word: sent.get(f"helix-{number}", "") for number, word in enumerate(plan.helix)}
    wishes = {
        name.removeprefix("column-"): wish[:200]
        for name, wish in sent.items()
        if name.startswith("column-") and name[7:].isdigit() and len(name) < 12 and wish
    }
    commands.choose(
        session,
        current_actor(),
        g.process,
        row,
        title=sent.get("title", "").replace("\x00", ""),
        language=language if language in LANGUAGES else row.language,
        wishes=wishes,
        helix=words,
        as_table=sent.get("then") == "table",
    )


@pages.get("/consultations/<consultation_id>/questionnaire.json")
@requires("survey:questionnaire:export")
def questionnaire(consultation_id: str) -> Response:
    """The questionnaire, without answers, as a file of our own format."""
    consultation: Consultation = consultation_of_address(consultation_id)
    name = f"questionnaire-{consultation.public_id}.json"
    return Response(
        files.to_json(consultation),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _import_of_address(import_id: str) -> ImportFile:
    found = find_import(db.session(), g.process, import_id)
    if found is None:
        raise NotFound()
    return found
