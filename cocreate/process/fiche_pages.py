"""Pages of the fiche: to read, on paper, what it rests on, and its versions."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.process import fiches, versions
from cocreate.process.commands import find_challenge
from cocreate.process.evidence import multiples
from cocreate.process.evidence.commands import find_evidence
from cocreate.process.evidence.queries import library, may_name, public_quotes
from cocreate.process.evidence.rules import TAGS
from cocreate.process.fiche_document import document_of
from cocreate.process.forms import LinkForm, RestForm, TagsForm
from cocreate.process.messages import OUTCOMES, STRENGTHS, dots
from cocreate.process.models import Challenge
from cocreate.process.papers import sent
from cocreate.process.queries import challenges_of
from cocreate.process.rules import ChallengeState
from cocreate.process.validations import changed_since, latest_decided
from cocreate.web.access import current_actor, may, requires
from cocreate.web.forms import Form, number_in
from cocreate.web.language import current_language, translate
from cocreate.web.messages import say

pages = Blueprint("fiche", __name__)


@pages.get("/p/<process_id>/challenges/<challenge_id>")
@requires("process:view")
def show(challenge_id: str) -> str:
    """The fiche of a challenge; of a draft, for insiders only."""
    row = _seen(challenge_id)
    told = {"fiche": _fiche(row), **_validation(row), **_words()}
    return render_template("process/fiche/show.html", **told)


@pages.get("/p/<process_id>/challenges/<challenge_id>/fiche.<any(pdf, docx):paper>")
@requires("process:view")
def on_paper(challenge_id: str, paper: str) -> Response:
    """The same to print and to take along, in the language of the page."""
    row = _seen(challenge_id)
    document = document_of(g.process, _fiche(row), current_language(), **_validation(row))
    return sent(document, paper, f"challenge-{row.public_id}")


@pages.get("/p/<process_id>/manage/challenges/<challenge_id>/grounds")
@requires("process:evidence:edit")
def grounds(challenge_id: str) -> str:
    """What a challenge rests on and hangs together with."""
    return _grounds(find_challenge(db.session(), g.process, challenge_id))


@pages.post("/p/<process_id>/manage/challenges/<challenge_id>/evidence")
@requires("process:evidence:edit")
def rest(challenge_id: str) -> Any:
    """One more piece of evidence."""
    row = find_challenge(db.session(), g.process, challenge_id)
    form = _rest_form()
    if not form.validate_on_submit():
        return _grounds(row, rest_form=form), 422
    with transaction() as session:
        evidence = find_evidence(session, g.process, form.evidence.data)
        fiches.rest_on(session, current_actor(), g.process, row, evidence, reason=form.reason.data)
    return _back(row, "evidence")


@pages.post("/p/<process_id>/manage/challenges/<challenge_id>/evidence/<evidence_id>/remove")
@requires("process:evidence:edit")
def rest_no_more(challenge_id: str, evidence_id: str) -> Any:
    """Off the challenge again."""
    row = find_challenge(db.session(), g.process, challenge_id)
    with transaction() as session:
        evidence = find_evidence(session, g.process, evidence_id)
        fiches.rest_no_more(session, current_actor(), g.process, row, evidence)
    return _back(row, "evidence")


@pages.post("/p/<process_id>/manage/challenges/<challenge_id>/links")
@requires("process:evidence:edit")
def link(challenge_id: str) -> Any:
    """A link with another challenge."""
    row = find_challenge(db.session(), g.process, challenge_id)
    form = _link_form(row)
    if not form.validate_on_submit():
        return _grounds(row, link_form=form), 422
    try:
        with transaction() as session:
            other = find_challenge(session, g.process, form.other.data)
            fiches.link_challenges(session, current_actor(), g.process, row, other, reason=form.why.data)
    except DomainError as error:
        return _grounds(row, link_form=form, problem=say(error)), error.status
    return _back(row, "links")


@pages.post("/p/<process_id>/manage/challenges/<challenge_id>/links/<challenge_link_id>/remove")
@requires("process:evidence:edit")
def unlink(challenge_id: str, challenge_link_id: str) -> Any:
    """The link away again."""
    row = find_challenge(db.session(), g.process, challenge_id)
    with transaction() as session:
        fiches.unlink_challenges(session, current_actor(), g.process, row, challenge_link_id)
    return _back(row, "links")


@pages.post("/p/<process_id>/manage/challenges/<challenge_id>/tags")
@requires("process:evidence:edit")
def tags(challenge_id: str) -> Any:
    """Goals and policies that it is about."""
    row = find_challenge(db.session(), g.process, challenge_id)
    form = TagsForm()
    if not form.validate_on_submit():
        return _grounds(row, tags_form=form), 422
    chosen = [*(form.goals.data or ()), *(form.policies.data or ())]
    with transaction() as session:
        fiches.tag_challenge(session, current_actor(), g.process, row, chosen)
    return _back(row, "tags")


@pages.get("/p/<process_id>/manage/challenges/<challenge_id>/versions")
@requires("process:evidence:view")
def history(challenge_id: str) -> str:
    """All versions, and two of them side by side."""
    row = find_challenge(db.session(), g.process, challenge_id)
    found = versions.versions_of(db.session(), row)
    by_number = {version.number: version for version in found}
    newer = by_number.get(number_in(request.args.get("newer")), found[0] if found else None)
    older = by_number.get(number_in(request.args.get("older")), found[1] if len(found) > 1 else None)
    changes = versions.compare(older.content, newer.content) if older and newer else []
    told = {"challenge": row, "versions": found, "newer": newer, "older": older, "changes": changes}
    return render_template("process/fiche/versions.html", tag_names=TAGS, **told)


def _seen(challenge_id: str) -> Challenge:
    row = find_challenge(db.session(), g.process, challenge_id)
    if row.state != ChallengeState.LISTED and not may("process:evidence:view"):
        raise NotFound()
    return row


def _fiche(row: Challenge) -> fiches.Fiche:
    return fiches.fiche_of(db.session(), row, is_inside=row.state != ChallengeState.LISTED)


def _validation(row: Challenge) -> dict[str, Any]:
    found = latest_decided(db.session(), row)
    return {"validation": found, "is_changed": found is not None and bool(changed_since(db.session(), [found]))}


def _words() -> dict[str, Any]:
    return {
        "tag_names": TAGS,
        "outcomes": OUTCOMES,
        "strengths": STRENGTHS,
        "dots": dots,
        "quotes_of": public_quotes,
        "may_name": may_name,
        "multiples_of": multiples.multiples_of,
    }


def _rest_form() -> RestForm:
    form = RestForm()
    form.evidence.choices = [(row.public_id, translate(row.title)) for row in library(db.session(), g.process)]
    return form


def _link_form(row: Challenge) -> LinkForm:
    form, session = LinkForm(), db.session()
    others = challenges_of(session, g.process, ChallengeState.DRAFT) + challenges_of(session, g.process)
    form.other.choices = [(other.public_id, translate(other.title)) for other in others if other.id != row.id]
    return form


def _grounds(row: Challenge, problem: str = "", **forms: Form) -> str:
    told = {
        "rest_form": _rest_form(),
        "link_form": _link_form(row),
        "tags_form": TagsForm(formdata=None, goals=list(row.tags), policies=list(row.tags)),
        **forms,
    }
    fiche = fiches.fiche_of(db.session(), row, is_inside=True)
    sent = next(iter(forms.values()), None)
    return render_template("process/fiche/grounds.html", fiche=fiche, sent=sent, problem=problem, **told)


def _back(row: Challenge, part: str) -> Any:
    flash(_("Saved."), "success")
    return redirect(url_for("fiche.grounds", challenge_id=row.public_id) + f"#{part}")
