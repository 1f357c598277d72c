"""The page for translating: one language left, another right, what is missing first."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import transaction
from cocreate.survey import commands
from cocreate.survey.making.words import PARTS
from cocreate.survey.manage import manage
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import clean_text
from cocreate.survey.wording import Wording, missing_in, wordings_of
from cocreate.web.access import current_actor, requires
from cocreate.web.language import LANGUAGES, NAMES, current_language
from cocreate.web.messages import say

LIMITS = {"title": 300, "choices": 300, "rows": 300, "columns": 300, "roles": 300, "labels": 300, "unit": 40}
LONGEST = 5000


@manage.route("/<consultation_id>/translate", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def translate_(consultation_id: str) -> Any:
    """All texts side by side; saving touches only those that were changed here."""
    consultation = consultation_of_address(consultation_id)
    source, target = _pair(consultation)
    if request.method == "GET":
        return _page(consultation, source, target)
    wordings = {wording.name: wording for wording in wordings_of(consultation, consultation.questions)}
    texts = {name: clean_text(request.form[f"t-{name}"]) for name in wordings if f"t-{name}" in request.form}
    seen = {name: clean_text(request.form.get(f"b-{name}", "")) for name in texts}
    too_long = [name for name, text in texts.items() if len(text) > _limit(wordings[name])]
    if too_long:
        errors = {name: say("survey.option.too_long", limit=_limit(wordings[name])) for name in too_long}
        return _page(consultation, source, target, texts, errors, status=422)
    with transaction() as session:
        refused = commands.translate_texts(session, current_actor(), consultation, target, texts, seen)
    if refused:
        consultation = consultation_of_address(consultation_id)
        errors = {name: say("survey.translation.changed") for name in refused}
        return _page(consultation, source, target, {name: texts[name] for name in refused}, errors, status=409)
    flash(_("Saved."), "success")
    return redirect(url_for(".translate_", consultation_id=consultation_id, source=source, to=target))


def _page(
    consultation: Consultation,
    source: str,
    target: str,
    texts: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Any:
    wordings = wordings_of(consultation, consultation.questions)
    missing = missing_in(wordings, target)
    page = render_template(
        "survey/manage/translate.html",
        consultation=consultation,
        source=source,
        target=target,
        names=NAMES,
        parts=PARTS,
        counts={code: len(missing_in(wordings, code)) for code in LANGUAGES},
        total=len(wordings),
        wordings=[*missing, *(wording for wording in wordings if wording not in missing)],
        texts=texts or {},
        errors=errors or {},
        numbers={question.key: n for n, question in enumerate(consultation.questions, start=1)},
    )
    return page, status


def _pair(consultation: Consultation) -> tuple[str, str]:
    """From which language into which: as asked for, else from the fullest into the emptiest."""
    wordings = wordings_of(consultation, consultation.questions)
    fullest = min(LANGUAGES, key=lambda code: (len(missing_in(wordings, code)), code != current_language()))
    source = _known(request.args.get("source", ""), [fullest])
    emptiest = sorted(LANGUAGES, key=lambda code: -len(missing_in(wordings, code)))
    target = _known(request.args.get("to", ""), emptiest)
    return source, target if target != source else next(code for code in emptiest if code != source)


def _known(wanted: str, otherwise: Sequence[str]) -> str:
    return wanted if wanted in LANGUAGES else otherwise[0]


def _limit(wording: Wording) -> int:
    return LIMITS.get(wording.part, LONGEST)
