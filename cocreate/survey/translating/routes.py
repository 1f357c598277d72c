"""The page for translations as files: what is missing in which language, files out, and a file in."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.survey import commands
from cocreate.survey.importing.found import Note
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.translating import messages as messages
from cocreate.survey.translating import policy as policy
from cocreate.survey.translating import sheets, xliff
from cocreate.survey.translating.units import Judged, judge
from cocreate.survey.wording import Wording, missing_in, wordings_of
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form
from cocreate.web.language import LANGUAGES, NAMES
from cocreate.web.messages import say

pages = Blueprint("survey_translating", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>")


class TranslationForm(Form):
    """A file that came back."""

    file = FileField(_l("File"), validators=[FileRequired(message=_l("Please choose a file."))])


@pages.route("/translations", methods=["GET", "POST"])
@requires("survey:translation:exchange")
def index(consultation_id: str) -> Any:
    """What is missing, files to take out, and a file to bring in; it says what became of every text."""
    consultation = consultation_of_address(consultation_id)
    form, problem, judged = TranslationForm(), "", None
    if form.validate_on_submit():
        try:
            judged = _bring(consultation, form.file.data.read())
        except DomainError as error:
            problem = say(error)
        consultation = consultation_of_address(consultation_id)
    wordings = _wordings(consultation)
    page = render_template(
        "survey/translating/index.html",
        consultation=consultation,
        form=form,
        problem=problem,
        judged=judged,
        total=len(wordings),
        missing={code: len(missing_in(wordings, code)) for code in LANGUAGES},
        names=NAMES,
    )
    return page, 422 if problem or form.errors else 200


def _bring(consultation: Consultation, content: bytes) -> Judged:
    is_xliff = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    source, units = (xliff if is_xliff else sheets).read(content)
    with transaction() as session:
        wordings = _wordings(consultation)
        if not any(wording.text.get(source) for wording in wordings):
            raise Invalid("survey.translation.other_source")
        judged = judge(units, wordings, source)
        now = {wording.name: wording.text for wording in wordings}
        for language, texts in judged.texts.items():
            seen = {name: now[name].get(language, "") for name in texts}
            left = commands.translate_texts(session, current_actor(), consultation, language, texts, seen)
            judged.notes += [Note(f"{name} ({language})", "survey.translation.note.meanwhile") for name in left]
    return judged


@pages.get("/translations.xlf")
@requires("survey:translation:exchange")
def as_xliff(consultation_id: str) -> Response:
    """The texts from one language into another, for a translator's program."""
    consultation = consultation_of_address(consultation_id)
    source, target = _asked_language("source"), _asked_language("target")
    content = xliff.write(_wordings(consultation), consultation.public_id, source, target)
    return _file(content, f"{consultation.public_id}-{source}-{target}.xlf", "application/xliff+xml")


@pages.get("/translations.xlsx")
@requires("survey:translation:exchange")
def as_workbook(consultation_id: str) -> Response:
    """The texts in all languages, for a spreadsheet."""
    consultation = consultation_of_address(consultation_id)
    source = _asked_language("source")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(sheets.write(_wordings(consultation), source), f"{consultation.public_id}-{source}.xlsx", kind)


def _asked_language(name: str) -> str:
    """A language of the address; without one, English and Dutch are as good as any."""
    found = request.args.get(name, "en" if name == "source" else "nl")
    if found not in LANGUAGES:
        raise NotFound()
    return found


def _wordings(consultation: Consultation) -> list[Wording]:
    return wordings_of(consultation, consultation.questions)


def _file(content: bytes, name: str, kind: str) -> Response:
    db.session.rollback()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=kind, headers=headers)
