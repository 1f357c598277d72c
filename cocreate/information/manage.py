"""Information sheets for those who write them: where each stands, the draft with its blocks, own words, versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from cocreate.core.db import db, transaction
from cocreate.core.documents import Document, body_of
from cocreate.core.ids import form_public_id, public_id
from cocreate.errors import DomainError, NotFound
from cocreate.information import commands, composing, figures, queries
from cocreate.information.composing import Draft, draft_of, part_names
from cocreate.information.document import paragraphs_of, pieces_of
from cocreate.information.material import material_of, surroundings_of
from cocreate.information.models import SheetVersion
from cocreate.information.quoting import resolved
from cocreate.information.rules import BLOCKS, LONGEST, PART_OF, Slot, mark
from cocreate.process.models import Challenge, Process
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, at_most, number_in, required
from cocreate.web.language import NAMES, current_language
from cocreate.web.messages import say


class BlockForm(Form):
    """Own words around, or instead of, what the program writes."""

    seen = HiddenField()
    before = TextAreaField(_l("Own words before"), validators=[at_most(LONGEST)])
    instead = TextAreaField(
        _l("Own words instead of the program’s sentences"),
        validators=[at_most(LONGEST)],
        description=_l("Leave this empty to keep the program’s sentences."),
    )
    after = TextAreaField(_l("Own words after"), validators=[at_most(LONGEST)])
    left_out = BooleanField(_l("Leave out the lists, tables and pictures of the program"))

    def texts(self) -> dict[Slot, str]:
        """What was typed, by place."""
        return {
            Slot.BEFORE: self.before.data or "",
            Slot.INSTEAD: self.instead.data or "",
            Slot.AFTER: self.after.data or "",
            Slot.LEFT_OUT: "yes" if self.left_out.data else "",
        }


class SheetCommentForm(Form):
    """A remark about the sheet or one of its blocks."""

    form_id = HiddenField(default=public_id)
    block = SelectField(_l("About"), choices=[])
    text = TextAreaField(_l("Your comment"), validators=[required(), at_most(LONGEST)])


@dataclass(frozen=True)
class SheetLine:
    """One challenge: its versions, and what waits for somebody."""

    challenge: Challenge
    versions: Sequence[SheetVersion]
    changed: int  # figures in own words that are not what they were
    comments: int

    @property
    def published(self) -> SheetVersion | None:
        """What everybody reads now."""
        return next((row for row in self.versions if row.published_at is not None), None)


def overview_of(session: Session, process: Process) -> list[SheetLine]:
    """A line a challenge, in their order."""
    around, sheets = surroundings_of(session, process), queries.sheets_of(session, process)
    lines = []
    for challenge in around.challenges:
        sheet = sheets.get(challenge.id)
        texts = queries.texts_of(session, sheet)
        changed = 0
        if any(row.figures for row in texts):
            changed = len(Draft(material_of(session, around, challenge), texts, current_language()).changed)
        waiting = sum(row.settled_at is None for row in queries.comments_of(session, sheet))
        lines.append(SheetLine(challenge, queries.versions_of(session, sheet), changed, waiting))
    return lines


manage = Blueprint("information_manage", __name__)
SHEET = "/p/<process_id>/manage/sheets/<challenge_id>"


@manage.get("/p/<process_id>/manage/sheets")
@requires("information:draft:view")
def index() -> str:
    """All challenges, and how far the sheet of each has come."""
    return render_template("information/manage/index.html", rows=overview_of(db.session(), g.process))


@manage.get(SHEET)
@requires("information:draft:view")
def draft(challenge_id: str) -> str:
    """The draft in the language of the page, block by block."""
    return _draft_page(_challenge(challenge_id), SheetCommentForm())


@manage.get(f"{SHEET}/blocks/<sheet_block>")
@requires("information:draft:edit")
def block(challenge_id: str, sheet_block: str) -> str:
    """Own words for one block."""
    found, form = _draft(_challenge(challenge_id)), BlockForm(formdata=None)
    _known(sheet_block)
    form.seen.data = commands.stamp_of(found, sheet_block)
    for slot, field in ((Slot.BEFORE, form.before), (Slot.INSTEAD, form.instead), (Slot.AFTER, form.after)):
        row = found.text_of(sheet_block, slot)
        field.data = row.text if row else ""
    form.left_out.data = found.text_of(sheet_block, Slot.LEFT_OUT) is not None
    if request.args.get("start") == "program" and not form.instead.data:
        form.instead.data = found.blocks[sheet_block].text
    return _block_page(found, sheet_block, form)


@manage.post(f"{SHEET}/blocks/<sheet_block>")
@requires("information:draft:edit")
def write_block(challenge_id: str, sheet_block: str) -> Any:
    """Store them."""
    challenge, form = _challenge(challenge_id), BlockForm()
    _known(sheet_block)
    if not form.validate_on_submit():
        return _block_page(_draft(challenge), sheet_block, form), 422
    try:
        with transaction() as session:
            sheet = commands.begin_sheet(session, current_actor(), g.process, challenge)
            now, seen = draft_of(session, challenge, sheet, current_language()), form.seen.data or ""
            commands.write_block(session, current_actor(), g.process, sheet, now, sheet_block, form.texts(), seen=seen)
    except DomainError as error:
        return _block_page(_draft(challenge), sheet_block, form, say(error)), error.status
    flash(_("Saved."), "success")
    return redirect(url_for("information_manage.draft", challenge_id=challenge_id) + f"#block-{sheet_block}")


@manage.post(f"{SHEET}/figures")
@requires("information:draft:edit")
def take_figures(challenge_id: str) -> Any:
    """Put a figure of now, or all, into the sentences that people wrote."""
    challenge = _challenge(challenge_id)
    sheet = queries.sheet_for(db.session(), challenge)
    if sheet is None:
        raise NotFound()
    wanted, key = request.form.get("text", ""), request.form.get("figure", "")
    with transaction() as session:
        now = draft_of(session, challenge, sheet, current_language())
        rows = [row for row in now.rows if not wanted or row.public_id == wanted]
        taken = commands.take_figures(session, current_actor(), g.process, now, rows, [key] if key else ())
    flash(ngettext("%(num)s figure is up to date.", "%(num)s figures are up to date.", taken), "success")
    return redirect(url_for("information_manage.draft", challenge_id=challenge_id) + "#changed")


@manage.post(f"{SHEET}/comments")
@requires("information:draft:comment")
def comment(challenge_id: str) -> Any:
    """A remark about the sheet."""
    challenge, form = _challenge(challenge_id), SheetCommentForm()
    form.block.choices = [("", ""), *((key, key) for key in PART_OF)]  # the page that shows the form names them
    if not form.validate_on_submit():
        return _draft_page(challenge, form), 422
    try:
        with transaction() as session:
            sheet = commands.begin_sheet(session, current_actor(), g.process, challenge)
            commands.comment(
                session,
                current_actor(),
                g.process,
                sheet,
                form.text.data or "",
                block=form.block.data or "",
                public_id=form_public_id(form.form_id.data),
            )
    except DomainError as error:
        return _draft_page(challenge, form, say(error)), error.status
    return redirect(url_for("information_manage.draft", challenge_id=challenge_id) + "#comments")


@manage.post(f"{SHEET}/comments/<sheet_comment_id>/settle")
@requires("information:draft:edit")
def settle(challenge_id: str, sheet_comment_id: str) -> Any:
    """A remark is dealt with."""
    challenge = _challenge(challenge_id)
    with transaction() as session:
        sheet = queries.sheet_for(session, challenge)
        if sheet is None:
            raise NotFound()
        row = queries.find_comment(session, sheet, sheet_comment_id)
        commands.settle(session, current_actor(), g.process, row)
    return redirect(url_for("information_manage.draft", challenge_id=challenge_id) + "#comments")


@manage.post(f"{SHEET}/versions")
@requires("information:draft:edit")
def keep(challenge_id: str) -> Any:
    """Keep a version of the sheet as it is now."""
    challenge = _challenge(challenge_id)
    with transaction() as session:
        sheet = commands.begin_sheet(session, current_actor(), g.process, challenge)
        row = commands.keep_version(session, current_actor(), g.process, sheet)
    flash(_("Version %(number)s keeps the sheet as it is now.", number=row.number), "success")
    return redirect(url_for("information_manage.draft", challenge_id=challenge_id) + "#versions")


@manage.post(f"{SHEET}/versions/<int:sheet_number>/approve")
@requires("information:version:approve")
def approve(challenge_id: str, sheet_number: int) -> Any:
    """Approve a version."""
    return _step(challenge_id, sheet_number, commands.approve)


@manage.post(f"{SHEET}/versions/<int:sheet_number>/publish")
@requires("information:version:publish")
def publish(challenge_id: str, sheet_number: int) -> Any:
    """Publish an approved version."""
    return _step(challenge_id, sheet_number, commands.publish)


@manage.get(f"{SHEET}/versions")
@requires("information:draft:view")
def versions(challenge_id: str) -> str:
    """Two versions side by side, in the language of the page."""
    challenge, session = _challenge(challenge_id), db.session()
    found = queries.versions_of(session, queries.sheet_for(session, challenge))
    by_number = {row.number: row for row in found}
    newer = by_number.get(number_in(request.args.get("newer")), found[0] if found else None)
    older = by_number.get(number_in(request.args.get("older")), found[1] if len(found) > 1 else None)
    told: dict[str, Any] = {"changes": [], "figure_changes": []}
    if older and newer:
        one, other = older.content[current_language()], newer.content[current_language()]
        told["changes"] = composing.compare(one, other)
        told["figure_changes"] = composing.compare_figures(one["figures"], other["figures"])
    return render_template(
        "information/manage/versions.html",
        challenge=challenge,
        versions=found,
        older=older,
        newer=newer,
        shown=figures.shown,
        **told,
    )


def _step(challenge_id: str, number: int, command: Any) -> Any:
    challenge = _challenge(challenge_id)
    try:
        with transaction() as session:
            sheet = queries.sheet_for(session, challenge)
            if sheet is None:
                raise NotFound()
            command(session, current_actor(), g.process, queries.find_version(session, sheet, number))
    except NotFound:
        raise
    except DomainError as error:
        return _draft_page(challenge, SheetCommentForm(formdata=None), say(error)), error.status
    return redirect(url_for("information_manage.draft", challenge_id=challenge_id) + "#versions")


def _challenge(public_id: str) -> Challenge:
    return queries.find_challenge(db.session(), g.process, public_id)


def _draft(challenge: Challenge) -> Draft:
    session = db.session()
    return draft_of(session, challenge, queries.sheet_for(session, challenge), current_language())


def _known(block: str) -> None:
    if block not in PART_OF:
        raise NotFound()


def _draft_page(challenge: Challenge, form: SheetCommentForm, problem: str = "") -> str:
    session = db.session()
    sheet = queries.sheet_for(session, challenge)
    found = draft_of(session, challenge, sheet, current_language())
    form.block.choices = [("", _("The whole sheet")), *((key, row.title) for key, row in found.blocks.items())]
    versions = queries.versions_of(session, sheet)
    content = found.content()
    since = []
    if versions:
        kept = versions[0].content[current_language()]["figures"]
        since = composing.compare_figures(kept, content["figures"])
    return render_template(
        "information/manage/draft.html",
        challenge=challenge,
        sheet=sheet,
        draft=found,
        parts=part_names(),
        blocks=BLOCKS,
        shown_blocks={each["key"]: _body(each) for each in resolved(session, content)["blocks"]},
        is_new=not versions or versions[0].content[current_language()] != content,
        since=since,
        versions=versions,
        comments=queries.comments_of(session, sheet),
        form=form,
        problem=problem,
        shown=figures.shown,
        names=NAMES,
        slots=Slot,
    )


def _body(block: dict[str, Any]) -> Markup:
    told = [*paragraphs_of(block), *pieces_of(block["pieces"], 4, on_paper=False)]
    return Markup(body_of(Document("", current_language(), told)))


def _block_page(found: Draft, block: str, form: BlockForm, problem: str = "") -> str:
    program = found.blocks[block]
    used = [figure for key, figure in found.figures.items() if mark(key) in program.text]
    others = [figure for figure in found.figures.values() if figure not in used]
    return render_template(
        "information/manage/block.html",
        challenge=found.material.challenge,
        draft=found,
        block=block,
        program=program,
        form=form,
        problem=problem,
        figures=[*used, *others],
        mark=mark,
        shown=figures.shown,
        language_name=NAMES[current_language()],
    )
