"""The page on which a question about a place gets an outline of an organiser's own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField

from cocreate.core.db import transaction
from cocreate.errors import DomainError
from cocreate.survey import commands
from cocreate.survey.kinds.places import MapPoint
from cocreate.survey.manage import manage, question_of_address
from cocreate.survey.models import Question
from cocreate.survey.outlining import MEGABYTES, Outline, read_outline
from cocreate.survey.rules import QuestionKind
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, at_most, number_in
from cocreate.web.messages import say


class OutlineForm(Form):
    """An outline, and whose it is."""

    version = HiddenField(default="1")
    file = FileField(_l("Outline (GeoJSON)"))
    attribution = StringField(_l("Source and licence"), validators=[at_most(300)])


@manage.route("/<consultation_id>/questions/<question_id>/map", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def map_(consultation_id: str, question_id: str) -> Any:
    """The outline there is, and bringing another."""
    consultation, found = question_of_address(consultation_id, question_id)
    if found.kind != QuestionKind.MAP_POINT:
        return redirect(url_for(".question", consultation_id=consultation_id, question_id=question_id))
    told = {"version": str(found.version), "attribution": found.options.get("outline", {}).get("attribution", "")}
    form, problem, status = OutlineForm(data=told) if request.method == "GET" else OutlineForm(), "", 200
    if form.validate_on_submit():
        try:
            outline = _sent(form)
            with transaction() as session:
                commands.bring_outline(
                    session,
                    current_actor(),
                    found,
                    outline,
                    form.attribution.data or "",
                    version=number_in(form.version.data),
                )
            flash(_kept(outline), "success")
            return redirect(url_for(".map_", consultation_id=consultation_id, question_id=question_id))
        except DomainError as error:
            problem, status = say(error), error.status
            consultation, found = question_of_address(consultation_id, question_id)
            form.version.data, form.file.errors = str(found.version), [problem]
    page = render_template(
        "survey/manage/map.html",
        form=form,
        consultation=consultation,
        question=found,
        sketch=_sketch(found),
        limit=MEGABYTES,
        is_fixed=consultation.opened_at is not None,
    )
    return page, 422 if form.errors and status == 200 else status


def _sent(form: OutlineForm) -> Outline | None:
    """The file of the form, read; None if none was chosen."""
    if not form.file.data or not form.file.data.filename:
        return None
    return read_outline(form.file.data.read(MEGABYTES * 1024 * 1024 + 1))


def _kept(outline: Outline | None) -> str:
    if outline is None:
        return _("Saved.")
    told = {"areas": len(outline.areas), "kept": outline.kept, "read": outline.read}
    return _("The outline is kept: areas: %(areas)s, points: %(kept)s of %(read)s.", **told)


def _sketch(question: Question) -> dict[str, Any] | None:
    return MapPoint().sketch(question) if question.options.get("outline") else None
